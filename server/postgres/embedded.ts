// Starts the PostgreSQL that comes with Suture, or joins the one that another server started.
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { accountFor } from './account.ts';
import type { Account } from './account.ts';
import { findBinaries, makeRunnable, removeOldCopies } from './binaries.ts';
import type { Binaries } from './binaries.ts';
import { initialise, isMissing, removeUnfinished } from './cluster.ts';
import { configure } from './configuration.ts';
import type { Settings } from './configuration.ts';
import { connectionUrl, greet, serverConnection, superuserConnection } from './connection.ts';
import type { Connection } from './connection.ts';
import { tryLock, waitForLock } from './file-lock.ts';
import type { FileLock } from './file-lock.ts';
import { dataIn, defaultDirectory, layOut, locate } from './layout.ts';
import type { Environment, Layout } from './layout.ts';
import { logSize, readLog, rotateLog } from './log-file.ts';
import { pidFile, readPidFile, signalAndWait, start, startOf, waitForEnd, whatRuns } from './postmaster.ts';
import type { Postmaster } from './postmaster.ts';
import { Refused, refusedByPostgres } from './refusal.ts';
import type { Refusal } from './refusal.ts';

export interface EmbeddedOptions {
  /** Holds the data, the socket and the log. Default: `suture/postgres` in the user's state directory. */
  readonly directory?: string;
  /** Read for XDG_STATE_HOME, XDG_RUNTIME_DIR and HOME. Default: the process's. */
  readonly env?: Environment;
  /** For everything: waiting for another server's start, a recovery, our own start. Default: two minutes. */
  readonly timeoutMs?: number;
  /** PostgreSQL settings that differ from ours; tests turn `fsync` off. */
  readonly settings?: Settings;
  /** Default: the package that npm installed for this platform. */
  readonly binaries?: Binaries;
}

export interface Running {
  readonly kind: 'running';
  /** The server's: an ordinary role that owns its database. */
  readonly connection: Connection;
  /** The same as a URL. */
  readonly connectionString: string;
  /** The superuser's, for backups and for tests. Row-level security does not hold it. */
  readonly superuser: Connection;
  /** True where it was running already. */
  readonly adopted: boolean;
  readonly pid: number;
  readonly log: string;
  isAlive(): Promise<boolean>;
  /** Stops PostgreSQL, unless another server uses it too. Never SIGKILL unless asked for. */
  stop(options?: StopOptions): Promise<StopOutcome>;
  /** Leaves it running and lets others stop it. */
  leave(): void;
}

export interface StopOptions {
  /** Default: 30 seconds. */
  readonly timeoutMs?: number;
  /** What to do when a fast shutdown takes longer. `kill` loses nothing committed; the next start recovers. */
  readonly ifSlow?: 'leave' | 'kill';
}

/** `in use`: another server needs it, it goes on. `slow`: it was told to stop and has not yet. */
export type StopOutcome = 'stopped' | 'in use' | 'slow';

export type EmbeddedStart = Running | Refusal;

/** What a start works with, once the directory is known to be usable. */
interface Place {
  readonly layout: Layout;
  readonly account: Account;
  readonly giveUpAt: number;
}

/**
 * Returns once PostgreSQL takes connections and Suture's database is there. Any number of servers may call it on the same
 * directory at once: one starts it, the others adopt it, and the last to stop stops it. It outlives a server that dies.
 */
