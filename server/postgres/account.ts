// Which account PostgreSQL runs as: ours, or, as it refuses to run as root, `nobody` in a group of its own.
import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode, Refused, useAnotherDatabase } from './refusal.ts';

export type Account =
  | { readonly kind: 'ours'; readonly uid: number }
  /** We are root. `gid` is of a group that nobody is in, so other programs that run as `nobody` get nowhere. */
  | { readonly kind: 'nobody'; readonly uid: number; readonly gid: number };

/** Numbers that Debian and systemd leave to nobody in particular; the first that no group has is taken. */
const privateGroups = Array.from({ length: 100 }, (_, index) => 60_117 + index);

/** `directory` need not exist; where it does and we are root, its group is the one chosen the first time. */
export async function accountFor(directory: string): Promise<Account> {
  const uid = process.geteuid?.();
  if (uid === undefined) throw unsupportedPlatform();
  if (uid !== 0) return { kind: 'ours', uid };

  const nobody = (await lines('/etc/passwd')).find(([name]) => name === 'nobody');
  const listedUid = Number.parseInt(nobody?.[2] ?? '', 10);
  if (Number.isNaN(listedUid)) {
    throw new Refused(
      'no-account',
      'PostgreSQL does not run as root, and this system has no account `nobody` to run it as',
      `Start Suture as an ordinary user. ${useAnotherDatabase}`,
    );
  }
  // macOS lists it as -2, and everything else calls that 4294967294.
  const nobodysUid = listedUid >>> 0;
  const before = await stat(directory).catch(() => undefined);
  if (before !== undefined && privateGroups.includes(before.gid)) {
    return { kind: 'nobody', uid: nobodysUid, gid: before.gid };
  }
  const taken = new Set((await lines('/etc/group')).map(([, , gid]) => Number(gid)));
  const gid = privateGroups.find((candidate) => !taken.has(candidate));
  if (gid === undefined) throw new Refused('no-account', 'no group number is free', useAnotherDatabase);
  return { kind: 'nobody', uid: nobodysUid, gid };
}

/** What `spawn` needs to start a program as the account. */
export function asAccount(account: Account): { readonly uid?: number; readonly gid?: number } {
  return account.kind === 'ours' ? {} : { uid: account.uid | 0, gid: account.gid };
}

/** The nearest directory at or above `path` that the account may not enter; undefined where it can reach `path`. */
export async function barrier(account: Account, path: string): Promise<string | undefined> {
  if (account.kind === 'ours') return undefined;
  for (let directory = await realpath(path); ; directory = dirname(directory)) {
    if (!(await may(account, directory, 0o1))) return directory;
    if (dirname(directory) === directory) return undefined;
  }
}

/** Whether the account has all of `bits` (4 read, 2 write, 1 enter or run) on the file. Knows no access control lists. */
export async function may(account: Account, path: string, bits: number): Promise<boolean> {
  const { mode, uid, gid } = await stat(path);
  if (account.kind === 'ours') return true;
  const shift = uid === account.uid ? 6 : gid === account.gid ? 3 : 0;
  return ((mode >> shift) & bits) === bits;
}

export function unsupportedPlatform(): Refused {
  return new Refused(
    'unsupported-platform',
    `there is no embedded PostgreSQL for ${process.platform}-${process.arch}`,
    'Set DATABASE_URL to a PostgreSQL 15 or later.',
  );
}

async function lines(file: string): Promise<readonly string[][]> {
  try {
    return (await readFile(file, 'utf8')).split('\n').map((line) => line.split(':'));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
