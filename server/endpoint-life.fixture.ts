// How simulated endpoints pass their time: they enrol, change now and then by a seeded throw of dice, and report until told to end.
import { setTimeout as delay } from 'node:timers/promises';
import { pkg, setOf, type SetForTests } from './agent-door.fixture.ts';
import type { SimulatedEndpoint, State } from './simulated-endpoints.fixture.ts';

export interface Life {
  readonly token: string;
  readonly sets: readonly SetForTests[];
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly isOver: () => boolean;
  /** Up to this long between two reports; milliseconds. */
  readonly restMs?: number;
}

/** A third with what is exposed to CVE-2099-1001 of the sample, a third with what is not; most packages are shared by all. */
export const someSets: readonly SetForTests[] = Array.from({ length: 24 }, (_, index) =>
  setOf(
    ...Array.from({ length: 60 }, (__, name) => pkg(`name${name}`, `1.${name % 5 === 0 ? index % 4 : 0}`)),
    ...(index % 3 === 2 ? [] : [pkg('examplelib', index % 3 === 0 ? '1.2.3-4' : '1.2.3-4+deb12u2')]),
    pkg(`only${index}`, '1'),
  ),
);

/** What it was refused with, in words of the protocol. */
export async function liveOn(endpoint: SimulatedEndpoint, life: Life): Promise<readonly string[]> {
  const { token, sets, random, isOver, restMs = 300 } = life;
  const refusals: string[] = [];
  const rest = (): Promise<void> => delay(random() * restMs);
  while (!isOver()) {
    const outcome = await endpoint.enrol(token);
    if (outcome.kind === 'refused') refusals.push(outcome.type);
    if (outcome.kind === 'acknowledged') break;
    await rest();
  }
  let state: State = { version: (endpoint.record.told.at(-1)?.version ?? 0) + 1, set: oneOf(sets, random) };
  while (!isOver()) {
    const outcome = await endpoint.report(state);
    if (outcome.kind === 'refused') refusals.push(outcome.type);
    // What was not heard is said again, unless the machine has changed meanwhile.
    const dice = random() + (outcome.kind === 'acknowledged' ? 0 : 0.4);
    const version = state.version + 1;
    if (dice < 0.5) state = { version, set: oneOf(sets, random) };
    else if (dice < 0.7) state = { version, set: state.set };
    if (random() < 0.1) endpoint.rest();
    await rest();
  }
  return refusals;
}

const oneOf = <T>(items: readonly T[], random: () => number): T => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('there is none');
  return item;
};

/** Numbers from 0 up to 1 that a seed decides. Source: mulberry32, Tommy Ettinger, public domain. */
export function throwsOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
