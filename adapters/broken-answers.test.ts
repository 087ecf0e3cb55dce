// Each recorded answer of each tool, broken in every way that tools break: what is left is never passed off as all of it.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Adapter, Section } from './adapter.ts';
import { violations } from './conformance.ts';
import type { Command, CommandResult, Host } from './host.ts';
import { readRecording } from './recorded-host.ts';
import { adapterNames, loadAdapter } from './registry.ts';

type Exited = Extract<CommandResult, { kind: 'exited' }>;
const system = { id: 'debian', version: '12', name: 'Debian GNU/Linux 12 (bookworm)' } as const;
const half = (text: string): string => text.slice(0, Math.floor(text.length / 2));
const coloured = (text: string): string => text.replaceAll(/^(.+)$/gm, '\u001B[1;31m$1\u001B[0m');
const foreign = '警告: 設定ファイルが見つかりません。既定値を使用します — ｆｕｌｌ　ｗｉｄｔｈ\n';

/** What comes of a good answer. */
const breakings: readonly (readonly [string, (good: Exited) => CommandResult])[] = [
  [
    'half of it, and killed for taking too long',
    ({ stdout }) => ({ kind: 'timeout', stdout: half(stdout), stderr: '' }),
  ],
  ['half of it, and killed by a signal', (good) => ({ ...good, code: 137, stdout: half(good.stdout) })],
  ['half of it, as there was more than may be', (good) => ({ ...good, stdout: half(good.stdout), truncated: true })],
  ['all of it, and a failure', (good) => ({ ...good, code: 99, stderr: 'something went wrong\n' })],
  [
    'a failure in words, and success',
    (good) => ({ ...good, code: 0, stdout: 'error: the answer is not to be had: {\n' }),
  ],
  ['all of it in colours', (good) => ({ ...good, stdout: coloured(good.stdout) })],
  ['a warning in another language before it', (good) => ({ ...good, stdout: foreign + good.stdout })],
];

/** To these a sentence in the machine's language is a whole answer: there is nothing. */
const answeredBySentence: ReadonlySet<string> = new Set(['winget.exe pin list --disable-interactivity']);

const readings = ['inventory', 'available', 'needsRestart'] as const;
type Found = Readonly<Record<(typeof readings)[number], Section<unknown> | undefined>>;

async function readAll(adapter: Adapter, host: Host): Promise<Found> {
  return {
    inventory: await adapter.inventory?.(host, system),
    available: await adapter.available?.(host, system),
    needsRestart: await adapter.needsRestart?.(host),
  };
}

const keyOf = ({ argv }: Command): string => argv.join(' ');

/** What was not recorded is not there: another answer may lead to another question. */
function lenient(host: Host, asked: Map<string, Exited> = new Map()): Host {
  return {
    ...host,
    run: async (command) => {
      try {
        const result = await host.run(command);
        if (result.kind === 'exited' && result.code === 0 && result.stdout !== '') asked.set(keyOf(command), result);
        return result;
      } catch {
        return { kind: 'missing' };
      }
    },
  };
}

const isSame = (one: Section<unknown>, other: Section<unknown> | undefined): boolean =>
  JSON.stringify(one.items) === JSON.stringify(other?.items);

const isQuietly = (section: Section<unknown>, before: Section<unknown> | undefined): boolean =>
  section.status === 'complete' ||
  (section.status === 'partial' && JSON.stringify(section.problems) === JSON.stringify(before?.problems));

/** Sections that are not what they were, and do not say why. */
const lies = (before: Found, after: Found): readonly string[] =>
  readings.filter((reading) => {
    const section = after[reading];
    return section !== undefined && !isSame(section, before[reading]) && isQuietly(section, before[reading]);
  });

describe.each(adapterNames)('answers that %s gets', (name) => {
  const folder = join(import.meta.dirname, name, 'recordings');
  const recordings = readdirSync(folder).filter((each) => existsSync(join(folder, each, 'recording.json')));

  test.each(recordings)('%s', async (recording) => {
    const adapter = await loadAdapter(name);
    const recorded = readRecording(join(folder, recording));
    const asked = new Map<string, Exited>();
    const before = await readAll(adapter, lenient(recorded, asked));
    const wrong: string[] = [];
    for (const [key, good] of asked) {
      for (const [what, broken] of breakings) {
        if (what.startsWith('a failure in words') && answeredBySentence.has(key)) continue;
        const host = lenient(recorded);
        const run: Host['run'] = async (command) => (keyOf(command) === key ? broken(good) : host.run(command));
        const after = await readAll(adapter, { ...host, run });
        wrong.push(...lies(before, after).map((reading) => `${reading} is whole with ${what}: ${key.slice(0, 120)}`));
        wrong.push(...(await violations(adapter, { ...host, run }, 'some')));
      }
    }
    expect([...new Set(wrong)]).toEqual([]);
  });
});
