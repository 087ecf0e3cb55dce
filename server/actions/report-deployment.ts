// The report of a deployment: scope, consent, rings, outcomes, failures by cause, and evidence for each finding it was to close.
import { isOver, type DeploymentKind } from '@suture/core/rollouts/deployment.ts';
import type { Exclusion, PlanDocument } from '@suture/core/rollouts/plan-document.ts';
import type { deploymentReport } from '@suture/protocol/api/deployment-report.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import type { Transaction } from '../store/database.ts';
import { approvalsOf, historyOf, jobStates, signersOf } from '../store/deployment-evidence.ts';
import { deploymentRow } from '../store/deployments.ts';
import { reachable } from '../store/event-audience.ts';
import { namesOf, namingIn } from '../store/names-in-texts.ts';
import { endpointNames } from '../store/plan-candidates.ts';
import { isLimitedToTags } from '../store/tag-scope.ts';
import { findingEvidence } from './finding-evidence.ts';
import { describeDeployment } from './look-at-deployment.ts';
import { leftOut } from './look-at-plan.ts';
import type { PlanShelf } from './plan-shelf.ts';
import { windowsOf } from './work-out-schedules.ts';

/** Of whoever is limited to tags, only their own. */
async function exclusionsSeen(transaction: Transaction, { exclusions }: PlanDocument): Promise<readonly Exclusion[]> {
  if (!(await isLimitedToTags(transaction))) return exclusions;
  const seen = new Set(
    await reachable(
      transaction,
      exclusions.map(({ endpoint }) => endpoint),
    ),
  );
  return exclusions.filter(({ endpoint }) => seen.has(endpoint));
}

const mostNamed = 20;
const mostSteps = 200;
const mostFindings = 2_000;

const iso = (at: Date | number): string => new Date(at).toISOString();

/** Undefined where there is none with an endpoint that the transaction sees. What is not seen is not counted. */
export async function reportDeployment(
  transaction: Transaction,
  plans: PlanShelf,
  id: string,
  now: Date,
): Promise<z.infer<typeof deploymentReport> | undefined> {
  const described = await describeDeployment(transaction, plans, id);
  const row = described === undefined ? undefined : await deploymentRow(transaction, id);
  const plan = row === undefined ? undefined : await plans.find(transaction, row.plan);
  if (described === undefined || row === undefined || plan === undefined) return undefined;
  const { document } = plan;
  const jobs = await jobStates(transaction, id);
  const seen = document.endpoints.filter(({ endpoint }) => jobs.has(endpoint));
  const ofStep = Map.groupBy(seen, ({ step }) => step);
  const outcomes: Record<string, number> = {};
  for (const { state } of jobs.values()) outcomes[state] = (outcomes[state] ?? 0) + 1;
  const failed = Map.groupBy(
    [...jobs].filter(([, { cause }]) => cause !== null),
    ([, { cause }]) => cause,
  );
  const named = [...failed.values()].flatMap((those) => those.slice(0, mostNamed).map(([endpoint]) => endpoint));
  const names = await endpointNames(transaction, named);
  const history = await historyOf(transaction, id);
  const nameIn = await namingIn(
    transaction,
    history.map(({ text }) => text),
  );
  const { state } = row.deployment;
  const promoters = row.rings.map(({ state: is }) => (is.kind === 'promoted' ? is.by : null));
  const approvals = await approvalsOf(transaction, id);
  const nameOf = await namesOf(transaction, [
    document.by,
    ...promoters.filter((by) => by !== null),
    ...approvals.map(({ actor }) => actor),
  ]);
  const isEnded = isOver(state.kind satisfies DeploymentKind);
  return {
    id,
    name: row.name,
    state: state.kind,
    at: iso(now),
    createdAt: iso(row.createdAt),
    createdBy: row.createdBy,
    createdByName: described.createdByName,
    endedAt: isEnded && 'at' in state ? iso(state.at) : null,
    plan: {
      hash: row.plan,
      query: document.query,
      by: document.by,
      byName: nameOf(document.by),
      at: document.at,
      expiresAt: document.expiresAt,
      closes: document.closes,
      windows: [...new Set(document.endpoints.flatMap(({ schedule }) => windowsOf(schedule)))],
      soakMinutes: document.soakMinutes,
      endpoints: seen.length,
      steps: [...ofStep]
        .toSorted(([, a], [, b]) => b.length - a.length)
        .slice(0, mostSteps)
        .map(([index, those]) => {
          const { release = '', adapter = '', changes = [] } = document.steps[index] ?? {};
          const changed = changes.map(({ package: name, from, to }) => ({ package: name, from, to }));
          return { release, adapter, endpoints: those.length, changes: changed };
        }),
      excluded: (await leftOut(transaction, await exclusionsSeen(transaction, document))).map(
        ({ why, endpoints, names: some }) => ({
          why,
          endpoints,
          names: some,
        }),
      ),
    },
    signatures: (await signersOf(transaction, row.plan)).map((each) => ({ ...each, at: iso(each.at) })),
    approvals: {
      needed: described.approvals.needed,
      given: approvals.map((each) => ({ ...each, name: each.name ?? nameOf(each.actor), at: iso(each.at) })),
    },
    rings: described.rings.map(({ number, endpoints, state: ring, jobs: census, outcomes: all, failures }) => {
      const promotedBy = promoters[number] ?? null;
      const promotedByName = promotedBy === null ? null : nameOf(promotedBy);
      return { number, endpoints, state: ring, jobs: census, outcomes: all, failures, promotedBy, promotedByName };
    }),
    outcomes,
    failures: described.failures.map((failure) => ({
      ...failure,
      names: (failed.get(failure.cause) ?? []).slice(0, mostNamed).map(([endpoint]) => names.get(endpoint) ?? endpoint),
    })),
    findings: (await findingEvidence(transaction, document, jobs)).slice(0, mostFindings),
    notes: history.map(({ at, about, text }) => ({ at: iso(at), about, text: nameIn(text) })),
  };
}
