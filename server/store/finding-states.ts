// The states of findings in the order in which they matter, as SQL.
import type { FindingState } from '@suture/core/matching/finding.ts';

/** Worst first. The last two are no verdict: nobody knows. */
const STATES = [
  'affected',
  'end-of-life',
  'no-fix',
  'postponed',
  'will-not-fix',
  'unimportant',
  'undetermined',
  'unknown',
] as const satisfies readonly FindingState[];

/** How many of them say that the vulnerability is there. */
export const CERTAIN = 6;

/** 1 for the worst. */
export const rankOf = (state: string): string => `array_position('{${STATES.join(',')}}'::text[], ${state})`;

export function stateAt(rank: number): FindingState {
  const state = STATES[rank - 1];
  if (state === undefined) throw new Error(`there is no state ${rank}`);
  return state;
}
