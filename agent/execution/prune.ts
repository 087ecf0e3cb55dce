// Throws away downloads of attempts that are over: a week after a good end, a month after any other. What was done stays on record.
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere } from '../state-file.ts';

const dayMs = 86_400_000;
const keepMs = { good: 7 * dayMs, other: 30 * dayMs } as const;
const name = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-\d{1,4}$/;
const wellEnded = /"stage":"(?:succeeded|rolled-back|not-applicable)"/;

/** Never throws: what cannot be removed now is tried again with the next job. */
export async function pruneDownloads(cache: string, state: string, now: number): Promise<void> {
  const names = await readdir(cache).catch(() => []);
  for (const attempt of names.filter((each) => name.test(each))) {
    const folder = join(cache, attempt);
    try {
      const journal = (await readIfThere(join(state, 'jobs', attempt, 'journal.jsonl')))?.toString() ?? '';
      const age = now - (await stat(folder)).mtimeMs;
      if (age > (wellEnded.test(journal) ? keepMs.good : keepMs.other))
        await rm(folder, { recursive: true, force: true });
    } catch {
      // Another day.
    }
  }
}
