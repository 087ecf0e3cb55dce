// Whether an endpoint may start now, and if not, why and until when it waits.
import { catchUp } from '../maintenance/catch-up.ts';
import { mayStart } from '../maintenance/schedule.ts';
import type { WorkedOut } from '../maintenance/schedule.ts';
import type { WaitReason } from './job.ts';
import type { Target } from './rollout.ts';
import type { Tick } from './tick.ts';
import { evenly } from './ring-order.ts';
import { isBroken, jobAt } from './tick.ts';

export type Eligibility =
  /** No install may start after `startBefore`. */
  | { readonly may: true; readonly startBefore: number; readonly isCatchUp: boolean }
  | { readonly may: false; readonly reason: WaitReason; readonly until: number };

const minute = 60_000;
/** A clock further off than this cannot be trusted with a maintenance window. */
const greatestSkewMs = 120_000;
/** Those that come back together begin within so long of each other. */
const spreadMs = 30 * minute;

const wait = (reason: WaitReason, until: number): Eligibility => ({ may: false, reason, until });

/** What does not depend on slots or on other endpoints. Precedence as in `waitReasons`; broken glass opens all but the fence and the signatures. */
export function eligibility(tick: Tick, position: number, target: Target): Eligibility {
  const { now, observations, deployment } = tick;
  if (observations.isFenced) return wait('fence', now + minute);
  if (observations.isUnsigned === true) return wait('signatures', now + minute);
  const glass = isBroken(deployment.breakGlass, now);
  if (!glass && after(observations.blackoutUntil, now)) return wait('blackout', observations.blackoutUntil);
  if (!glass && after(observations.freezeUntil, now)) return wait('freeze', observations.freezeUntil);
  const facts = observations.endpoints.get(position);
  if (!glass && facts !== undefined && after(facts.frozenUntil, now)) return wait('freeze', facts.frozenUntil);
  if (facts === undefined || !facts.online) return wait('offline', now + 5 * minute);
  // Not "more than": a skew that is no number is not a small one.
  if (!(Math.abs(facts.clockSkewMs) <= greatestSkewMs)) return wait('clock', now + minute);
  if (glass) return { may: true, startBefore: Infinity, isCatchUp: false };
  const schedule = observations.schedules.get(target.schedule);
  if (schedule === undefined) return wait('maintenance-window', now + 5 * minute);
  const verdict = mayStart(schedule, now, target);
  if (!verdict.may) {
    const again = now + 60 * minute;
    const from = catchUpFrom(tick, position, target, schedule);
    if (from <= now) return catchingUp(schedule, now, target);
    if (verdict.why === 'blackout') return wait('blackout', verdict.endsAt);
    if (verdict.why === 'too-long') return wait('too-long', again);
    return wait('maintenance-window', Math.min(verdict.opensAt ?? again, from));
  }
  if (after(facts.deferredUntil, now)) return wait('user-deferral', facts.deferredUntil);
  const startBefore = verdict.closesAt - target.expectedMs - target.rollbackReserveMs;
  return { may: true, startBefore, isCatchUp: false };
}

/** From when on it need not wait for a window, as it missed one; infinite where it must. */
function catchUpFrom({ plan, loaded, changed }: Tick, position: number, target: Target, schedule: WorkedOut): number {
  const backSince = jobAt({ loaded, changed }, position)?.missed?.backSince ?? null;
  if (backSince === null) return Infinity;
  const absence = { backSince, jitter: evenly(target.endpoint, plan.hash), spreadMs };
  const found = catchUp(plan.catchUp, absence, schedule);
  return found.kind === 'start' ? found.from : Infinity;
}

/** Outside of its windows, but never into a blackout. */
function catchingUp({ blackouts }: WorkedOut, now: number, target: Target): Eligibility {
  const needMs = target.expectedMs + target.rollbackReserveMs;
  const ahead = blackouts.filter(({ to }) => to > now);
  const inTheWay = ahead.find(({ from }) => from < now + needMs);
  if (inTheWay !== undefined) return wait('blackout', inTheWay.to);
  return { may: true, startBefore: Math.min(...ahead.map(({ from }) => from - needMs)), isCatchUp: true };
}

const after = (moment: number | null, now: number): moment is number => moment !== null && moment > now;
