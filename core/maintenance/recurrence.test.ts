import * as fc from 'fast-check';
import { RRuleTemporal } from 'rrule-temporal';
import { describe, expect, test } from 'vitest';
import { readRecurrence } from './read-recurrence.ts';
import { dayNumber, dayText, startDays } from './recurrence.ts';

function days(rule: string, from: string, first: string, last: string, plusDays = 0, until: string | null = null) {
  const read = readRecurrence(rule);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return startDays({ recurrence: read.value, from, until, plusDays }, dayNumber(first), dayNumber(last)).map(dayText);
}

describe('days that a recurrence names', () => {
  test('the second Tuesday of the month', () => {
    expect(days('FREQ=MONTHLY;BYDAY=2TU', '2026-01-01', '2026-09-01', '2026-12-31')).toEqual([
      '2026-09-08',
      '2026-10-13',
      '2026-11-10',
      '2026-12-08',
    ]);
  });

  test('the second Tuesday plus 20 days reaches into the next month, and may be a first Monday', () => {
    expect(days('FREQ=MONTHLY;BYDAY=2TU', '2026-01-01', '2026-10-15', '2026-12-31', 20)).toEqual([
      '2026-11-02',
      '2026-11-30',
      '2026-12-28',
    ]);
  });

  test('the second Tuesday plus 1 day is not the second Wednesday when the month begins on a Wednesday', () => {
    expect(days('FREQ=MONTHLY;BYDAY=2TU', '2026-01-01', '2026-07-01', '2026-07-31', 1)).toEqual(['2026-07-15']);
    expect(days('FREQ=MONTHLY;BYDAY=2WE', '2026-01-01', '2026-07-01', '2026-07-31')).toEqual(['2026-07-08']);
  });

  test('29 February comes in leap years only, and not in 2100', () => {
    expect(days('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', '2024-01-01', '2024-01-01', '2033-01-01')).toEqual([
      '2024-02-29',
      '2028-02-29',
      '2032-02-29',
    ]);
    expect(days('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', '2024-01-01', '2097-01-01', '2105-01-01')).toEqual([
      '2104-02-29',
    ]);
  });

  test('the last day of each month', () => {
    expect(days('FREQ=MONTHLY;BYMONTHDAY=-1', '2026-01-01', '2028-01-15', '2028-04-30')).toEqual([
      '2028-01-31',
      '2028-02-29',
      '2028-03-31',
      '2028-04-30',
    ]);
  });

  test('every other week counts from the week of the first day', () => {
    expect(days('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR', '2026-11-04', '2026-11-01', '2026-11-30')).toEqual([
      '2026-11-06',
      '2026-11-16',
      '2026-11-20',
      '2026-11-30',
    ]);
  });

  test('once is once, also when it is asked for later', () => {
    expect(days('ONCE', '2026-11-04', '2026-11-01', '2026-11-30')).toEqual(['2026-11-04']);
    expect(days('ONCE', '2026-11-04', '2026-11-05', '2026-11-30')).toEqual([]);
    expect(days('ONCE', '2026-11-04', '2026-11-05', '2026-11-30', 3)).toEqual(['2026-11-07']);
  });

  test('nothing comes after the last day', () => {
    expect(days('FREQ=DAILY', '2026-11-01', '2026-10-01', '2026-12-01', 0, '2026-11-03')).toEqual([
      '2026-11-01',
      '2026-11-02',
      '2026-11-03',
    ]);
  });
});

const weekday = fc.constantFrom('SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA');
const some = <T>(one: fc.Arbitrary<T>) =>
  fc.uniqueArray(one, { minLength: 1, maxLength: 3 }).map((all) => all.join(','));
