// Ages as a person reads them.
import { expect, it } from 'vitest';
import { ageHours, ageText, isStale } from './age.ts';

const now = new Date('2025-07-10T12:00:00Z');

it.each([
  ['2025-07-10T11:59:40Z', 'just now'],
  ['2025-07-10T11:56:00Z', '4 min ago'],
  ['2025-07-10T10:01:00Z', '119 min ago'],
  ['2025-07-10T09:00:00Z', '3 h ago'],
  ['2025-07-07T13:00:00Z', '71 h ago'],
  ['2025-06-28T12:00:00Z', '12 days ago'],
  // A clock that was set back.
  ['2025-07-11T12:00:00Z', 'just now'],
])('%s is %s', (since, text) => expect(ageText(since, now)).toBe(text));

it('counts hours to a tenth, and never less than none', () => {
  expect(ageHours('2025-07-10T11:44:00Z', now)).toBe(0.3);
  expect(ageHours('2025-07-12T12:00:00Z', now)).toBe(0);
});

it('calls stale what nobody could renew for two days, and what failed the last time at once', () => {
  expect(isStale({ checkedAt: '2025-07-08T12:00:00Z', error: null }, now)).toBe(false);
  expect(isStale({ checkedAt: '2025-07-08T11:00:00Z', error: null }, now)).toBe(true);
  expect(isStale({ checkedAt: '2025-07-10T11:59:00Z', error: 'the server answered 500' }, now)).toBe(true);
});
