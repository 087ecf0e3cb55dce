// A deployment as people look at it: rings, what the gate makes of them in words, and failures by cause with what to do.
import { causes, isCause } from '@suture/core/rollouts/causes.ts';
import type { Deployment } from '@suture/core/rollouts/deployment.ts';
import { promoteText, stopText } from '@suture/core/rollouts/gate/words.ts';
import type { deployment as shape } from '@suture/protocol/api/deployments.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import type { Transaction } from '../store/database.ts';
import { endpointsSeen, failuresByCause, notesOf, type FailureGroup } from '../store/deployment-lists.ts';
import { deploymentRow, type DeploymentRow } from '../store/deployments.ts';
import { namesOf, namingIn } from '../store/names-in-texts.ts';
import { isLimitedToTags } from '../store/tag-scope.ts';
import { lost } from './look-at-job.ts';
import { describeRehearsals, holdText, untriedText } from './look-at-rehearsals.ts';
import type { PlanShelf } from './plan-shelf.ts';

/** Undefined where there is none with an endpoint that the transaction sees. */
export async function describeDeployment(
  transaction: Transaction,
  plans: PlanShelf,
  id: string,
): Promise<z.infer<typeof shape> | undefined> {
  const row = (await endpointsSeen(transaction, id)) === 0 ? undefined : await deploymentRow(transaction, id);
  const plan = row === undefined ? undefined : await plans.find(transaction, row.plan);
  if (row === undefined || plan === undefined) return undefined;
  const { deployment, name, createdAt, createdBy } = row;
  const { gate, approvalsNeeded } = plan.rollout(row.fleet);
  const { state, soFar, inFlight } = deployment;
  const rehearsals = await describeRehearsals(transaction, plan.document, id);
  const notes = await notesOf(transaction, id);
  const named = await namingIn(
    transaction,
    [...row.said, ...notes].map(({ text }) => text),
  );
  const given = approvalsOf(deployment);
  const nameOf = await namesOf(transaction, [createdBy, ...given.map(({ person }) => person)]);
  return {
    id,
    name,
    plan: row.plan,
    state: state.kind,
    pausedBy: state.kind === 'paused' ? state.by : [],
    haltedBy: state.kind === 'halted' ? state.by : null,
    startAt: state.kind === 'scheduled' ? iso(state.startAt) : null,
    expiresAt: plan.document.expiresAt,
    createdAt: createdAt.toISOString(),
    createdBy,
    createdByName: nameOf(createdBy),
    endpoints: plan.document.endpoints.length,
    inFlight,
    approvals: { needed: approvalsNeeded, given: given.map((each) => ({ ...each, name: nameOf(each.person) })) },
    rings: ringsOf(row),
    rehearsals,
    gate: { stop: stopText(soFar, gate.acceptedRate), promote: promoteText(soFar) },
    says: [
      ...row.said.filter(({ about }) => about === 'deployment').map(({ text }) => named(text)),
      ...holdText(state.kind, rehearsals),
      // Who sees only some of them cannot be told of how many.
      ...(state.kind === 'awaiting-approval' && !(await isLimitedToTags(transaction))
        ? untriedText(rehearsals, plan.document.endpoints.length)
        : []),
    ],
    failures: (await failuresByCause(transaction, id)).map(failureOf),
    notes: notes.map(({ at, about, text }) => ({ at: at.toISOString(), about, text: named(text) })),
  };
}

const iso = (moment: number): string => new Date(moment).toISOString();

const approvalsOf = ({ state }: Deployment) =>
  'approvals' in state ? state.approvals.map(({ person, at }) => ({ person, at: iso(at) })) : [];

const ringsOf = ({ rings, said }: DeploymentRow) =>
  rings.map(({ first, end, state, census, outcomes, failures, failedBefore }, number) => ({
    number,
    endpoints: end - first,
    state: state.kind,
    until: state.kind === 'soaking' ? iso(state.until) : null,
    jobs: Object.fromEntries(Object.entries(census).filter(([, count]) => count > 0)),
    outcomes,
    failures,
    failedBefore,
    says: said.find(({ about }) => about === `ring ${number}`)?.text ?? null,
  }));

function failureOf({ cause, endpoints, lines, why }: FailureGroup) {
  const { says, remedy } = isCause(cause) ? causes[cause] : lost;
  return { cause, says, remedy, endpoints, why, lines };
}
