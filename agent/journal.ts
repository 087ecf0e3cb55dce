// What the server has acknowledged, and what must be remembered over restarts: on disk, whole or as it was before.
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { MAX_SET_BYTES } from '@suture/core/packages/package-set.ts';
import { INTERVAL } from '@suture/protocol/agent/limits.ts';
import { count, digest, type Digest } from '@suture/protocol/agent/text.ts';
import { z } from '@suture/protocol/agent/zod.ts';
import { readIfThere, replaceFile } from './state-file.ts';

const state = z.object({
  /** Of the last check-in that was sent, or was about to be. */
  sequence: count(Number.MAX_SAFE_INTEGER).default(0),
  /** Sets of the last check-in after which nothing was wanted. */
  acknowledged: z.array(digest).max(64).default([]),
  clock: z.object({ offsetMs: z.int(), uncertaintyMs: z.int().min(0) }).optional(),
  intervalSeconds: z.int().min(INTERVAL.least).max(INTERVAL.most).default(300),
  jitterSeconds: count(INTERVAL.mostJitter).default(60),
});
export type JournalState = z.infer<typeof state>;

export interface Journal {
  readonly state: JournalState;
  /** On disk when it resolves. */
  update(change: Partial<JournalState>): Promise<void>;
  /** A set that was acknowledged; undefined where it is not kept or no longer what it was. */
  text(of: Digest): Promise<string | undefined>;
  /** Keeps these texts as acknowledged and forgets all others, so that the folder does not grow. */
  acknowledge(sets: ReadonlyMap<Digest, string>): Promise<void>;
}

/** A journal that is gone or damaged costs whole uploads, and a first check-in that may be refused once; nothing else. */
export async function openJournal(folder: string): Promise<Journal> {
  const path = join(folder, 'journal.json');
  const sets = join(folder, 'sets');
  await mkdir(sets, { recursive: true, mode: 0o700 });
  let held = parse((await readIfThere(path))?.toString());
  const update: Journal['update'] = async (change) => {
    const next = { ...held, ...change };
    await replaceFile(path, `${JSON.stringify(next)}\n`);
    held = next;
  };
  const fileOf = (of: Digest): string => join(sets, `${of.slice('sha256:'.length)}.zst`);
  return {
    get state() {
      return held;
    },
    update,
    async text(of) {
      const content = await readIfThere(fileOf(of));
      if (content === undefined) return undefined;
      try {
        const text = zstdDecompressSync(content, { maxOutputLength: MAX_SET_BYTES }).toString();
        return `sha256:${createHash('sha256').update(text).digest('hex')}` === of ? text : undefined;
      } catch {
        return undefined;
      }
    },
    async acknowledge(kept) {
      const known = new Set(await readdir(sets));
      const wanted = new Set([...kept.keys()].map((of) => fileOf(of).slice(sets.length + 1)));
      for (const [of, text] of kept) {
        if (!known.has(fileOf(of).slice(sets.length + 1))) await replaceFile(fileOf(of), zstdCompressSync(text));
      }
      await update({ acknowledged: [...kept.keys()] });
      for (const name of known) if (!wanted.has(name)) await rm(join(sets, name), { force: true });
    },
  };
}

function parse(text: string | undefined): JournalState {
  try {
    const read = state.safeParse(JSON.parse(text ?? '{}'));
    if (read.success) return read.data;
  } catch {
    // Damaged: begun anew, as said above.
  }
  return state.parse({});
}
