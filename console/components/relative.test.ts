// When something was, in words and to the second.
import { expect, test } from 'vitest';
import { clock, relative } from './relative.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const ago = (at: string, language = 'en') => relative(Date.parse(at), now, language);

test('the largest unit that fits is said, never rounded up', () => {
  expect(ago('2026-11-23T11:59:30Z')).toBe('30 seconds ago');
  expect(ago('2026-11-23T10:01:00Z')).toBe('1 hour ago');
  expect(ago('2026-11-21T13:00:00Z')).toBe('yesterday');
  expect(ago('2025-11-20T12:00:00Z')).toBe('last year');
  expect(ago('2026-11-23T12:00:00Z')).toBe('now');
});

test('what is to come is said as such, in the language asked for', () => {
  expect(ago('2026-11-26T13:00:00Z')).toBe('in 3 days');
  expect(ago('2026-11-20T11:00:00Z', 'de')).toBe('vor 3 Tagen');
});

test('to the second in the viewer’s zone, with the year where it is another', () => {
  const at = (text: string, language = 'en') => clock(new Date(text), new Date(now), language);
  expect(at('2026-10-03T04:05:06')).toBe('Oct 3, 04:05:06');
  expect(at('2026-10-03T00:05:06', 'de')).toBe('3. Okt., 00:05:06');
  expect(at('2025-10-03T23:05:06')).toBe('Oct 3, 2025, 23:05:06');
});
