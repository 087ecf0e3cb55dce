// What is selected, and how many that is.
import { expect, test } from 'vitest';
import { type Chosen, chosenWith, countOf } from './use-selection.ts';

const none: Chosen = { kind: 'some', keys: new Set() };

test('some rows are selected one by one, and unselected', () => {
  const two = chosenWith(none, ['a', 'b', 'a'], true);
  expect(countOf(two, 10)).toBe(2);
  expect(chosenWith(two, ['a'], false)).toEqual({ kind: 'some', keys: new Set(['b']) });
});

test('of all rows those that are unselected are the exceptions, whatever their number is', () => {
  const all: Chosen = { kind: 'all', except: new Set() };
  const but = chosenWith(all, ['a', 'b'], false);
  expect(countOf(but, 100_000)).toBe(99_998);
  expect(countOf(chosenWith(but, ['b'], true), 100_000)).toBe(99_999);
});
