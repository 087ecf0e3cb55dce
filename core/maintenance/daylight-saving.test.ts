// Windows where clocks change: the expected instants were worked out by hand from the published zone rules.
import { describe, expect, test } from 'vitest';
import { occurrences } from './occurrences.ts';
import { isOpen } from './schedule.ts';
import { isoOf, utc, windowOf } from './window.fixture.ts';

interface Case {
  readonly what: string;
  readonly zone: string;
  readonly day: string;
  readonly starts: string;
  readonly ends?: string;
  readonly duration?: string;
  readonly from: string;
  readonly to: string;
}

const cases: readonly Case[] = [
  // North: New York leaps on 2026-03-08 and falls back on 2026-11-01, both at 02:00.
  {
    what: 'the spring night is 5 h long',
    zone: 'America/New_York',
    day: '2026-03-07',
    starts: '22:00',
    ends: '04:00',
    from: '2026-03-08T03:00:00Z',
    to: '2026-03-08T08:00:00Z',
  },
  {
    what: 'the autumn night is 7 h long',
    zone: 'America/New_York',
    day: '2026-10-31',
    starts: '22:00',
    ends: '04:00',
    from: '2026-11-01T02:00:00Z',
    to: '2026-11-01T09:00:00Z',
  },
  {
    what: 'a duration stays 6 h in spring',
    zone: 'America/New_York',
    day: '2026-03-07',
    starts: '22:00',
    duration: '6h',
    from: '2026-03-08T03:00:00Z',
    to: '2026-03-08T09:00:00Z',
  },
  {
    what: 'a duration stays 6 h in autumn',
    zone: 'America/New_York',
    day: '2026-10-31',
    starts: '22:00',
    duration: '6h',
    from: '2026-11-01T02:00:00Z',
    to: '2026-11-01T08:00:00Z',
  },
  {
    what: 'a start in the gap moves forward by it',
    zone: 'America/New_York',
    day: '2026-03-08',
    starts: '02:30',
    duration: '1h',
    from: '2026-03-08T07:30:00Z',
    to: '2026-03-08T08:30:00Z',
  },
  {
    what: 'a start that comes twice is the first',
    zone: 'America/New_York',
    day: '2026-11-01',
    starts: '01:30',
    duration: '1h',
    from: '2026-11-01T05:30:00Z',
    to: '2026-11-01T06:30:00Z',
  },
  {
    what: 'an end that comes twice is the first',
    zone: 'America/New_York',
    day: '2026-10-31',
    starts: '22:00',
    ends: '01:30',
    from: '2026-11-01T02:00:00Z',
    to: '2026-11-01T05:30:00Z',
  },
  {
    what: 'an end in the gap moves forward by it',
    zone: 'America/New_York',
    day: '2026-03-07',
    starts: '22:00',
    ends: '02:30',
    from: '2026-03-08T03:00:00Z',
    to: '2026-03-08T07:30:00Z',
  },
  {
    what: 'Berlin leaps at 01:00 UTC',
    zone: 'Europe/Berlin',
    day: '2026-03-28',
    starts: '22:00',
    ends: '04:00',
    from: '2026-03-28T21:00:00Z',
    to: '2026-03-29T02:00:00Z',
  },
  {
    what: 'Berlin falls back at 01:00 UTC',
    zone: 'Europe/Berlin',
    day: '2026-10-24',
    starts: '22:00',
    ends: '04:00',
    from: '2026-10-24T20:00:00Z',
    to: '2026-10-25T03:00:00Z',
  },
  // South: Sydney falls back on 2026-04-05 at 03:00 and leaps on 2026-10-04 at 02:00.
  {
    what: 'the southern autumn night is 7 h long',
    zone: 'Australia/Sydney',
    day: '2026-04-04',
    starts: '22:00',
    ends: '04:00',
    from: '2026-04-04T11:00:00Z',
    to: '2026-04-04T18:00:00Z',
  },
  {
    what: 'the southern spring night is 5 h long',
    zone: 'Australia/Sydney',
    day: '2026-10-03',
    starts: '22:00',
    ends: '04:00',
    from: '2026-10-03T12:00:00Z',
    to: '2026-10-03T17:00:00Z',
  },
  // Lord Howe moves by half an hour: +11 to +10:30 on 2026-04-05, back on 2026-10-04 at 02:00.
  {
    what: 'half an hour more on Lord Howe',
    zone: 'Australia/Lord_Howe',
    day: '2026-04-04',
    starts: '22:00',
    ends: '04:00',
    from: '2026-04-04T11:00:00Z',
    to: '2026-04-04T17:30:00Z',
  },
  {
    what: 'half an hour less on Lord Howe',
    zone: 'Australia/Lord_Howe',
    day: '2026-10-03',
    starts: '22:00',
    ends: '04:00',
    from: '2026-10-03T11:30:00Z',
    to: '2026-10-03T17:00:00Z',
  },
  {
    what: 'a start in the half-hour gap moves by half an hour',
    zone: 'Australia/Lord_Howe',
    day: '2026-10-04',
    starts: '02:15',
    duration: '1h',
    from: '2026-10-03T15:45:00Z',
    to: '2026-10-03T16:45:00Z',
  },
  {
    what: 'a start in the repeated half hour is the first',
    zone: 'Australia/Lord_Howe',
    day: '2026-04-05',
    starts: '01:45',
    duration: '1h',
    from: '2026-04-04T14:45:00Z',
    to: '2026-04-04T15:45:00Z',
  },
  // Zones that changed their rules: São Paulo's last summer time was 2018/19, Mexico City's 2022.
  {
    what: 'São Paulo leapt at midnight in 2018: 00:00 became 01:00',
    zone: 'America/Sao_Paulo',
    day: '2018-11-04',
    starts: '00:00',
    duration: '2h',
    from: '2018-11-04T03:00:00Z',
    to: '2018-11-04T05:00:00Z',
  },
  {
    what: 'São Paulo leaps no more in 2019',
    zone: 'America/Sao_Paulo',
    day: '2019-11-03',
    starts: '00:00',
    duration: '2h',
    from: '2019-11-03T03:00:00Z',
    to: '2019-11-03T05:00:00Z',
  },
  {
    what: 'a July night in Mexico City in 2022 had summer time',
    zone: 'America/Mexico_City',
    day: '2022-07-01',
    starts: '22:00',
    duration: '2h',
    from: '2022-07-02T03:00:00Z',
    to: '2022-07-02T05:00:00Z',
  },
  {
    what: 'a July night in Mexico City in 2023 had none',
    zone: 'America/Mexico_City',
    day: '2023-07-01',
    starts: '22:00',
    duration: '2h',
    from: '2023-07-02T04:00:00Z',
    to: '2023-07-02T06:00:00Z',
  },
  // A day that never was: Samoa went from 29 to 31 December 2011.
  {
    what: 'a skipped day moves forward by the day',
    zone: 'Pacific/Apia',
    day: '2011-12-30',
    starts: '12:00',
    duration: '2h',
    from: '2011-12-30T22:00:00Z',
    to: '2011-12-31T00:00:00Z',
  },
];

