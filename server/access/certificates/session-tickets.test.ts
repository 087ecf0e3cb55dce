// Keys of session tickets: the same at each server, others each day and at each door.
import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { sessionTickets, untilOtherTickets } from './session-tickets.ts';

const authority = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const morning = new Date('2026-11-22T08:00:00Z');

test('are the same all day for who has the authority, and others for the other door, the next day and another authority', () => {
  const { ticketKeys, sessionIdContext } = sessionTickets(authority, 'agents', morning);
  expect(ticketKeys).toHaveLength(48);
  expect(sessionTickets(authority, 'agents', new Date('2026-11-22T23:59:59.999Z'))).toEqual({
    ticketKeys,
    sessionIdContext,
  });
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  for (const different of [
    sessionTickets(authority, 'people', morning),
    sessionTickets(authority, 'agents', new Date('2026-11-23T00:00:00Z')),
    sessionTickets(other, 'agents', morning),
  ]) {
    expect(different.ticketKeys.subarray(0, 16)).not.toEqual(ticketKeys.subarray(0, 16));
    expect(different.ticketKeys.subarray(16)).not.toEqual(ticketKeys.subarray(16));
  }
});

test('are looked at again at midnight, and every ten minutes in case the clock was set', () => {
  expect(untilOtherTickets(morning)).toBe(600_000);
  expect(untilOtherTickets(new Date('2026-11-22T23:59:59.000Z'))).toBe(1_000);
  expect(untilOtherTickets(new Date('2026-11-22T00:00:00Z'))).toBe(600_000);
});
