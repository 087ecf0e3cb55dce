// Where keys lead in a table.
import { expect, test } from 'vitest';
import { rowAfter } from './table-keys.ts';

test('the arrows and j, k lead to the rows beside, and stay within the table', () => {
  expect(rowAfter('next', -1, 10)).toBe(0);
  expect(rowAfter('next', 3, 10)).toBe(4);
  expect(rowAfter('next', 9, 10)).toBe(9);
  expect(rowAfter('previous', 0, 10)).toBe(0);
});

test('the last row is the last of all, not of those loaded', () => {
  expect(rowAfter('last', 5, 100_000)).toBe(99_999);
  expect(rowAfter('first', 99_999, 100_000)).toBe(0);
});

test('selecting and peeking move nothing', () => {
  expect(rowAfter('select', 5, 10)).toBeUndefined();
  expect(rowAfter('peek', 5, 10)).toBeUndefined();
});
