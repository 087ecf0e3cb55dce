// Embedded PostgreSQLs for tests, in directories of their own, and other servers; all gone when the test is.
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach } from 'vitest';
import { startEmbedded } from './embedded.ts';
import type { EmbeddedOptions, EmbeddedStart, Running } from './embedded.ts';

export const isRoot = process.geteuid?.() === 0;
/** The account that PostgreSQL runs as in these tests. */
export const account = isRoot
  ? Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }))
  : process.geteuid?.();

/** Undone after each test, last first. */
export const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A directory of this test, which PostgreSQL's account may pass through. */
export async function place(name = 'postgres'): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'suture-postgres-'));
  await chmod(parent, 0o711);
  cleanups.push(() => rm(parent, { recursive: true, force: true }));
  return join(parent, name);
}

/** The directory of a PostgreSQL that was started and stopped before. */
export async function usedPlace(name?: string): Promise<string> {
  const directory = await place(name);
  execFileSync('cp', ['-a', (await used).directory, directory]);
  return directory;
}

/** Making one takes a second where the disk is busy, copying it a twentieth. */
const used = (async () => {
  const directory = join(await mkdtemp(join(tmpdir(), 'suture-postgres-')), 'postgres');
  await chmod(join(directory, '..'), 0o711);
  const started = await startEmbedded({ directory });
  if (started.kind === 'running') await started.stop();
  return { directory, started };
})();
afterAll(async () => rm(join((await used).directory, '..'), { recursive: true }));

export async function begin(directory: string, options: EmbeddedOptions = {}): Promise<Running> {
  return mustRun(await startEmbedded({ directory, timeoutMs: 60_000, ...options }));
}

export function mustRun(started: EmbeddedStart): Running {
  if (started.kind === 'refused') throw new Error(`${started.cause}: ${started.reason}`);
  cleanups.push(() => started.stop({ ifSlow: 'kill' }));
  return started;
}

export async function query<Row extends pg.QueryResultRow>(
  at: Running,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client(at.connection);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The processes of PostgreSQL whose command line names the directory. */
export function postmasters(directory: string): readonly string[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(`${directory}/data`) && !/^\s*\d+\s+Z/.test(line));
}

interface Server {
  readonly child: ChildProcess;
  readonly started: EmbeddedStart;
  nextLine(): Promise<string>;
}

/** What another server process runs; its arguments are a directory and whether it is to `stop` or `stay`. */
export const serverProgram = fileURLToPath(new URL('./server.fixture.ts', import.meta.url));

/** Another server process, told to start the database. */
export async function server(
  directory: string,
  wanted = 'stay',
  as: { uid?: number; gid?: number } = {},
): Promise<Server> {
  const child = spawn(process.execPath, [serverProgram, directory, wanted], {
    ...as,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  cleanups.push(() => child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => String((await lines.next()).value);
  return { child, started: JSON.parse(await nextLine()), nextLine };
}

export async function killServer({ child }: Server): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}
