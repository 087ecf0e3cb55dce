// What agents say: it moves a job forward, or it is kept as evidence; it never edits what is settled.
import { isBeforeInstall } from './causes.ts';
import type { Cause } from './causes.ts';
import type { Job, JobKind } from './job.ts';
import { partOf } from './job.ts';
import type { Report, ReportBody } from './rollout.ts';
import type { Tick } from './tick.ts';
import { isFuture, isLate, jobAt, ringAt, setJob, setOutcome, setState } from './tick.ts';

const dayMs = 86_400_000;
/** The longest a dispatch is good for. */
export const dispatchMs = dayMs;

/** In the order in which an attempt passes through them; a report may skip ahead and never goes back. */
const order: readonly JobKind[] = [
  'leased',
  'dispatched',
  'precheck',
  'downloading',
  'staged',
  'starting',
  'installing',
  'rebooting',
  'verifying',
  'soaking',
];
const isBefore = (kind: JobKind, than: JobKind): boolean =>
  order.includes(kind) && order.indexOf(kind) < order.indexOf(than);

/** Applies one report. Whatever it says, counters stay right and nothing at rest changes its result. */
export function applyReport(tick: Tick, report: Report): void {
  const job = jobAt(tick, report.position);
  const ring = ringAt(tick, report.position);
  if (job === undefined || ring === undefined) return keep(tick, report, 'it speaks of no job that is known');
  if (isFuture(report, job)) {
    tick.sawFuture = true;
    return keep(tick, report, 'it answers a dispatch that this server never made: the database may have been restored');
  }
  if (isLate(report, job)) return keep(tick, report, 'it is late: it answers an earlier dispatch');
  const part = partOf(job.state.kind);
  if (part === 'rest') return lateForRest(tick, report, job);
  if (part === 'waiting') return keep(tick, report, 'the job was called back');
  if (!advance(tick, report, job, report.body))
    keep(tick, report, `it says nothing new of a job that is ${job.state.kind}`);
}

const keep = (tick: Tick, report: Report, why: string): void =>
  void tick.actions.push({ kind: 'record-evidence', report, why });

/** These prove that nothing is being installed any more. */
const proofsOfEnd: readonly ReportBody['kind'][] = ['verified', 'soaked', 'failed', 'rolled-back', 'rollback-failed'];

function lateForRest(tick: Tick, report: Report, job: Job): void {
  const { state } = job;
  if (state.kind === 'lost' && state.keepsGroupSlot && proofsOfEnd.includes(report.body.kind)) {
    setState(tick, report.position, job, { ...state, keepsGroupSlot: false });
    return keep(tick, report, 'it is late: the job stays lost, its place in the disruption group is free again');
  }
  keep(tick, report, `it is late: the job is ${state.kind}`);
}

/** False where the report changes nothing. */
function advance(tick: Tick, { position }: Report, job: Job, body: ReportBody): boolean {
  const { now } = tick;
  const { kind } = job.state;
  const expiresAt = 'expiresAt' in job.state ? job.state.expiresAt : Math.min(now + dispatchMs, tick.plan.expiresAt);
  if (kind === 'rolling-back') return endRollback(tick, position, job, body);
  switch (body.kind) {
    case 'dispatched':
      return kind === 'leased' && move(tick, position, job, { kind: 'dispatched', since: now, expiresAt });
    case 'prechecking':
      return isBefore(kind, 'precheck') && move(tick, position, job, { kind: 'precheck', since: now, expiresAt });
    case 'progress':
      return (
        (isBefore(kind, 'downloading') || kind === 'downloading') &&
        move(tick, position, job, { kind: 'downloading', since: now, expiresAt })
      );
    case 'start-requested':
      if (!isBefore(kind, 'installing')) return false;
      tick.startRequests.add(position);
      return isBefore(kind, 'staged') ? move(tick, position, job, { kind: 'staged', since: now, expiresAt }) : true;
    case 'installing':
      return isBefore(kind, 'installing') && beginInstall(tick, position, job);
    case 'rebooting':
      if (!isBefore(kind, 'rebooting')) return false;
      return change(tick, position, job, { kind: 'rebooting', since: now, overdue: false });
    case 'reconciling':
      return (
        kind !== 'reconciling' && kind !== 'soaking' && move(tick, position, job, { kind: 'reconciling', since: now })
      );
    case 'verifying':
      return verify(tick, position, job, body);
    case 'verified':
      return verified(tick, position, job, body.evidence);
    case 'soaked':
      return soaked(tick, position, job, body.evidence);
    case 'failed':
      return fail(tick, position, job, body.cause);
    case 'rolled-back':
      if (partOf(kind) === 'leaving') return false;
      setOutcome(tick, position, { ...job, changed: false }, { kind: 'rolled-back', at: now }, true);
      return true;
    case 'rollback-failed':
      if (partOf(kind) === 'leaving') return false;
      setOutcome(
        tick,
        position,
        { ...job, changed: true },
        { kind: 'rollback-failed', at: now, cause: body.cause },
        true,
      );
      tick.actions.push({
        kind: 'call-person',
        about: `the rollback on ${tick.plan.targets[position]?.endpoint} failed`,
      });
      return true;
    case 'not-applicable':
      return isBefore(kind, 'installing') && move(tick, position, job, { kind: 'not-applicable', at: now });
  }
}

