// A person puts a frozen plan up for approval: from then on there is a deployment of it.
import { newRollout } from '@suture/core/rollouts/plan.ts';
import { ringSizesOf } from '@suture/core/rollouts/rollout-plan.ts';
import { addDeployment } from '../store/deployments.ts';
import { fleetSize } from '../store/plan-candidates.ts';
import { putRehearsals } from '../store/rehearsals.ts';
import { liftTagLimit } from '../store/tag-scope.ts';
import { isWithinReach } from './change-deployment.ts';
import { driftOfStoredPlan } from './look-at-plan.ts';
import { personOf, record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';
import { chooseRehearsals } from './rehearse-deployment.ts';
import { tickDeployment, type TickParts } from './tick-deployment.ts';
import { uuidOf } from './uuid.ts';

interface DeploymentAsked {
  readonly plan: string;
  readonly name: string;
  /** Also where the plan does not fit some endpoints any more. */
  readonly acceptDrift: boolean;
  /** First on throw-away copies of endpoints, where some can. */
  readonly rehearse?: boolean;
}

const mostNamed = 5;

export function beginDeployment(
  door: PeopleDoor,
  by: By,
  parts: TickParts,
  { plan: hash, name, acceptDrift, rehearse }: DeploymentAsked,
): Promise<Done<{ readonly id: string }, 'not-found' | 'conflict' | 'forbidden'>> {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const now = door.now();
    const plan = await parts.plans.find(transaction, hash);
    if (plan === undefined) return refuse('not-found', 'there is no such plan');
    if (Date.parse(plan.document.expiresAt) <= now.getTime()) return refuse('conflict', 'the plan has expired');
    const endpoints = plan.document.endpoints.map(({ endpoint }) => endpoint);
    if (!(await isWithinReach(transaction, by, endpoints))) {
      return refuse('forbidden', 'some of its endpoints are beyond your tags');
    }
    await liftTagLimit(transaction);
    const drift = acceptDrift ? undefined : await driftOfStoredPlan(transaction, parts.plans, hash);
    if (drift !== undefined && drift.drifted > 0) return refuse('conflict', driftedText(drift));
    const fleet = await fleetSize(transaction);
    const uuid = uuidOf(door.random(16));
    const state = newRollout(plan.rollout(fleet), ringSizesOf(plan.document), now.getTime());
    await addDeployment(transaction, { id: uuid, name, state, fleet, by: by.access.actor, at: now });
    const person = personOf(by);
    const rehearsals = rehearse === true ? await chooseRehearsals(transaction, plan.document, now) : [];
    await putRehearsals(transaction, uuid, rehearsals, now);
    const commands = [
      { kind: 'freeze', by: person },
      { kind: rehearsals.length > 0 ? 'rehearse' : 'submit', by: person },
    ] as const;
    await tickDeployment(transaction, parts, uuid, { commands });
    await record(transaction, by, {
      at: now,
      action: 'deployment.begin',
      subject: `deployment:${uuid}`,
      before: null,
      after: { name, plan: hash, endpoints: endpoints.length, rehearsals: rehearsals.length },
    });
    return { ok: true, value: { id: uuid } };
  });
}

type Drift = NonNullable<Awaited<ReturnType<typeof driftOfStoredPlan>>>;

/** What drifted, said once for all endpoints of which the same is said. */
function driftedText({ drifted, items }: Drift): string {
  const whys = [...Map.groupBy(items, ({ says }) => says[0] ?? '')]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .slice(0, mostNamed)
    .map(([why, endpoints]) =>
      endpoints.length === 1 ? why : `${why.replace(/\.$/, '')} (${endpoints.length} times).`,
    );
  return `the plan does not fit ${drifted} of its endpoints any more. ${whys.join(' ')} Make a new plan, or accept that these are left as they are`;
}
