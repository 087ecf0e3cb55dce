// Locks between processes that the kernel lets go of when their holder dies, whichever way it dies.
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';

export interface FileLock {
  release(): void;
}

/**
 * Node has no `flock`, but SQLite locks its files with `fcntl`: an empty database serves as the lock, and stays empty.
 * `shared`: any number at once, but none beside an `exclusive` one. Undefined where it is taken.
 */
export function tryLock(file: string, kind: 'shared' | 'exclusive'): FileLock | undefined {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    // A read holds the shared lock for as long as its transaction is open.
    database.exec(kind === 'exclusive' ? 'begin exclusive' : 'begin; select 1 from sqlite_master');
  } catch (error) {
    database.close();
    if (error instanceof Error && error.message.includes('locked')) return undefined;
    throw error;
  }
  return { release: () => database.close() };
}

/** Waits for the lock; undefined when somebody else still has it after `timeoutMs`. */
export async function waitForLock(
  file: string,
  kind: 'shared' | 'exclusive',
  timeoutMs: number,
): Promise<FileLock | undefined> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    const lock = tryLock(file, kind);
    if (lock !== undefined || performance.now() >= giveUpAt) return lock;
    await delay(20);
  }
}
