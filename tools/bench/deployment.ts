// A deployment to 100,000 endpoints through the server's own actions and PostgreSQL: frozen, begun, handed out, heard and looked at.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import pino from 'pino';
import { parseQuery } from '@suture/core/query/parse.ts';
import { signPlan } from '@suture/protocol/deployments/statements.ts';
import { keyFingerprint, writeSigningKey } from '@suture/protocol/trust/keys.ts';
import { beginDeployment } from '@suture/server/actions/begin-deployment.ts';
import { freezePlan } from '@suture/server/actions/freeze-plan.ts';
import { driftOfStoredPlan } from '@suture/server/actions/look-at-plan.ts';
import { planStatementOf } from '@suture/server/actions/plan-part.ts';
import { planShelf, type PlanShelf } from '@suture/server/actions/plan-shelf.ts';
import { policyActor } from '@suture/server/actions/policy-actor.ts';
import { tickDeployment } from '@suture/server/actions/tick-deployment.ts';
import { openDatabaseInUse } from '@suture/server/database-in-use.ts';
import { stateFolder } from '@suture/server/running-server.fixture.ts';
import { openStore, type OrganisationId, type Store, type Transaction } from '@suture/server/store/database.ts';
import { addOperatorKey } from '@suture/server/store/operator-keys.ts';
import { addPlanSignature } from '@suture/server/store/plans.ts';
import { addOrganisation } from '@suture/server/store/reports.fixture.ts';
import { rolloutLimits, setRolloutLimits } from '@suture/server/store/rollout-limits.ts';
import { addEndpointsAlike } from './endpoints-alike.ts';
import { summary } from './measure.ts';
import { memoryNow, type Row, type Section, timeRow } from './report.ts';
import type { Workshop } from './workshop.ts';

const endpoints = 100_000;
const atOnce = 1_000;
const mostLooks = 50;

export async function deployment(_workshop: Workshop, rounds: number): Promise<Section> {
  const state = stateFolder();
  const database = await openDatabaseInUse({ databaseUrl: undefined, state }, pino({ enabled: false }));
  const store = openStore({ connection: database.connection });
  try {
    const organisation = await addOrganisation(store);
    process.stderr.write(`A fleet of ${endpoints.toLocaleString('en')} endpoints …\n`);
    await addEndpointsAlike(store, organisation, endpoints);
    return {
      title: 'A deployment to 100,000 endpoints, by the server and its PostgreSQL',
      rows: await measure(store, organisation, rounds),
      remarks: [
        'What has no spread happens once in a deployment’s life, and was done once. A look holds 1,000 jobs in flight, its transaction included.',
      ],
    };
  } finally {
    await store.close();
    await database.stop(true);
    rmSync(state, { recursive: true, force: true });
  }
}

const asked = {
  text: '',
  ships: { kind: 'security' },
  rings: 'rest',
  windows: [],
  soakMinutes: 0,
  expiresInHours: 24,
  mostInFlight: atOnce,
  cleanCanary: true,
} as const;

