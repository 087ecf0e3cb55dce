// An operator's signature under a plan, made elsewhere: kept only where it is one, by a key that is known.
import { verifiedPlanSignature } from '@suture/protocol/deployments/statements.ts';
import { readSigningKey } from '@suture/protocol/trust/keys.ts';
import { lookAtWaiting } from '../store/deployment-jobs.ts';
import { wakeDeployments } from '../store/deployments.ts';
import { operatorKeys } from '../store/operator-keys.ts';
import { addPlanSignature } from '../store/plans.ts';
import { record, refuse, type By, type Done, type PeopleDoor } from './people-door.ts';
import { planStatementOf } from './plan-part.ts';
import type { PlanShelf } from './plan-shelf.ts';

export function signPlan(
  door: PeopleDoor,
  by: By,
  plans: PlanShelf,
  { plan: hash, envelope }: { readonly plan: string; readonly envelope: unknown },
): Promise<Done<{ readonly signers: readonly string[] }, 'not-found' | 'invalid'>> {
  return door.store.inOrganisation(by.access.organisation, async (transaction) => {
    const plan = await plans.find(transaction, hash);
    if (plan === undefined) return refuse('not-found', 'there is no such plan');
    const known = (await operatorKeys(transaction)).filter(({ revokedAt }) => revokedAt === null);
    const keys = known.flatMap(({ publicKey }) => readSigningKey(publicKey) ?? []);
    const verified = verifiedPlanSignature(envelope, planStatementOf(plan), keys);
    if (!verified.ok) return refuse('invalid', verified.why);
    const now = door.now();
    const added: string[] = [];
    for (const { key, signature } of verified.signatures) {
      if (await addPlanSignature(transaction, hash, { key, signature }, by.access.actor, now)) added.push(key);
    }
    if (added.length > 0) {
      await lookAtWaiting(transaction, { reasons: ['signatures'] }, now);
      await wakeDeployments(transaction);
    }
    for (const key of added) {
      await record(transaction, by, {
        at: now,
        action: 'plan.sign',
        subject: `plan:${hash}`,
        before: null,
        after: { key },
      });
    }
    return { ok: true, value: { signers: verified.signatures.map(({ key }) => key) } };
  });
}
