// The data directory: whether there is one that this PostgreSQL may use, and making the first.
import { spawn } from 'node:child_process';
import { chown, lstat, mkdtemp, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { asAccount } from './account.ts';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import type { Layout } from './layout.ts';
import { errorCode, Refused, refusedByFileSystem, refusedByPostgres, useAnotherDatabase } from './refusal.ts';

/** Tells a data directory that we made from any other. PostgreSQL does not mind the file. */
const marker = 'suture-embedded';

/** The bootstrap superuser. The server itself connects as an ordinary role, or row-level security would not hold it. */
export const superuser = 'postgres';

/** Programs started here get this environment and nothing else of ours, which may hold secrets and PG variables. */
export const bareEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/** Refuses a data directory that is another version's, another program's or another user's; true where there is none. */
export async function isMissing(data: string, account: Account, { major }: Binaries): Promise<boolean> {
  const owner = await lstat(data).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw refusedByFileSystem(error, data);
  });
  if (owner === undefined) return true;
  const entries = await readdir(data).catch((error: unknown) => {
    if (errorCode(error) === 'EACCES') return undefined;
    throw refusedByFileSystem(error, data);
  });
  if (entries?.length === 0) return true;
  if (entries === undefined || owner.uid !== account.uid) {
    throw new Refused(
      'wrong-owner',
      `${data} belongs to user ${owner.uid}, and PostgreSQL would run as user ${account.uid}`,
      'Start Suture as the user it was started as before, or choose another directory.',
    );
  }
  if (!entries.includes('PG_VERSION') || !entries.includes(marker)) {
    throw new Refused(
      'foreign-directory',
      `${data} is not empty and was not made by Suture`,
      'Choose a directory that is empty or does not exist yet. To use a PostgreSQL that you run, set DATABASE_URL.',
    );
  }
  const version = (await readFile(join(data, 'PG_VERSION'), 'utf8')).trim();
  if (version !== String(major)) throw otherMajor(data, version, major);
  return false;
}

/** Makes a data directory under another name and renames it: whoever dies in the middle leaves nothing half made. */
export async function initialise(layout: Layout, account: Account, binaries: Binaries): Promise<void> {
  // Each its own: the initdb of a server that was killed may still be writing.
  let unfinished: string | undefined;
  try {
    unfinished = await mkdtemp(join(layout.directory, prefix));
    if (account.kind === 'nobody') await chown(unfinished, account.uid, account.gid);
    await runInitdb(unfinished, layout.directory, account, binaries);
    const file = await open(join(unfinished, marker), 'wx', 0o600);
    await file.writeFile(`${binaries.version}\n`);
    await file.sync();
    await file.close();
    await rename(unfinished, layout.data);
    await syncDirectory(layout.directory);
  } catch (error) {
    if (unfinished !== undefined) await rm(unfinished, { recursive: true, force: true });
    throw error instanceof Refused ? error : refusedByFileSystem(error, layout.directory);
  }
}

const prefix = 'data.new-';

/** Removes what servers left that died while they made a data directory. */
export async function removeUnfinished({ directory }: Layout): Promise<void> {
  for (const entry of await readdir(directory)) {
    // One that is still being written to is removed another time.
    if (entry.startsWith(prefix)) await rm(join(directory, entry), { recursive: true }).catch(() => undefined);
  }
}

async function runInitdb(unfinished: string, directory: string, account: Account, { native }: Binaries): Promise<void> {
  // The same order and the same letters whatever the system's own locale is, and after its next update.
  const locale = ['--encoding', 'UTF8', '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'];
  const args = ['--pgdata', unfinished, '--username', superuser, '--auth', 'trust', '--data-checksums', ...locale];
  const { code, output } = await run(join(native, 'bin', 'initdb'), args, account);
  if (code !== 0) throw refusedByPostgres(output, directory);
}

async function run(
  program: string,
  args: readonly string[],
  account: Account,
): Promise<{ readonly code: number | null; readonly output: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<number | null>();
  const child = spawn(program, args, {
    ...asAccount(account),
    cwd: '/',
    env: bareEnvironment,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 120_000,
  });
  let output = '';
  const keep = (chunk: Buffer): void => void (output = (output + chunk.toString('utf8')).slice(-8192));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  child.on('error', (error) => reject(notRunnable(program, account, error)));
  child.on('close', resolve);
  return { code: await promise, output };
}

/** A program that is there and yet "not found" lacks its loader: it was built for glibc, and this system has musl. */
export function notRunnable(program: string, account: Account, error: unknown): Refused {
  const code = errorCode(error);
  const as = account.kind === 'nobody' ? ' as `nobody`' : '';
  return new Refused(
    code === 'ENOENT' ? 'unsupported-platform' : 'did-not-start',
    code === 'ENOENT'
      ? `${program} needs glibc, which this system does not have`
      : `${program} cannot be run${as} (${code ?? String(error)})`,
    code === 'ENOENT'
      ? 'Set DATABASE_URL to a PostgreSQL 15 or later; most distributions have one.'
      : `The file system may forbid running programs, or the container changing accounts. ${useAnotherDatabase}`,
    error,
  );
}

function otherMajor(data: string, version: string, major: number): Refused {
  const older = Number.parseInt(version, 10) < major;
  return new Refused(
    'other-major-version',
    `${data} was made by PostgreSQL ${version.slice(0, 20)}, and this Suture brings PostgreSQL ${major}, which cannot read it`,
    older
      ? `Nothing was changed. Start the Suture that you had, run \`suture backup\`, then start this one on an empty directory and run \`suture restore\`.`
      : 'Nothing was changed. Start the later Suture that made it.',
  );
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
