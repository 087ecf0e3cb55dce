// Whether an endpoint may take on a piece of work: reads as the policy, line by line. What is not allowed by all of it is refused.
import type { KeyObject } from 'node:crypto';
import type { PlanStep } from '@suture/core/rollouts/plan-document.ts';
import { DISPATCH_MS, SKEW_MS } from './limits.ts';
import { planPart, type PlanPart } from './plan-part.ts';
import { isInTree, stepHash } from './plan-tree.ts';
import { openDispatch, openPlan, type DispatchStatement } from './statements.ts';

export interface Trust {
  readonly organisation: string;
  /** Who this machine is. */
  readonly endpoint: string;
  readonly operatorKeys: readonly KeyObject[];
  /** So many different operators. */
  readonly threshold: number;
  readonly serverKeys: readonly KeyObject[];
}

/** The last dispatch that was taken on, from a disk that remembers; both 0 before the first. */
export interface Obeyed {
  readonly epoch: number;
  readonly sequence: number;
}

/** What the machine's own policy says to it: why not, or undefined. */
export type Veto = (does: DispatchStatement['does'], step: PlanStep) => string | undefined;

export type RefusalCause =
  | 'unsigned'
  | 'plan-unsigned'
  | 'malformed'
  | 'other-organisation'
  | 'other-endpoint'
  | 'other-plan'
  | 'not-in-plan'
  | 'expired'
  | 'not-yet'
  | 'too-long'
  | 'fenced'
  | 'replayed'
  | 'no-rollback'
  | 'vetoed'
  | 'other-job'
  | 'outside-window';

export type Refused = { readonly ok: false; readonly cause: RefusalCause; readonly why: string };
export type Taken =
  | {
      readonly ok: true;
      readonly dispatch: DispatchStatement;
      readonly step: PlanStep;
      readonly rollback: PlanPart['rollback'];
    }
  | Refused;

export const refuse = (cause: RefusalCause, why: string): Refused => ({ ok: false, cause, why });

/**
 * Judges a dispatch with the part of the plan it is about. `now`: UTC milliseconds by the clock that is corrected to the server's.
 * Whoever takes it on writes `(epoch, sequence)` to disk before doing anything. Never throws.
 */
export function verifyDispatch(
  given: { readonly dispatch: unknown; readonly part: unknown },
  trust: Trust,
  obeyed: Obeyed,
  veto: Veto,
  now: number,
): Taken {
  const signed = openDispatch(given.dispatch, trust.serverKeys);
  if (!signed.ok) return refuse(signed.cause === 'malformed' ? 'malformed' : 'unsigned', signed.why);
  const { payload: dispatch } = signed;
  if (dispatch.organisation !== trust.organisation)
    return refuse('other-organisation', 'it is of another organisation');
  if (dispatch.endpoint !== trust.endpoint) return refuse('other-endpoint', 'it is addressed to another endpoint');
  if (dispatch.epoch < obeyed.epoch) {
    return refuse('fenced', `its epoch ${dispatch.epoch} is over: this machine has obeyed epoch ${obeyed.epoch}`);
  }
  if (dispatch.epoch === obeyed.epoch && dispatch.sequence <= obeyed.sequence) {
    return refuse('replayed', `number ${dispatch.sequence} or a later one was taken on before`);
  }
  const timely = inTime(dispatch, DISPATCH_MS, now);
  if (timely !== undefined) return timely;

  const read = planPart.safeParse(given.part);
  if (!read.success) return refuse('malformed', 'the part of the plan has not its shape');
  const { plan, position, step, rollback, proof } = read.data;
  const approved = openPlan(plan, trust.operatorKeys, trust.threshold);
  if (!approved.ok) return refuse('plan-unsigned', approved.why);
  const { payload: statement } = approved;
  if (statement.organisation !== trust.organisation) return refuse('other-organisation', 'its plan is of another');
  if (statement.plan !== dispatch.plan) return refuse('other-plan', 'it names another plan than operators signed');
  if (Date.parse(statement.expiresAt) <= now) return refuse('expired', 'its plan has expired');
  const leaf = { endpoint: trust.endpoint, rollback, step: stepHash(step) };
  if (!isInTree(leaf, position, proof, statement)) {
    return refuse('not-in-plan', 'operators did not sign this step for this endpoint');
  }
  if (dispatch.does === 'roll-back' && rollback === 'R0')
    return refuse('no-rollback', 'its plan has no rollback for it');
  const vetoed = veto(dispatch.does, step);
  if (vetoed !== undefined) return refuse('vetoed', vetoed);
  return { ok: true, dispatch, step, rollback };
}

/** Undefined where the moment lies in what was signed, and that is no longer than it may be. */
export function inTime(
  { at, expiresAt }: { readonly at: string; readonly expiresAt: string },
  mostMs: number,
  now: number,
): Refused | undefined {
  const [from, to] = [Date.parse(at), Date.parse(expiresAt)];
  if (to - from > mostMs) return refuse('too-long', `it claims to be good for longer than ${mostMs / 60_000} minutes`);
  const clock = `the clock of this machine says ${new Date(now).toISOString()}`;
  if (from > now + SKEW_MS) return refuse('not-yet', `it was signed in the future, at ${at}: ${clock}`);
  return to <= now ? refuse('expired', `it expired at ${expiresAt}: ${clock}`) : undefined;
}
