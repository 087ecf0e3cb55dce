// What the server has acknowledged, and what must be remembered over restarts: on disk, whole or as it was before.
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { checkInResponse } from '@suture/protocol/agent/check-in.ts';
import { endpointFacts } from '@suture/protocol/agent/facts.ts';
import { INTERVAL } from '@suture/protocol/agent/limits.ts';
import { count, digest, type Digest } from '@suture/protocol/agent/text.ts';
import { z } from '@suture/protocol/agent/zod.ts';
import { keptSets } from './kept-sets.ts';
import { readIfThere, removeBeginnings, replaceFile } from './state-file.ts';

const wantedChangelogs = checkInResponse.shape.changelogs.unwrap();
export type WantedChangelogs = z.infer<typeof wantedChangelogs>;

const state = z.object({
  /** Of the last check-in that was sent, or was about to be. */
  sequence: count(Number.MAX_SAFE_INTEGER).default(0),
  /** Sets of the last check-in after which nothing was wanted. */
  acknowledged: z.array(digest).max(64).default([]),
  clock: z.object({ offsetMs: z.int(), uncertaintyMs: z.int().min(0) }).optional(),
  intervalSeconds: z.int().min(INTERVAL.least).max(INTERVAL.most).default(300),
  jitterSeconds: count(INTERVAL.mostJitter).default(60),
  indexRefresh: endpointFacts.shape.indexRefresh,
  /** What is on offer of packages of one's own, as it was taken last. */
  ownPackages: z.object({ number: z.int().min(0), at: z.int().min(0) }).optional(),
  /** Of which updates the server wants to know what their changelogs say. */
  changelogs: wantedChangelogs.default([]),
});
export type JournalState = z.infer<typeof state>;

export interface Journal {
  readonly state: JournalState;
  /** Why what is known is not on disk; undefined where it is. */
  readonly trouble: string | undefined;
  /** On disk when it resolves, or `trouble` says why not; the agent goes on with it either way. Never throws. */
  update(change: Partial<JournalState>): Promise<void>;
  /** The sets of this report are the server's: forgets all others. */
  acknowledge(sets: readonly Digest[]): Promise<void>;
}

/** Undefined where there is none, null where it is damaged. */
async function readJournal(folder: string): Promise<JournalState | undefined | null> {
  const text = (await readIfThere(join(folder, 'journal.json')))?.toString();
  if (text === undefined) return undefined;
  try {
    const read = state.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

/** For the report's own process, which may not write; none where there is no journal that can be read. */
export const changelogsWanted = async (folder: string): Promise<WantedChangelogs> =>
  (await readJournal(folder).catch(() => undefined))?.changelogs ?? [];

/**
 * A journal that is gone or damaged costs a first check-in that may be refused once, and nothing else; a damaged one is put
 * aside and said to be, by `log`.
 */
export async function openJournal(folder: string, log: (line: string) => void = () => undefined): Promise<Journal> {
  const path = join(folder, 'journal.json');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await removeBeginnings(folder);
  const read = await readJournal(folder);
  if (read === null) {
    await rename(path, `${path}.damaged`).catch(() => undefined);
    log(`the journal was damaged; it is kept as ${path}.damaged and begun anew`);
  }
  let held = read ?? state.parse({});
  let trouble: string | undefined;
  const sets = keptSets(folder);
  const update: Journal['update'] = async (change) => {
    held = { ...held, ...change };
    try {
      await replaceFile(path, `${JSON.stringify(held)}\n`);
      trouble = undefined;
    } catch (error) {
      trouble = error instanceof Error ? error.message : String(error);
    }
  };
  return {
    get state() {
      return held;
    },
    get trouble() {
      return trouble;
    },
    update,
    async acknowledge(kept) {
      const known = held.acknowledged;
      if (known.length !== kept.length || kept.some((of) => !known.includes(of))) {
        await update({ acknowledged: [...kept] });
      }
      if (trouble === undefined) await sets.keepOnly(kept).catch(() => undefined);
    },
  };
}
