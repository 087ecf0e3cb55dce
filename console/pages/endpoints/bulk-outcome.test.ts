// What the pieces of a change come to.
import { expect, test } from 'vitest';
import { outcomeWith } from './bulk-outcome.ts';

test('pieces add up, reasons are kept apart, and at most ten of those left out are named', () => {
  const names = Array.from({ length: 8 }, (_, index) => `host-${index}`);
  const first = outcomeWith(undefined, {
    total: 400,
    changed: 190,
    unchanged: 2,
    excluded: [{ why: 'it is revoked', count: 8, names }],
    undo: [{ endpoints: ['1'], add: [], remove: ['x'] }],
    next: 200,
  });
  expect(first).toMatchObject({ done: 200, next: 200 });
  const both = outcomeWith(first, {
    total: 400,
    changed: 195,
    unchanged: 1,
    excluded: [
      { why: 'it is revoked', count: 3, names: ['x', 'y', 'z'] },
      { why: 'it is gone', count: 1, names: ['w'] },
    ],
    undo: [{ endpoints: ['2'], add: ['y'], remove: [] }],
    next: null,
  });
  expect(both).toEqual({
    total: 400,
    changed: 385,
    unchanged: 3,
    excluded: [
      { why: 'it is revoked', count: 11, names: [...names, 'x', 'y'] },
      { why: 'it is gone', count: 1, names: ['w'] },
    ],
    undo: [
      { endpoints: ['1'], add: [], remove: ['x'] },
      { endpoints: ['2'], add: ['y'], remove: [] },
    ],
    next: null,
    done: 400,
  });
});