function move(tick: Tick, position: number, job: Job, state: Job['state']): true {
  setState(tick, position, job, state);
  return true;
}

/** From here on something on the endpoint is different. */
function change(tick: Tick, position: number, job: Job, state: Job['state']): true {
  setJob(tick, position, { ...job, state, changed: true });
  return true;
}

function beginInstall(tick: Tick, position: number, job: Job): true {
  if (job.state.kind !== 'starting') {
    tick.actions.push({
      kind: 'call-person',
      about: `${tick.plan.targets[position]?.endpoint} began to install without a start token`,
    });
  }
  return change(tick, position, job, { kind: 'installing', since: tick.now, overdue: false });
}

function verify(
  tick: Tick,
  position: number,
  job: Job,
  { boots, rebootPlanned }: Extract<ReportBody, { kind: 'verifying' }>,
): boolean {
  if (!isBefore(job.state.kind, 'verifying') && job.state.kind !== 'reconciling') return false;
  const changed = { ...job, changed: true };
  if (boots > 1) return failed(tick, position, changed, 'reboot-loop');
  if (boots === 1 && !rebootPlanned) return failed(tick, position, changed, 'unplanned-reboot');
  return change(tick, position, job, { kind: 'verifying', since: tick.now });
}

type Verified = Extract<ReportBody, { kind: 'verified' }>['evidence'];
type Soaked = Extract<ReportBody, { kind: 'soaked' }>['evidence'];

/** Without evidence it goes on verifying, and runs into the time limit. */
function verified(tick: Tick, position: number, job: Job, evidence: Verified): boolean {
  const { kind } = job.state;
  if (evidence === null || (!isBefore(kind, 'soaking') && kind !== 'reconciling')) return false;
  const changed = { ...job, changed: true };
  if (!evidence.versionsAsPlanned) return failed(tick, position, changed, 'versions-differ');
  if (!evidence.newCodeRuns) return failed(tick, position, changed, 'old-code-running');
  return change(tick, position, job, { kind: 'soaking', since: tick.now, until: tick.now + tick.plan.soakMs });
}

function soaked(tick: Tick, position: number, job: Job, evidence: Soaked): boolean {
  const { state } = job;
  if (state.kind !== 'soaking' || evidence === null) return false;
  if (evidence.boots > 0) return failed(tick, position, job, 'unplanned-reboot');
  if (!evidence.probesPass) return failed(tick, position, job, 'probe-failed-in-soak');
  // Good news from before the end is not news of the end.
  if (tick.now < state.until) return false;
  setOutcome(tick, position, job, { kind: 'succeeded', at: tick.now }, false);
  return true;
}

function fail(tick: Tick, position: number, job: Job, cause: Cause): boolean {
  const { kind } = job.state;
  // After a crash the agent has looked: where it finds that nothing was begun, nothing was.
  if ((isBefore(kind, 'installing') || (kind === 'reconciling' && !job.changed)) && isBeforeInstall(cause)) {
    failBefore(tick, position, job, cause);
    return true;
  }
  return failed(tick, position, partOf(kind) === 'leaving' ? job : { ...job, changed: true }, cause);
}

/** It never got to the install: counted apart from failures of the patch. */
export function failBefore(tick: Tick, position: number, job: Job, cause: Cause): void {
  setState(tick, position, job, { kind: 'failed', at: tick.now, cause });
  const ring = ringAt(tick, position);
  if (ring !== undefined) ring.failedBefore += 1;
}

export function failed(tick: Tick, position: number, job: Job, cause: Cause): true {
  setOutcome(tick, position, job, { kind: 'failed', at: tick.now, cause }, true);
  return true;
}

function endRollback(tick: Tick, position: number, job: Job, body: ReportBody): boolean {
  if (body.kind === 'rolled-back') {
    setJob(tick, position, { ...job, changed: false, state: { kind: 'rolled-back', at: tick.now } });
    return true;
  }
  if (body.kind !== 'rollback-failed') return false;
  setState(tick, position, job, { kind: 'rollback-failed', at: tick.now, cause: body.cause });
  tick.actions.push({ kind: 'call-person', about: `the rollback on ${tick.plan.targets[position]?.endpoint} failed` });
  return true;
}
