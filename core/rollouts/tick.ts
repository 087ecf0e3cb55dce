// One run of `plan` under way: copies that it may change, and the one place where counters follow jobs.
import type { BreakGlass, Deployment } from './deployment.ts';
import { isStratumUnsafe, stopNow } from './gate/decide.ts';
import type { StopVerdict, Tally } from './gate/stop.ts';
import type { Job, JobState } from './job.ts';
import { holdsGroupSlot, holdsSlot, partOf } from './job.ts';
import type { Census, Ring } from './ring.ts';
import { censusKind } from './ring.ts';
import type { Action, Explained, Observations, Report, RolloutPlan, RolloutState, Target } from './rollout.ts';

type Changeable<T> = { -readonly [K in keyof T]: T[K] };

export type WorkingRing = Changeable<Omit<Ring, 'census' | 'succeeded'>> & {
  census: Changeable<Census>;
  succeeded: Set<number>;
};
export type WorkingDeployment = Changeable<Omit<Deployment, 'strata' | 'groups'>> & {
  strata: Map<string, Tally>;
  groups: Map<string, number>;
};

export interface Tick {
  readonly plan: RolloutPlan;
  readonly now: number;
  readonly observations: Observations;
  readonly loaded: ReadonlyMap<number, Job>;
  readonly changed: Map<number, Job>;
  readonly deployment: WorkingDeployment;
  readonly rings: WorkingRing[];
  readonly actions: Action[];
  readonly reasons: Explained[];
  readonly startRequests: Set<number>;
  /** The worst that the evidence said after any outcome of this tick. */
  verdict: StopVerdict;
  /** A report from a dispatch that this database never made. */
  sawFuture: boolean;
  /** When something will be due by time alone. */
  nextAt: number;
}

export function beginTick(state: RolloutState, observations: Observations, now: number): Tick {
  const { deployment, rings, plan, jobs } = state;
  return {
    plan,
    now,
    observations,
    loaded: jobs,
    changed: new Map(),
    deployment: { ...deployment, strata: new Map(deployment.strata), groups: new Map(deployment.groups) },
    rings: rings.map((ring) => ({ ...ring, census: { ...ring.census }, succeeded: new Set(ring.succeeded) })),
    actions: [],
    reasons: [],
    startRequests: new Set(),
    verdict: 'go-on',
    sawFuture: false,
    nextAt: Infinity,
  };
}

export const jobAt = (tick: Pick<Tick, 'changed' | 'loaded'>, position: number): Job | undefined =>
  tick.changed.get(position) ?? tick.loaded.get(position);

export const targetAt = (tick: Tick, position: number): Target | undefined => tick.plan.targets[position];

export const ringAt = (tick: Tick, position: number): WorkingRing | undefined =>
  tick.rings.find(({ first, end }) => position >= first && position < end);

export function dueAt(tick: Tick, moment: number): void {
  if (moment > tick.now && moment < tick.nextAt) tick.nextAt = moment;
}

export const explain = (tick: Tick, about: Explained['about'], text: string): void =>
  void tick.reasons.push({ about, text });

/** What of a changed endpoint can still be undone. */
function undoable(job: Job, target: Target): 'revertible' | 'stuck' | undefined {
  if (!job.changed) return undefined;
  const lostForIt = job.state.kind === 'lost' || job.state.kind === 'rollback-failed';
  return lostForIt || target.rollback === 'R0' ? 'stuck' : 'revertible';
}

/** Puts a job into another state; every counter that speaks of it follows. The only place where jobs change. */
export function setJob(tick: Tick, position: number, next: Job): void {
  const [before, target, ring] = [jobAt(tick, position), targetAt(tick, position), ringAt(tick, position)];
  if (before === undefined || target === undefined || ring === undefined) return;
  const { deployment } = tick;
  ring.census[censusKind(before.state)]--;
  ring.census[censusKind(next.state)]++;
  deployment.inFlight += Number(holdsSlot(next.state.kind)) - Number(holdsSlot(before.state.kind));
  const group = Number(holdsGroupSlot(next.state)) - Number(holdsGroupSlot(before.state));
  if (target.group !== null && group !== 0) {
    const taken = (deployment.groups.get(target.group) ?? 0) + group;
    if (taken === 0) deployment.groups.delete(target.group);
    else deployment.groups.set(target.group, taken);
  }
  for (const [job, sign] of [
    [before, -1],
    [next, 1],
  ] as const) {
    const part = undoable(job, target);
    if (part !== undefined) deployment[part] += sign;
  }
  tick.changed.set(position, next);
}

