// Matching by itself: packages and advisories in, findings out, in a process that does nothing else.
import { fileURLToPath } from 'node:url';
import { type Contestant, medianOf, outputOf, summary } from './measure.ts';
import { type Section, timeRow } from './report.ts';
import type { Workshop } from './workshop.ts';

const packages = 2_000;

/** What `matching-process.ts` prints. */
export interface MatchingTimes {
  readonly findings: number;
  readonly first: number;
  /** Each of the runs that followed in the same process. */
  readonly again: readonly number[];
}

export function matching(workshop: Workshop, rounds: number): Section {
  const contestant: Contestant = {
    name: 'matching',
    command: process.execPath,
    args: [
      fileURLToPath(import.meta.resolve('./matching-process.ts')),
      workshop.inventory(packages),
      workshop.database(),
    ],
    env: workshop.pinned,
  };
  const runs = Array.from({ length: rounds }, () => JSON.parse(outputOf(contestant)) as MatchingTimes);
  const sample = (milliseconds: number) => ({ milliseconds, megabytes: undefined });
  return {
    title: `Matching alone, ${packages} packages, ${runs[0]?.findings ?? 0} findings`,
    rows: [
      timeRow(
        summary(
          'matching, first run of a process',
          runs.map(({ first }) => sample(first)),
        ),
      ),
      timeRow(
        summary(
          'matching, again in the same process',
          runs.map(({ again }) => sample(medianOf(again))),
        ),
        25,
      ),
    ],
    remarks: ['Look-ups in the database are part of it; reading the inventory and setting deadlines are not.'],
  };
}