describe('clocks that change', () => {
  test.each(cases)('$what ($zone, $day)', ({ zone, day, starts, ends, duration, from, to }) => {
    const extent = ends === undefined ? { duration: duration ?? '' } : { ends };
    const window = windowOf({ recurrence: 'ONCE', from: day, starts, zone, ...extent });
    const range = { from: utc(from) - 9e8, to: utc(to) + 9e8 };
    const found = occurrences(window, range).map((each) => [each.day, isoOf(each.from), isoOf(each.to)]);
    expect(found).toEqual([[day, from, to]]);
  });

  test('a window whose start moves past its end does not open that day', () => {
    const window = windowOf({
      recurrence: 'ONCE',
      from: '2026-03-08',
      starts: '02:30',
      ends: '03:15',
      zone: 'America/New_York',
    });
    expect(occurrences(window, { from: utc('2026-03-01T00:00:00Z'), to: utc('2026-03-20T00:00:00Z') })).toEqual([]);
  });

  test('a daily 02:30 opens on the day that has no 02:30, too', () => {
    const window = windowOf({ starts: '02:30', duration: '30m', zone: 'America/New_York' });
    const found = occurrences(window, { from: utc('2026-03-07T00:00:00Z'), to: utc('2026-03-10T00:00:00Z') });
    expect(found.map(({ day }) => day)).toEqual(['2026-03-07', '2026-03-08', '2026-03-09']);
  });
});

describe('the weekday is judged where the window starts', () => {
  const schedule = {
    windows: [windowOf({ recurrence: 'FREQ=WEEKLY;BYDAY=FR', starts: '22:00', ends: '02:00', zone: 'Europe/Berlin' })],
    blackouts: [],
  };

  test.each([
    ['Friday 21:59', '2026-11-20T20:59:59Z', false],
    ['Friday 22:00', '2026-11-20T21:00:00Z', true],
    ['Saturday 01:00', '2026-11-21T00:00:00Z', true],
    ['Saturday 02:00', '2026-11-21T01:00:00Z', false],
    ['Friday 01:00', '2026-11-20T00:00:00Z', false],
    ['Saturday 22:30', '2026-11-21T21:30:00Z', false],
  ])('Friday 22:00 to 02:00, at %s', (_, moment, open) => {
    expect(isOpen(schedule, utc(moment))).toBe(open);
  });
});
