// What is overdue, by for how long.
import { expect, test } from 'vitest';
import { agesOf } from './ages.ts';
import type { OverviewNumber } from './rows-of.ts';

const number = (name: OverviewNumber['name'], count: number, q: string): [OverviewNumber['name'], OverviewNumber] => [
  name,
  { name, count, q, resource: 'findings' },
];

test('what is overdue is split by for how long, each part with the query that finds it', () => {
  const numbers = new Map([
    number('overdue', 100, 'overdue:yes'),
    number('overdue-7-days', 60, 'due:<2026-11-16'),
    number('overdue-30-days', 5, 'due:<2026-10-24'),
  ]);
  expect(agesOf(numbers)).toMatchObject([
    { age: 'week', count: 40, rows: { q: 'overdue:yes -due:<2026-11-16' } },
    { age: 'month', count: 55, rows: { q: 'due:<2026-11-16 -due:<2026-10-24' } },
    { age: 'more', count: 5, rows: { q: 'due:<2026-10-24' } },
  ]);
});

test('without the numbers there is nothing to show', () => {
  expect(agesOf(new Map())).toEqual([]);
});
