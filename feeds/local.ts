// Finds a feed's file in a directory laid out as the feeds' own paths: the way in without a network.
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { digestFile, type Fetched } from './fetch.ts';
import type { FeedFile } from './feed.ts';

/**
 * Resolves `file.path` below `directory`; one `*` in the file name takes the last match in name order. Throws what the
 * file system says when it lets nobody look.
 */
export async function localFile(directory: string, file: FeedFile): Promise<Fetched> {
  const found = await resolve(directory, file.path);
  if (found === undefined) return { kind: 'absent' };
  const about = await stat(found);
  // A pipe would keep its reader waiting for ever.
  if (!about.isFile()) return { kind: 'failed', reason: `${file.path} is not a file` };
  if (about.size > file.maxBytes) {
    return { kind: 'failed', reason: `${file.path} is larger than ${Math.round(file.maxBytes / 1e6)} MB; refused` };
  }
  const validators = { etag: undefined, lastModified: undefined };
  return { kind: 'file', path: found, url: undefined, ...(await digestFile(found)), validators };
}

async function resolve(directory: string, pattern: string): Promise<string | undefined> {
  const folder = path.join(directory, path.dirname(pattern));
  const [before = '', after] = path.basename(pattern).split('*');
  const matches = (name: string): boolean =>
    after === undefined
      ? name === before
      : name.length >= before.length + after.length && name.startsWith(before) && name.endsWith(after);
  const name = (await namesIn(folder)).filter(matches).sort().at(-1);
  return name === undefined ? undefined : path.join(folder, name);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
