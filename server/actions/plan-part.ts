// What a plan says of one endpoint, for that endpoint: its step, the operators' signatures, and the proof that binds the two.
import { problem } from '@suture/protocol/agent/problem.ts';
import type { PlanPart } from '@suture/protocol/deployments/plan-part.ts';
import { signPlan, type PlanStatement } from '@suture/protocol/deployments/statements.ts';
import type { Envelope } from '@suture/protocol/trust/envelope.ts';
import type { Transaction } from '../store/database.ts';
import { planSignatures } from '../store/plans.ts';
import { placeInPlan } from '../store/dispatches.ts';
import type { AgentDoor, Answered, KnownPeer } from './agent-door.ts';
import type { ShelvedPlan } from './plan-shelf.ts';

/** What operators sign of a plan. */
export const planStatementOf = ({
  hash,
  root,
  document,
}: Pick<ShelvedPlan, 'hash' | 'root' | 'document'>): PlanStatement => ({
  organisation: document.organisation,
  plan: hash,
  root,
  endpoints: document.endpoints.length,
  expiresAt: document.expiresAt,
});

/** With the signatures there are, by keys that are in force. */
export async function signedPlan(transaction: Transaction, plan: ShelvedPlan): Promise<Envelope> {
  const signatures = await planSignatures(transaction, plan.hash);
  return {
    ...signPlan(planStatementOf(plan), []),
    signatures: signatures.map(({ key, signature }) => ({ keyid: key, sig: signature.toString('base64') })),
  };
}

export function planPartOf(
  { store, work }: AgentDoor,
  { organisation, endpoint }: KnownPeer,
  hash: string,
): Promise<Answered<PlanPart>> {
  return store.inOrganisation(organisation, async (transaction): Promise<Answered<PlanPart>> => {
    const position = await placeInPlan(transaction, hash, endpoint);
    const plan = position === undefined ? undefined : await work?.plans.find(transaction, hash);
    const planned = plan?.document.endpoints[position ?? -1];
    const step = plan?.document.steps[planned?.step ?? -1];
    const proof = plan?.tree().proof(position ?? -1);
    if (
      plan === undefined ||
      position === undefined ||
      planned === undefined ||
      step === undefined ||
      proof === undefined
    ) {
      return { ok: false, problem: notYours };
    }
    const { rollback } = planned;
    return { ok: true, value: { plan: await signedPlan(transaction, plan), position, rollback, step, proof } };
  });
}

const notYours = problem('no-such-plan');
