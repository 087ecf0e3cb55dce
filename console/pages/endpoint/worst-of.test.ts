// What is said first of an endpoint.
import { expect, test } from 'vitest';
import { worstOf } from './worst-of.ts';

const now = Date.parse('2026-11-23T12:00:00Z');
const well = {
  state: 'active',
  stateReason: null,
  inventory: 'complete',
  seenAt: '2026-11-23T11:00:00Z',
  facts: null,
} as const;
const fix = { source: 'openssl', due: '2026-11-20', exploited: false };

test('who is shut out or waits is that before anything else', () => {
  expect(worstOf({ ...well, state: 'quarantined', stateReason: 'a clone' }, [fix], now)).toEqual({
    kind: 'quarantined',
    level: 'high',
    why: 'a clone',
  });
});

test('what is exploited comes before what is overdue, and both before what is not wholly known', () => {
  const fixes = [fix, { source: 'curl', due: '2026-11-25', exploited: true }];
  expect(worstOf({ ...well, inventory: 'partial' }, fixes, now)).toMatchObject({ kind: 'exploited', source: 'curl' });
  expect(worstOf({ ...well, inventory: 'partial' }, [fix], now)).toEqual({
    kind: 'overdue',
    level: 'high',
    source: 'openssl',
    days: 3,
  });
  expect(worstOf({ ...well, inventory: 'partial' }, [], now)).toMatchObject({ kind: 'partial' });
});

test('nothing good is said of what is silent, or before it is known', () => {
  expect(worstOf({ ...well, seenAt: null }, [], now)).toMatchObject({ kind: 'silent' });
  expect(worstOf({ ...well, seenAt: '2026-11-19T11:00:00Z' }, [], now)).toMatchObject({ kind: 'silent' });
  expect(worstOf(well, undefined, now)).toBeUndefined();
  expect(worstOf(well, [], now)).toEqual({ kind: 'fine', level: 'fine' });
  expect(worstOf(well, [{ ...fix, due: '2026-11-30' }], now)).toMatchObject({ kind: 'due', days: 7 });
});
