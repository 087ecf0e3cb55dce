// One look at one deployment: its row is held, what is needed is read, core decides, and all that follows is written at once.
import type { KeyObject } from 'node:crypto';
import type { Deployment } from '@suture/core/rollouts/deployment.ts';
import type { RingProbe } from '@suture/core/rollouts/plan-document.ts';
import { applied, plan as decide } from '@suture/core/rollouts/plan.ts';
import type {
  Action,
  Command,
  Explained,
  Observations,
  Planned,
  Report,
  RolloutPlan,
  RolloutState,
} from '@suture/core/rollouts/rollout.ts';
import type { Transaction } from '../store/database.ts';
import { closeQueue, loadJobs, nextDue, writeJobs, type LoadedJobs } from '../store/deployment-jobs.ts';
import { newReports, noteReports, type NewReport } from '../store/deployment-reports.ts';
import { addNotes, databaseNow, deploymentRow, writeDeployment, type DeploymentRow } from '../store/deployments.ts';
import { currentEpoch, dispatchesAt, isFenced } from '../store/dispatches.ts';
import { maintenanceWindows } from '../store/maintenance-windows.ts';
import { planSignatures } from '../store/plans.ts';
import { groupsInFlight, rolloutLimits } from '../store/rollout-limits.ts';
import { freezesOver } from './freezes.ts';
import type { PlanShelf } from './plan-shelf.ts';
import type { RingProbeAnswers, RingProbesSay } from './ring-probe-answers.ts';
import { dispatch, grantStarts, type Signing } from './sign-dispatches.ts';
import { rehearsedMinutes } from './step-kind.ts';
import { workOutSchedules } from './work-out-schedules.ts';

export interface TickParts {
  readonly plans: PlanShelf;
  readonly signing: KeyObject;
  /** UTC milliseconds; the database's clock where it is left out. */
  readonly now?: () => number;
  /** Without it what a plan asks of its rings is not known, and holds them at their gates. */
  readonly answers?: RingProbeAnswers | undefined;
}

export interface Ticked {
  readonly before: DeploymentRow;
  readonly deployment: Deployment;
  readonly reasons: readonly Explained[];
  /** There is more to do right away. */
  readonly isMore: boolean;
}

/** Undefined where there is no such deployment, or, with `skip`, where somebody else looks at it just now. */
export async function tickDeployment(
  transaction: Transaction,
  { plans, signing, now: clock, answers }: TickParts,
  id: string,
  { commands = [], hold = 'hold' }: { readonly commands?: readonly Command[]; readonly hold?: 'hold' | 'skip' } = {},
): Promise<Ticked | undefined> {
  const row = await deploymentRow(transaction, id, hold);
  if (row === undefined) return undefined;
  const shelved = await plans.find(transaction, row.plan);
  if (shelved === undefined) throw new Error(`the plan of the deployment ${id} is gone`);
  // Whoever takes or gives back slots waits here for whoever else does, so that what is read of them is true.
  const limits = await rolloutLimits(transaction, { held: true });
  const now = clock?.() ?? (await databaseNow(transaction));
  const frozen = shelved.rollout(row.fleet, await rehearsedMinutes(transaction, shelved.document, id));
  const rollout: RolloutPlan = {
    ...frozen,
    limits: { ...frozen.limits, group: Math.min(frozen.limits.group, limits.mostInGroup) },
  };
  const reports = await newReports(transaction, id);
  const { deployment, rings } = row;
  const loaded = await loadJobs(
    transaction,
    id,
    {
      positions: [...reports.map(({ position }) => position), ...commands.flatMap((each) => positionOf(each) ?? [])],
      rings,
      isRollingBack: deployment.state.kind === 'rolling-back' || commands.some(({ kind }) => kind === 'roll-back'),
    },
    now,
  );
  const names = new Set([...loaded.jobs.keys()].map((position) => rollout.targets[position]?.schedule ?? ''));
  const windows = workOutSchedules(await maintenanceWindows(transaction), names, now);
  const epoch = await currentEpoch(transaction);
  const endpointAt = (position: number): string => rollout.targets[position]?.endpoint ?? '';
  const frost = await freezesOver(transaction, [...loaded.jobs.keys()].map(endpointAt), now);
  const observations: Observations = {
    commands,
    reports,
    endpoints:
      frost.untilFor.size === 0
        ? loaded.endpoints
        : new Map(
            [...loaded.endpoints].map(([position, facts]) => [
              position,
              { ...facts, frozenUntil: frost.untilFor.get(endpointAt(position)) ?? null },
            ]),
          ),
    schedules: windows.schedules,
    blackoutUntil: windows.blackoutUntil,
    freezeUntil: frost.untilForAll,
    isFenced: await isFenced(transaction, id, epoch),
    isUnsigned: (await planSignatures(transaction, row.plan)).length < limits.signaturesNeeded,
    totalFree: limits.mostInFlight - limits.inFlight,
    groupsElsewhere: elsewhere(await groupsInFlight(transaction), deployment),
    // What an endpoint's own probes say comes with its report.
    ...ringProbesSay(id, shelved.document.ringProbes ?? [], answers),
  };
  const state: RolloutState = { plan: rollout, deployment, rings, jobs: loaded.jobs };
  const decided = decide(state, observations, now);
  const planned = withoutRefusals(decided, commands);
  const sent = handOver(state, planned, observations, now);
  const by: Signing = {
    signing,
    epoch,
    deployment: id,
    plan: rollout,
    schedules: windows.schedules,
    isOpen: sent.deployment.breakGlass.kind === 'broken' && now < sent.deployment.breakGlass.until,
    now,
  };
  await write(transaction, row, { planned, sent, reports, by });
  return { before: row, deployment: sent.deployment, reasons: decided.reasons, isMore: isMore(row, sent, loaded) };
}

