// Endpoints and a signed plan for them, on a test's database: what deployments are tested with.
import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto';
import pg from 'pg';
import { usualGate } from '@suture/core/rollouts/gate/decide.ts';
import { freezePlan, planBytes, type PlanDocument, type PlanDraft } from '@suture/core/rollouts/plan-document.ts';
import { newRollout } from '@suture/core/rollouts/plan.ts';
import { ringSizesOf, rolloutPlan } from '@suture/core/rollouts/rollout-plan.ts';
import { planTree } from '@suture/protocol/deployments/plan-tree.ts';
import { signPlan } from '@suture/protocol/deployments/statements.ts';
import { keyFingerprint, writeSigningKey } from '@suture/protocol/trust/keys.ts';
import { planStatementOf } from './actions/plan-part.ts';
import { chooseRehearsals } from './actions/rehearse-deployment.ts';
import { tickDeployment, type TickParts } from './actions/tick-deployment.ts';
import type { OrganisationId, Store, Transaction } from './store/database.ts';
import { addDeployment } from './store/deployments.ts';
import { putRehearsals } from './store/rehearsals.ts';
import { addOperatorKey } from './store/operator-keys.ts';
import { rolloutLimits } from './store/rollout-limits.ts';
import { addPlan, addPlanSignature, sha256Hex } from './store/plans.ts';
import type { TestDatabase } from './test-database.ts';

export interface DeploymentFleet {
  readonly organisation: OrganisationId;
  readonly endpoints: readonly string[];
  readonly operator: { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
  readonly plan: (
    transaction: Transaction,
    over?: Partial<PlanDraft>,
  ) => Promise<{ readonly document: PlanDocument; readonly hash: string; readonly root: string }>;
}

/** The installation's endpoints, all in service and just seen. */
export async function deploymentFleet(
  database: TestDatabase,
  { endpoints: count, groupOf }: { readonly endpoints: number; readonly groupOf?: GroupOf },
): Promise<DeploymentFleet> {
  const organisation = randomUUID() as OrganisationId;
  const endpoints = Array.from({ length: count }, () => randomUUID());
  const client = new pg.Client(database.superuser);
  await client.connect();
  await client.query('insert into organisation (organisation, name) values ($1, $2)', [
    organisation,
    `acme ${organisation}`,
  ]);
  await client.query('insert into installation (organisation) values ($1) on conflict do nothing', [organisation]);
  await client.query(
    `insert into endpoint (organisation, id, name, state, os_id, os_version, facts)
     select $1, id, 'host-' || ord, 'active', 'debian', '12', '{}' from unnest($2::uuid[]) with ordinality as t (id, ord)`,
    [organisation, endpoints],
  );
  await client.query(
    `insert into endpoint_seen (organisation, endpoint, seen_at, clock_offset_ms) select $1, id, now(), 0 from unnest($2::uuid[]) as t (id)`,
    [organisation, endpoints],
  );
  await client.end();
  return fleetOf(organisation, endpoints, groupOf);
}

type GroupOf = (index: number) => string | null;

/** Endpoints that there are. */
export function fleetOf(
  organisation: OrganisationId,
  endpoints: readonly string[],
  groupOf: GroupOf = () => null,
): DeploymentFleet {
  const now = Date.now();
  return {
    organisation,
    endpoints,
    operator: generateKeyPairSync('ed25519'),
    async plan(transaction, over = {}) {
      const frozen = freezePlan({
        seed: randomUUID(),
        organisation,
        by: 'user:ada',
        at: new Date(now).toISOString(),
        expiresAt: new Date(now + 7 * 86_400_000).toISOString(),
        query: '',
        closes: [],
        rings: '2,rest',
        soakMinutes: 0,
        limits: { deployment: 50, ring: 50, group: 1 },
        gate: { ...usualGate, smallRing: 'clean-canary' },
        steps: [
          {
            adapter: 'apt',
            release: 'debian-12',
            changes: [{ package: 'openssl', architecture: 'amd64', from: '3.0.1', to: '3.0.2' }],
            heldBack: [],
            downloadBytes: 1000,
            expectsReboot: false,
            expectedMinutes: 5,
          },
        ],
        endpoints: endpoints.map((endpoint, index) => ({
          endpoint,
          step: 0,
          rollback: 'R1',
          group: groupOf(index),
          schedule: '',
        })),
        exclusions: [],
        ...over,
      });
      if (!frozen.ok) throw new Error(JSON.stringify(frozen.problems));
      const document = frozen.value;
      const bytes = planBytes(document);
      if (bytes === undefined) throw new Error('no bytes');
      const plan = { document, hash: sha256Hex(bytes), root: planTree(document).root };
      await addPlan(transaction, { ...plan, bytes, by: 'user:ada', at: new Date(now) });
      return plan;
    },
  };
}

/** A deployment of a new plan that operators have signed, with as many approvals as it takes; it begins at the next look. */
export async function deploy(
  store: Store,
  fleet: DeploymentFleet,
  parts: TickParts,
  over: Partial<PlanDraft> = {},
  how: { readonly rehearse?: boolean } = {},
): Promise<string> {
  const id = randomUUID();
  await store.inOrganisation(fleet.organisation, async (transaction) => {
    await rolloutLimits(transaction, { held: false });
    const plan = await fleet.plan(transaction, over);
    const { document, hash } = plan;
    const publicKey = writeSigningKey(fleet.operator.publicKey);
    const key = keyFingerprint(fleet.operator.publicKey);
    const at = new Date();
    await addOperatorKey(transaction, { fingerprint: key, publicKey, label: 'ada', addedAt: at, addedBy: 'test' });
    const envelope = signPlan(planStatementOf(plan), [fleet.operator.privateKey]);
    const signature = Buffer.from(envelope.signatures[0]?.sig ?? '', 'base64');
    await addPlanSignature(transaction, hash, { key, signature }, 'test', at);
    const size = fleet.endpoints.length;
    const state = newRollout(rolloutPlan(document, hash, size), ringSizesOf(document), Date.now());
    await addDeployment(transaction, { id, name: 'x', state, fleet: size, by: 'test', at });
    if (how.rehearse === true) {
      await putRehearsals(transaction, id, await chooseRehearsals(transaction, document, at), at);
      await tickDeployment(transaction, parts, id, {
        commands: [
          { kind: 'freeze', by: 'ada' },
          { kind: 'rehearse', by: 'ada' },
        ],
      });
      return;
    }
    const approvals = ['ada', 'bob'].map((by) => ({ kind: 'approve', by, planHash: hash }) as const);
    await tickDeployment(transaction, parts, id, {
      commands: [{ kind: 'freeze', by: 'ada' }, { kind: 'submit', by: 'ada' }, ...approvals],
    });
  });
  return id;
}
