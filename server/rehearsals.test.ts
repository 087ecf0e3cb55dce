// Rehearsals before the approval: one endpoint of each kind tries its step, and what comes of it opens or shuts the way.
import { createHash, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addOrganisation, addToken, enrolWith, openDoor, type DoorForTests } from './agent-door.fixture.ts';
import { changeDeployment, type DeploymentOrder } from './actions/change-deployment.ts';
import { describeDeployment } from './actions/look-at-deployment.ts';
import { planShelf } from './actions/plan-shelf.ts';
import { policyActor } from './actions/policy-actor.ts';
import { resultOf } from './actions/rehearse-deployment.ts';
import { settleSteps } from './actions/settle-steps.ts';
import { learnedMinutes, rehearsedMinutes } from './actions/step-kind.ts';
import { deploy, fleetOf } from './deployment-fleet.fixture.ts';
import { jobAgent, type JobAgent } from './job-agents.fixture.ts';
import type { OrganisationId } from './store/database.ts';
import { deploymentRow } from './store/deployments.ts';
import { rehearsalsOf } from './store/rehearsals.ts';
import { addSimulations, noteSimulated, simulationsOf } from './store/simulations.ts';
import { useDatabase } from './test-database.ts';
import { lookAtDeployments } from './workers/deployments.ts';

const database = useDatabase();
const { privateKey: signing, publicKey: serverKey } = generateKeyPairSync('ed25519');
const parts = { signing, plans: planShelf() };
const log = pino({ enabled: false });
let door: DoorForTests;
let organisation: OrganisationId;
let ahead = 0;

beforeAll(async () => {
  door = await openDoor(database().connection, undefined, parts);
  organisation = await addOrganisation(door);
  await door.store.inOrganisation(organisation, (transaction) =>
    transaction.query('insert into installation (organisation) values ($1)', [organisation]),
  );
});
afterAll(() => door.close());

/** Put up by a person; the first agents rehearse as said. */
async function begun(
  rehearses: readonly JobAgent['rehearses'][],
): Promise<{ id: string; agents: readonly JobAgent[] }> {
  const token = await addToken(door, organisation, { uses: rehearses.length });
  const enrolled = await Promise.all(rehearses.map(() => enrolWith(door, token)));
  const made = fleetOf(
    organisation,
    enrolled.map(({ body }) => body.endpoint),
  );
  const trust = { organisation, operatorKey: made.operator.publicKey, serverKey };
  const agents = enrolled.map(({ as, body }) => jobAgent(() => door, as, body.endpoint, trust));
  for (const [index, agent] of agents.entries()) agent.rehearses = rehearses[index];
  await Promise.all(agents.map((agent) => agent.checkIn()));
  return { id: await deploy(door.store, made, parts, { rings: 'rest' }, { rehearse: true }), agents };
}

const seen = (id: string) =>
  door.store.inOrganisation(organisation, (transaction) => describeDeployment(transaction, parts.plans, id));
const look = () => lookAtDeployments({ store: door.store, organisation, log, ...parts, now: () => Date.now() + ahead });
const stateOf = async (id: string) =>
  (await door.store.inOrganisation(organisation, (transaction) => deploymentRow(transaction, id)))?.deployment.state
    .kind;
const rows = (id: string) => door.store.inOrganisation(organisation, (transaction) => rehearsalsOf(transaction, id));

test('one endpoint tries it for all that are alike, once, and a pass opens the way to the approval', async () => {
  const { id, agents } = await begun([undefined, 'pass', undefined]);
  expect(await stateOf(id)).toBe('rehearsing');
  expect(await rows(id)).toMatchObject([{ endpoint: agents[1]?.endpoint, standsFor: 3, result: null }]);
  await look();
  for (let round = 0; round < 3; round += 1) await Promise.all(agents.map((agent) => agent.checkIn()));
  await look();
  expect(await rows(id)).toMatchObject([
    { result: 'pass', detail: { says: ['so it went'], seconds: 12, upgradeSeconds: 200, checks: ['sshd -t'] } },
  ]);
  expect(await stateOf(id)).toBe('awaiting-approval');
  expect(agents.map(({ rehearsals }) => rehearsals.length)).toEqual([0, 1, 0]);
  expect(agents.flatMap(({ installs, refusals }) => [...installs, ...refusals])).toEqual([]);
}, 30_000);

