// The reconciler: what is, what was observed and the time in; what is next and what to do out. Pure and total.
import { advanceRings, complete, guard } from './advance.ts';
import { applyCommands } from './commands.ts';
import type { Deployment } from './deployment.ts';
import {
  dispatchJobs,
  dispatchRollbacks,
  dropRemoved,
  grantStarts,
  noticeReturns,
  recallUnsigned,
} from './dispatch.ts';
import { newJob, partOf } from './job.ts';
import { newRing } from './ring.ts';
import { applyReport } from './reports.ts';
import type { Observations, Planned, RolloutPlan, RolloutState } from './rollout.ts';
import { beginTick, jobAt } from './tick.ts';
import { applyTime } from './timers.ts';

/**
 * One look at a deployment. Costs time in proportion to the jobs loaded and the reports, not to the size of the plan. Running it
 * again without anything new changes nothing; running it late changes only when things happen.
 *
 * @param now UTC milliseconds of the database's clock
 */
export function plan(state: RolloutState, observations: Observations, now: number): Planned {
  const tick = beginTick(state, observations, now);
  applyCommands(tick);
  for (const report of observations.reports) applyReport(tick, report);
  for (const position of tick.loaded.keys()) {
    const job = jobAt(tick, position);
    if (job !== undefined && partOf(job.state.kind) !== 'rest') applyTime(tick, position, job);
  }
  dropRemoved(tick);
  recallUnsigned(tick);
  guard(tick);
  noticeReturns(tick);
  advanceRings(tick);
  grantStarts(tick);
  if (tick.deployment.state.kind === 'running') dispatchJobs(tick);
  if (tick.deployment.state.kind === 'rolling-back') dispatchRollbacks(tick);
  complete(tick);
  if (Number.isFinite(tick.nextAt)) tick.actions.push({ kind: 'look-again', at: tick.nextAt });
  const { deployment, rings, changed, actions, reasons } = tick;
  return { deployment, rings, changed, actions, reasons };
}

/** The state after what was planned is written, for those who keep it in memory. Copies every job: a database need not. */
export function applied(state: RolloutState, planned: Planned): RolloutState {
  const { deployment, rings, changed } = planned;
  return { plan: state.plan, deployment, rings, jobs: new Map([...state.jobs, ...changed]) };
}

/** A deployment of the plan before anything happened; its jobs are all queued. `rings` are sizes, in order. */
export function newRollout(rolloutPlan: RolloutPlan, rings: readonly number[], now: number): RolloutState {
  const deployment: Deployment = {
    planHash: rolloutPlan.hash,
    state: { kind: 'draft' },
    strata: new Map(),
    soFar: { outcomes: 0, failures: 0 },
    acceptedFailures: 0,
    acceptedFailedBefore: 0,
    breakGlass: { kind: 'closed' },
    inFlight: 0,
    groups: new Map(),
    revertible: 0,
    stuck: 0,
    coverageWaivedBy: null,
    closed: null,
  };
  let first = 0;
  const made = rings.map((size) => newRing(first, (first += size)));
  return {
    plan: rolloutPlan,
    deployment,
    rings: made,
    jobs: new Map(rolloutPlan.targets.map((_, at) => [at, newJob(now)])),
  };
}
