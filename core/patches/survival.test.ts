// Tests the share that is open after so many days, against estimates worked out by hand.
import { expect, test } from 'vitest';
import { type Lifetime, survivalOf } from './survival.ts';

const closed = (days: number, count = 1): Lifetime => ({ days, isClosed: true, count });
const waiting = (days: number, count = 1): Lifetime => ({ days, isClosed: false, count });

test('without anything that waits it is the share that is not closed yet', () => {
  const { points, medianDays } = survivalOf([closed(1), closed(2), closed(2), closed(5)]);
  expect(points).toEqual([
    { day: 1, atRisk: 4, closed: 1, open: 0.75 },
    { day: 2, atRisk: 3, closed: 2, open: 0.25 },
    { day: 5, atRisk: 1, closed: 1, open: 0 },
  ]);
  expect(medianDays).toBe(2);
});

test('what waits still counts as at risk until it was last seen, and never as closed', () => {
  // By hand: 6 at risk, 1 closed on day 3: 5/6. One waits since day 4, so 4 are left on day 7, 2 closed: 5/6 × 2/4 = 5/12.
  // One waits since day 9, so 1 is left on day 10 and closed: 0.
  const found = survivalOf([closed(3), waiting(4), closed(7, 2), waiting(9), closed(10)]);
  expect(found.points.map(({ day, atRisk, closed: on }) => [day, atRisk, on])).toEqual([
    [3, 6, 1],
    [7, 4, 2],
    [10, 1, 1],
  ]);
  expect(found.points.map(({ open }) => open)).toEqual([
    expect.closeTo(5 / 6, 12),
    expect.closeTo(5 / 12, 12),
    expect.closeTo(0, 12),
  ]);
  expect(found).toMatchObject({ lifetimes: 6, closed: 4, medianDays: 7 });
});

test('what was last seen on the day of a closing was at risk then', () => {
  expect(survivalOf([closed(2), waiting(2)]).points).toEqual([{ day: 2, atRisk: 2, closed: 1, open: 0.5 }]);
});

test('the curve goes on to the last day that anything was seen open, and has no median that nobody saw', () => {
  const found = survivalOf([closed(1), waiting(30, 9)]);
  expect(found.points).toEqual([
    { day: 1, atRisk: 10, closed: 1, open: 0.9 },
    { day: 30, atRisk: 9, closed: 0, open: 0.9 },
  ]);
  expect(found.medianDays).toBeNull();
});

test('of nothing there is no curve', () => {
  expect(survivalOf([])).toEqual({ lifetimes: 0, closed: 0, medianDays: null, points: [] });
});