/** Who asked for what cannot be is told; those who look at the deployment need not be. */
function withoutRefusals(planned: Planned, commands: readonly Command[]): Planned {
  const begins = commands.map(({ kind, by }) => `${kind} of ${by} was not done: `);
  const reasons = planned.reasons.filter(({ text }) => !begins.some((start) => text.startsWith(start)));
  return { ...planned, reasons };
}

const ringProbesSay = (
  deployment: string,
  probes: readonly RingProbe[],
  answers: RingProbeAnswers | undefined,
): RingProbesSay =>
  probes.length === 0 ? { probes: 'clear' } : (answers?.of(deployment, probes) ?? { probes: undefined });

/** What was leased is signed in this transaction, so it has been dispatched when this is committed: core is told so at once. */
function handOver(state: RolloutState, planned: Planned, observations: Observations, now: number): Planned {
  const leases = planned.actions.filter((action) => action.kind === 'lease');
  if (leases.length === 0) return planned;
  const reports = leases.map(({ position, attempt, dispatch: number }): Report => ({
    position,
    attempt,
    dispatch: number,
    body: { kind: 'dispatched' },
  }));
  const next = decide(applied(state, planned), { ...observations, commands: [], reports, totalFree: 0 }, now);
  return { ...next, changed: new Map([...planned.changed, ...next.changed]) };
}

interface Written {
  readonly planned: Planned;
  readonly sent: Planned;
  readonly reports: readonly NewReport[];
  readonly by: Signing;
}

async function write(
  transaction: Transaction,
  row: DeploymentRow,
  { planned, sent, reports, by }: Written,
): Promise<void> {
  const { id } = row;
  const { now } = by;
  // The second look repeats nothing of the first but what it was asked for.
  const actions: readonly Action[] = sent === planned ? planned.actions : [...planned.actions, ...sent.actions];
  const isDone = sent.deployment.state.kind !== row.deployment.state.kind;
  for (const action of actions) {
    if (action.kind === 'close-queue') await closeQueue(transaction, id, action.as, action.reason, now);
  }
  await writeJobs(transaction, id, sent.changed, now);
  const lookAt = sent.actions.reduce(
    (soonest, action) => (action.kind === 'look-again' ? Math.min(action.at, soonest) : soonest),
    // Core knows of the jobs that were loaded; one that waits for its time alone was not.
    await nextDue(transaction, id, now),
  );
  await writeDeployment(transaction, row, {
    deployment: sent.deployment,
    rings: sent.rings,
    said: said(row.said, planned.reasons),
    // A deployment or ring that moved may have opened the way for more.
    lookAt: isDone || ringsMoved(row, sent) ? now : lookAt,
  });
  const given = actions.filter((action) => action.kind === 'lease' || action.kind === 'roll-back');
  await dispatch(transaction, given, by);
  const grants = actions.filter((action) => action.kind === 'grant-start');
  await grantStarts(transaction, grants, await dispatchesAt(transaction, id, grants), by);
  const evidence = new Map(
    actions.flatMap((action) => (action.kind === 'record-evidence' ? [[action.report, action.why] as const] : [])),
  );
  await noteReports(
    transaction,
    id,
    reports.map((report) => ({ report, evidence: evidence.get(report) ?? null })),
    now,
  );
  await addNotes(transaction, id, notesOf(row, sent, planned, actions), new Date(now));
}

function notesOf(
  row: DeploymentRow,
  sent: Planned,
  planned: Planned,
  actions: readonly Action[],
): readonly Explained[] {
  const [from, to] = [row.deployment.state.kind, sent.deployment.state.kind];
  const moved: Explained[] = from === to ? [] : [{ about: 'deployment', text: `It was ${from}, and is ${to}.` }];
  const rings = sent.rings.flatMap((ring, number): Explained[] => {
    const before = row.rings[number]?.state.kind;
    return before === ring.state.kind
      ? []
      : [{ about: `ring ${number}`, text: `It was ${before}, and is ${ring.state.kind}.` }];
  });
  const calls = actions.flatMap((action): Explained[] =>
    action.kind === 'call-person' ? [{ about: 'deployment', text: `A person is needed: ${action.about}.` }] : [],
  );
  const before = new Set(row.said.map(({ about, text }) => `${about} ${text}`));
  const news = planned.reasons.filter(({ about, text }) => !about.startsWith('job') && !before.has(`${about} ${text}`));
  return [...moved, ...rings, ...calls, ...news].slice(0, 100);
}

/** The last that was said of each. */
function said(before: readonly Explained[], now: readonly Explained[]): readonly Explained[] {
  const abouts = new Set(now.map(({ about }) => about));
  const kept = before.filter(({ about }) => !abouts.has(about));
  return [...kept, ...now.filter(({ about }) => !about.startsWith('job'))].slice(-50);
}

const ringsMoved = (row: DeploymentRow, { rings }: Planned): boolean =>
  rings.some(({ state }, number) => state.kind !== row.rings[number]?.state.kind);

const isMore = (row: DeploymentRow, sent: Planned, loaded: LoadedJobs): boolean =>
  ringsMoved(row, sent) ||
  sent.deployment.state.kind !== row.deployment.state.kind ||
  // Those that were looked at wait for something; behind them may be some that need not.
  (loaded.isMore && sent.deployment.state.kind === 'running' && sent.changed.size > 0);

const positionOf = (command: Command): number | undefined => ('position' in command ? command.position : undefined);

const elsewhere = (all: ReadonlyMap<string, number>, { groups }: Deployment): ReadonlyMap<string, number> =>
  new Map([...all].map(([name, taken]) => [name, taken - (groups.get(name) ?? 0)]));
