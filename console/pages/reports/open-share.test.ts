// Steps go down where something was closed, and end where nobody was seen any longer.
import { expect, test } from 'vitest';
import { openAfter, stepsPath } from './open-share.ts';

const steps = [
  { day: 2, open: 0.75 },
  { day: 10, open: 0.5 },
  { day: 40, open: 0.5 },
];

test('as a line of steps from all that waits', () => {
  expect(stepsPath(steps, 40)).toBe('M0 0H5V25H25V50H100V50');
  expect(stepsPath(steps, 20)).toBe('M0 0H10V25H50V50');
  expect(stepsPath([], 40)).toBe('M0 0');
});

test('on a day it is what was left after the last step, and unknown past what was seen', () => {
  expect([0, 2, 9, 10, 40].map((day) => openAfter(steps, day))).toEqual([1, 0.75, 0.75, 0.5, 0.5]);
  expect(openAfter(steps, 41)).toBeNull();
  expect(openAfter([], 1)).toBeNull();
  expect(openAfter([{ day: 3, open: 0 }], 90)).toBe(0);
});
