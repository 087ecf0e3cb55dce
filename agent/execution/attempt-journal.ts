// What an attempt has done so far, on disk before each step is taken; at most one install can ever be entered.
import { constants } from 'node:fs';
import { lstat, mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Staged } from '@suture/adapters/execution.ts';
import { AppError } from '@suture/core/app-error.ts';
import type { Observation } from '@suture/core/probes/observation.ts';
import type { Cause } from '@suture/core/rollouts/causes.ts';
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import { isOwnFolder, readIfThere, syncFolder } from '../state-file.ts';
import { attemptName, type JobOrder } from './order.ts';

/** Names are those of the stages of a job (core/rollouts/job.ts); `installed` stands between installing and verifying. */
export type AttemptEntry = { readonly at: string } & (
  | { readonly stage: 'precheck'; readonly order: JobOrder }
  | { readonly stage: 'downloading'; readonly before: Observation }
  | { readonly stage: 'staged'; readonly staged: Staged }
  | { readonly stage: 'not-applicable' }
  | { readonly stage: 'installing'; readonly bootId: string | null }
  | { readonly stage: 'installed'; readonly changed: readonly VersionChange[] }
  | { readonly stage: 'rebooting'; readonly bootId: string | null }
  | { readonly stage: 'reconciling'; readonly found: string }
  | { readonly stage: 'verifying' }
  | { readonly stage: 'soaking'; readonly bootId: string | null }
  | { readonly stage: 'succeeded' }
  | {
      readonly stage: 'failed';
      readonly cause: Cause;
      readonly why: string;
      readonly changed: readonly VersionChange[];
    }
  | { readonly stage: 'rolling-back'; readonly changes: readonly VersionChange[] }
  | { readonly stage: 'rolled-back' }
  | { readonly stage: 'rollback-failed'; readonly cause: Cause; readonly why: string }
);
export type AttemptStage = AttemptEntry['stage'];
/** `Omit` would make one bag of all of them. */
export type NewEntry = AttemptEntry extends infer E ? (E extends AttemptEntry ? Omit<E, 'at'> : never) : never;

export interface AttemptJournal {
  readonly entries: readonly AttemptEntry[];
  /**
   * On disk when it resolves. Throws where it cannot be, and then the step may not be taken; and always at a second
   * `installing` (or `rolling-back`), whichever process enters it.
   */
  add(entry: NewEntry): Promise<void>;
}

const once: ReadonlySet<AttemptStage> = new Set(['installing', 'rolling-back']);
const { O_WRONLY, O_APPEND, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;

export const attemptFolder = (root: string, order: Pick<JobOrder, 'job' | 'attempt'>): string =>
  join(root, 'jobs', attemptName(order));

/** Throws where the folder is not this user's alone. */
export async function openAttempt(
  root: string,
  order: Pick<JobOrder, 'job' | 'attempt'>,
  now: () => Date,
): Promise<AttemptJournal> {
  const folder = attemptFolder(root, order);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const is = await lstat(folder);
  if (!isOwnFolder(is)) {
    throw new AppError('environment', `${folder} is not a folder of this user's alone`, `Remove ${folder}`);
  }
  const path = join(folder, 'journal.jsonl');
  const entries: AttemptEntry[] = [...parseEntries((await readIfThere(path))?.toString() ?? '')];
  return {
    entries,
    async add(entry) {
      const full = { at: now().toISOString(), ...entry } as AttemptEntry;
      if (once.has(entry.stage)) await mark(join(folder, entry.stage), full.at);
      const file = await open(path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW, 0o600);
      try {
        // After half a line of a power cut, the next one must not continue it.
        await file.writeFile(`\n${JSON.stringify(full)}`);
        await file.sync();
      } finally {
        await file.close();
      }
      await syncFolder(folder);
      entries.push(full);
    },
  };
}

/** The file system gives the name to one of all who ask. */
async function mark(path: string, at: string): Promise<void> {
  const file = await open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
  try {
    await file.writeFile(at);
    await file.sync();
  } finally {
    await file.close();
  }
  await syncFolder(dirname(path));
}

function parseEntries(text: string): readonly AttemptEntry[] {
  return text.split('\n').flatMap((line): AttemptEntry[] => {
    try {
      const value: unknown = JSON.parse(line);
      const isEntry = typeof value === 'object' && value !== null && typeof Reflect.get(value, 'stage') === 'string';
      // Written by us alone, in a folder that is root's alone.
      return isEntry ? [value as AttemptEntry] : [];
    } catch {
      return [];
    }
  });
}

/** Whether an install may have begun: its entry is there, or its mark, whose entry the power took. */
export async function mayHaveBegun(root: string, { entries }: AttemptJournal, order: JobOrder): Promise<boolean> {
  if (entries.some(({ stage }) => stage === 'installing')) return true;
  return (await readIfThere(join(attemptFolder(root, order), 'installing'))) !== undefined;
}

export const lastOf = <S extends AttemptStage>(
  { entries }: AttemptJournal,
  stage: S,
): Extract<AttemptEntry, { stage: S }> | undefined =>
  entries.findLast((entry): entry is Extract<AttemptEntry, { stage: S }> => entry.stage === stage);