async function measure(store: Store, organisation: OrganisationId, rounds: number): Promise<readonly Row[]> {
  const door = { store, now: () => new Date(), random: (bytes: number) => randomBytes(bytes) };
  const by = policyActor(organisation, '00000000-0000-4000-8000-000000000001');
  const parts = { signing: generateKeyPairSync('ed25519').privateKey, plans: planShelf() };
  const inside = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> =>
    store.inOrganisation(organisation, work);
  const parsed = parseQuery('', 'endpoints');
  if (!parsed.ok) throw new Error(parsed.error.message);
  await inside(async (transaction) => {
    await rolloutLimits(transaction, { held: false });
    await setRolloutLimits(transaction, { mostInFlight: atOnce, mostInGroup: 10, signaturesNeeded: 1 });
  });

  const rows: Row[] = [];
  const once = async <T>(what: string, below: number | undefined, work: () => Promise<T>): Promise<T> => {
    const [ms, value] = await timed(work);
    rows.push({ ...timeRow(summary(what, [{ milliseconds: ms, megabytes: undefined }]), below), spread: '' });
    return value;
  };
  const frozen = await once('the plan frozen: targets, versions, rings, hash, tree, written', 10_000, () =>
    freezePlan(door, by, { ...asked, query: parsed.query }, 86_400_000),
  );
  if (frozen.kind === 'refused' || !frozen.value.ok) throw new Error('no plan was frozen');
  const { hash } = frozen.value.value;
  await once('what has changed on each since', undefined, () =>
    inside((transaction) => driftOfStoredPlan(transaction, parts.plans, hash)),
  );
  const begun = await once('begun: a job written for each', undefined, () =>
    beginDeployment(door, by, parts, { plan: hash, name: 'bench', acceptDrift: true }),
  );
  if (!begun.ok) throw new Error(begun.why);
  const { id } = begun.value;
  await inside(async (transaction) => {
    await sign(transaction, parts.plans, hash);
    const commands = ['ada', 'bob'].map((person) => ({ kind: 'approve', by: person, planHash: hash }) as const);
    await tickDeployment(transaction, parts, id, { commands });
  });
  const look = () => inside((transaction) => tickDeployment(transaction, parts, id));
  // It begins, and its ring opens.
  await until(async () => (await look())?.deployment.state.kind === 'running');

  await once('the first 1,000 jobs leased, signed and written', 5_000, () =>
    until(async () => (await look())?.deployment.inFlight === atOnce),
  );
  const looks = {
    'a look at which nothing happens': async () => undefined,
    'a look with 1,000 that ask to begin and 1,000 that have soaked': (transaction: Transaction) =>
      say(transaction, id, { dispatched: asksToBegin, soaking: hasSoaked }),
    'a look with 1,000 that took effect, the next 1,000 jobs leased, signed and written': (transaction: Transaction) =>
      say(transaction, id, { starting: tookEffect }),
  };
  const all = Object.entries(looks).map(([what, before]) => ({ what, before, times: [] as number[] }));
  // The first round warms up, and does not count.
  for (let round = 0; round <= rounds; round += 1) {
    for (const { before, times } of all) {
      await inside(before);
      const [ms, ticked] = await timed(look);
      if (ticked?.deployment.inFlight !== atOnce) throw new Error(`${ticked?.deployment.inFlight} are in flight`);
      if (round > 0) times.push(ms);
    }
  }
  const samples = (times: readonly number[]) => times.map((milliseconds) => ({ milliseconds, megabytes: undefined }));
  for (const { what, times } of all) rows.push(timeRow(summary(what, samples(times)), 1_000));
  return [...rows, memoryNow('resident memory of the process after all this', 600)];
}

const asksToBegin = { kind: 'start-requested' };
const tookEffect = { kind: 'verified', evidence: { versionsAsPlanned: true, newCodeRuns: true } };
const hasSoaked = { kind: 'soaked', evidence: { probesPass: true, boots: 0 } };

/** What all endpoints say whose jobs stand so, by state. */
async function say(
  transaction: Transaction,
  id: string,
  bodies: Readonly<Record<string, { readonly kind: string }>>,
): Promise<void> {
  await transaction.query(
    `insert into deployment_report (organisation, deployment, endpoint, attempt, dispatch, number, position, body, at, received_at)
     select $1, $2, j.endpoint, j.attempt, j.dispatch, 1 + array_position('{dispatched,starting,soaking}', j.state), j.position,
       $3::jsonb -> j.state, now(), now()
     from deployment_job j where j.organisation = $1 and j.deployment = $2 and $3::jsonb ? j.state`,
    [transaction.organisation, id, JSON.stringify(bodies)],
  );
}

async function sign(transaction: Transaction, plans: PlanShelf, hash: string): Promise<void> {
  const plan = await plans.find(transaction, hash);
  if (plan === undefined) throw new Error('the plan is gone');
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const [at, key] = [new Date(), keyFingerprint(publicKey)];
  const added = {
    fingerprint: key,
    publicKey: writeSigningKey(publicKey),
    label: 'bench',
    addedAt: at,
    addedBy: 'bench',
  };
  await addOperatorKey(transaction, added);
  const [made] = signPlan(planStatementOf(plan), [privateKey]).signatures;
  const signature = { key, signature: Buffer.from(made?.sig ?? '', 'base64') };
  await addPlanSignature(transaction, hash, signature, 'bench', at);
}

async function timed<T>(work: () => Promise<T>): Promise<readonly [number, T]> {
  const start = performance.now();
  const value = await work();
  return [performance.now() - start, value];
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < mostLooks; looks += 1) if (await isSo()) return;
  throw new Error('the deployment does not move');
}
