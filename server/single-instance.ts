// One server for each state folder: a lock that ends with its process, and a file that says which process that is.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tryLock, waitForLock } from './postgres/file-lock.ts';

export interface Held {
  release(): Promise<void>;
}

const longestAskMs = 500;

const folderIn = (state: string): string => join(state, 'server');
const pidFile = (state: string): string => join(folderIn(state), 'server.pid');
const lockFile = (state: string): string => join(folderIn(state), 'server.lock');

async function makeFolder(state: string): Promise<void> {
  // PostgreSQL, which never runs as root, passes through it to its own.
  await mkdir(state, { recursive: true, mode: process.geteuid?.() === 0 ? 0o711 : 0o700 });
  await mkdir(folderIn(state), { recursive: true, mode: 0o700 });
}

/** Undefined where a server runs on the folder. */
export async function holdState(state: string): Promise<Held | undefined> {
  await makeFolder(state);
  // Whoever only asks whether one runs has it for a moment.
  const lock = await waitForLock(lockFile(state), 'exclusive', longestAskMs);
  if (lock === undefined) return undefined;
  await writeFile(pidFile(state), `${process.pid}\n`, { mode: 0o600 });
  return {
    async release() {
      await rm(pidFile(state), { force: true });
      lock.release();
    },
  };
}

/**
 * The server that runs on the folder. A number in the file alone proves nothing, as numbers are used again: whoever runs has
 * the lock. `pid` is undefined for the moment between the two.
 */
export async function runningServer(state: string): Promise<{ readonly pid: number | undefined } | undefined> {
  await makeFolder(state);
  const lock = tryLock(lockFile(state), 'exclusive');
  if (lock !== undefined) {
    lock.release();
    return undefined;
  }
  const text = await readFile(pidFile(state), 'utf8').catch(() => '');
  const pid = /^[1-9]\d*$/.test(text.trim()) ? Number(text) : undefined;
  return { pid };
}
