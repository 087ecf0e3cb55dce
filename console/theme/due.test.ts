// How deadlines read.
import { expect, test } from 'vitest';
import { dueOf } from './due.ts';

const now = Date.parse('2026-11-23T23:30:00Z');

test('the day itself is not overdue, the day after is', () => {
  expect(dueOf('2026-11-23', now)).toEqual({ kind: 'in', days: 0 });
  expect(dueOf('2026-11-22', now)).toEqual({ kind: 'overdue', days: 1 });
  expect(dueOf('2026-12-23', now)).toEqual({ kind: 'in', days: 30 });
});

test('without a day there is no deadline', () => {
  expect(dueOf(null, now)).toEqual({ kind: 'none' });
});
