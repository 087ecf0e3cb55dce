// The benchmarks: `npm run bench -- [--rounds N] [--only NAME]… [--endpoints N]… [--markdown] [--data DIR]`. Figures are printed, never judged by a test.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../checks/outcome.ts';
import { agentDay } from './agent-day.ts';
import { api } from './api.ts';
import { buildDatabase } from './database.ts';
import { deployment } from './deployment.ts';
import { events } from './events.ts';
import { fleet } from './fleet.ts';
import { consoleBench } from './console.ts';
import { growth } from './growth.ts';
import { loadRemark, machineText } from './machine.ts';
import { matching } from './matching.ts';
import { knowsMemory } from './measure.ts';
import { type Section, sectionText } from './report.ts';
import { parsers } from './parsers.ts';
import { reportOfOne } from './report-of-one.ts';
import { reconcile } from './reconcile.ts';
import { scanDebian } from './scan-debian.ts';
import { start } from './start.ts';
import { Workshop } from './workshop.ts';

/** `endpoints`: sizes of fleets; none for the usual ones. */
type Benchmark = (workshop: Workshop, rounds: number, endpoints: readonly number[]) => Section | Promise<Section>;

const benchmarks: Readonly<Record<string, Benchmark>> = {
  scan: scanDebian,
  matching,
  database: buildDatabase,
  growth,
  start,
  'agent-day': agentDay,
  report: reportOfOne,
  reconcile,
  deployment,
  parsers,
  fleet,
  api,
  events,
  console: consoleBench,
};

const names = Object.keys(benchmarks).join(', ');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '11' },
      only: { type: 'string', multiple: true, default: Object.keys(benchmarks) },
      endpoints: { type: 'string', multiple: true, default: [] },
      markdown: { type: 'boolean', default: false },
      data: { type: 'string', default: resolve(root, '..', 'shared', 'data') },
    },
  });
  const rounds = Number(values.rounds);
  if (!Number.isSafeInteger(rounds) || rounds < 1) return usage(`--rounds ${values.rounds} is no number of rounds`);
  const endpoints = values.endpoints.map(Number);
  if (!endpoints.every((size) => Number.isSafeInteger(size) && size >= 100))
    return usage('--endpoints takes a number of 100 or more');
  const unknown = values.only.find((name) => !Object.hasOwn(benchmarks, name));
  if (unknown !== undefined) return usage(`there is no benchmark "${unknown}"`);
  if (process.platform === 'win32')
    return usage('the benchmarks start programs as Linux and macOS do; they do not run on Windows');

  const workshop = new Workshop(resolve(values.data));
  try {
    say(
      `Machine: ${machineText()}. Medians of ${rounds} ${rounds === 1 ? 'round' : 'rounds'}, taken in turns, after one to warm up.`,
    );
    for (const remark of [loadRemark(), ...remarksOn(workshop)]) if (remark !== undefined) say(remark);
    let failed = 0;
    for (const name of values.only) {
      try {
        const section = await benchmarks[name]?.(workshop, rounds, endpoints);
        if (section !== undefined) say(`\n${sectionText(judged(section, workshop), values.markdown).trimEnd()}`);
      } catch (error) {
        failed++;
        process.stderr.write(
          `bench: ${name} could not be measured: ${error instanceof Error ? error.message : String(error)}\n`,
        );
      }
    }
    return failed === 0 ? 0 : 1;
  } finally {
    workshop.remove();
  }
}

const remarksOn = ({ real }: Workshop): readonly (string | undefined)[] => [
  real
    ? undefined
    : 'The feeds are made up, as ../shared/data (or --data DIR, laid out the same way) is not here: no target is judged.',
  knowsMemory ? undefined : 'Memory is not measured: that takes GNU time as /usr/bin/time.',
];

/** Targets are for the real feeds: made-up ones are smaller. */
const judged = (section: Section, { real }: Workshop): Section =>
  real ? section : { ...section, rows: section.rows.map((row) => ({ ...row, target: '', met: undefined })) };

function usage(problem: string): number {
  process.stderr.write(`bench: ${problem}. The benchmarks are ${names}.\n`);
  return 2;
}

process.exitCode = await main();
