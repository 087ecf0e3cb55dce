import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catchUp, catchUpMode, readCatchUp } from './catch-up.ts';
import { minus, union } from './intervals.ts';
import type { Interval } from './intervals.ts';
import { materialise, rematerialise } from './materialise.ts';
import { occurrences } from './occurrences.ts';
import { readSpan } from './read-window.ts';
import { isOpen, mayStart, nextWindow, workOut } from './schedule.ts';
import type { Blackout, Schedule } from './window.ts';
import { isoOf, utc, windowOf } from './window.fixture.ts';

const hour = 3_600_000;
const friday = windowOf({ recurrence: 'FREQ=WEEKLY;BYDAY=FR', starts: '22:00', duration: '4h', startMargin: '15m' });
const freeze = span('year end', '2026-12-19T00:00', '2027-01-04T00:00');
const november = { from: utc('2026-11-01T00:00:00Z'), to: utc('2027-02-01T00:00:00Z') };
const need = (expected: number, reserve = 0) => ({ expectedMs: expected * hour, rollbackReserveMs: reserve * hour });

function span(name: string, from: string, to: string): Blackout {
  const read = readSpan({ name, from, to, zone: 'UTC' });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}

describe('whether an install may start now', () => {
  const schedule = workOut({ windows: [friday], blackouts: [freeze] }, november);
  const at = (moment: string, needed = need(1)) => mayStart(schedule, utc(moment), needed);

  test('inside, with time to finish and to undo', () => {
    expect(at('2026-11-20T23:00:00Z', need(2, 1))).toEqual({ may: true, closesAt: utc('2026-11-21T02:00:00Z') });
  });

  test('not when it and its rollback would end a moment after the window', () => {
    expect(at('2026-11-20T23:00:01Z', need(2, 1))).toEqual({
      may: false,
      why: 'too-late',
      closesAt: utc('2026-11-21T02:00:00Z'),
      opensAt: utc('2026-11-27T22:00:00Z'),
    });
  });

  test('not in the last 15 minutes, however short', () => {
    expect(at('2026-11-21T01:45:00Z', need(0)).may).toBe(true);
    expect(at('2026-11-21T01:45:01Z', need(0))).toMatchObject({ why: 'too-late' });
  });

  test('outside: says when it opens', () => {
    expect(at('2026-11-21T02:00:00Z')).toEqual({ may: false, why: 'closed', opensAt: utc('2026-11-27T22:00:00Z') });
  });

  test('a blackout is named, with its end', () => {
    expect(at('2026-12-25T23:00:00Z')).toEqual({
      may: false,
      why: 'blackout',
      name: 'year end',
      endsAt: utc('2027-01-04T00:00:00Z'),
    });
  });

  test('a window cut by a blackout ends where the blackout begins', () => {
    expect(at('2026-12-18T22:30:00Z', need(1.5))).toEqual({ may: true, closesAt: utc('2026-12-19T00:00:00Z') });
    expect(at('2026-12-18T22:31:00Z', need(1.5))).toMatchObject({
      why: 'too-late',
      opensAt: utc('2027-01-08T22:00:00Z'),
    });
  });

  test('what fits into no window is told how long the longest is', () => {
    expect(at('2026-11-20T22:00:00Z', need(5))).toEqual({ may: false, why: 'too-long', longestMs: 4 * hour });
    expect(at('2026-11-19T22:00:00Z', need(5))).toEqual({ may: false, why: 'too-long', longestMs: 4 * hour });
  });

  test('windows that run into each other are one', () => {
    const more = windowOf({ recurrence: 'FREQ=WEEKLY;BYDAY=SA', starts: '02:00', duration: '2h', startMargin: '30m' });
    const both = workOut({ windows: [friday, more], blackouts: [] }, november);
    expect(mayStart(both, utc('2026-11-21T01:00:00Z'), need(3))).toEqual({
      may: true,
      closesAt: utc('2026-11-21T04:00:00Z'),
    });
    expect(mayStart(both, utc('2026-11-21T03:31:00Z'), need(0))).toMatchObject({ why: 'too-late' });
  });

  test('no windows at all is never, and any time is always but in a blackout', () => {
    const never = workOut({ windows: [], blackouts: [] }, november);
    expect(mayStart(never, utc('2026-11-20T23:00:00Z'), need(1))).toEqual({ may: false, why: 'closed', opensAt: null });
    const always = workOut({ windows: 'any-time', blackouts: [freeze] }, november);
    expect(mayStart(always, utc('2026-11-20T23:00:00Z'), need(1)).may).toBe(true);
    expect(mayStart(always, utc('2026-12-24T12:00:00Z'), need(1))).toMatchObject({ why: 'blackout' });
  });
});

