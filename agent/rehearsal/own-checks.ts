// Configuration tests that the administrator of a machine adds, a file each: run beside ours, before and after the upgrade that is tried.
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from '@suture/protocol/agent/zod.ts';
import type { ConfigurationTest } from './checks.ts';

const ownChecksFolder = '/etc/suture/rehearsal.d';
const most = 20;
const mostBytes = 4_096;

const shape = z.strictObject({
  name: z.string().regex(/^[\x21-\x7e](?:[\x20-\x7e]{0,58}[\x21-\x7e])?$/),
  /** A program by its whole path, and its arguments; no shell. 0 passes. */
  argv: z.tuple([z.string().regex(/^\/.{1,400}$/)], z.string().max(400)).refine((argv) => argv.length <= 40),
});

export interface OwnChecks {
  readonly tests: readonly ConfigurationTest[];
  /** A sentence for each file that is not taken. */
  readonly problems: readonly string[];
}

/** `root`: whose. Files that anybody but root may write are not taken: they would run as root. */
export async function readOwnChecks(root: string, owner = 0): Promise<OwnChecks> {
  const folder = join(root, ownChecksFolder);
  const names = await readdir(folder).catch(() => []);
  const files = names.filter((name) => /^[\w.-]{1,100}\.json$/.test(name)).sort();
  const tests: ConfigurationTest[] = [];
  const problems = files
    .slice(most)
    .map((name) => `${join(ownChecksFolder, name)} is one too many: at most ${most} count`);
  for (const name of files.slice(0, most)) {
    const found = await readOne(join(folder, name), owner);
    if (typeof found === 'string') problems.push(`${join(ownChecksFolder, name)} ${found}`);
    else tests.push(found);
  }
  return { tests, problems };
}

async function readOne(path: string, owner: number): Promise<ConfigurationTest | string> {
  const is = await lstat(path).catch(() => undefined);
  if (is === undefined || !is.isFile() || is.size > mostBytes) return 'is no small file';
  if (is.uid !== owner || (is.mode & 0o022) !== 0) return 'may be written by others than root: it is left out';
  try {
    const read = shape.safeParse(JSON.parse(await readFile(path, 'utf8')));
    if (read.success) return read.data;
  } catch {
    // As below.
  }
  return 'is no {"name": …, "argv": ["/…", …]}: it is left out';
}
