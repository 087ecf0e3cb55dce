// Lengths of time as a clock shows them.
import { expect, test } from 'vitest';
import { durationText } from './duration-text.ts';

test('hours and days are there where there are any', () => {
  expect(durationText(0)).toBe('00:00');
  expect(durationText(65_999)).toBe('01:05');
  expect(durationText(3_600_000)).toBe('01:00:00');
  expect(durationText(2 * 86_400_000 + 3_723_000)).toBe('2 d 01:02:03');
});
