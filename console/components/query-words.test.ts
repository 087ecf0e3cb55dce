// Queries put together by choosing.
import { expect, test } from 'vitest';
import { taking, valueWord, withTerm } from './query-words.ts';

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
