// Building the advisory database from all feeds, and bringing it up to date when one feed has changed.
import { appendFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { runOnce, summary } from './measure.ts';
import { type Section, memoryRow, timeRow } from './report.ts';
import type { Workshop } from './workshop.ts';

const mostRounds = 3;
const changed = 'kev';

export function buildDatabase(workshop: Workshop, rounds: number): Section {
  const count = Math.min(rounds, mostRounds);
  const feeds = workshop.feedsWithOwn(changed);
  const file = join(workshop.directory, 'built.db');
  const builds = Array.from({ length: count }, () => {
    rmSync(file, { force: true });
    return runOnce(workshop.update('update', file, feeds), workshop.directory);
  });
  const updates = Array.from({ length: workshop.real ? count : 0 }, () => {
    const folder = join(feeds, changed);
    // White space at the end changes the file and not what it says.
    for (const name of readdirSync(folder)) appendFileSync(join(folder, name), '\n');
    return runOnce(workshop.update('update', file, feeds), workshop.directory);
  });
  const built = summary('suture db update, from nothing', builds);
  const updated = summary(`suture db update, ${changed} changed`, updates);
  const megabytes = statSync(file).size / 1e6;
  return {
    title: 'Advisory database from a directory of feeds',
    rows: [
      timeRow(built, 30_000),
      ...memoryRow(built, 400),
      {
        what: 'size of the file',
        value: `${megabytes.toFixed(0)} MB`,
        spread: '',
        target: 'under 200 MB',
        met: megabytes < 200,
      },
      ...(updates.length > 0 ? [timeRow(updated, 5_000), ...memoryRow(updated)] : []),
    ],
    remarks: [`${count} rounds: each takes long enough to be steady.`],
  };
}
