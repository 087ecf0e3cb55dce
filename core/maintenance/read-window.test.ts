import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeSpan, describeWindow } from './describe.ts';
import { readSpan, readWindow } from './read-window.ts';
import { windowOf } from './window.fixture.ts';

const good = {
  name: 'Friday night',
  recurrence: 'FREQ=WEEKLY;BYDAY=FR',
  starts: '22:00',
  zone: 'Europe/Berlin',
  from: '2026-01-01',
};

describe('a window in a sentence', () => {
  test.each([
    [
      { recurrence: 'FREQ=WEEKLY;BYDAY=FR', ends: '02:00', zone: 'Europe/Berlin', startMargin: '15m' },
      'Every Friday, from 22:00 to 02:00 the next day, Europe/Berlin. Nothing starts in the last 15 minutes.',
    ],
    [
      { recurrence: 'FREQ=MONTHLY;BYDAY=2TU', plusDays: 3, duration: '6h' },
      'The second Tuesday of every month plus 3 days, from 22:00 for 6 hours, UTC.',
    ],
    [
      { recurrence: 'FREQ=DAILY', starts: '01:30', duration: '90m', until: '2026-12-31' },
      'Every day, from 01:30 for 1 hour 30 minutes, UTC, until 2026-12-31.',
    ],
    [
      { recurrence: 'FREQ=DAILY;INTERVAL=2', starts: '01:00', ends: '04:00' },
      'Every 2 days, counted from 2000-01-01, from 01:00 to 04:00, UTC.',
    ],
    [
      { recurrence: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU', duration: '2d' },
      'Saturday and Sunday of every 2nd week, counted from 2000-01-01, from 22:00 for 2 days, UTC.',
    ],
    [
      { recurrence: 'FREQ=MONTHLY;BYMONTH=3,6,9;BYDAY=-1FR' },
      'The last Friday of March, June and September, from 22:00 for 4 hours, UTC.',
    ],
    [
      { recurrence: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29,-1' },
      'The 29th and last day of February, every year, from 22:00 for 4 hours, UTC.',
    ],
    [{ recurrence: 'ONCE', from: '2026-11-28', duration: '1d' }, 'Once, on 2026-11-28, from 22:00 for 1 day, UTC.'],
  ])('%j', (text, sentence) => {
    expect(describeWindow(windowOf(text))).toBe(sentence);
  });
});

describe('faults say what to write', () => {
  test.each([
    [{ zone: 'Europe/Berln', ends: '02:00' }, 'zone', 'Did you mean Europe/Berlin?'],
    [{ zone: '+02:00', ends: '02:00' }, 'zone', 'Europe/Berlin, America/New_York'],
    [{ zone: '../etc/passwd', ends: '02:00' }, 'zone', 'Write a name such as'],
    [{ starts: '24:00', ends: '02:00' }, 'starts', 'hours and minutes of a 24-hour clock'],
    [{ starts: '9pm', ends: '02:00' }, 'starts', 'hours and minutes of a 24-hour clock'],
    [{}, 'ends', 'Give either duration'],
    [{ duration: '6h', ends: '04:00' }, 'ends', 'Give either duration'],
    [{ ends: '22:00' }, 'ends', 'duration: 24h'],
    [{ duration: '8d' }, 'duration', 'up to a week'],
    [{ duration: '90s' }, 'duration', 'up to a week'],
    [{ duration: '10m' }, 'startMargin', 'shorter than the window'],
    [{ duration: '6h', startMargin: 'some' }, 'startMargin', '15m, 1h'],
    [{ duration: '6h', plusDays: 28 }, 'plusDays', '0 to 27'],
    [{ duration: '6h', from: '2026-02-30' }, 'from', '2026-01-31'],
    [{ duration: '6h', until: '2025-01-01' }, 'until', 'on or after from'],
    [{ duration: '6h', name: ' ' }, 'name', '1 to 80 characters'],
    [{ duration: '6h', recurrence: 'weekly' }, 'recurrence', 'The parts are'],
  ])('%j', (change, field, remedy) => {
    const read = readWindow({ ...good, ...change });
    expect(read.ok ? [] : read.problems).toEqual([
      expect.objectContaining({ field, remedy: expect.stringContaining(remedy) }),
    ]);
  });

  test('all faults are named at once', () => {
    const read = readWindow({ ...good, name: '', zone: 'Mars', starts: '', duration: '' });
    expect(read.ok ? [] : read.problems.map(({ field }) => field)).toEqual(['name', 'starts', 'zone', 'duration']);
  });

  test('a blackout must end after it begins', () => {
    const read = readSpan({ name: 'x', from: '2026-12-20T00:00', to: '2026-12-20T00:00', zone: 'UTC' });
    expect(read.ok ? [] : read.problems.map(({ field }) => field)).toEqual(['to']);
    expect(readSpan({ name: 'x', from: '2026-12-20', to: '2026-12-21T00:00', zone: 'UTC' }).ok).toBe(false);
  });

  test('no text makes reading throw', () => {
    const text = fc.record({
      name: fc.string(),
      recurrence: fc.string(),
      starts: fc.string(),
      zone: fc.string(),
      ends: fc.string(),
      from: fc.string(),
    });
    fc.assert(
      fc.property(text, (each) => {
        expect(readWindow(each).ok).toBe(false);
      }),
    );
  });
});

test('a blackout that is once is said with its days, and what is no moment as it is written', () => {
  expect(describeSpan({ from: '2026-12-18T00:00', to: '2027-01-04T08:30', zone: 'Europe/Berlin' })).toBe(
    'From Friday 18 December 2026, 00:00, to Monday 4 January 2027, 08:30, Europe/Berlin.',
  );
  expect(describeSpan({ from: 'soon', to: '2026-13-01T00:00', zone: 'UTC' })).toBe(
    'From soon, to 2026-13-01T00:00, UTC.',
  );
});