describe('the next window', () => {
  test('is the open one, or the first to come', () => {
    const schedule: Schedule = { windows: [friday], blackouts: [freeze] };
    expect(isoOf(nextWindow(schedule, utc('2026-11-20T23:00:00Z'))?.from ?? 0)).toBe('2026-11-20T22:00:00Z');
    expect(isoOf(nextWindow(schedule, utc('2026-12-19T01:00:00Z'))?.from ?? 0)).toBe('2027-01-08T22:00:00Z');
  });

  test('may be years away, and may never come', () => {
    const leap = windowOf({ recurrence: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', duration: '1h' });
    expect(isoOf(nextWindow({ windows: [leap], blackouts: [] }, utc('2096-03-01T12:00:00Z'))?.from ?? 0)).toBe(
      '2104-02-29T22:00:00Z',
    );
    const over = windowOf({ until: '2025-12-31' });
    expect(nextWindow({ windows: [over], blackouts: [] }, utc('2026-11-20T23:00:00Z'))).toBeUndefined();
  });
});

test('an opening that reaches past what is asked for is still cut by a blackout that begins there', () => {
  const long = windowOf({ recurrence: 'ONCE', from: '2026-11-20', starts: '00:00', duration: '7d' });
  const schedule: Schedule = { windows: [long], blackouts: [span('audit', '2026-11-23T00:00', '2026-11-24T00:00')] };
  const found = workOut(schedule, { from: utc('2026-11-20T00:00:00Z'), to: utc('2026-11-20T01:00:00Z') });
  expect(found.allowed[0]?.to).toBe(utc('2026-11-23T00:00:00Z'));
});

describe('an endpoint that was offline', () => {
  const schedule = workOut({ windows: [friday], blackouts: [freeze] }, november);
  const back = { backSince: utc('2026-11-23T08:00:00Z'), jitter: 0.5, spreadMs: hour };

  test('waits for its next window by default', () => {
    expect(catchUp({ mode: 'next-window' }, back, schedule)).toEqual({ kind: 'wait-for-window' });
  });

  test('starts after its grace, spread out', () => {
    expect(catchUp({ mode: 'after-grace', graceMs: 2 * hour }, back, schedule)).toEqual({
      kind: 'start',
      from: utc('2026-11-23T10:30:00Z'),
    });
  });

  test('is forced at the deadline, and behind a blackout when that falls into one', () => {
    const force = (deadline: string) => catchUp({ mode: 'force-at-deadline', deadline: utc(deadline) }, back, schedule);
    expect(force('2026-11-25T00:00:00Z')).toEqual({ kind: 'start', from: utc('2026-11-25T00:30:00Z') });
    expect(force('2026-11-01T00:00:00Z')).toEqual({ kind: 'start', from: utc('2026-11-23T08:30:00Z') });
    expect(force('2026-12-24T00:00:00Z')).toEqual({ kind: 'start', from: utc('2027-01-04T00:00:00Z') });
  });
});

test('how an endpoint catches up is read from what people write, and a fault says what to write', () => {
  const at = utc('2026-11-23T00:00:00Z');
  const read = (text: string) => {
    const found = readCatchUp(text);
    return found.ok ? catchUpMode(found.value, at) : found.problems;
  };
  expect(read('next-window')).toEqual({ mode: 'next-window' });
  expect(read('after:90m')).toEqual({ mode: 'after-grace', graceMs: 1.5 * hour });
  expect(read('force:5d')).toEqual({ mode: 'force-at-deadline', deadline: utc('2026-11-28T00:00:00Z') });
  for (const wrong of [
    '',
    'after',
    'after:',
    'after:2',
    'after:30s',
    'force:91d',
    'sometime',
    `after:${'9'.repeat(99)}h`,
  ])
    expect(read(wrong)).toEqual([expect.objectContaining({ field: 'catchUp' })]);
});

describe('openings written down', () => {
  const range = { from: utc('2026-11-01T00:00:00Z'), to: utc('2026-11-30T00:00:00Z') };
  const old = materialise(friday, range, '2026b');

  test('carry the version of the rules', () => {
    expect(old.map(({ day, tzdata }) => `${day} ${tzdata}`)).toEqual([
      '2026-11-06 2026b',
      '2026-11-13 2026b',
      '2026-11-20 2026b',
      '2026-11-27 2026b',
    ]);
  });

  test('move with the rules, but not what is signed', () => {
    const moved = old.map((row, index) => ({ ...row, from: row.from - hour, to: row.to - hour, signed: index === 0 }));
    const { rows, changed } = rematerialise(moved, friday, range, '2026c');
    expect(changed).toEqual(['2026-11-13', '2026-11-20', '2026-11-27']);
    expect(rows[0]).toEqual(moved[0]);
    expect(rows.slice(1).map(({ from, tzdata }) => `${isoOf(from)} ${tzdata}`)).toEqual([
      '2026-11-13T22:00:00Z 2026c',
      '2026-11-20T22:00:00Z 2026c',
      '2026-11-27T22:00:00Z 2026c',
    ]);
  });
});

describe('properties', () => {
  const small = fc.tuple(fc.nat(60), fc.nat(12)).map(([from, length]): Interval => ({ from, to: from + length }));
  const covers = (all: readonly Interval[], at: number): boolean => all.some(({ from, to }) => from <= at && at < to);

  test('union and difference agree with asking every moment', () => {
    fc.assert(
      fc.property(fc.array(small), fc.array(small), (a, b) => {
        const [both, left] = [union(a), minus(a, b)];
        for (let at = 0; at < 80; at++) {
          expect(covers(both, at)).toBe(covers(a, at));
          expect(covers(left, at)).toBe(covers(a, at) && !covers(b, at));
        }
        for (const list of [both, left]) {
          for (const [index, each] of list.entries())
            expect(each.from).toBeGreaterThan(index === 0 ? -1 : (list[index - 1]?.to ?? 0));
        }
      }),
    );
  });

  const zone = fc.constantFrom(
    'America/New_York',
    'Australia/Lord_Howe',
    'Europe/Berlin',
    'Asia/Kathmandu',
    'America/Sao_Paulo',
    'Africa/Casablanca',
  );
  const clock = fc
    .tuple(fc.nat(23), fc.nat(59))
    .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
  const moment = fc.integer({ min: utc('2015-01-01T00:00:00Z'), max: utc('2030-01-01T00:00:00Z') });

  test('a window opens at its wall time, or where a gap moved it; and ends after at most a day and the clocks’ change', () => {
    fc.assert(
      fc.property(zone, clock, clock, moment, (place, starts, ends, at) => {
        fc.pre(starts !== ends);
        const window = windowOf({ zone: place, starts, ends });
        for (const each of occurrences(window, { from: at, to: at + 20 * 24 * hour })) {
          const local = Temporal.Instant.fromEpochMilliseconds(each.from).toZonedDateTimeISO(place);
          const asked = Temporal.PlainDateTime.from(`${each.day}T${starts}`);
          const shift = asked.until(local.toPlainDateTime()).total('minutes');
          expect([0, 30, 60]).toContain(shift);
          expect(each.to - each.from).toBeLessThanOrEqual(25 * hour);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('an install that may start is inside a window, outside every blackout, and so is its expected end', () => {
    fc.assert(
      fc.property(
        zone,
        clock,
        fc.integer({ min: 1, max: 12 }),
        moment,
        fc.nat(10 * 24 * 60),
        fc.nat(600),
        (place, starts, length, base, later, minutes) => {
          const window = windowOf({ zone: place, starts, duration: `${length}h` });
          const blackout: Blackout = {
            kind: 'recurring',
            name: 'lunch',
            window: windowOf({ zone: place, starts: '12:00', duration: '1h' }),
          };
          const range = { from: base, to: base + 11 * 24 * hour };
          const now = base + later * 60_000;
          const verdict = mayStart(workOut({ windows: [window], blackouts: [blackout] }, range), now, {
            expectedMs: minutes * 60_000,
            rollbackReserveMs: 0,
          });
          if (!verdict.may) return;
          const end = now + minutes * 60_000;
          expect(end).toBeLessThanOrEqual(verdict.closesAt);
          for (const at of [now, Math.max(now, end - 1)]) {
            expect(isOpen({ windows: [window], blackouts: [] }, at)).toBe(true);
            expect(isOpen({ windows: [blackout.window], blackouts: [] }, at)).toBe(false);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
