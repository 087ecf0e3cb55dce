// One process to a state folder: a lock that the kernel lets go of when its holder dies, whichever way it dies.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export type Alone = { readonly ok: true; release(): void } | { readonly ok: false; readonly why: string };

/** Node has no `flock`, but SQLite locks its files with `fcntl`: an empty database serves as the lock, and stays empty. */
export async function alone(folder: string): Promise<Alone> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const holder = join(folder, 'lock.holder');
  const database = new DatabaseSync(join(folder, 'lock'), { timeout: 0 });
  try {
    database.exec('begin exclusive');
  } catch (error) {
    database.close();
    if (!(error instanceof Error) || !error.message.includes('locked')) throw error;
    const who = await readFile(holder, 'utf8').catch(() => '');
    const named = /^[\x20-\x7e]{1,80}$/.test(who) ? ` (${who})` : '';
    return { ok: false, why: `another suture-agent${named} works with ${folder}; stop it first` };
  }
  // Only for the words above: without it, as on a full disk, the lock holds all the same.
  const words = `process ${process.pid}, since ${new Date().toISOString()}`;
  await writeFile(holder, words, { mode: 0o600 }).catch(() => undefined);
  return { ok: true, release: () => database.close() };
}
