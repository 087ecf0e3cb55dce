// One update at a time: an empty file that the operating system locks, and unlocks when its process ends, however it ends.
import { DatabaseSync } from 'node:sqlite';
import { sqliteCode } from './sqlite-errors.ts';

export interface Lock {
  release(): void;
}

/**
 * Takes the lock; undefined when another process, or another update of this one, holds it. The file stays behind: who
 * removed it could remove it from under the next holder. SQLite locks it, being the one thing here that does on every
 * system.
 */
export function takeLock(path: string): Lock | undefined {
  const file = new DatabaseSync(path);
  try {
    file.exec('begin exclusive');
    return { release: () => file.close() };
  } catch (error) {
    file.close();
    if (sqliteCode(error) === 'busy') return undefined;
    throw error;
  }
}
