// Times a deployment in a process of its own, which is a server that did not make the fleet: `node deployment-process.ts ORGANISATION ROUNDS`, with SUTURE_BENCH_CONNECTION. Prints the rows as JSON.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
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
import {
  openStore,
  type OrganisationId,
  type Store,
  type StoreOptions,
  type Transaction,
} from '@suture/server/store/database.ts';
import { addOperatorKey } from '@suture/server/store/operator-keys.ts';
import { addPlanSignature } from '@suture/server/store/plans.ts';
import { rolloutLimits, setRolloutLimits } from '@suture/server/store/rollout-limits.ts';
import { summary } from './measure.ts';
import { memoryAtMost, type Row, timeRow } from './report.ts';

const atOnce = 1_000;
const mostLooks = 50;

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
  return [...rows, memoryAtMost('most memory the process had at any time in all this', 600)];
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

const [organisation = '', rounds = ''] = process.argv.slice(2);
const store = openStore({
  connection: JSON.parse(process.env['SUTURE_BENCH_CONNECTION'] ?? '{}') as StoreOptions['connection'],
});
try {
  process.stdout.write(JSON.stringify(await measure(store, organisation as OrganisationId, Number(rounds))));
} finally {
  await store.close();
}
