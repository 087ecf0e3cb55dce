// Where the embedded PostgreSQL keeps what, and the directory that it all stands in.
import { createHash } from 'node:crypto';
import { chmod, chown, lstat, mkdir, readdir, realpath, stat } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { barrier } from './account.ts';
import type { Account } from './account.ts';
import { errorCode, notWritable, Refused, refusedByFileSystem } from './refusal.ts';

export interface Layout {
  readonly directory: string;
  readonly data: string;
  readonly sockets: string;
  readonly log: string;
  readonly configuration: string;
  /** Settings of whoever runs this machine; they win over ours. */
  readonly ownSettings: string;
  /** Who may connect: pg_hba.conf. */
  readonly access: string;
  /** Held while starting or stopping. */
  readonly startLock: string;
  /** Held, shared, by every server that uses the database. */
  readonly useLock: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** PostgreSQL names its socket after the port, also where no port is opened. */
export const port = 5432;

/** What fits into `sun_path` with its closing zero: 108 bytes on Linux, 104 on macOS. */
const socketPathLimit = process.platform === 'linux' ? 107 : 103;

/**
 * `$XDG_STATE_HOME/suture/postgres`, or below `~/.local/state`. For root, whose home PostgreSQL's account cannot enter,
 * `/var/lib/suture/postgres` unless XDG_STATE_HOME says otherwise.
 */
export function defaultDirectory(env: Environment = process.env, uid = process.geteuid?.()): string {
  const state = env['XDG_STATE_HOME'];
  // The XDG specification has relative paths ignored.
  if (state !== undefined && isAbsolute(state)) return join(state, 'suture', 'postgres');
  if (uid === 0) return '/var/lib/suture/postgres';
  return join(env['HOME'] ?? homedir(), '.local', 'state', 'suture', 'postgres');
}

/** The real path of the directory, made where it is missing; refuses one that is somebody else's or used otherwise. */
export async function locate(path: string, account: Account): Promise<string> {
  if (/[\0\n\r]/.test(path)) {
    throw new Refused('not-writable', 'the name of the data directory has a line break', 'Choose another directory.');
  }
  const absolute = resolve(path);
  try {
    await makeDirectories(absolute, account);
    const directory = await realpath(absolute);
    await checkEmptyOrOurs(directory);
    await checkOwner(directory);
    return directory;
  } catch (error) {
    throw error instanceof Refused ? error : refusedByFileSystem(error, absolute);
  }
}

/** Where everything goes in a directory that was located. */
export async function layOut(directory: string, account: Account, env: Environment): Promise<Layout> {
  try {
    await closeToOthers(directory, account, 0o710);
    const blocked = await barrier(account, directory);
    if (blocked !== undefined) throw notEnterable(directory, blocked);
    return {
      directory,
      data: dataIn(directory),
      sockets: await socketDirectory(directory, account, env),
      log: join(directory, 'postgres.log'),
      configuration: join(directory, 'postgresql.conf'),
      ownSettings: join(directory, 'local.conf'),
      access: join(directory, 'pg_hba.conf'),
      startLock: join(directory, 'start.lock'),
      useLock: join(directory, 'use.lock'),
    };
  } catch (error) {
    throw error instanceof Refused ? error : refusedByFileSystem(error, directory);
  }
}

export function dataIn(directory: string): string {
  return join(directory, 'data');
}

/** Made one by one: a strict umask would leave parents that PostgreSQL's own account cannot enter. */
async function makeDirectories(path: string, account: Account): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (found?.isDirectory()) return;
  if (found !== undefined) throw new Refused('not-writable', `${path} is not a directory`, 'Choose another directory.');
  await makeDirectories(dirname(path), account);
  try {
    await mkdir(path);
  } catch (error) {
    // Another server made it in between.
    if (errorCode(error) === 'EEXIST') return;
    // Its parent is there: /proc, for one, has no room for directories.
    if (errorCode(error) === 'ENOENT') throw notWritable(path, error);
    throw error;
  }
  await chmod(path, account.kind === 'ours' ? 0o700 : 0o711);
}

async function checkOwner(directory: string): Promise<void> {
  const { uid } = await stat(directory);
  const ours = process.geteuid?.();
  if (uid === ours) return;
  throw new Refused(
    'wrong-owner',
    `${directory} belongs to user ${uid}, and Suture runs as user ${ours}`,
    'Start Suture as the user it was started as before, or choose another directory.',
  );
}

const ours =
  /^(lost\+found|data|data\.new-.*|socket|postgres\.log(\.1)?|postgresql\.conf|pg_hba\.conf|local\.conf|(start|use)\.lock(-journal)?|binaries[-.].*)$/;

async function checkEmptyOrOurs(directory: string): Promise<void> {
  const foreign = (await readdir(directory)).find((entry) => !ours.test(entry));
  if (foreign === undefined) return;
  throw new Refused(
    'foreign-directory',
    foreign === 'PG_VERSION'
      ? `${directory} is the data directory of another PostgreSQL`
      : `${directory} holds something else than Suture's database: ${JSON.stringify(foreign)}`,
    'Choose a directory that is empty or does not exist yet. To use a PostgreSQL that you run, set DATABASE_URL.',
  );
}

/** Ours alone; where PostgreSQL runs as `nobody`, entered by its private group as well. */
async function closeToOthers(directory: string, account: Account, groupMode: number): Promise<void> {
  if (account.kind === 'ours') return chmod(directory, 0o700);
  try {
    await chown(directory, 0, account.gid);
  } catch (error) {
    throw new Refused(
      'no-account',
      'PostgreSQL does not run as root, and here root may not give files to another account',
      'Start Suture as an ordinary user, or set DATABASE_URL to a PostgreSQL 15 or later.',
      error,
    );
  }
  await chmod(directory, groupMode);
}

async function socketDirectory(directory: string, account: Account, env: Environment): Promise<string> {
  const beside = join(directory, 'socket');
  const path = fits(beside) ? beside : shortDirectory(directory, account, env);
  await mkdir(path, 0o700).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error;
  });
  // In a directory that all may write to, somebody else may have been first.
  const found = await lstat(path);
  if (!found.isDirectory() || found.uid !== process.geteuid?.()) {
    throw new Refused('in-use', `${path} is somebody else's`, 'Remove it, or choose a directory with a shorter name.');
  }
  await closeToOthers(path, account, 0o770);
  return path;
}

/** A name that follows from the directory's, so that every server looks for the socket in the same place. */
function shortDirectory(directory: string, account: Account, env: Environment): string {
  const name = `suture-${createHash('sha256').update(directory).digest('hex').slice(0, 12)}`;
  const runtime = env['XDG_RUNTIME_DIR'];
  const candidates = [
    ...(account.kind === 'nobody' ? ['/run'] : runtime !== undefined && isAbsolute(runtime) ? [runtime] : []),
    tmpdir(),
    '/tmp',
  ];
  return join(candidates.find((candidate) => fits(join(candidate, name))) ?? '/tmp', name);
}

function fits(directory: string): boolean {
  return Buffer.byteLength(join(directory, `.s.PGSQL.${port}`)) <= socketPathLimit;
}

function notEnterable(directory: string, blocked: string): Refused {
  return new Refused(
    'not-enterable',
    `PostgreSQL does not run as root but as \`nobody\`, who cannot get to ${directory}: ${blocked} is closed to others`,
    `Open it with \`chmod o+x ${blocked}\`, or choose a directory such as /var/lib/suture/postgres.`,
  );
}
