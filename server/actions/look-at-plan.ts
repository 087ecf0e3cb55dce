// A plan as people look at it: what it does in a few lines, and what has changed since it was frozen.
import { describeCatchUp } from '@suture/core/maintenance/catch-up.ts';
import { approvalsNeeded } from '@suture/core/rollouts/approval.ts';
import { driftOf, driftText, packageKey, type Present } from '@suture/core/rollouts/drift.ts';
import { planConduct, planFigures } from '@suture/core/rollouts/plan-figures.ts';
import type { Exclusion, PlanDocument } from '@suture/core/rollouts/plan-document.ts';
import type { plan as planSchema, planDrift } from '@suture/protocol/api/plans.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import type { Transaction } from '../store/database.ts';
import { reachable } from '../store/event-audience.ts';
import { isLimitedToTags } from '../store/tag-scope.ts';
import { endpointNames, fleetSize } from '../store/plan-candidates.ts';
import { presentOf } from '../store/plan-presence.ts';
import { planSignatures } from '../store/plans.ts';
import { namesOf } from '../store/names-in-texts.ts';
import { rehearsedDeployment } from '../store/rehearsals.ts';
import { rolloutLimits } from '../store/rollout-limits.ts';
import { describeRehearsals } from './look-at-rehearsals.ts';
import type { PlanShelf } from './plan-shelf.ts';
import { windowsOf } from './work-out-schedules.ts';

const mostSteps = 200;
const mostExamples = 10;
const mostDrifted = 1_000;

/** Undefined where there is none, or the transaction does not reach all of its endpoints. */
export async function describePlan(
  transaction: Transaction,
  plans: PlanShelf,
  hash: string,
): Promise<z.infer<typeof planSchema> | undefined> {
  const plan = await plans.find(transaction, hash);
  if (plan === undefined || !(await reachesAll(transaction, plan.document))) return undefined;
  const { signaturesNeeded } = await rolloutLimits(transaction, { held: false });
  const rehearsed = await rehearsedDeployment(transaction, hash);
  return {
    hash,
    ...(await describeDocument(transaction, plan.document)),
    signatures: { needed: signaturesNeeded, given: (await planSignatures(transaction, hash)).length },
    rehearsals: rehearsed === undefined ? [] : await describeRehearsals(transaction, plan.document, rehearsed),
  };
}

/** A plan that may not have been frozen yet. */
export async function describeDocument(
  transaction: Transaction,
  document: PlanDocument,
): Promise<Omit<z.infer<typeof planSchema>, 'hash' | 'signatures' | 'rehearsals'>> {
  const { steps, endpoints, ringEnds, uncovered, exclusions, limits, gate } = document;
  const byStep = new Map<number, number>();
  for (const { step } of endpoints) byStep.set(step, (byStep.get(step) ?? 0) + 1);
  const rollback: Record<string, number> = {};
  for (const each of endpoints) rollback[each.rollback] = (rollback[each.rollback] ?? 0) + 1;
  const { query, by, at, expiresAt, closes, soakMinutes, ringProbes } = document;
  return {
    query,
    by,
    byName: (await namesOf(transaction, [by]))(by),
    at,
    expiresAt,
    closes,
    endpoints: endpoints.length,
    rings: ringEnds.map((end, index) => ({
      endpoints: end - (ringEnds[index - 1] ?? 0),
      uncovered: uncovered[index] ?? [],
    })),
    soakMinutes,
    ...(ringProbes === undefined ? {} : { ringProbes }),
    steps: steps.slice(0, mostSteps).map((step, index) => ({ ...step, endpoints: byStep.get(index) ?? 0 })),
    figures: planFigures(document),
    conduct: planConduct(document),
    rollback,
    excluded: await leftOut(transaction, exclusions),
    windows: [...new Set(endpoints.flatMap(({ schedule }) => windowsOf(schedule)))],
    catchUp: describeCatchUp(document.catchUp),
    mostInFlight: limits.deployment,
    cleanCanary: gate.smallRing === 'clean-canary',
    approvalsNeeded: approvalsNeeded(endpoints.length, await fleetSize(transaction)),
  };
}

