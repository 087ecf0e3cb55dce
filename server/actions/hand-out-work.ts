// The half of a check-in that is about jobs: what became of them is kept, and what was signed is handed out.
import type { KeyObject } from 'node:crypto';
import type { CheckInRequest, CheckInResponseInput } from '@suture/protocol/agent/check-in.ts';
import { MOST, REHEARSAL, START_MS } from '@suture/protocol/deployments/limits.ts';
import type { HeldJob, WorkInput } from '@suture/protocol/deployments/work.ts';
import type { Envelope } from '@suture/protocol/trust/envelope.ts';
import type { Transaction } from '../store/database.ts';
import { addReports } from '../store/deployment-reports.ts';
import { wakeDeployments } from '../store/deployments.ts';
import {
  calledBack,
  currentEpoch,
  currentWork,
  eagernessOf,
  noteObeyed,
  setStarts,
  soaksOf,
  type CurrentWork,
} from '../store/dispatches.ts';
import { noteRehearsals, rehearsalWork, type RehearsalWork } from '../store/rehearsals.ts';
import { noteSimulated, simulationWork } from '../store/simulations.ts';
import type { AgentDoor, KnownPeer } from './agent-door.ts';
import type { PlanShelf } from './plan-shelf.ts';
import { startFor } from './sign-dispatches.ts';

export interface WorkParts {
  /** Ed25519. */
  readonly signing: KeyObject;
  readonly plans: PlanShelf;
}

/** How soon to call again, and how much later by chance, in seconds. */
const paces = { busy: [5, 2], waiting: [120, 30] } as const;

type Handed = Pick<CheckInResponseInput, 'work' | 'intervalSeconds' | 'jitterSeconds'>;

/** Committed when it answers: what the request said of jobs need not be said again. */
export async function handOutWork(
  { store, work: parts, now: clock }: AgentDoor,
  { organisation, endpoint }: KnownPeer,
  { jobs, holds = [], obeyed, simulated = [] }: CheckInRequest,
  { intervalSeconds, jitterSeconds }: Pick<CheckInResponseInput, 'intervalSeconds' | 'jitterSeconds'>,
): Promise<Partial<Handed>> {
  if (parts === undefined) return {};
  return store.inOrganisation(organisation, async (transaction) => {
    const now = clock();
    if (obeyed !== undefined && obeyed.epoch > (await currentEpoch(transaction))) {
      await noteObeyed(transaction, endpoint, obeyed.epoch);
    }
    await noteSimulated(transaction, endpoint, simulated, now);
    const news =
      (await addReports(transaction, endpoint, jobs, now)) + (await noteRehearsals(transaction, endpoint, jobs, now));
    if (news > 0) await wakeDeployments(transaction);
    const rehearsals = await rehearsalWork(transaction, endpoint, now);
    const work = await workFor(transaction, parts, endpoint, rehearsals.work, now);
    const drop = await droppedOf(transaction, endpoint, holds, rehearsals.work);
    const soaks = holds.length === 0 ? [] : await soaksOf(transaction, endpoint);
    const pace =
      rehearsals.work.length > 0
        ? 'busy'
        : ((await eagernessOf(transaction, endpoint)) ?? (rehearsals.soon ? 'waiting' : undefined));
    const [interval, jitter] = pace === undefined ? [intervalSeconds, jitterSeconds] : paces[pace];
    return {
      work: {
        ...work,
        soaks: soaks.map((each) => ({ ...each, until: each.until.toISOString() })),
        drop: drop.slice(0, MOST.drop),
        simulations: await simulationWork(transaction, endpoint, now),
      },
      intervalSeconds: Math.min(interval, intervalSeconds),
      jitterSeconds: Math.min(jitter, jitterSeconds),
    };
  });
}

async function workFor(
  transaction: Transaction,
  { signing }: WorkParts,
  endpoint: string,
  rehearsals: readonly RehearsalWork[],
  now: Date,
): Promise<Pick<WorkInput, 'dispatches' | 'starts'>> {
  const current = await currentWork(transaction, endpoint);
  const starts: Envelope[] = [];
  for (const each of current) {
    const start = await startOf(transaction, signing, each, now);
    if (start !== undefined) starts.push(start);
  }
  // Given until the endpoint says something of it; after that it has it. In order, as a later number ends all before it.
  const dispatches = [
    ...current.filter(({ state }) => state === 'dispatched' || state === 'rolling-back'),
    ...rehearsals,
  ].toSorted((a, b) => a.sequence - b.sequence);
  return {
    dispatches: dispatches.slice(0, MOST.work).map(({ envelope }) => envelope),
    starts: starts.slice(0, MOST.work),
  };
}

/** Of what it holds: jobs that are not its any more, and rehearsals that nobody waits for. */
async function droppedOf(
  transaction: Transaction,
  endpoint: string,
  holds: readonly HeldJob[],
  rehearsals: readonly RehearsalWork[],
): Promise<readonly HeldJob[]> {
  const isRehearsal = ({ attempt }: HeldJob): boolean => attempt === REHEARSAL.attempt;
  const unasked = holds
    .filter(isRehearsal)
    .filter(
      (held) => !rehearsals.some((each) => each.deployment === held.deployment && each.dispatch === held.dispatch),
    );
  const jobs = holds.filter((held) => !isRehearsal(held));
  return [...(await calledBack(transaction, endpoint, jobs)), ...unasked];
}

/** Of an install: what was granted, while it holds. A rollback was ordered by a person: each time anew, while that holds. */
async function startOf(
  transaction: Transaction,
  signing: KeyObject,
  work: CurrentWork,
  now: Date,
): Promise<Envelope | undefined> {
  const { kind, state, running, start, startExpiresAt } = work;
  if (kind === 'install') {
    return running === 'running' && state === 'starting' && startExpiresAt !== null && startExpiresAt > now
      ? (start ?? undefined)
      : undefined;
  }
  if (state !== 'rolling-back' || running !== 'rolling-back') return undefined;
  const expiresAt = new Date(now.getTime() + START_MS);
  const made = startFor(transaction, work, { signing, now: now.getTime() }, expiresAt.getTime());
  if (made !== undefined) await setStarts(transaction, work.deployment, [{ ...work, start: made, expiresAt }]);
  return made;
}
