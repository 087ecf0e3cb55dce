// Matching by itself: packages and advisories in, findings out, in a process that does nothing else.
import { fileURLToPath } from 'node:url';
import { type Contestant, medianOf, outputOf, summary } from './measure.ts';
import { type Row, type Section, timeRow } from './report.ts';
import type { Workshop } from './workshop.ts';

const packages = 2_000;

/** What `matching-process.ts` prints. */
export interface MatchingTimes {
  readonly findings: number;
  readonly first: number;
  /** Each of the runs that followed in the same process. */
  readonly again: readonly number[];
}

const ways = { concluded: 'for a list of fixes', judged: 'with all evidence' } as const;

export function matching(workshop: Workshop, rounds: number): Section {
  const rows: Row[] = [];
  const found = new Set<number>();
  for (const [how, name] of Object.entries(ways)) {
    const runs = runsOf(workshop, how, rounds);
    for (const { findings } of runs) found.add(findings);
    const firsts = runs.map(({ first }) => sample(first));
    const again = runs.map((run) => sample(medianOf(run.again)));
    rows.push(timeRow(summary(`matching ${name}, first run of a process`, firsts), 25));
    rows.push(timeRow(summary(`matching ${name}, again in the same process`, again), 25));
  }
  return {
    title: `Matching alone, ${packages} packages, ${[...found].join(' or ')} findings`,
    rows,
    remarks: ['Look-ups in the database are part of it; reading the inventory and setting deadlines are not.'],
  };
}

const sample = (milliseconds: number) => ({ milliseconds, megabytes: undefined });

function runsOf(workshop: Workshop, how: string, rounds: number): readonly MatchingTimes[] {
  const contestant: Contestant = {
    name: 'matching',
    command: process.execPath,
    args: [
      fileURLToPath(import.meta.resolve('./matching-process.ts')),
      workshop.inventory(packages),
      workshop.database(),
      how,
    ],
    env: workshop.pinned,
  };
  return Array.from({ length: rounds }, () => JSON.parse(outputOf(contestant)) as MatchingTimes);
}
