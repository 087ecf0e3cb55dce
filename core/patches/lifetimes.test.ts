// Tests how long vulnerabilities stayed open, from made-up reports: days are counted from 0, and only what was seen counts.
import { expect, test } from 'vitest';
import { type Fixable, type Span, lifetimesOf } from './lifetimes.ts';

const DAY = 86_400_000;

interface Ended {
  readonly vulnerability: number;
  readonly days: number;
  readonly isClosed: boolean;
}

/** `from` and `to` in days. */
const span = (set: string, from: number, to: number | null, isComplete = true): Span => ({
  set,
  isComplete,
  from: from * DAY,
  to: to === null ? null : to * DAY,
});

/** Each set as [vulnerability, day of its fix, day it was said no more]. */
const having =
  (sets: Readonly<Record<string, readonly (readonly [number, number, number?])[]>>) =>
  (set: string): Fixable => {
    const found = sets[set] ?? [];
    return {
      vulnerabilities: Uint32Array.from(found, ([vulnerability]) => vulnerability),
      released: Float64Array.from(found, ([, released]) => released * DAY),
      saidUntil: Float64Array.from(found, ([, , until]) => (until === undefined ? Infinity : until * DAY)),
    };
  };

function walk(
  spans: readonly Span[],
  sets: Parameters<typeof having>[0],
  { since = 0, now = 100 } = {},
): readonly Ended[] {
  const found: Ended[] = [];
  const limits = { vulnerabilities: 10, since: since * DAY, now: now * DAY };
  lifetimesOf(spans, having(sets), limits, (vulnerability, days, isClosed) =>
    found.push({ vulnerability, days, isClosed }),
  );
  return found;
}

const closed = (vulnerability: number, days: number): Ended => ({ vulnerability, days, isClosed: true });
const waiting = (vulnerability: number, days: number): Ended => ({ vulnerability, days, isClosed: false });

test('a fix that comes out while the vulnerability is there waits from that day until a complete report without it', () => {
  expect(walk([span('old', 0, 40), span('new', 40, null)], { old: [[1, 30]], new: [] })).toEqual([closed(1, 10)]);
});

test('what comes with a fix that has long been out waits from when it came', () => {
  expect(walk([span('a', 20, 50), span('b', 50, 60), span('c', 60, null)], { b: [[1, 5]] })).toEqual([closed(1, 10)]);
});

test('what is still there waits until now', () => {
  expect(walk([span('old', 0, null)], { old: [[1, 30]] })).toEqual([waiting(1, 70)]);
});

test('an update that does not close it goes on with the same wait', () => {
  expect(walk([span('a', 0, 50), span('b', 50, 60), span('c', 60, null)], { a: [[1, 30]], b: [[1, 30]] })).toEqual([
    closed(1, 30),
  ]);
});

test('a report that is partial or failed closes nothing, and the next complete one does', () => {
  expect(walk([span('old', 0, 40), span('part', 40, 45, false), span('new', 45, null)], { old: [[1, 30]] })).toEqual([
    closed(1, 15),
  ]);
  expect(walk([span('old', 0, 40), span('0', 40, null, false)], { old: [[1, 30]] })).toEqual([waiting(1, 70)]);
});

test('where the section was gone meanwhile nobody saw what became of it', () => {
  expect(walk([span('old', 0, 40), span('new', 50, null)], { old: [[1, 30]] })).toEqual([waiting(1, 10)]);
  expect(walk([span('old', 0, 40)], { old: [[1, 30]] })).toEqual([waiting(1, 10)]);
});

test('what the advisories took back was not closed by anybody', () => {
  expect(walk([span('old', 0, 40), span('new', 40, null)], { old: [[1, 30, 35]] })).toEqual([waiting(1, 5)]);
});

test('a fix that came out when the package was gone already never waited', () => {
  expect(walk([span('old', 0, 40), span('new', 40, null)], { old: [[1, 50]] })).toEqual([]);
});

test('one that comes back waits anew', () => {
  expect(walk([span('old', 0, 40), span('new', 40, 60), span('old', 60, null)], { old: [[1, 30]], new: [] })).toEqual([
    closed(1, 10),
    waiting(1, 40),
  ]);
});

test('what began to wait earlier than is asked about is left out', () => {
  const sets = {
    old: [
      [1, 30],
      [2, 45],
    ],
  } as const;
  expect(walk([span('old', 0, 60), span('new', 60, null)], sets, { since: 40 })).toEqual([closed(2, 15)]);
});
