// One endpoint of a deployment as people look at it: where its job is, what holds it back, why it failed and what to do.
import { causes, isCause } from '@suture/core/rollouts/causes.ts';
import type { job as shape } from '@suture/protocol/api/deployments.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import type { Transaction } from '../store/database.ts';
import { databaseNow, deploymentRow } from '../store/deployments.ts';
import { dispatchesOf, jobRow, saidOf } from '../store/job-history.ts';
import { namingIn } from '../store/names-in-texts.ts';
import { freezeSays } from './freezes.ts';
import type { PlanShelf } from './plan-shelf.ts';

/** What is said of a job of which nothing is heard any more: time alone came to it. */
export const lost = {
  says: 'nothing was heard of it for longer than an install may take',
  remedy: 'Look at the endpoint; it may still be installing. Then release its place, or retry it.',
};

const iso = (at: Date): string => at.toISOString();

/** Undefined where there is no such deployment, or the endpoint is not in it, or not seen. */
export async function describeJob(
  transaction: Transaction,
  plans: PlanShelf,
  id: string,
  endpoint: string,
): Promise<z.infer<typeof shape> | undefined> {
  const job = await jobRow(transaction, id, endpoint);
  const row = job === undefined ? undefined : await deploymentRow(transaction, id);
  const plan = row === undefined ? undefined : await plans.find(transaction, row.plan);
  if (job === undefined || row === undefined || plan === undefined) return undefined;
  const { position, state, attempt, detail, changedAt } = job;
  const number = row.rings.findIndex(({ first, end }) => position >= first && position < end);
  const step = plan.document.steps[plan.document.endpoints[position]?.step ?? -1];
  const abouts = ['deployment', `ring ${number}`, `job ${position}`];
  const said = row.said.filter(({ about }) => abouts.includes(about)).map(({ text }) => text);
  const named = await namingIn(transaction, said);
  return {
    deployment: id,
    name: row.name,
    plan: row.plan,
    deploymentState: row.deployment.state.kind,
    endpoint,
    ring: number,
    ringState: row.rings[number]?.state.kind ?? 'pending',
    state,
    attempt,
    changedAt: iso(changedAt),
    waitsFor: waitOf(state, detail),
    failure: failureOf(state, detail),
    says: [...(await frozenBy(transaction, endpoint, state, detail)), ...said.map(named)],
    changes: step?.changes ?? [],
    dispatches: (await dispatchesOf(transaction, id, position)).map((each) => ({
      ...each,
      madeAt: iso(each.madeAt),
      expiresAt: iso(each.expiresAt),
    })),
    reports: (await saidOf(transaction, id, endpoint)).map((each) => ({
      ...each,
      at: iso(each.at),
      receivedAt: iso(each.receivedAt),
    })),
  };
}

async function frozenBy(
  transaction: Transaction,
  endpoint: string,
  state: string,
  { reason }: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  if (state !== 'deferred' || reason !== 'freeze') return [];
  const says = await freezeSays(transaction, endpoint, new Date(await databaseNow(transaction)));
  return says === null ? [] : [`A freeze holds it: ${says}`];
}

function waitOf(
  state: string,
  { reason, until }: Readonly<Record<string, unknown>>,
): { readonly reason: string; readonly until: string | null } | null {
  if (state !== 'deferred' || typeof reason !== 'string') return null;
  return { reason, until: typeof until === 'number' ? iso(new Date(until)) : null };
}

function failureOf(
  state: string,
  { cause }: Readonly<Record<string, unknown>>,
): { readonly cause: string; readonly says: string; readonly remedy: string } | null {
  if (state === 'lost') return { cause: 'lost', ...lost };
  return typeof cause === 'string' && isCause(cause)
    ? { cause, says: causes[cause].says, remedy: causes[cause].remedy }
    : null;
}
