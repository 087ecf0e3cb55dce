// Holds the console's German to what the server says of plans and deployments: every sentence of these files has its German.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { whyHeld } from '@suture/core/catalog/rule.ts';
import { promoteText } from '@suture/core/rollouts/gate/words.ts';
import { driftText } from '@suture/core/rollouts/drift.ts';
import { expect, test } from 'vitest';
import { root } from './checks/outcome.ts';
import { sentencesOf } from './sentences.ts';

// The console is a project of its own for the compiler: bundled, and for browsers.
const { inGerman } = (await import(new URL('../console/i18n/de/sentences.ts', import.meta.url).href)) as {
  inGerman: (text: string) => string;
};

/** Those that say to people why an endpoint is left out, why it waits, and what a rehearsal saw. */
const FILES = [
  'core/catalog/asked.ts',
  'core/rollouts/advance.ts',
  'core/rollouts/dispatch.ts',
  'core/rollouts/reports.ts',
  'core/rollouts/rollback-limits.ts',
  'core/rollouts/timers.ts',
  'server/actions/own-in-plans.ts',
  'server/actions/plan-places.ts',
  'server/actions/plan-steps.ts',
  'server/actions/products-in-plans.ts',
  'agent/rehearsal/inside.ts',
  'agent/rehearsal/look-around.ts',
  'agent/rehearsal/rehearse.ts',
];

/** Not said whole, or to nobody; each with why. */
const APART: Readonly<Record<string, string>> = {
  ', and there no agent carries it out yet': 'the end of another, which is tried with it',
  'failed before already': 'a part of a line of a transcript',
};

/** What a place may be filled with: a number, a name, a day, what is put together elsewhere, nothing. */
const FILLED = [
  '3',
  'nginx',
  '2026-01-31',
  'pending',
  'offline',
  'required',
  'says observe-only',
  'the soak is not over',
  ': it cannot.',
  '',
  promoteText({ outcomes: 3, failures: 0 }),
];

/** With every place filled as something; there are at most four. */
function* filled(parts: readonly string[]): Generator<string> {
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return yield first;
  for (const each of FILLED) for (const tail of filled(rest)) yield `${first}${each}${tail}`;
}

test.each(FILES)('what %s says has its German', (file) => {
  const said = sentencesOf(readFileSync(join(root, file), 'utf8'));
  expect(said.length).toBeGreaterThan(0);
  const left = said
    .filter((parts) => APART[parts.join('…')] === undefined)
    .filter((parts) => ![...filled(parts)].some((text) => inGerman(text) !== text));
  expect(left.map((parts) => parts.join('…'))).toEqual([]);
});

test('what rules about products hold back is German, with the words of who wrote them as they are', () => {
  const offer = { candidate: '9.1', isSecurity: false, isYoung: true };
  const rule = { presence: 'any', versions: ['8.*'], waitDays: 7, until: null, reason: 'It is the macros.' } as const;
  const today = '2026-01-01';
  for (const until of [null, '2026-02-01']) {
    for (const [stance, versions] of [
      ['held', []],
      ['blocked', []],
      ['blocked', ['9.*']],
      ['pinned', ['8.*', '7.1']],
      ['approved', []],
    ] as const) {
      const why = whyHeld('firefox', { ...rule, stance, versions: [...versions], until } as never, offer, today);
      expect(why).toMatch(/: It is the macros\.$/);
      const german = inGerman(why ?? '');
      expect(german).toMatch(/: It is the macros\.$/);
      expect(german).not.toMatch(/\b(?:is|was|until|waits|blocked|pinned|held|days?)\b.*:/);
      expect(inGerman(`All of it is held back: firefox: ${why}.`)).toBe(
        `Alles davon wird zurückgehalten: firefox: ${german}.`,
      );
    }
  }
});

test('where a plan does not fit any more is German in all its forms', () => {
  const change = { package: 'curl', architecture: null, from: '1', to: '2' };
  for (const drift of [
    { kind: 'unknown' },
    { kind: 'installed-differs', change, now: null },
    { kind: 'installed-differs', change, now: '3' },
    { kind: 'installed-differs', change: { ...change, from: null }, now: '3' },
    { kind: 'no-longer-offered', change, offers: [] },
    { kind: 'no-longer-offered', change, offers: ['4', '5'] },
  ] as const) {
    expect(inGerman(driftText(drift))).not.toMatch(/\b(?:is|was|not|now|the|known|offered)\b/);
  }
});

test('sentences are found whatever stands in them, and what is none is not', () => {
  const source = [
    "import { a } from './a b.ts';",
    "const said = 'It is not there.'; // 'nor this one here'",
    'const other = `It has ${there === null ? `no ${name} at all` : 1} and ${more(`}`)} of it.`;',
    "throw new Error('nobody is told of this');",
    "const sql = 'select name from endpoint';",
  ].join('\n');
  expect(sentencesOf(source)).toEqual([['It is not there.'], ['It has ', ' and ', ' of it.']]);
});
