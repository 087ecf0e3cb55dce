// The gate's arithmetic in words, so that a person can follow it and see what would change the answer.
import { ceiling, chanceAbove, doubt, isTooSmall, outcomesNeeded } from './promote.ts';
import { haltAt, holdAt, logEvidence, reachedBy, usualRate } from './stop.ts';
import type { Tally } from './stop.ts';
import type { HoldCause } from './decide.ts';

/** `13.2 %`, `0.04 %`, `46 %`. */
function percentText(share: number): string {
  const value = share * 100;
  if (!Number.isFinite(value)) return 'unknown';
  if (value > 0 && value < 0.01) return 'under 0.01 %';
  return `${Number(value.toFixed(value < 1 ? 2 : value < 20 ? 1 : 0))} %`;
}

const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

/** What the outcomes so far mean for going on: `1 failure in 55 outcomes: …`. */
export function promoteText(tally: Tally): string {
  const chance = chanceAbove(tally);
  const seen = `${plural(tally.failures, 'failure')} in ${plural(tally.outcomes, 'outcome')}`;
  const meaning = `the chance that more than ${percentText(ceiling)} would fail is ${percentText(chance)}`;
  if (chance <= doubt) return `${seen}: ${meaning}, at most ${percentText(doubt)} is accepted. The next ring may open.`;
  const needed = outcomesNeeded(tally.failures);
  const more = needed - tally.outcomes;
  return `${seen}: ${meaning}, at most ${percentText(doubt)} is accepted. ${plural(more, 'more outcome')} without a failure, ${needed} in all, would be enough.`;
}

/** Why a ring passed: the figures, where they were enough for it; else what let it pass in spite of them. */
export function passedText(tally: Tally, isLast: boolean): string {
  if (chanceAbove(tally) <= doubt) return promoteText(tally);
  if (isLast) return 'It is the last ring: nothing opens after it.';
  return 'Nothing failed in it, and its plan says that this is enough in a ring too small for statistics.';
}

/** What the outcomes so far mean for stopping. */
export function stopText(tally: Tally, p0 = usualRate): string {
  const logE = logEvidence(tally, p0);
  if (Number.isNaN(logE)) return 'The outcomes cannot be read, so the ring holds.';
  const times = Math.exp(logE);
  const weight = times >= 10 ? String(Math.round(times)) : String(Number(times.toPrecision(2)));
  const base = `${plural(tally.failures, 'failure')} in ${plural(tally.outcomes, 'outcome')} weigh ${weight} against a usual rate of ${percentText(p0)}; rings hold at ${holdAt}, the deployment halts at ${haltAt}.`;
  const next = reachedBy(tally.failures + 1, 'halt', p0);
  if (times >= haltAt) return `${base} It halts.`;
  const would =
    next !== undefined && next > tally.outcomes
      ? 'One more failure now would halt it.'
      : 'One more failure now would not halt it.';
  return `${base} ${times >= holdAt ? 'It holds. ' : ''}${would}`;
}

/** Why so few machines cannot be proof. */
export function smallRingText(tally: Tally): string {
  if (!isTooSmall(tally.outcomes)) return promoteText(tally);
  return `${plural(tally.outcomes, 'outcome')}, even without a failure, ${tally.outcomes === 1 ? 'leaves' : 'leave'} a chance of ${percentText(chanceAbove({ outcomes: tally.outcomes, failures: 0 }))} that more than ${percentText(ceiling)} would fail. Numbers alone cannot open the next ring before ${outcomesNeeded(0)} outcomes; a person can, or a rule that a clean first ring is enough.`;
}

export const holdText: Readonly<Record<HoldCause, string>> = {
  evidence: 'the failures so far weigh too much against the usual rate',
  'not-done': 'fewer than 90 % of the reachable endpoints are done',
  'nobody-reachable': 'no endpoint of the ring can be reached, so nothing is known of it',
  soak: 'the soak is not over',
  probe: 'a probe blocks',
  'no-probe': 'no probe was evaluated',
  malformed: 'the counts cannot be read',
  doubt: 'the failures leave too much doubt, and a person has to say whether to go on',
  'failure-in-small-ring': 'something failed in a ring too small for statistics',
};
