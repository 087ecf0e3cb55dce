// Records what an adapter asks of a machine and what it answers: `npm run record -- ADAPTER [--out DIR] [--through WORD]…`.
import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Section } from '@suture/adapters/adapter.ts';
import type { Host } from '@suture/adapters/host.ts';
import { localHost } from '@suture/adapters/local-host.ts';
import { readLocalSystem } from '@suture/adapters/local-system.ts';
import { recordingHost } from '@suture/adapters/recorded-host.ts';
import {
  adapterNames,
  available,
  detect,
  inventory,
  loadAdapter,
  needsRestart,
  simulate,
} from '@suture/adapters/registry.ts';
import { rootedHost } from '@suture/adapters/rooted-host.ts';
import { scrub, secretsIn } from './scrub.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function usage(problem: string): number {
  process.stderr.write(`record: ${problem}\n`);
  process.stderr.write('Usage: npm run record -- ADAPTER [--out DIR] [--through WORD]…\n');
  process.stderr.write(`Adapters: ${adapterNames.join(', ')}\n`);
  return 2;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      /** Words in front of each command, to get into another root. */
      through: { type: 'string', multiple: true, default: [] },
    },
  });
  const name = adapterNames.find((known) => known === positionals[0]);
  if (name === undefined || positionals.length > 1) return usage(`there is no adapter "${positionals.join(' ')}"`);
  const out = resolve(values.out ?? `recording-${name}`);
  const machine = hostThrough(values.through);
  const adapter = await loadAdapter(name);
  const { system = { id: 'unknown', version: '' } } = await readLocalSystem(machine);
  const recorder = recordingHost(machine);
  const { host } = recorder;
  const detection = await detect(adapter, host);
  if (!detection.present)
    say(`${name} is not here: ${detection.reason}. What it asked for that is recorded all the same.`);
  const can = (what: (typeof adapter.capabilities)[number]): boolean => adapter.capabilities.includes(what);
  if (can('inventory')) summary('installed', await inventory(adapter, host, system));
  if (can('available')) summary('available', await available(adapter, host, system));
  if (can('needs-restart')) summary('restarts', await needsRestart(adapter, host));
  if (can('simulate')) {
    const would = await simulate(adapter, host, { scope: 'all' });
    say(`simulation: ${would.ok ? `${would.simulation.changes.length} changes` : would.reason}`);
  }
  const about = {
    adapter: name,
    tool: detection.present ? detection.version : 'not there',
    system: system.name ?? `${system.id} ${system.version}`,
    date: new Date().toISOString().slice(0, 10),
  };
  const clean = scrub(
    { about, ...once(recorder.recording()) },
    { hostName: hostname(), secrets: secretsIn(process.env) },
  );
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'recording.json'), `${JSON.stringify(clean, null, 2)}\n`);
  say(`${join(out, 'recording.json')}: ${clean.commands.length} commands, ${Object.keys(clean.files).length} files.`);
  say('Read it before it goes anywhere: what is private in a package name or a file is known to you alone.');
  return 0;
}

function hostThrough(words: readonly string[]): Host {
  if (words.length === 0) return localHost;
  const [program = '', ...rest] = words;
  // Commands start in `/`.
  const start = program.includes('/') ? resolve(program) : program;
  return rootedHost((directory) => [start, ...rest, 'env', '-C', directory], 'child');
}

/** The first answer to each command: a replay gives one answer to one question. */
function once(recording: ReturnType<ReturnType<typeof recordingHost>['recording']>): typeof recording {
  const byArgv = new Map(recording.commands.toReversed().map((each) => [each.argv.join('\0'), each]));
  return { ...recording, commands: [...byArgv.values()].toReversed() };
}

function summary(what: string, { status, items, problems }: Section<unknown>): void {
  say(`${what}: ${status}, ${items.length} items${problems.map((problem) => `\n  ${problem}`).join('')}`);
}

process.exitCode = await main();
