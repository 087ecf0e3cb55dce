// Which pages are asked for.
import { expect, test } from 'vitest';
import { pagesFor } from './pages-for.ts';

test('the pages that hold the rows looked at, and no others', () => {
  expect(pagesFor(0, 0, 100)).toEqual([0]);
  expect(pagesFor(0, 99, 100)).toEqual([0]);
  expect(pagesFor(90, 130, 100)).toEqual([0, 1]);
  expect(pagesFor(99_950, 99_999, 100)).toEqual([999]);
});

test('nonsense asks for one page', () => {
  expect(pagesFor(-5, -1, 100)).toEqual([0]);
  expect(pagesFor(250, 10, 100)).toEqual([2]);
});