/** As far as those that are asked have answered. */
async function answered(agents: readonly JobAgent[]): Promise<void> {
  await look();
  for (let round = 0; round < 2; round += 1) await Promise.all(agents.map((agent) => agent.checkIn()));
  await look();
}

const order = (id: string, what: DeploymentOrder) =>
  changeDeployment(
    { store: door.store, now: () => new Date(), random: randomBytes },
    policyActor(organisation, randomUUID()),
    parts,
    id,
    what,
  );

test('one that fails shuts it, whatever others said; it can be tried again, and then it says what is so by then', async () => {
  const { id, agents } = await begun(['fail']);
  await answered(agents);
  expect(await stateOf(id)).toBe('planned');
  expect((await seen(id))?.says.join(' ')).toMatch(/Its rehearsal failed on .*, which stands for 1: so it went\./);
  const [agent] = agents;
  if (agent !== undefined) agent.rehearses = 'pass';
  expect(await order(id, { kind: 'rehearse' })).toEqual({ ok: true, value: { state: 'rehearsing' } });
  await answered(agents);
  expect(agents.map(({ rehearsals }) => rehearsals.map(({ dispatch }) => dispatch))).toEqual([[1, 2]]);
  expect(await stateOf(id)).toBe('awaiting-approval');
}, 30_000);

test('one that fails is gone on with where a person says why, which is kept; there is nothing to accept twice', async () => {
  const { id, agents } = await begun(['fail']);
  await answered(agents);
  const reason = 'the lines are of a package that goes away';
  expect(await order(id, { kind: 'accept-rehearsal', reason })).toEqual({
    ok: true,
    value: { state: 'awaiting-approval' },
  });
  const { notes = [], rehearsals } = (await seen(id)) ?? {};
  expect(notes.map(({ text }) => text)).toContainEqual(expect.stringContaining(reason));
  expect(rehearsals).toMatchObject([{ result: 'fail' }]);
  const [entry] = await door.store.inOrganisation(organisation, (transaction) =>
    transaction.query("select after from audit_entry where action = 'deployment.accept-rehearsal' and subject = $1", [
      `deployment:${id}`,
    ]),
  );
  expect(entry).toMatchObject({ after: { reason } });
  expect(await order(id, { kind: 'accept-rehearsal', reason })).toMatchObject({ ok: false, cause: 'conflict' });
}, 30_000);

test('where the one that was asked cannot, another that is alike is', async () => {
  const { id, agents } = await begun(['not-rehearsed', 'not-rehearsed', 'pass']);
  for (let round = 0; round < 3; round += 1) await answered(agents);
  expect(await rows(id)).toMatchObject([{ standsFor: 3, result: expect.stringMatching(/pass|not-rehearsed/) }]);
  const asked = agents.flatMap(({ rehearsals }, index) => rehearsals.map(() => index));
  // Whoever is asked third at the latest can.
  expect([asked.length, (await rows(id))[0]?.result]).toEqual([new Set(asked).size, 'pass']);
}, 30_000);

test('what a rehearsal took is what has to fit into a window, and what the next plan expects', async () => {
  const { id, agents } = await begun(['pass']);
  await answered(agents);
  // 200 seconds: twice that, and two minutes beside.
  expect((await seen(id))?.rehearsals).toMatchObject([
    { expectedMinutes: 9, upgradeSeconds: 200, restarts: ['lab-svc.service'] },
  ]);
  const [learned, expected] = await door.store.inOrganisation(organisation, async (transaction) => {
    const row = await deploymentRow(transaction, id);
    const plan = await parts.plans.find(transaction, row?.plan ?? '');
    if (plan === undefined) throw new Error('there is no plan');
    return [
      await learnedMinutes(transaction, plan.document.steps, new Date()),
      plan.rollout(1, await rehearsedMinutes(transaction, plan.document, id)).targets[0]?.expectedMs,
    ];
  });
  expect([...learned.values()]).toContain(9);
  expect(expected).toBe(9 * 60_000);
}, 30_000);

