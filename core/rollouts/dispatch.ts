// Gives out work: slots to endpoints that wait, start tokens to those that are staged, rollbacks after a halt.
import { mayStart } from '../maintenance/schedule.ts';
import { eligibility } from './eligibility.ts';
import type { Job, WaitReason } from './job.ts';
import { holdsSlot, partOf, waitReasons } from './job.ts';
import { dispatchMs } from './reports.ts';
import { countRing } from './ring.ts';
import type { Target } from './rollout.ts';
import type { Tick } from './tick.ts';
import {
  dueAt,
  explain,
  giveBack,
  jobAt,
  recallAll,
  ringAt,
  setJob,
  setState,
  targetAt,
  unsafeStrata,
} from './tick.ts';

const minute = 60_000;
/** The longest a start token is good for: how long after Stop an install may still begin on an endpoint that is cut off. */
const startTokenMs = 5 * minute;
/** How soon a slot of the organisation is looked for again. */
const slotMs = 5_000;
/** Who has downloaded all and may not begin for longer than this gives its slot back. */
const slotPatienceMs = 30 * minute;

/** Endpoints that came back, or whose packages a person let through, count again, whatever their ring does. */
export function noticeReturns(tick: Tick): void {
  const isWaived = tick.deployment.coverageWaivedBy !== null;
  for (const position of tick.loaded.keys()) {
    const job = jobAt(tick, position);
    if (job?.state.kind !== 'deferred') continue;
    const { reason } = job.state;
    const isBack = reason === 'offline' && tick.observations.endpoints.get(position)?.online === true;
    const since = tick.now;
    if (isBack) {
      const missed = job.missed && { missed: { backSince: since } };
      setJob(tick, position, { ...job, ...missed, state: { kind: 'queued', since } });
    } else if (reason === 'coverage' && isWaived) setState(tick, position, job, { kind: 'queued', since });
  }
}

/** Endpoints would refuse it, and fail by that: what has not begun is called back until the plan is signed again. */
export function recallUnsigned(tick: Tick): void {
  const { kind } = tick.deployment.state;
  if (tick.observations.isUnsigned !== true || !['running', 'paused', 'rolling-back'].includes(kind)) return;
  recallAll(tick);
  explain(
    tick,
    'deployment',
    'too few operators whose keys count have signed its plan, as a key was revoked: nothing begins until it is signed again',
  );
}

/**
 * What has not begun on a removed endpoint never will, and what would have to be undone there cannot be: neither is waited for. What
 * has begun ends by its time limits.
 */
export function dropRemoved(tick: Tick): void {
  const { now } = tick;
  let skipped = 0;
  for (const position of tick.loaded.keys()) {
    const job = jobAt(tick, position);
    if (job === undefined || tick.observations.endpoints.get(position)?.isGone !== true) continue;
    const part = partOf(job.state.kind);
    if (part === 'waiting' || part === 'leaving') {
      setState(tick, position, job, { kind: 'skipped', at: now, reason: 'removed' });
      skipped += 1;
    } else if (tick.deployment.state.kind === 'rolling-back' && job.changed && isUndoable(job)) {
      setState(tick, position, job, { kind: 'rollback-failed', at: now, cause: 'rollback-impossible' });
    }
  }
  if (skipped > 0) explain(tick, 'deployment', `${skipped} skipped, as no longer in the fleet`);
}

/** Staged endpoints that asked may start now, or are told why not. */
export function grantStarts(tick: Tick): void {
  if (tick.startRequests.size === 0) return;
  const unsafe = unsafeStrata(tick);
  for (const position of tick.startRequests) {
    const [job, target] = [jobAt(tick, position), targetAt(tick, position)];
    if (job === undefined || target === undefined) continue;
    const { state } = job;
    if (state.kind !== 'staged' && state.kind !== 'starting') continue;
    const why = refusal(tick, position, job, target, unsafe);
    if ('no' in why) {
      tick.actions.push({ kind: 'refuse-start', position, why: why.no });
      // Its files are there; its slot is for those who may begin.
      if (state.kind === 'staged' && why.until > tick.now + slotPatienceMs) {
        giveBack(tick, position, job);
        // Its ring may have gone on without it in this look.
        dueAt(tick, tick.now + slotMs);
      }
    } else {
      const { attempt, dispatch } = job;
      setState(tick, position, job, { kind: 'starting', since: tick.now, tokenExpiresAt: why.expiresAt });
      tick.actions.push({ kind: 'grant-start', position, attempt, dispatch, ...why });
      dueAt(tick, why.expiresAt);
    }
  }
}