export async function startEmbedded(options: EmbeddedOptions = {}): Promise<EmbeddedStart> {
  const { env = process.env, timeoutMs = 120_000, settings = {} } = options;
  const directory = options.directory ?? defaultDirectory(env);
  const giveUpAt = performance.now() + timeoutMs;
  try {
    const binaries = options.binaries ?? (await findBinaries());
    const account = await accountFor(directory);
    const located = await locate(directory, account);
    // Before anything in it is touched; and once more when nobody else can be changing it.
    await isMissing(dataIn(located), account, binaries);
    const layout = await layOut(located, account, env);
    const lock = await waitForLock(layout.startLock, 'exclusive', timeoutMs);
    if (lock === undefined) throw stillStarting(layout, timeoutMs);
    try {
      const place = { layout, account, giveUpAt };
      const isFirst = await isMissing(layout.data, account, binaries);
      const found = isFirst ? undefined : await findRunning(place);
      const { postmaster, adopted } =
        found === undefined ? await startNew(place, binaries, settings, isFirst) : { postmaster: found, adopted: true };
      // Nobody has it exclusively: that takes the start lock, which we hold.
      const use = tryLock(layout.useLock, 'shared');
      if (use === undefined) throw stillStarting(layout, timeoutMs);
      return running(place, postmaster, adopted, use);
    } finally {
      lock.release();
    }
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

/** The postmaster that runs on the directory, once it takes connections; undefined where there is none (any more). */
async function findRunning({ layout, account, giveUpAt }: Place): Promise<Postmaster | undefined> {
  let silentUntil = Number.POSITIVE_INFINITY;
  for (;;) {
    const postmaster = await readPidFile(layout);
    if (postmaster === undefined) return undefined;
    const { pid } = postmaster;
    const runs = await whatRuns(pid, account);
    // PostgreSQL clears up after a dead process itself, but takes any living one for a postmaster.
    if (runs === 'other') await rm(pidFile(layout), { force: true });
    if (runs !== 'postgres') return undefined;

    const answer = await greet(postmaster, layout.data);
    if (answer === 'ours') return postmaster;
    if (answer === 'silent' && (await isRecycled(postmaster))) {
      await rm(pidFile(layout), { force: true });
      return undefined;
    }
    // Between its first breath and its first answer a postmaster is silent as well.
    silentUntil = answer === 'silent' ? Math.min(silentUntil, performance.now() + 5_000) : Number.POSITIVE_INFINITY;
    if (performance.now() >= silentUntil) throw silent(layout, pid);
    if (performance.now() >= giveUpAt) throw stillStarting(layout, 0);
    await delay(10);
  }
}

/** A process that is younger than the file that speaks of it is another one. */
async function isRecycled({ pid, startedAtS }: Postmaster): Promise<boolean> {
  const startedS = await startOf(pid);
  return startedS !== undefined && startedS > startedAtS + 3;
}

async function startNew(
  place: Place,
  given: Binaries,
  settings: Settings,
  isFirst: boolean,
): Promise<{ readonly postmaster: Postmaster; readonly adopted: boolean }> {
  const { layout, account, giveUpAt } = place;
  const binaries = await makeRunnable(given, account, layout.directory);
  await removeOldCopies(given, layout.directory);
  await removeUnfinished(layout);
  if (isFirst) await initialise(layout, account, binaries);
  await configure(layout, account, settings);
  await rotateLog(layout.log);
  for (;;) {
    const from = await logSize(layout.log);
    const started = await start(layout, account, binaries);
    while (!started.hasExited()) {
      const postmaster = await readPidFile(layout);
      if (postmaster?.pid === started.pid && postmaster.status === 'ready') {
        if ((await greet(postmaster, layout.data)) === 'ours') return { postmaster, adopted: false };
      }
      if (performance.now() >= giveUpAt) throw stillStarting(layout, 0);
      await delay(4);
    }
    const said = await readLog(layout.log, from);
    if (said.includes('"postmaster.pid" already exists')) {
      // A server started one and died before that had written its file.
      const found = await findRunning(place);
      if (found !== undefined) return { postmaster: found, adopted: true };
      continue;
    }
    // The processes of a postmaster that was killed take a moment to notice; until then its memory is in use. So is its
    // socket, until whoever inherited the dead process has taken note of its death.
    const isHaunted = /pre-existing shared memory block|\.s\.PGSQL\.\d+\.lock" already exists/.test(said);
    if (!isHaunted || performance.now() >= giveUpAt) throw refusedByPostgres(said, layout.directory);
    await delay(50);
  }
}

function running(place: Place, postmaster: Postmaster, adopted: boolean, use: FileLock): Running {
  const { layout, account } = place;
  const connection = serverConnection(postmaster);
  const rotation = setInterval(() => void rotateLog(layout.log).catch(() => undefined), 60_000).unref();
  let isLeft = false;
  const leave = (): void => {
    if (isLeft) return;
    isLeft = true;
    clearInterval(rotation);
    use.release();
  };
  return {
    kind: 'running',
    connection,
    connectionString: connectionUrl(connection),
    superuser: superuserConnection(postmaster),
    adopted,
    pid: postmaster.pid,
    log: layout.log,
    isAlive: async () => (await whatRuns(postmaster.pid, account)) === 'postgres',
    stop: (options) => stop(place, leave, options),
    leave,
  };
}

async function stop(
  { layout, account }: Place,
  leave: () => void,
  { timeoutMs = 30_000, ifSlow = 'leave' }: StopOptions = {},
): Promise<StopOutcome> {
  const lock = await waitForLock(layout.startLock, 'exclusive', timeoutMs);
  leave();
  // Whoever holds it is about to use the database.
  if (lock === undefined) return 'in use';
  try {
    const alone = tryLock(layout.useLock, 'exclusive');
    if (alone === undefined) return 'in use';
    alone.release();
    const postmaster = await readPidFile(layout);
    if (postmaster === undefined || (await whatRuns(postmaster.pid, account)) !== 'postgres') return 'stopped';
    // Fast shutdown: sessions are ended, transactions rolled back, everything is written.
    if (await signalAndWait(postmaster.pid, account, 'SIGINT', timeoutMs)) return 'stopped';
    if (ifSlow === 'leave') return 'slow';
    if (await signalAndWait(postmaster.pid, account, 'SIGQUIT', 5_000)) return 'stopped';
    await signalAndWait(postmaster.pid, account, 'SIGKILL', 5_000);
    return (await waitForEnd(postmaster.pid, account, 0)) ? 'stopped' : 'slow';
  } finally {
    lock.release();
  }
}

function stillStarting({ directory }: Layout, waitedMs: number): Refused {
  return new Refused(
    'in-use',
    `the database in ${directory} is still starting, recovering or stopping${waitedMs > 0 ? ` after ${waitedMs} ms` : ''}`,
    'Start Suture again to go on waiting: what was done so far is not lost.',
  );
}

function silent({ data }: Layout, pid: number): Refused {
  return new Refused(
    'in-use',
    `process ${pid} is a PostgreSQL that may be using ${data}, and it does not answer`,
    `Stop it with \`kill -INT ${pid}\` if it is Suture's, then start Suture again.`,
  );
}
