import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareSeverity, severityOfScore, severityOfWord, vendorSeverity } from './severity.ts';

test.each([
  [10, 'critical'],
  [9, 'critical'],
  [8.9, 'high'],
  [7, 'high'],
  [6.9, 'medium'],
  [4, 'medium'],
  [3.9, 'low'],
  [0, 'low'],
  [undefined, 'unknown'],
  [Number.NaN, 'unknown'],
  [-1, 'unknown'],
  [11, 'unknown'],
])('a score of %s is %s', (score, word) => {
  expect(severityOfScore(score)).toBe(word);
});

test.each([
  ['CRITICAL', 'critical'],
  ['Important', 'high'],
  ['HIGH', 'high'],
  ['MODERATE', 'medium'],
  ['medium', 'medium'],
  ['low**', 'low'],
  ['negligible', 'low'],
  ['unimportant', 'low'],
  ['not yet assigned', 'unknown'],
  ['end-of-life', 'unknown'],
  ['untriaged', 'unknown'],
  ['constructor', 'unknown'],
  ['', 'unknown'],
])('the publisher’s word %j is %s', (text, word) => {
  expect(severityOfWord(text)).toBe(word);
});

test('the most severe of the publishers’ words counts, with its publisher', () => {
  expect(
    vendorSeverity([
      { type: 'Ubuntu', score: 'low' },
      { type: 'GHSA', score: 'HIGH' },
      { type: 'Debian', score: 'not yet assigned' },
      { type: 'CVSS_V3', score: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' },
    ]),
  ).toEqual({ word: 'high', source: 'GHSA' });
});

test('a plain number under a CVSS type is a score', () => {
  expect(vendorSeverity([{ type: 'CVSS_V2', score: '9.3' }])).toEqual({
    word: 'critical',
    source: 'CVSS_V2',
  });
});

test('publishers that say nothing give no severity', () => {
  expect(vendorSeverity([{ type: 'Debian', score: 'end-of-life' }])).toBeUndefined();
  expect(vendorSeverity([])).toBeUndefined();
});

test('severities sort with the worst first and unknown last', () => {
  const words = ['unknown', 'low', 'critical', 'medium', 'high'] as const;
  expect(words.toSorted(compareSeverity)).toEqual(['critical', 'high', 'medium', 'low', 'unknown']);
});

test('no text makes reading a severity throw', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ type: fc.string(), score: fc.string() })), (severities) => {
      expect(vendorSeverity(severities)?.word).not.toBe('unknown');
    }),
  );
});