type Refusal = { readonly no: string; readonly until: number };

function refusal(
  tick: Tick,
  position: number,
  { state }: Job,
  target: Target,
  unsafe: ReadonlySet<string>,
): Refusal | { readonly expiresAt: number; readonly isCatchUp: boolean } {
  const { deployment, plan, now } = tick;
  const no = (why: string, until = now): Refusal => ({ no: why, until });
  if (deployment.state.kind !== 'running') return no(`the deployment is ${deployment.state.kind}`);
  if (unsafe.has(target.stratum)) return no(`too many of ${target.stratum} failed`);
  const eligible = eligibility(tick, position, target);
  if (!eligible.may) return no(`it waits: ${eligible.reason}`, eligible.until);
  const dispatchEnd = state.kind === 'staged' ? state.expiresAt : plan.expiresAt;
  if (now >= plan.expiresAt) return no('the plan has expired');
  const expiresAt = Math.min(now + startTokenMs, eligible.startBefore, dispatchEnd);
  // A token that was given stays good: asking again does not make it shorter for the record.
  return {
    expiresAt: state.kind === 'starting' ? Math.max(expiresAt, state.tokenExpiresAt) : expiresAt,
    isCatchUp: eligible.isCatchUp,
  };
}

/** Leases slots in the order of the plan. Costs time in proportion to the jobs that were loaded. */
export function dispatchJobs(tick: Tick): void {
  const { plan, deployment, now } = tick;
  if (deployment.closed !== null || deployment.planHash !== plan.hash || now >= plan.expiresAt) return;
  let free = freeSlots(tick);
  const unsafe = unsafeStrata(tick);
  const covered = coverage(tick);
  const room = new Map(tick.rings.map((ring) => [ring, plan.limits.ring - countRing(ring).inFlight]));
  const waits = new Map<WaitReason, number>();
  for (const position of tick.loaded.keys()) {
    const [job, target, ring] = [jobAt(tick, position), targetAt(tick, position), ringAt(tick, position)];
    if (job === undefined || target === undefined || ring === undefined || !isReady(job, now)) continue;
    if (ring.state.kind !== 'open' && ring.state.kind !== 'promoted') continue;
    const ringRoom = room.get(ring) ?? 0;
    if (ringRoom <= 0) continue;
    if (free <= 0) {
      waitForSlots(tick);
      break;
    }
    const eligible = eligibility(tick, position, target);
    const wait = eligible.may
      ? waitForOthers(tick, position, target, unsafe, covered)
      : { ...eligible, reason: shownReason(eligible.reason, groupHasRoom(tick, target)) };
    if (wait === undefined) {
      lease(tick, position, job);
      room.set(ring, ringRoom - 1);
      free -= 1;
    } else {
      const state = { kind: 'deferred', since: now, reason: wait.reason, until: wait.until } as const;
      const isMissing = wait.reason === 'offline' && (job.missed !== undefined || missesWindow(tick, target));
      setJob(tick, position, { ...job, ...(isMissing ? { missed: { backSince: null } } : {}), state });
      dueAt(tick, wait.until);
      waits.set(wait.reason, (waits.get(wait.reason) ?? 0) + 1);
    }
  }
  for (const [reason, count] of waits)
    explain(tick, 'deployment', `${count} more ${count === 1 ? 'waits' : 'wait'}: ${reason}`);
}

/** Whether it could begin now if it were there. */
function missesWindow({ plan, observations, now }: Tick, target: Target): boolean {
  if (plan.catchUp.mode === 'next-window') return false;
  const schedule = observations.schedules.get(target.schedule);
  return schedule !== undefined && mayStart(schedule, now, target).may;
}

/** Slots of its own come back with a report, which is looked at; those of other deployments come back unseen. */
function waitForSlots(tick: Tick): void {
  const { plan, deployment, now } = tick;
  if (deployment.inFlight >= plan.limits.deployment) return;
  dueAt(tick, now + slotMs);
  explain(tick, 'deployment', 'no slot is free in the organisation');
}

const isReady = ({ state }: Job, now: number): boolean =>
  state.kind === 'queued' || (state.kind === 'deferred' && state.until <= now);

