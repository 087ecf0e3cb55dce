// Where changelogs are kept between readings, and the private folder they are downloaded into, on the machine we run on.
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ChangelogCache } from './adapter.ts';

/** An empty folder of nobody else's, which is gone afterwards. */
export async function inPrivateFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'suture-'));
  const clean = (): void => rmSync(folder, { recursive: true, force: true });
  // Ctrl-C ends the process without unwinding.
  process.once('exit', clean);
  try {
    return await work(folder);
  } finally {
    process.removeListener('exit', clean);
    clean();
  }
}

const mostKept = 500;

/** A cache that cannot be written costs time at the next reading, no more. The oldest files make room for new ones. */
export function keptChangelogs(folder: string): ChangelogCache {
  const file = (key: string): string => path.join(folder, encodeURIComponent(key));
  return {
    get(key) {
      try {
        return readFileSync(file(key), 'utf8');
      } catch {
        return undefined;
      }
    },
    set(key, value) {
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        makeRoom(folder);
        const unfinished = `${file(key)}.${process.pid}`;
        writeFileSync(unfinished, value, { mode: 0o600 });
        renameSync(unfinished, file(key));
      } catch {
        // Full disk or read-only home.
      }
    },
  };
}

function makeRoom(folder: string): void {
  const names = readdirSync(folder);
  if (names.length < mostKept) return;
  const byAge = names
    .map((name) => ({ name, at: statSync(path.join(folder, name), { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .toSorted((a, b) => a.at - b.at);
  for (const { name } of byAge.slice(0, names.length - mostKept + 1)) rmSync(path.join(folder, name), { force: true });
}
