// What is counted together in the bar of a ring.
import { expect, test } from 'vitest';
import { countsOf, groupOf } from './rollout-states.ts';

test('what waits because it is offline waits, and nothing is counted twice or not at all', () => {
  const jobs = {
    succeeded: 3,
    soaking: 2,
    installing: 1,
    failed: 1,
    lost: 1,
    skipped: 4,
    deferred: 5,
    offline: 6,
    coverage: 7,
  };
  const counts = countsOf(jobs);
  expect(Object.fromEntries(counts)).toEqual({ verified: 3, watched: 2, going: 1, failed: 2, left: 4, waiting: 18 });
  expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(30);
});

test('a state that nobody here has heard of is not called fine', () => {
  expect(groupOf('verified-by-magic').level).toBe('unknown');
});
