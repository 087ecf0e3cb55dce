// What operators want, and what of it is possible now. Stop comes before anything else and cannot be outvoted.
import { approve, isApproved } from './approval.ts';
import type { DeploymentState, PauseKind } from './deployment.ts';
import { deploymentMoves, pauseKinds } from './deployment.ts';
import type { Command } from './rollout.ts';
import type { Tick } from './tick.ts';
import { closeQueue, explain, jobAt, recallAll, ringAt, setJob, setState } from './tick.ts';

const minute = 60_000;
/** The second person has so long, and the glass stays broken so long. */
const secondPersonMs = 15 * minute;
const brokenGlassMs = 240 * minute;

/** Whatever would make work start again is not heard in the same breath as Stop. */
const mayRunBesideStop: readonly Command['kind'][] = ['stop', 'pause', 'reject', 'cancel', 'release'];

export function applyCommands(tick: Tick): void {
  const { commands } = tick.observations;
  const stop = commands.find(({ kind }) => kind === 'stop');
  if (stop !== undefined) stopDeployment(tick, stop.by);
  for (const command of commands) {
    if (command.kind === 'stop') continue;
    if (stop !== undefined && !mayRunBesideStop.includes(command.kind)) refuse(tick, command, 'Stop came with it');
    else {
      const problem = apply(tick, command);
      if (problem !== undefined) refuse(tick, command, problem);
    }
  }
}

const refuse = (tick: Tick, command: Command, why: string): void =>
  explain(tick, 'deployment', `${command.kind} of ${command.by} was not done: ${why}`);

/** The only place where a deployment changes its state; a move that the table does not have is refused. */
export function moveDeployment(tick: Tick, next: DeploymentState): boolean {
  const { deployment } = tick;
  if (!deploymentMoves[deployment.state.kind].includes(next.kind)) return false;
  deployment.state = next;
  return true;
}

/** From here it would begin by the approval of somebody who knows nothing of the Stop, and a policy's by itself. */
const onTheWay: readonly DeploymentState['kind'][] = ['rehearsing', 'awaiting-approval', 'scheduled'];

function stopDeployment(tick: Tick, by: string): void {
  const { kind } = tick.deployment.state;
  if (onTheWay.includes(kind)) {
    moveDeployment(tick, { kind: 'planned' });
    explain(tick, 'deployment', `${by} stopped it before it began; its approval is void`);
  } else if (halt(tick, 'operator')) explain(tick, 'deployment', `${by} stopped it`);
  else explain(tick, 'deployment', `there was nothing to stop: it is ${kind}`);
}

/** Nothing starts any more, what has not begun is called back, what installs is left to end. */
export function halt(tick: Tick, by: 'gate' | 'operator'): boolean {
  if (!moveDeployment(tick, { kind: 'halted', by, at: tick.now, approvals: [] })) return false;
  recallAll(tick);
  for (const ring of tick.rings) {
    if (ring.state.kind !== 'pending' && ring.state.kind !== 'promoted') ring.state = { kind: 'failed', at: tick.now };
  }
  return true;
}

export function pause(tick: Tick, by: PauseKind): void {
  const { deployment, now } = tick;
  const { state } = deployment;
  const before = state.kind === 'paused' ? state.by : [];
  if ((state.kind !== 'running' && state.kind !== 'paused') || before.includes(by)) return;
  const since = state.kind === 'paused' ? state.since : now;
  deployment.state = { kind: 'paused', by: pauseKinds.filter((kind) => kind === by || before.includes(kind)), since };
  for (const ring of tick.rings) if (ring.state.kind === 'open') ring.state = { kind: 'held', since: now };
}

export function unpause(tick: Tick, gone: readonly PauseKind[]): void {
  const { deployment, now } = tick;
  const { state } = deployment;
  if (state.kind !== 'paused') return;
  const by = state.by.filter((kind) => !gone.includes(kind));
  if (by.length > 0) deployment.state = { ...state, by };
  else {
    deployment.state = { kind: 'running' };
    for (const ring of tick.rings) if (ring.state.kind === 'held') ring.state = { kind: 'open', since: now };
  }
}

