// What is said again and again.
import { expect, test } from 'vitest';
import { runsOf } from './runs-of.ts';

const said = { attempt: 1, kind: 'progress', why: null, lines: [], evidence: null };

test('the same again counts, anything else between begins anew', () => {
  const runs = runsOf([said, said, { ...said, lines: ['disk full'] }, said, { ...said, attempt: 2 }]);
  expect(runs.map(({ times, lines, attempt }) => [times, lines.length, attempt])).toEqual([
    [2, 0, 1],
    [1, 1, 1],
    [1, 0, 1],
    [1, 0, 2],
  ]);
});
