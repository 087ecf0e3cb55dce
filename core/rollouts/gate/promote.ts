// Whether enough went well to go on: the chance, given the outcomes so far, that the true failure rate is too high.
import { regularisedBeta } from './incomplete-beta.ts';
import type { Tally } from './stop.ts';

/** A failure rate above this must not be promoted … */
export const ceiling = 0.05;
/** … with more than this chance of being above it. */
export const doubt = 0.1;

/** P(rate > limit | outcomes) with Jeffreys' prior Beta(1/2, 1/2). NaN for a tally that cannot be. */
export function chanceAbove({ outcomes, failures }: Tally, limit = ceiling): number {
  if (!Number.isSafeInteger(outcomes) || !Number.isSafeInteger(failures) || failures < 0 || outcomes < failures) {
    return Number.NaN;
  }
  return 1 - regularisedBeta(limit, failures + 0.5, outcomes - failures + 0.5);
}

/** The fewest outcomes with so many failures that leave little enough doubt. */
export function outcomesNeeded(failures: number, limit = ceiling, accepted = doubt): number {
  let low = failures - 1;
  let high = Math.max(1, failures);
  const enough = (outcomes: number): boolean => chanceAbove({ outcomes, failures }, limit) <= accepted;
  while (!enough(high)) [low, high] = [high, high * 2];
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** A ring after which, with no failure at all, doubt remains: statistics alone cannot promote it. */
export const isTooSmall = (outcomesPossible: number): boolean => outcomesPossible < outcomesNeeded(0);
