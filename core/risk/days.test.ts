import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays, daysBetween, readDay } from './days.ts';

test.each([
  ['2026-01-02', '2026-01-02'],
  ['2026-01-02T23:59:59Z', '2026-01-02'],
  ['2024-02-29', '2024-02-29'],
  ['2023-02-29', undefined],
  ['2026-13-01', undefined],
  ['2026-00-10', undefined],
  ['2026-04-31', undefined],
  ['2026-04-00', undefined],
  ['0001-01-01T00:00:00Z', undefined],
  ['0095-01-01', undefined],
  ['1970-01-01', undefined],
  ['2026-1-2', undefined],
  ['2026-01-02x', undefined],
  ['', undefined],
  [undefined, undefined],
])('the day of %j is %j', (text, day) => {
  expect(readDay(text)).toBe(day);
});

test.each([
  ['2026-11-22', 3, '2026-11-25'],
  ['2026-12-30', 3, '2027-01-02'],
  ['2024-02-27', 3, '2024-03-01'],
  ['2026-02-27', 3, '2026-03-02'],
  ['2026-01-15', 60, '2026-03-16'],
  ['9999-12-30', 60, '9999-12-31'],
])('%s plus %i days is %s', (day, days, later) => {
  expect(addDays(day, days)).toBe(later);
});

test('a day added is a day between, over leap years and centuries', () => {
  const days = fc.date({
    min: new Date('1990-01-01'),
    max: new Date('2400-01-01'),
    noInvalidDate: true,
  });
  fc.assert(
    fc.property(days, fc.nat(5000), (date, count) => {
      const day = date.toISOString().slice(0, 10);
      expect(daysBetween(day, addDays(day, count))).toBe(count);
      expect(daysBetween(addDays(day, count), day) + count).toBe(0);
    }),
  );
});

test('no text makes reading a day throw, and a day read begins its text', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[12][90]\d\d-[01]\d-[0-3]\dT?$/)), (text) => {
      expect(text.startsWith(readDay(text) ?? '')).toBe(true);
    }),
  );
});
