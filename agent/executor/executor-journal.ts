// The executor's own memory: what it began and how it ended, on disk before it acts, in a folder that is root's alone.
import { constants } from 'node:fs';
import { lstat, mkdir, open, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '@suture/core/app-error.ts';
import { isOwnFolder, readIfThere } from '../state-file.ts';

export interface JournalEntry {
  /** ISO 8601, by this machine's clock. */
  readonly at: string;
  readonly id: string;
  readonly verb: string;
  readonly stage: 'begun' | 'done' | 'failed' | 'refused';
  readonly why?: string;
}

export interface ExecutorJournal {
  /** On disk when it resolves. Throws where it cannot be: then nothing may be begun. */
  add(entry: JournalEntry): Promise<void>;
  entries(): Promise<readonly JournalEntry[]>;
}

/** Then it goes on in a new file, and the one before is kept. */
const mostBytes = 256 * 1024;

/** Throws where the folder is not this user's alone: another one could have written what is read in it. */
export async function openExecutorJournal(folder: string): Promise<ExecutorJournal> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const is = await lstat(folder);
  if (!isOwnFolder(is)) {
    throw new AppError('environment', `${folder} is not a folder of this user's alone`, `Remove ${folder}`);
  }
  const path = join(folder, 'journal.jsonl');
  return {
    async add(entry) {
      const size = await stat(path).then(
        (file) => file.size,
        () => 0,
      );
      if (size > mostBytes) await rename(path, `${path}.1`);
      const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW } = constants;
      const file = await open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
      try {
        // After half a line of a power cut, the next one must not continue it.
        await file.writeFile(`${size > 0 ? '\n' : ''}${JSON.stringify(entry)}`);
        await file.sync();
      } finally {
        await file.close();
      }
    },
    async entries() {
      const text = (await readIfThere(path))?.toString() ?? '';
      return text.split('\n').flatMap((line) => entryOf(line) ?? []);
    },
  };
}

/** What was begun and has no end, the newest last. */
export function interrupted(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const ended = new Set(entries.filter(({ stage }) => stage !== 'begun').map(({ id }) => id));
  return entries.filter(({ id, stage }) => stage === 'begun' && !ended.has(id));
}

function entryOf(line: string): JournalEntry | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return undefined;
    const { at, id, verb, stage } = value as Record<string, unknown>;
    const isEntry = [at, id, verb, stage].every((part) => typeof part === 'string');
    return isEntry ? (value as JournalEntry) : undefined;
  } catch {
    return undefined;
  }
}
