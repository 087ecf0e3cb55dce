// PostgreSQL's main process: whether one runs on a data directory, starting it, waiting for it and stopping it.
import { execFile, spawn } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { asAccount } from './account.ts';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { bareEnvironment, notRunnable } from './cluster.ts';
import type { Layout } from './layout.ts';
import { openLog } from './log-file.ts';
import { errorCode } from './refusal.ts';

/** What PostgreSQL says of itself in `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  /** Seconds since 1970. */
  readonly startedAtS: number;
  readonly port: number;
  readonly socketDirectory: string;
  readonly status: 'starting' | 'ready' | 'stopping' | 'unknown';
}

export function pidFile({ data }: Layout): string {
  return join(data, 'postmaster.pid');
}

/** Undefined where there is no file, or one that is only just being written. */
export async function readPidFile(layout: Layout): Promise<Postmaster | undefined> {
  const text = await readFile(pidFile(layout), 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  });
  const [pid, , startedAtS, port, socketDirectory, , , status] = text.split('\n');
  // A negative number is a backend of single-user mode, which we never start.
  if (pid === undefined || !/^\d{1,10}$/.test(pid) || Number(pid) < 2) return undefined;
  const said = status?.trim();
  return {
    pid: Number(pid),
    startedAtS: Number(startedAtS),
    port: Number(port),
    socketDirectory: socketDirectory ?? '',
    status: said === 'ready' || said === 'starting' || said === 'stopping' ? said : 'unknown',
  };
}

/**
 * What runs under that process id. `postgres`: a PostgreSQL of the account, though perhaps not of this directory.
 * `other`: the number was given to another program since, or it is dead and its parent has not noticed.
 */
export async function whatRuns(pid: number, account: Account): Promise<'gone' | 'postgres' | 'other'> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return 'gone';
  }
  try {
    const { name, state, uid } = process.platform === 'linux' ? await fromProc(pid) : await fromPs(pid);
    return name === 'postgres' && uid === account.uid && !state.startsWith('Z') ? 'postgres' : 'other';
  } catch {
    // It ended in between.
    return 'gone';
  }
}

interface Process {
  readonly name: string;
  readonly state: string;
  readonly uid: number;
}

async function fromProc(pid: number): Promise<Process> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8');
  const { uid } = await stat(`/proc/${pid}`);
  // The name stands in parentheses and may contain some.
  return {
    name: line.slice(line.indexOf('(') + 1, line.lastIndexOf(')')),
    state: line.slice(line.lastIndexOf(')') + 2),
    uid,
  };
}

async function fromPs(pid: number): Promise<Process> {
  const { stdout } = await promisify(execFile)('/bin/ps', ['-o', 'stat=,uid=,comm=', '-p', String(pid)], {
    env: bareEnvironment,
    timeout: 5_000,
  });
  const [state = '', uid, ...path] = stdout.trim().split(/\s+/);
  return { name: path.join(' ').split('/').at(-1) ?? '', state, uid: Number(uid) };
}

/** When the process started, in seconds since 1970; undefined where the system does not tell. */
export async function startOf(pid: number): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    const own = await readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = /^btime (\d+)$/m.exec(await readFile('/proc/stat', 'utf8'))?.[1];
    // The 22nd field, in hundredths of a second; the first two are before the last parenthesis.
    const ticks = own.slice(own.lastIndexOf(')') + 2).split(' ')[19];
    return boot === undefined || ticks === undefined ? undefined : Number(boot) + Number(ticks) / 100;
  } catch {
    return undefined;
  }
}

/** A postmaster that was just started; it leaves our terminal and outlives us. */
export interface Started {
  readonly pid: number;
  hasExited(): boolean;
}

export async function start(layout: Layout, account: Account, { native }: Binaries): Promise<Started> {
  const program = join(native, 'bin', 'postgres');
  const log = await openLog(layout.log);
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  let exited = false;
  const child = spawn(program, ['-D', layout.data, '-c', `config_file=${layout.configuration}`], {
    ...asAccount(account),
    cwd: '/',
    env: bareEnvironment,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  child.on('spawn', () => resolve(child.pid ?? 0));
  child.on('error', (error) => reject(notRunnable(program, account, error)));
  child.on('exit', () => {
    exited = true;
  });
  child.unref();
  try {
    return { pid: await promise, hasExited: () => exited };
  } finally {
    await log.close();
  }
}

/** Asks the process to end and waits; false where it is still there after `timeoutMs`. */
export async function signalAndWait(
  pid: number,
  account: Account,
  signal: 'SIGINT' | 'SIGQUIT' | 'SIGKILL',
  timeoutMs: number,
): Promise<boolean> {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
  return waitForEnd(pid, account, timeoutMs);
}

export async function waitForEnd(pid: number, account: Account, timeoutMs: number): Promise<boolean> {
  const giveUpAt = performance.now() + timeoutMs;
  while ((await whatRuns(pid, account)) === 'postgres') {
    if (performance.now() >= giveUpAt) return false;
    await delay(5);
  }
  return true;
}
