// Queries put together by choosing.
import { expect, test } from 'vitest';
import { hasTerm, taking, valueWord, withOrWithout, withTerm } from './query-words.ts';

test('values are quoted where the language would read them otherwise', () => {
  expect(valueWord('debian')).toBe('debian');
  expect(valueWord('12.5+deb')).toBe('12.5+deb');
  expect(valueWord('two words')).toBe('"two words"');
  expect(valueWord('a"b\\c')).toBe('"a\\"b\\\\c"');
  expect(valueWord('none')).toBe('"none"');
  expect(valueWord('-x')).toBe('"-x"');
});

test('a term is added beside what is asked, and what is joined by OR stays together', () => {
  expect(withTerm('', 'os', 'debian')).toBe('os:debian');
  expect(withTerm('tag:web', 'os', 'debian')).toBe('tag:web os:debian');
  expect(withTerm('tag:web OR tag:db', 'os', 'debian')).toBe('(tag:web OR tag:db) os:debian');
});

test('what is chosen stands in its place, and the cursor after it', () => {
  expect(taking('expl', { from: 0, to: 4 }, 'exploited:')).toEqual({ text: 'exploited:', cursor: 10 });
  expect(taking('os:deb', { from: 3, to: 6 }, 'debian')).toEqual({ text: 'os:debian ', cursor: 10 });
  expect(taking('(os:deb) tag:x', { from: 4, to: 7 }, 'debian')).toEqual({ text: '(os:debian) tag:x', cursor: 10 });
});

test('a choice of what is urgent comes into the query, and out of it again', () => {
  expect(withOrWithout('', 'overdue:yes')).toBe('overdue:yes');
  expect(withOrWithout('tag:web', 'overdue:yes')).toBe('tag:web overdue:yes');
  expect(withOrWithout('tag:web overdue:yes -os:debian', 'overdue:yes')).toBe('tag:web -os:debian');
  // In these it stands for less than the whole, so that taking it out would ask something else.
  expect(hasTerm('tag:a or overdue:yes', 'overdue:yes')).toBe(false);
  expect(hasTerm('"a overdue:yes b"', 'overdue:yes')).toBe(false);
  expect(withOrWithout('tag:a or tag:b', 'overdue:yes')).toBe('(tag:a or tag:b) overdue:yes');
});
