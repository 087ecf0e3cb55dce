// Finds a feed's file in a directory laid out as the feeds' own paths: the way in without a network.
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Fetched, sha256File } from './fetch.ts';
import type { FeedFile } from './feed.ts';

/** Resolves `file.path` below `directory`; one `*` in the file name takes the last match in name order. */
export async function localFile(directory: string, file: FeedFile): Promise<Fetched> {
  const found = await resolve(directory, file.path);
  if (found === undefined) return { kind: 'absent' };
  const { size } = await stat(found);
  if (size > file.maxBytes) {
    return { kind: 'failed', reason: `larger than ${Math.round(file.maxBytes / 1e6)} MB; refused` };
  }
  const sha256 = await sha256File(found);
  return { kind: 'file', path: found, sha256, bytes: size, validators: { etag: undefined, lastModified: undefined } };
}

async function resolve(directory: string, pattern: string): Promise<string | undefined> {
  const folder = path.join(directory, path.dirname(pattern));
  const [before, after] = path.basename(pattern).split('*');
  const names = await readdir(folder).catch(() => []);
  const name = names
    .filter((candidate) =>
      after === undefined
        ? candidate === before
        : candidate.length >= (before ?? '').length + after.length &&
          candidate.startsWith(before ?? '') &&
          candidate.endsWith(after),
    )
    .sort()
    .at(-1);
  return name === undefined ? undefined : path.join(folder, name);
}
