// What the steps of a plan come to.
import { expect, test } from 'vitest';
import { figuresOf } from './figures-of.ts';

test('what is done on many endpoints counts as often', () => {
  const gone = [
    { package: 'telnetd', to: null },
    { package: 'inetd', to: null },
  ];
  const step = { endpoints: 3, downloadBytes: 100, expectsReboot: true, expectedMinutes: 5, changes: gone };
  const changes = [
    { package: 'bash', to: '1' },
    { package: 'telnetd', to: null },
  ];
  const other = { ...step, endpoints: 2, downloadBytes: 250, expectsReboot: false, changes };
  expect(figuresOf([step, other])).toEqual({
    bytes: 800,
    mostBytes: 250,
    reboots: 3,
    removals: 8,
    removed: ['inetd', 'telnetd'],
    minutes: 5,
  });
  expect(figuresOf([])).toEqual({
    bytes: 0,
    mostBytes: 0,
    reboots: 0,
    removals: 0,
    removed: [],
    minutes: 0,
  });
});