test('endpoints of different package sets that get the same share a step, so that one rehearses for all', async () => {
  const { id } = await begun([undefined]);
  await door.store.inOrganisation(organisation, async (transaction) => {
    const row = await deploymentRow(transaction, id);
    const [step] = (await parts.plans.find(transaction, row?.plan ?? ''))?.document.steps ?? [];
    if (step === undefined) throw new Error('there is no step');
    const endpoints = [0, 1, 2].map((index) => ({
      endpoint: randomUUID(),
      step: index,
      rollback: 'R1' as const,
      group: null,
      schedule: '',
    }));
    const other = { ...step, downloadBytes: step.downloadBytes + 1 };
    const settled = await settleSteps(
      transaction,
      { steps: [step, other, { ...step }], endpoints },
      [],
      undefined,
      new Date(),
    );
    expect(settled.steps.map(({ downloadBytes }) => downloadBytes)).toEqual([step.downloadBytes, other.downloadBytes]);
    expect(settled.endpoints.map((endpoint) => endpoint.step)).toEqual([0, 1, 0]);
    // What the rehearsal of a test before took.
    expect(settled).toMatchObject({ steps: [{ expectedMinutes: 9 }, {}], figures: [{ step: 0, rehearsed: true }, {}] });
  });
}, 30_000);

test('an endpoint is asked to simulate until it has answered, and nobody answers for another', async () => {
  const { agents } = await begun([undefined, undefined]);
  const [one, other] = agents;
  if (one === undefined || other === undefined) throw new Error('there are no agents');
  const id = createHash('sha256').update(one.endpoint).digest('hex');
  const changes = [{ package: 'openssl', architecture: 'amd64', from: '3.0.1', to: '3.0.2' }];
  const known = () =>
    door.store.inOrganisation(organisation, (transaction) => simulationsOf(transaction, [id], new Date()));
  await door.store.inOrganisation(organisation, async (transaction) => {
    await addSimulations(transaction, [{ id, endpoint: one.endpoint, adapter: 'apt', changes }], new Date());
    const foreign = { id, outcome: { kind: 'not-simulated', why: 'x' } } as const;
    await noteSimulated(transaction, other.endpoint, [foreign], new Date());
  });
  one.simulates = { kind: 'would', more: [], bytes: 7, reboot: false };
  expect((await other.checkIn())?.work?.simulations).toEqual([]);
  expect((await one.checkIn())?.work?.simulations).toEqual([{ id, adapter: 'apt', changes }]);
  expect((await known()).get(id)).toEqual({ endpoint: one.endpoint, outcome: null });
  expect((await one.checkIn())?.work?.simulations).toEqual([]);
  expect((await known()).get(id)).toEqual({ endpoint: one.endpoint, outcome: one.simulates });
}, 30_000);

test('one that never answers is not rehearsed, which is no pass', async () => {
  const { id } = await begun(['pass']);
  await look();
  ahead = 3 * 3_600_000;
  await look();
  ahead = 0;
  expect(await rows(id)).toMatchObject([{ result: 'not-rehearsed', detail: { says: ['no answer came in time'] } }]);
  expect(await stateOf(id)).toBe('awaiting-approval');
}, 30_000);

test.each([
  [['pass', 'pass'], 'pass'],
  [['pass', 'warn'], 'warn'],
  [['pass', 'not-rehearsed'], 'warn'],
  [['warn', 'fail', 'pass'], 'fail'],
  [['not-rehearsed'], 'not-rehearsed'],
  [[], 'not-rehearsed'],
] as const)('of %j comes %s', (results, all) => {
  expect(resultOf(results.map((result) => ({ result })))).toBe(all);
});