function lease(tick: Tick, position: number, job: Job): void {
  const { now, plan } = tick;
  const { attempt } = job;
  const number = job.dispatch + 1;
  setJob(tick, position, { ...job, dispatch: number, state: { kind: 'leased', since: now } });
  const expiresAt = Math.min(now + dispatchMs, plan.expiresAt);
  tick.actions.push({ kind: 'lease', position, attempt, dispatch: number, expiresAt });
  dueAt(tick, now + minute);
}

/** Slots that this deployment may still take, with those that it gave back in this tick. */
function freeSlots({ plan, deployment, observations, loaded, changed }: Tick): number {
  let taken = 0;
  for (const [position, job] of changed) {
    const before = loaded.get(position);
    if (before !== undefined) taken += Number(holdsSlot(job.state.kind)) - Number(holdsSlot(before.state.kind));
  }
  return Math.min(plan.limits.deployment - deployment.inFlight, observations.totalFree - taken);
}

type Covered = (position: number, variety: number) => boolean;

function waitForOthers(
  tick: Tick,
  position: number,
  target: Target,
  unsafe: ReadonlySet<string>,
  covered: Covered,
): { readonly reason: WaitReason; readonly until: number } | undefined {
  const { now } = tick;
  if (unsafe.has(target.stratum)) return { reason: 'safeguard', until: now + 60 * minute };
  if (!covered(position, target.variety)) return { reason: 'coverage', until: now + 60 * minute };
  if (!groupHasRoom(tick, target)) return { reason: 'disruption-group', until: now + minute };
  return undefined;
}

/** A full disruption group is named before a window that is closed; the endpoint still waits for both. */
const shownReason = (reason: WaitReason, groupIsFree: boolean): WaitReason =>
  !groupIsFree && waitReasons.indexOf('disruption-group') < waitReasons.findIndex((each) => each === reason)
    ? 'disruption-group'
    : reason;

function groupHasRoom({ deployment, observations, plan }: Tick, { group }: Target): boolean {
  if (group === null) return true;
  const taken = (deployment.groups.get(group) ?? 0) + (observations.groupsElsewhere.get(group) ?? 0);
  return taken < plan.limits.group;
}

/** A package goes on only where an earlier ring had it, on that release, and it went well. */
function coverage({ plan, rings, deployment }: Tick): Covered {
  const answers = new Map<string, boolean>();
  const keysBefore = rings.map((_, index) => {
    const earlier = rings.slice(0, index).flatMap(({ succeeded }) => [...succeeded]);
    return new Set(earlier.flatMap((variety) => plan.varieties[variety] ?? []));
  });
  return (position, variety) => {
    const index = rings.findIndex(({ first, end }) => position >= first && position < end);
    if (deployment.coverageWaivedBy !== null || index <= 0) return true;
    const key = `${index} ${variety}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = (plan.varieties[variety] ?? []).every((each) => keysBefore[index]?.has(each));
    answers.set(key, answer);
    return answer;
  };
}

/** After a halt, on a person's word: everything changed that can be undone, within the same limits. */
export function dispatchRollbacks(tick: Tick): void {
  const { plan, now } = tick;
  if (tick.observations.isFenced || tick.observations.isUnsigned === true) return;
  let free = freeSlots(tick);
  for (const position of tick.loaded.keys()) {
    const [job, target, ring] = [jobAt(tick, position), targetAt(tick, position), ringAt(tick, position)];
    if (job === undefined || target === undefined || ring === undefined) continue;
    if (!job.changed || target.rollback === 'R0' || !isUndoable(job)) continue;
    if (tick.observations.endpoints.get(position)?.online !== true) continue;
    if (!groupHasRoom(tick, target) || countRing(ring).inFlight >= plan.limits.ring) continue;
    if (free <= 0) return waitForSlots(tick);
    const number = job.dispatch + 1;
    setJob(tick, position, { ...job, dispatch: number, state: { kind: 'rolling-back', since: now } });
    tick.actions.push({
      kind: 'roll-back',
      position,
      attempt: job.attempt,
      dispatch: number,
      expiresAt: now + dispatchMs,
    });
    dueAt(tick, now + 60 * minute);
    free -= 1;
  }
}

const isUndoable = ({ state }: Job): boolean =>
  partOf(state.kind) === 'soaking' || state.kind === 'succeeded' || state.kind === 'failed';
