// The half of a check-in that is about jobs: what became of them is kept, and what was signed is handed out.
import type { KeyObject } from 'node:crypto';
import type { CheckInRequest, CheckInResponseInput } from '@suture/protocol/agent/check-in.ts';
import { MOST, START_MS } from '@suture/protocol/deployments/limits.ts';
import type { WorkInput } from '@suture/protocol/deployments/work.ts';
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
  setStart,
  soaksOf,
  type CurrentWork,
} from '../store/dispatches.ts';
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
  { jobs, holds = [], obeyed }: CheckInRequest,
  { intervalSeconds, jitterSeconds }: Pick<CheckInResponseInput, 'intervalSeconds' | 'jitterSeconds'>,
): Promise<Partial<Handed>> {
  if (parts === undefined) return {};
  return store.inOrganisation(organisation, async (transaction) => {
    const now = clock();
    if (obeyed !== undefined && obeyed.epoch > (await currentEpoch(transaction))) {
      await noteObeyed(transaction, endpoint, obeyed.epoch);
    }
    if ((await addReports(transaction, endpoint, jobs, now)) > 0) await wakeDeployments(transaction);
    const work = await workFor(transaction, parts, endpoint, now);
    const drop = await calledBack(transaction, endpoint, holds);
    const soaks = holds.length === 0 ? [] : await soaksOf(transaction, endpoint);
    const pace = await eagernessOf(transaction, endpoint);
    const [interval, jitter] = pace === undefined ? [intervalSeconds, jitterSeconds] : paces[pace];
    return {
      work: {
        ...work,
        soaks: soaks.map((each) => ({ ...each, until: each.until.toISOString() })),
        drop: drop.slice(0, MOST.drop),
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
  now: Date,
): Promise<Pick<WorkInput, 'dispatches' | 'starts'>> {
  const current = await currentWork(transaction, endpoint);
  const starts: Envelope[] = [];
  for (const each of current) {
    const start = await startOf(transaction, signing, each, now);
    if (start !== undefined) starts.push(start);
  }
  // Given until the endpoint says something of it; after that it has it.
  const dispatches = current
    .filter(({ state }) => state === 'dispatched' || state === 'rolling-back')
    .map(({ envelope }) => envelope);
  return { dispatches: dispatches.slice(0, MOST.work), starts: starts.slice(0, MOST.work) };
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
  if (made !== undefined) await setStart(transaction, work.deployment, work, made, expiresAt);
  return made;
}
