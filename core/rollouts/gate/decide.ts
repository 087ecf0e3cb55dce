// What the gate says of a ring: go on, hold, halt, ask a person, or take more endpoints in first.
import { ceiling, chanceAbove, doubt, isTooSmall, outcomesNeeded } from './promote.ts';
import { combinedLogEvidence, logEvidence, stopVerdict } from './stop.ts';
import type { StopVerdict, Tally } from './stop.ts';

export interface GatePolicy {
  /** The failure rate we live with; see `acceptedRate`. */
  readonly acceptedRate: number;
  /** A ring too small for statistics waits for a person, or passes when every one of it went well. */
  readonly smallRing: 'person' | 'clean-canary';
  /** Where failures leave doubt, endpoints of the next ring come in one by one, or a person is asked. */
  readonly extend: 'automatic' | 'ask';
}

export const usualGate: GatePolicy = { acceptedRate: 0.01, smallRing: 'person', extend: 'automatic' };

/** Of the reachable endpoints of a ring, how many must be done. */
export const doneShare = 0.9;
/** More failed prechecks than this share hold, from the second on. */
const precheckCap = 0.2;

/** What is known of a ring when it is evaluated. Counts of it alone; `stop` and `soFar` of the whole deployment. */
export interface RingEvidence {
  /** Outcomes and failures by stratum since the deployment was last approved: what may stop it. */
  readonly stop: readonly Tally[];
  /** All outcomes so far: what may promote. */
  readonly soFar: Tally;
  /** This ring's outcomes. */
  readonly ring: Tally;
  /** Endpoints with a final result, of those that could be reached; offline and not applicable are neither. */
  readonly done: number;
  readonly reachable: number;
  readonly soakIsOver: boolean;
  /** Undefined where no probe was evaluated, which is not "fine". */
  readonly probes: 'clear' | 'blocking' | undefined;
  /** A next ring exists, and so many endpoints in it. */
  readonly next: number | undefined;
}

export type HoldCause =
  | 'evidence'
  | 'not-done'
  | 'nobody-reachable'
  | 'soak'
  | 'probe'
  | 'no-probe'
  | 'malformed'
  | 'doubt'
  | 'failure-in-small-ring';

export type GateVerdict =
  | { readonly kind: 'promote' }
  | { readonly kind: 'halt' }
  | { readonly kind: 'hold'; readonly causes: readonly HoldCause[] }
  /** Everything fine, and too few to be sure. */
  | { readonly kind: 'person' }
  /** So many more endpoints of the next ring, to come to `outcomes` in all. */
  | { readonly kind: 'extend'; readonly more: number; readonly outcomes: number };

/** What the outcomes say about stopping. Two failures in a ring too small for statistics halt, one holds. */
export function stopNow(strata: readonly Tally[], policy: GatePolicy): StopVerdict {
  return stopVerdict(combinedLogEvidence(strata, policy.acceptedRate));
}

/** Whether a stratum alone does harm, so that its endpoints wait while others go on. */
export const isStratumUnsafe = (tally: Tally, policy: GatePolicy): boolean =>
  stopVerdict(logEvidence(tally, policy.acceptedRate)) === 'halt';

export function tooManyFailedPrechecks(failed: number, checked: number): boolean {
  return failed >= 2 && failed > precheckCap * checked;
}

/** Total: whatever it is given, it answers; what it cannot read holds. */
export function decideRing(evidence: RingEvidence, policy: GatePolicy): GateVerdict {
  const { stop, soFar, ring, done, reachable, next } = evidence;
  const counts = [soFar.outcomes, soFar.failures, ring.outcomes, ring.failures, done, reachable];
  if (counts.some((count) => !Number.isSafeInteger(count) || count < 0) || Number.isNaN(chanceAbove(soFar))) {
    return { kind: 'hold', causes: ['malformed'] };
  }
  const verdict = stopNow(stop, policy);
  if (verdict === 'halt') return { kind: 'halt' };
  const small = isTooSmall(soFar.outcomes);
  const causes: HoldCause[] = [];
  if (verdict === 'hold') causes.push('evidence');
  if (reachable === 0) causes.push('nobody-reachable');
  if (done < doneShare * reachable) causes.push('not-done');
  if (!evidence.soakIsOver) causes.push('soak');
  if (evidence.probes === 'blocking') causes.push('probe');
  if (evidence.probes === undefined) causes.push('no-probe');
  if (small && next !== undefined && soFar.failures > 0) causes.push('failure-in-small-ring');
  if (causes.length > 0) return { kind: 'hold', causes };
  if (next === undefined) return { kind: 'promote' };
  if (small) return policy.smallRing === 'clean-canary' && ring.outcomes > 0 ? { kind: 'promote' } : { kind: 'person' };
  if (chanceAbove(soFar, ceiling) <= doubt) return { kind: 'promote' };
  const outcomes = outcomesNeeded(soFar.failures);
  const more = Math.min(next, outcomes - soFar.outcomes);
  if (policy.extend === 'ask' || more < 1) return { kind: 'hold', causes: ['doubt'] };
  return { kind: 'extend', more, outcomes };
}