export const setState = (tick: Tick, position: number, job: Job, state: JobState): void =>
  setJob(tick, position, { ...job, state });

/** The first outcome of an endpoint counts for the gate; a retry after that is help, not evidence. */
export function setOutcome(tick: Tick, position: number, job: Job, state: JobState, failed: boolean): void {
  setJob(tick, position, { ...job, state, counted: true });
  const [target, ring] = [targetAt(tick, position), ringAt(tick, position)];
  if (target === undefined || ring === undefined) return;
  if (!failed) ring.succeeded.add(target.variety);
  if (job.counted) return;
  const { deployment } = tick;
  const add = ({ outcomes, failures }: Tally): Tally => ({
    outcomes: outcomes + 1,
    failures: failures + Number(failed),
  });
  deployment.strata.set(target.stratum, add(deployment.strata.get(target.stratum) ?? { outcomes: 0, failures: 0 }));
  deployment.soFar = add(deployment.soFar);
  ring.outcomes += 1;
  ring.failures += Number(failed);
  // Only a failure can raise the evidence, so looking after each failure is looking after each outcome.
  if (failed) tick.verdict = worse(tick.verdict, stopNow([...deployment.strata.values()], tick.plan.gate));
}

const severity: readonly StopVerdict[] = ['go-on', 'hold', 'halt'];
const worse = (a: StopVerdict, b: StopVerdict): StopVerdict => (severity.indexOf(a) >= severity.indexOf(b) ? a : b);

/** A job that had a slot and changed nothing goes back to the queue, or ends if there is no queue any more. */
export function giveBack(tick: Tick, position: number, job: Job): void {
  if (partOf(job.state.kind) !== 'leaving') return;
  if (job.state.kind !== 'leased') tick.actions.push({ kind: 'recall', position });
  setState(tick, position, job, waitingEnd(tick) ?? { kind: 'queued', since: tick.now });
}

/** What becomes of a job that waits, where nothing waits any more. */
function waitingEnd({ deployment: { closed }, now: at }: Tick): JobState | undefined {
  if (closed === null) return undefined;
  return closed === 'skipped' ? { kind: 'skipped', at, reason: 'expired' } : { kind: closed, at };
}

/** Whatever still waits ends, also what was not loaded; what is on its way is called back. */
export function closeQueue(tick: Tick, as: 'skipped' | 'cancelled' | 'superseded'): void {
  if (tick.deployment.closed !== null) return;
  tick.deployment.closed = as;
  recallAll(tick);
  for (const position of tick.loaded.keys()) {
    const job = jobAt(tick, position);
    const end = waitingEnd(tick);
    if (job !== undefined && end !== undefined && partOf(job.state.kind) === 'waiting')
      setState(tick, position, job, end);
  }
  for (const { census } of tick.rings) {
    census[as] += census.queued + census.deferred + census.offline + census.coverage;
    census.queued = 0;
    census.deferred = 0;
    census.offline = 0;
    census.coverage = 0;
  }
  tick.actions.push({ kind: 'close-queue', as, reason: as === 'skipped' ? 'expired' : null });
}

export function recallAll(tick: Tick): void {
  for (const position of tick.loaded.keys()) {
    const job = jobAt(tick, position);
    if (job !== undefined) giveBack(tick, position, job);
  }
}

export const isBroken = (glass: BreakGlass, now: number): boolean => glass.kind === 'broken' && now < glass.until;

export const unsafeStrata = ({ deployment, plan }: Tick): ReadonlySet<string> =>
  new Set([...deployment.strata].filter(([, tally]) => isStratumUnsafe(tally, plan.gate)).map(([name]) => name));

export const isLate = (report: Report, job: Job): boolean =>
  report.attempt < job.attempt || (report.attempt === job.attempt && report.dispatch < job.dispatch);

export const isFuture = (report: Report, job: Job): boolean =>
  report.attempt > job.attempt || (report.attempt === job.attempt && report.dispatch > job.dispatch);
