// What a report of one machine with 3,000 things on it costs: 2,400 packages of apt and 600 of npm, as the shipped agent makes it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from '../package/bundle.ts';
import { type Contestant, outputOf, summary } from './measure.ts';
import { memoryRow, type Section, timeRow } from './report.ts';
import type { Workshop } from './workshop.ts';

const packages = { apt: 2_400, npm: 600 } as const;

/** What `report-process.ts` prints. */
interface Took {
  readonly cpuMs: number;
  readonly megabytes: number;
  readonly sections: readonly string[];
  readonly bytes: readonly number[];
}

export async function reportOfOne(workshop: Workshop, rounds: number): Promise<Section> {
  const folder = join(workshop.directory, 'report');
  for (let at = 0; at < packages.npm; at++) {
    const name = `larder-${at}`;
    const module = join(folder, 'npm', 'lib', 'node_modules', name);
    mkdirSync(module, { recursive: true });
    writeFileSync(join(module, 'package.json'), JSON.stringify({ name, version: `1.${at}.0`, license: 'MIT' }));
  }
  const program = join(folder, 'report.mjs');
  writeFileSync(program, (await bundle('tools/bench/report-process.ts')).code);
  const contestant: Contestant = {
    name: 'report',
    command: process.execPath,
    args: [program, workshop.inventory(packages.apt, 'real'), folder],
    env: workshop.pinned,
  };
  const runs = Array.from({ length: rounds }, () => JSON.parse(outputOf(contestant)) as Took);
  const failed = runs.find(({ sections }) => sections.some((section) => !section.endsWith('complete')));
  if (failed !== undefined) throw new Error(`a report was not complete: ${failed.sections.join(', ')}`);
  const took = summary(
    'a report of everything: processor time',
    runs.map(({ cpuMs, megabytes }) => ({ milliseconds: cpuMs, megabytes })),
  );
  const kilobytes = Math.round((runs[0]?.bytes ?? []).reduce((sum, each) => sum + each, 0) / 1_000);
  return {
    title: `One machine with ${packages.apt + packages.npm} things on it`,
    rows: [timeRow(took, 1_500), ...memoryRow({ ...took, name: 'a report of everything' }, 120)],
    remarks: [
      `Installed and offered, ${kilobytes} kB of sets; what apt-get and npm take to answer is theirs, and not in it.`,
    ],
  };
}
