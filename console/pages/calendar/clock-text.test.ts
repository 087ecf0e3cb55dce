// Spans of time by clocks.
import { expect, test } from 'vitest';
import { clockText } from './clock-text.ts';

test('a night over a change of clocks has both names of time', () => {
  const [from, to] = ['2026-03-29T00:30:00Z', '2026-03-29T02:30:00Z'];
  expect(clockText(from, to, 'Europe/Berlin', 'en-GB')).toBe('Sun 29 Mar, 01:30 CET – 04:30 CEST');
  expect(clockText(from, to, 'UTC', 'en-GB')).toBe('Sun 29 Mar, 00:30 – 02:30 UTC');
});

test('what ends on another day says so, and a moment has no end', () => {
  expect(clockText('2026-12-20T00:00:00Z', '2027-01-03T00:00:00Z', 'UTC', 'en-GB')).toBe(
    'Sun 20 Dec, 00:00 – Sun 3 Jan, 00:00 UTC',
  );
  expect(clockText('2026-12-20T00:00:00Z', null, 'UTC', 'en-GB')).toBe('Sun 20 Dec, 00:00 UTC');
});