/** Undefined where it was done, else why not. */
function apply(tick: Tick, command: Command): string | undefined {
  const { deployment, now } = tick;
  const { state } = deployment;
  const done = (next: DeploymentState): string | undefined =>
    moveDeployment(tick, next) ? undefined : `a deployment that is ${state.kind} cannot become ${next.kind}`;
  switch (command.kind) {
    case 'freeze':
      return done({ kind: 'planned' });
    case 'rehearse':
      return done({ kind: 'rehearsing' });
    case 'rehearsed':
      if (state.kind !== 'rehearsing') return 'no rehearsal is under way';
      return done(command.result === 'fail' ? { kind: 'planned' } : { kind: 'awaiting-approval', approvals: [] });
    case 'submit':
      return state.kind === 'planned' || state.kind === 'rehearsing'
        ? done({ kind: 'awaiting-approval', approvals: [] })
        : `it is ${state.kind}`;
    case 'approve':
      return approveBy(tick, command.by, command.planHash);
    case 'edit':
      if (state.kind !== 'planned' && !deploymentMoves[state.kind].includes('planned')) {
        return 'a plan that is being carried out is not edited; make another';
      }
      deployment.planHash = command.planHash;
      deployment.state = { kind: 'planned' };
      return undefined;
    case 'schedule':
      return state.kind === 'scheduled'
        ? set(tick, { kind: 'scheduled', startAt: command.startAt })
        : `it is ${state.kind}`;
    case 'reject':
      return done({ kind: 'rejected', at: now });
    case 'cancel':
    case 'supersede': {
      const problem = done({ kind: 'cancelled', at: now });
      if (problem === undefined) closeQueue(tick, command.kind === 'cancel' ? 'cancelled' : 'superseded');
      return problem;
    }
    case 'pause':
      if (state.kind !== 'running' && state.kind !== 'paused') return `it is ${state.kind}`;
      pause(tick, 'operator');
      return undefined;
    case 'resume':
      return resume(tick);
    case 'promote':
      return promoteBy(tick, command.by);
    case 'roll-back':
      return done({ kind: 'rolling-back', since: now });
    case 'break-glass':
      return breakGlass(tick, command.by);
    case 'waive-coverage':
      deployment.coverageWaivedBy = command.by;
      return undefined;
    case 'retry':
      return retry(tick, command.position);
    case 'release': {
      const job = jobAt(tick, command.position);
      if (job?.state.kind !== 'lost' || !job.state.keepsGroupSlot) return 'the endpoint holds no place as lost';
      setState(tick, command.position, job, { ...job.state, keepsGroupSlot: false });
      return undefined;
    }
    case 'stop':
      return undefined;
  }
}

function set(tick: Tick, next: DeploymentState): undefined {
  tick.deployment.state = next;
}

function approveBy(tick: Tick, person: string, planHash: string): string | undefined {
  const { deployment, plan, now } = tick;
  const { state } = deployment;
  if (state.kind !== 'awaiting-approval' && state.kind !== 'halted') return `it is ${state.kind}`;
  if (planHash !== deployment.planHash || planHash !== plan.hash) return 'it names another plan';
  if (now >= plan.expiresAt) return 'the plan has expired, and nothing of it begins any more; make a new one';
  const approvals = approve(state.approvals, { person, planHash, at: now }, deployment.planHash);
  if (approvals === state.approvals) return 'the same person has approved already';
  deployment.state = { ...state, approvals };
  if (!isApproved(approvals, deployment.planHash, plan.approvalsNeeded)) return undefined;
  if (state.kind === 'awaiting-approval') deployment.state = { kind: 'scheduled', startAt: now };
  else {
    deployment.state = { kind: 'running' };
    // They have seen what failed so far; what may stop it again is what fails from now on.
    deployment.strata.clear();
    accept(tick);
    for (const ring of tick.rings) if (ring.state.kind === 'failed') ring.state = { kind: 'open', since: now };
  }
  return undefined;
}

function accept({ deployment, rings, observations }: Tick): void {
  deployment.acceptedProbes = observations.probes === 'blocking';
  deployment.acceptedFailures = deployment.soFar.failures;
  deployment.acceptedFailedBefore = rings.reduce((sum, { failedBefore }) => sum + failedBefore, 0);
}

function resume(tick: Tick): string | undefined {
  const { state } = tick.deployment;
  if (state.kind === 'halted') return 'it is halted; it goes on with a new approval';
  if (state.kind !== 'paused') return `it is ${state.kind}`;
  accept(tick);
  unpause(tick, tick.observations.isFenced ? ['operator', 'guard'] : ['operator', 'guard', 'fence']);
  return undefined;
}

function promoteBy(tick: Tick, by: string): string | undefined {
  if (tick.deployment.state.kind !== 'running') return `the deployment is ${tick.deployment.state.kind}`;
  const ring = tick.rings.find(({ state }) => state.kind !== 'promoted');
  if (ring?.state.kind !== 'evaluating') return 'no ring waits at its gate';
  ring.state = { kind: 'promoted', at: tick.now, by };
  return undefined;
}

function breakGlass({ deployment, now }: Tick, by: string): string | undefined {
  const glass = deployment.breakGlass;
  if (glass.kind !== 'asked' || now > glass.at + secondPersonMs) deployment.breakGlass = { kind: 'asked', by, at: now };
  else if (glass.by === by) return 'it takes a second person';
  else deployment.breakGlass = { kind: 'broken', by: [glass.by, by], until: now + brokenGlassMs };
  return undefined;
}

function retry(tick: Tick, position: number): string | undefined {
  const { deployment, now } = tick;
  const job = jobAt(tick, position);
  const ring = ringAt(tick, position);
  if (job === undefined || ring === undefined) return 'there is no such endpoint in it';
  if (deployment.state.kind !== 'running' && deployment.state.kind !== 'paused')
    return `it is ${deployment.state.kind}`;
  if (deployment.closed !== null) return 'nothing starts in it any more';
  if (job.state.kind !== 'failed' && job.state.kind !== 'rolled-back') return `the endpoint is ${job.state.kind}`;
  setJob(tick, position, { ...job, attempt: job.attempt + 1, state: { kind: 'queued', since: now } });
  return undefined;
}
