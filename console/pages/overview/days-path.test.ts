// The line of a figure over days.
import { expect, test } from 'vitest';
import { pathOf } from './days-path.ts';

test('the most is at the top, nothing at the bottom, and a day that was not counted leaves its room', () => {
  const points = [
    { day: '2026-11-01', value: 0 },
    { day: '2026-11-02', value: 8 },
    { day: '2026-11-05', value: 2 },
  ];
  expect(pathOf(points, 8)).toBe('M0 100L25 0L100 75');
});

test('a single day is a point', () => {
  expect(pathOf([{ day: '2026-11-01', value: 4 }], 4)).toBe('M0 0');
});