/** Those left out by why, the most frequent first, a few of them by name. */
export async function leftOut(
  transaction: Transaction,
  exclusions: readonly Exclusion[],
): Promise<z.infer<typeof planSchema>['excluded']> {
  const groups = [...Map.groupBy(exclusions, ({ why }) => why)]
    .map(([why, left]) => ({
      why,
      endpoints: left.length,
      examples: left.slice(0, mostExamples).map(({ endpoint }) => endpoint),
    }))
    .toSorted((a, b) => b.endpoints - a.endpoints);
  const names = await endpointNames(
    transaction,
    groups.flatMap(({ examples }) => examples),
  );
  return groups.map((group) => ({ ...group, names: group.examples.map((id) => names.get(id) ?? id) }));
}

/** Whether there is such a plan, and the transaction reaches all of its endpoints. */
export async function isPlanSeen(transaction: Transaction, plans: PlanShelf, hash: string): Promise<boolean> {
  const plan = await plans.find(transaction, hash);
  return plan !== undefined && (await reachesAll(transaction, plan.document));
}

export async function driftOfStoredPlan(
  transaction: Transaction,
  plans: PlanShelf,
  hash: string,
): Promise<z.infer<typeof planDrift> | undefined> {
  const plan = await plans.find(transaction, hash);
  if (plan === undefined || !(await reachesAll(transaction, plan.document))) return undefined;
  const { document } = plan;
  const places = await presentOf(
    transaction,
    document.endpoints.map(({ endpoint, step }) => ({ endpoint, adapter: document.steps[step]?.adapter ?? '' })),
    [...new Set(document.steps.flatMap(({ changes }) => changes.map((change) => change.package)))],
  );
  // Endpoints with the same step and the same packages have drifted the same way.
  const answers = new Map<string, readonly string[]>();
  let drifted = 0;
  const items: { endpoint: string; says: readonly string[] }[] = [];
  for (const { endpoint, step } of document.endpoints) {
    const place = places.endpoints.get(endpoint);
    const key = `${step} ${place?.installed ?? ''} ${place?.available ?? ''}`;
    let says = answers.get(key);
    if (says === undefined) {
      const { changes = [], adapter = '' } = document.steps[step] ?? {};
      const present = place === undefined ? undefined : presentIn(places, place, changes);
      says = driftOf(changes, present, adapter === 'own').map(driftText);
      answers.set(key, says);
    }
    if (says.length === 0) continue;
    drifted += 1;
    if (items.length < mostDrifted) items.push({ endpoint, says });
  }
  return { drifted, items };
}

type Places = Awaited<ReturnType<typeof presentOf>>;

function presentIn(
  places: Places,
  { installed, available }: { readonly installed: number; readonly available: number },
  changes: readonly { readonly package: string; readonly architecture: string | null }[],
): Present {
  const wanted = new Map(changes.map((change) => [packageKey(change), change]));
  const have = new Map<string, string>();
  const offered = new Map<string, string[]>();
  for (const [key, change] of wanted) {
    const fits = (row: { readonly package: string; readonly arch: string | null }): boolean =>
      row.package === change.package &&
      (change.architecture === null || row.arch === null || row.arch === change.architecture);
    const is = (places.installed.get(installed) ?? []).find(fits);
    if (is !== undefined) have.set(key, is.version);
    offered.set(
      key,
      (places.offered.get(available) ?? []).filter(fits).map(({ version }) => version),
    );
  }
  return { installed: have, offered };
}

async function reachesAll(transaction: Transaction, { endpoints }: PlanDocument): Promise<boolean> {
  if (!(await isLimitedToTags(transaction))) return true;
  const ids = endpoints.map(({ endpoint }) => endpoint);
  return (await reachable(transaction, ids)).length === ids.length;
}
