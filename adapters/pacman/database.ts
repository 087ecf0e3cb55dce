// The installed packages, from pacman's own database: a folder a package, each with a `desc` file.
import { quoted } from '../ask.ts';
import type { Host } from '../host.ts';
import { parseDesc, type Entry } from './parse.ts';

export const localDatabase = '/var/lib/pacman/local';
const most = 256 * 1024;
const mostPackages = 50_000;
const batch = 64;

export interface Database {
  readonly entries: readonly Entry[];
  readonly problems: readonly string[];
}

export async function readDatabase(host: Host): Promise<Database> {
  const names = await host.listDirectory(localDatabase);
  if (names === undefined) return { entries: [], problems: [`${localDatabase} cannot be listed`] };
  const folders = names.filter(
    (name) => name !== 'ALPM_DB_VERSION' && name !== '.' && name !== '..' && !name.includes('/'),
  );
  const entries: Entry[] = [];
  const broken: string[] = [];
  for (let at = 0; at < Math.min(folders.length, mostPackages); at += batch) {
    const read = await Promise.all(
      folders
        .slice(at, at + batch)
        .map(async (folder) => ({ folder, file: await host.readFile(`${localDatabase}/${folder}/desc`, most) })),
    );
    for (const { folder, file } of read) {
      const entry = file.kind === 'text' && !file.truncated ? parseDesc(file.text) : undefined;
      // The folder's name repeats name and version: a desc that says otherwise is damaged.
      if (entry === undefined || folder !== `${entry.name}-${entry.version}`) broken.push(folder);
      else entries.push(entry);
    }
  }
  const problems = broken
    .slice(0, 10)
    .map((folder) => `the database entry ${quoted(folder)} cannot be read: its installation may not have finished`);
  if (broken.length > 10) problems.push(`and ${broken.length - 10} more database entries`);
  if (folders.length > mostPackages) problems.push(`there are more than ${mostPackages} packages; the rest is unknown`);
  return { entries, problems };
}
