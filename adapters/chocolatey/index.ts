// The chocolatey adapter: packages that Chocolatey installed, with pins, and what its sources have newer.
import type { Package } from '@suture/core/packages/package.ts';
import { buildPurl } from '@suture/core/packages/purl.ts';
import type { Adapter, Detection, Section, Update } from '../adapter.ts';
import { ask, failed, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import {
  chocoPath,
  chocoVersion,
  libFolder,
  listInstalled,
  listInstalled1,
  listOutdated,
  readOnlyCommands,
} from './commands.ts';
import { parseInstalled, parseOutdated } from './parse.ts';

export const chocolatey: Adapter = {
  name: 'chocolatey',
  capabilities: ['inventory', 'available'],
  watches: [{ path: libFolder, with: 'entries' }],
  readOnlyCommands,
  detect,
  inventory,
  available,
};

async function readVersion(host: Host): Promise<string | { readonly why: string }> {
  const answer = await ask(host, chocoVersion, 'choco --version');
  if (!answer.ok) return { why: answer.why };
  // A warning about the machine may stand before it.
  const version = /^(\d{1,3}\.\d[\w.+-]{0,40})\s*$/m.exec(answer.stdout)?.[1];
  return version ?? { why: 'choco does not say its version' };
}

async function detect(host: Host): Promise<Detection> {
  if (!(await host.exists(chocoPath))) return { present: false, reason: 'Chocolatey is not installed' };
  const version = await readVersion(host);
  return typeof version === 'string' ? { present: true, version } : { present: false, reason: version.why };
}

async function inventory(host: Host): Promise<Section<Package>> {
  const version = await readVersion(host);
  if (typeof version !== 'string') return failed(version.why);
  const answer = await ask(
    host,
    version.startsWith('0.') || version.startsWith('1.') ? listInstalled1 : listInstalled,
    'choco list',
  );
  if (!answer.ok) return failed(answer.why);
  const { items, unread } = parseInstalled(answer.stdout);
  // Chocolatey is a package of its own.
  if (items.length === 0) return failed('choco list names no package');
  return sectionOf(
    items.map(({ name, version: installed }): Package => ({
      purl: buildPurl({ type: 'chocolatey', name: name.toLowerCase(), version: installed }),
      ecosystem: undefined,
      name,
      version: installed,
      arch: undefined,
      source: { name, version: installed },
    })),
    [...answer.problems, ...unreadable('choco list', unread)],
  );
}

async function available(host: Host): Promise<Section<Update>> {
  const answer = await ask(host, listOutdated, 'choco outdated', [0, 2]);
  if (!answer.ok) return failed(answer.why);
  const { items, unread } = parseOutdated(answer.stdout);
  if (answer.code === 2 && items.length === 0) return failed('choco says something is outdated and names nothing');
  if (items.length === 0 && (unread > 0 || answer.stderr.trim() !== ''))
    return failed('choco outdated names nothing that can be read, and complains');
  // What no source has comes back as it is installed: a source out of reach looks so too, and silence means all is new.
  const unfound = items.filter(({ version, available: candidate }) => version === candidate).map(({ name }) => name);
  const updates = items
    .filter(({ version, available: candidate }) => version !== candidate)
    .map(({ name, version, available: candidate, isPinned }): Update => ({
      adapter: 'chocolatey',
      package: name,
      arch: undefined,
      source: { name, version: candidate },
      installed: version,
      candidate,
      origin: 'Chocolatey sources',
      security: { is: 'unknown', why: 'Chocolatey does not say which packages are security updates' },
      heldBack: isPinned ? { cause: 'pin', why: `pinned (choco pin remove --name=${name})` } : undefined,
      bytes: undefined,
    }));
  return sectionOf(updates, [
    ...answer.problems,
    ...unreadable('choco outdated', unread),
    ...(unfound.length === 0
      ? []
      : [
          `whether ${unfound.length} packages have anything newer is unknown, as no source has them: ${unfound.slice(0, 5).join(', ')}`,
        ]),
  ]);
}

const unreadable = (name: string, count: number): readonly string[] =>
  count === 0 ? [] : [`${name} wrote ${count} lines that cannot be read`];
