// The pace of check-ins: the server's when it answers, ever slower while it does not, and never all at once.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterFailure, afterRefusal, afterSuccess } from './pace.ts';

test('after a success the server’s interval is kept, and its jitter spread', () => {
  const pace = { intervalSeconds: 300, jitterSeconds: 30 };
  expect([0, 0.5, 1].map((random) => afterSuccess(pace, random))).toEqual([300_000, 315_000, 330_000]);
});

test('failures in a row double the wait, half of it by chance, up to a quarter of an hour', () => {
  expect([1, 2, 3, 8, 9, 50, 5000].map((failures) => afterFailure(failures, 1))).toEqual([
    5_000, 10_000, 20_000, 640_000, 900_000, 900_000, 900_000,
  ]);
  expect([1, 2, 50].map((failures) => afterFailure(failures, 0))).toEqual([2_500, 5_000, 450_000]);
});

test('the server may ask for more patience, never for less', () => {
  expect(afterFailure(1, 0, 60)).toBe(60_000);
  expect(afterFailure(1, 1, 60)).toBe(66_000);
  expect(afterFailure(9, 0, 1)).toBe(450_000);
});

test('a refused endpoint asks again within two hours', () => {
  expect([0, 1].map(afterRefusal)).toEqual([3_600_000, 7_200_000]);
});

test('nothing makes a busy loop', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
      const ms = afterFailure(failures, random);
      expect(ms).toBeGreaterThanOrEqual(2_500);
      expect(ms).toBeLessThanOrEqual(900_000);
    }),
  );
});