const months = some(fc.integer({ min: 1, max: 12 }));
const on = fc.oneof(
  some(fc.tuple(fc.constantFrom(1, 2, 3, 4, 5, -1, -2), weekday).map(([nth, day]) => `${nth}${day}`)).map(
    (all) => `BYDAY=${all}`,
  ),
  some(fc.oneof(fc.integer({ min: 1, max: 31 }), fc.integer({ min: -31, max: -1 }))).map((all) => `BYMONTHDAY=${all}`),
);
const rule = fc
  .tuple(
    fc.integer({ min: 1, max: 5 }),
    fc.oneof(
      fc.constant('FREQ=DAILY'),
      some(weekday).map((all) => `FREQ=WEEKLY;BYDAY=${all}`),
      on.map((which) => `FREQ=MONTHLY;${which}`),
      fc.tuple(months, on).map(([all, which]) => `FREQ=MONTHLY;BYMONTH=${all};${which}`),
      fc.tuple(months, on).map(([all, which]) => `FREQ=YEARLY;BYMONTH=${all};${which}`),
    ),
  )
  .map(([interval, rest]) => `${rest};INTERVAL=${interval}`);

test('days agree with an independent implementation of RFC 5545', () => {
  const anchor = fc.integer({ min: dayNumber('2015-01-01'), max: dayNumber('2026-12-31') });
  fc.assert(
    fc.property(rule, anchor, (text, from) => {
      const to = dayText(from + 1_500);
      const oracle = new RRuleTemporal({
        rruleString: text,
        dtstart: Temporal.ZonedDateTime.from(`${dayText(from)}T00:00[UTC]`),
      })
        .between(new Date(`${dayText(from)}T00:00:00Z`), new Date(`${to}T00:00:00Z`), true)
        .map((each) => each.toPlainDate().toString());
      expect(days(text, dayText(from), dayText(from), to)).toEqual(oracle);
    }),
    { numRuns: 300 },
  );
});

describe('faults in a recurrence say what to write', () => {
  test.each([
    ['', 'separated by semicolons'],
    ['FREQ=HOURLY', 'Begin with FREQ=DAILY'],
    ['BYDAY=FR', 'Begin with FREQ=DAILY'],
    ['FREQ=WEEKLY', 'FREQ=WEEKLY;BYDAY=FR'],
    ['FREQ=WEEKLY;BYDAY=2TU', 'FREQ=MONTHLY;BYDAY=2TU'],
    ['FREQ=WEEKLY;BYDAY=XX', 'Weekdays are SU, MO'],
    ['FREQ=MONTHLY', 'second Tuesday'],
    ['FREQ=MONTHLY;BYDAY=TU', '2TU for the second Tuesday'],
    ['FREQ=MONTHLY;BYDAY=6TU', '1 to 5'],
    ['FREQ=MONTHLY;BYMONTHDAY=0', '1 to 31'],
    ['FREQ=MONTHLY;BYMONTHDAY=', '1 to 31'],
    ['FREQ=MONTHLY;BYDAY=2TU;BYMONTHDAY=3', 'Keep the one'],
    ['FREQ=YEARLY;BYDAY=2TU', 'BYMONTH=3'],
    ['FREQ=DAILY;BYDAY=MO', 'FREQ=WEEKLY;BYDAY=MO,TU'],
    ['FREQ=DAILY;COUNT=3', 'until: 2026-12-31'],
    ['FREQ=DAILY;BYHOUR=3', 'The parts are'],
    ['FREQ=DAILY;FREQ=DAILY', 'Keep one FREQ'],
    ['FREQ=DAILY;INTERVAL=0', 'from 1 to 99'],
    [`FREQ=WEEKLY;BYDAY=${'MO,'.repeat(100)}`, 'Split it'],
  ])('%s', (text, remedy) => {
    const read = readRecurrence(text);
    expect(read.ok ? 'was taken' : read.problems[0]?.remedy).toContain(remedy);
  });

  test('no text makes reading throw', () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.stringMatching(/^FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]{1,10}=[-+0-9A-Z,]{0,9}){0,3}$/),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        expect(typeof readRecurrence(text).ok).toBe('boolean');
      }),
    );
  });
});
