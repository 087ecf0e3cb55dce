// When to call next: the server's interval with its jitter, or a back-off that grows while nothing works.
import type { CheckedIn } from './check-in.ts';

export interface Pace {
  readonly intervalSeconds: number;
  readonly jitterSeconds: number;
}

const firstRetryMs = 5_000;
/** A fleet that was cut off is back within a quarter of an hour, and does not come all at once. */
const mostRetryMs = 15 * 60_000;
/** A refused endpoint asks now and then whether a person has changed that. */
const refusedMs = 60 * 60_000;

/** Milliseconds. `random`: 0 to 1. */
export function afterSuccess({ intervalSeconds, jitterSeconds }: Pace, random: number): number {
  return Math.round((intervalSeconds + jitterSeconds * random) * 1000);
}

/** `failures`: how many in a row, from 1. Half is fixed and half is random; never sooner than the server asks. */
export function afterFailure(failures: number, random: number, retryAfterSeconds = 0): number {
  const most = Math.min(firstRetryMs * 2 ** Math.min(failures - 1, 20), mostRetryMs);
  return Math.max(Math.round(most / 2 + (most / 2) * random), Math.round(retryAfterSeconds * 1000 * (1 + random / 10)));
}

export function afterRefusal(random: number): number {
  return Math.round(refusedMs * (1 + random));
}

/** Whatever goes wrong, and however fast: no sooner than this. */
const leastPauseMs = 2_500;

/** Milliseconds until the next turn. `failures`: how many in a row. */
export function pauseAfter(last: CheckedIn, failures: number, pace: Pace, random: number): number {
  const pause = pauseFor(last, failures, pace, random);
  return pause >= leastPauseMs ? pause : leastPauseMs;
}

function pauseFor(last: CheckedIn, failures: number, pace: Pace, random: number): number {
  switch (last.kind) {
    case 'done':
      return afterSuccess(pace, random);
    case 'later':
      return afterFailure(failures, random, last.retryAfterSeconds);
    case 'stale':
      return afterFailure(failures, random);
    case 'refused':
      return afterRefusal(random);
  }
}
