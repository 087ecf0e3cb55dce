// Programs that go on when their terminal is gone: started once, found again, stopped.
import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface Program {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** What it prints goes here; begun anew once it has grown too long. */
  readonly output: string;
  readonly as?: { readonly uid: number; readonly gid: number };
}

const mostOutputBytes = 1_000_000;

/** Starts the pinned Node with these arguments, apart from this process and its terminal. */
export function startInBackground({ args, env, output, as }: Program): ChildProcess {
  mkdirSync(dirname(output), { recursive: true, mode: 0o700 });
  if ((statSync(output, { throwIfNoEntry: false })?.size ?? 0) > mostOutputBytes) renameSync(output, `${output}.1`);
  const file = openSync(output, 'a', 0o600);
  try {
    const child = spawn(process.execPath, args, {
      cwd: '/',
      env,
      detached: true,
      stdio: ['ignore', file, file],
      windowsHide: true,
      ...as,
    });
    child.unref();
    return child;
  } finally {
    closeSync(file);
  }
}

/** When the process was started, in ticks since the machine was; undefined where it is gone or the system does not say. */
function startOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state, ...fields] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' ? undefined : fields[18];
  } catch {
    return undefined;
  }
}

export function isAlive(pid: number): boolean {
  if (process.platform === 'linux') return startOf(pid) !== undefined;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return Reflect.get(Object(error), 'code') === 'EPERM';
  }
}

/** Notes which process it is: the number alone would be another's after a while. */
export function notePid(file: string, pid: number): void {
  writeFileSync(file, `${pid} ${startOf(pid) ?? ''}\n`, { mode: 0o600 });
}

/** The process that was noted, where it is still the one. */
export function notedPid(file: string): number | undefined {
  try {
    const [, pid, start] = /^(\d+) (\d*)\n$/.exec(readFileSync(file, 'utf8')) ?? [];
    if (pid === undefined || !isAlive(Number(pid))) return undefined;
    return (startOf(Number(pid)) ?? '') === start ? Number(pid) : undefined;
  } catch {
    return undefined;
  }
}

export const forgetPid = (file: string): void => rmSync(file, { force: true });

/** Asks the process to end, then again, and at last does not ask. False where it would not go. */
export async function end(pid: number, isThere: () => boolean | Promise<boolean>): Promise<boolean> {
  for (const [signal, patienceMs] of [
    ['SIGTERM', 40_000],
    ['SIGTERM', 10_000],
    ['SIGKILL', 5_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      // Gone in between.
    }
    const giveUpAt = performance.now() + patienceMs;
    while (performance.now() < giveUpAt) {
      if (!(await isThere())) return true;
      await delay(50);
    }
  }
  return false;
}
