// apk's own files on the machine: the installed database, and world with its pins.
import type { Host } from '../host.ts';
import { parseInstalled, parsePins, type Installed } from './parse.ts';

/** Where apk 2 and apk 3 with merged /usr keep it. */
export const databases = ['/lib/apk/db/installed', '/usr/lib/apk/db/installed'] as const;
export const worldFile = '/etc/apk/world';
const most = 128 << 20;

export interface Database {
  readonly packages: readonly Installed[];
  readonly problems: readonly string[];
}

export async function readDatabase(host: Host): Promise<Database> {
  for (const path of databases) {
    const read = await host.readFile(path, most);
    if (read.kind === 'missing') continue;
    if (read.kind !== 'text') {
      return {
        packages: [],
        problems: [`${path} could not be read: ${read.kind === 'denied' ? 'permission denied' : 'reading it fails'}`],
      };
    }
    const { packages, problems } = parseInstalled(read.text);
    const all = read.truncated ? [...problems, `${path} is larger than Suture reads; the rest is unknown`] : problems;
    return { packages, problems: packages.length === 0 && all.length === 0 ? [`${path} lists no package`] : all };
  }
  return { packages: [], problems: ['there is no apk database'] };
}

export async function readPins(
  host: Host,
): Promise<{ readonly pins: ReadonlyMap<string, string>; readonly problems: readonly string[] }> {
  const read = await host.readFile(worldFile, 4 << 20);
  if (read.kind === 'text') return { pins: parsePins(read.text), problems: [] };
  return { pins: new Map(), problems: [`${worldFile} could not be read: which packages are pinned is unknown`] };
}
