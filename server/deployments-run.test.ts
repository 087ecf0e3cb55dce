// Deployments from the approval to the end: real PostgreSQL, the agents' door over TLS, endpoints that verify what they are given.
import { generateKeyPairSync } from 'node:crypto';
import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Command } from '@suture/core/rollouts/rollout.ts';
import { addOrganisation, addToken, enrolWith, openDoor, type DoorForTests } from './agent-door.fixture.ts';
import { planShelf } from './actions/plan-shelf.ts';
import { tickDeployment } from './actions/tick-deployment.ts';
import { deploy, fleetOf, type DeploymentFleet } from './deployment-fleet.fixture.ts';
import { jobAgent, type JobAgent } from './job-agents.fixture.ts';
import type { OrganisationId } from './store/database.ts';
import { jobStates } from './store/deployment-evidence.ts';
import { failuresByCause, jobList } from './store/deployment-lists.ts';
import { deploymentRow } from './store/deployments.ts';
import { useDatabase } from './test-database.ts';
import { lookAtDeployments } from './workers/deployments.ts';

const database = useDatabase();
const { privateKey: signing, publicKey: serverKey } = generateKeyPairSync('ed25519');
const parts = { signing, plans: planShelf() };
const log = pino({ enabled: false });
let door: DoorForTests;
let organisation: OrganisationId;

beforeAll(async () => {
  door = await openDoor(database().connection, undefined, parts);
  organisation = await addOrganisation(door);
  await door.store.inOrganisation(organisation, (transaction) =>
    transaction.query('insert into installation (organisation) values ($1)', [organisation]),
  );
});
afterAll(() => door.close());

async function fleet(
  count: number,
): Promise<{ readonly fleet: DeploymentFleet; readonly agents: readonly JobAgent[] }> {
  const token = await addToken(door, organisation, { uses: count });
  const enrolled = await Promise.all(Array.from({ length: count }, () => enrolWith(door, token)));
  const made = fleetOf(
    organisation,
    enrolled.map(({ body }) => body.endpoint),
  );
  const trust = { organisation, operatorKey: made.operator.publicKey, serverKey };
  const agents = enrolled.map(({ as, body }) => jobAgent(() => door, as, body.endpoint, trust));
  await Promise.all(agents.map((agent) => agent.checkIn()));
  return { fleet: made, agents };
}

const look = () => lookAtDeployments({ store: door.store, organisation, log, ...parts });
const command = (id: string, ...commands: readonly Command[]) =>
  door.store.inOrganisation(organisation, (transaction) => tickDeployment(transaction, parts, id, { commands }));
const stateOf = async (id: string) =>
  (await door.store.inOrganisation(organisation, (transaction) => deploymentRow(transaction, id)))?.deployment;
const jobs = (id: string) =>
  door.store.inOrganisation(organisation, (transaction) =>
    transaction.query<{ endpoint: string; state: string; detail: { cause?: string } }>(
      'select endpoint, state, detail from deployment_job where deployment = $1 order by position',
      [id],
    ),
  );

/** Check-ins of all and looks, in turns, until the deployment has come to one of these or the rounds are over. */
async function run(id: string, agents: readonly JobAgent[], until: readonly string[], rounds = 40): Promise<string> {
  for (let round = 0; round < rounds; round += 1) {
    await look();
    const kind = (await stateOf(id))?.state.kind ?? 'none';
    if (until.includes(kind)) return kind;
    await Promise.all(agents.map((agent) => agent.checkIn()));
  }
  return (await stateOf(id))?.state.kind ?? 'none';
}

test('an endpoint that joins is told the key that work is signed with', async () => {
  const { body } = await enrolWith(door, await addToken(door, organisation));
  expect(body.signingKeys).toEqual([serverKey.export({ type: 'spki', format: 'der' }).toString('base64')]);
});

test('goes ring by ring to its end, and each endpoint installs once', async () => {
  const { fleet: made, agents } = await fleet(6);
  const id = await deploy(door.store, made, parts);
  expect(await run(id, agents, ['completed'])).toBe('completed');
  expect((await jobs(id)).map(({ state }) => state)).toEqual(Array.from({ length: 6 }, () => 'succeeded'));
  expect(agents.map(({ installs }) => installs.length)).toEqual([1, 1, 1, 1, 1, 1]);
  expect(agents.flatMap(({ refusals }) => refusals)).toEqual([]);
  const notes = await door.store.inOrganisation(organisation, (transaction) =>
    transaction.query<{ text: string }>(
      "select text from deployment_note where deployment = $1 and about = 'deployment'",
      [id],
    ),
  );
  expect(notes.map(({ text }) => text)).toContain('It was running, and is completed.');
}, 30_000);

test('an endpoint with something to do is told to call again soon, and one with nothing is not', async () => {
  const { fleet: made, agents } = await fleet(1);
  expect((await agents[0]?.checkIn())?.intervalSeconds).toBe(300);
  const id = await deploy(door.store, made, parts, { rings: 'rest' });
  expect((await agents[0]?.checkIn())?.intervalSeconds).toBe(120);
  await look();
  expect((await agents[0]?.checkIn())?.intervalSeconds).toBe(5);
  await run(id, agents, ['completed']);
  expect((await agents[0]?.checkIn())?.intervalSeconds).toBe(300);
}, 30_000);

test('failures in the first ring halt it, the rest is untouched, and it is rolled back on a word', async () => {
  const { fleet: made, agents } = await fleet(6);
  for (const agent of agents) agent.fails = 'script-failed';
  const id = await deploy(door.store, made, parts, { rings: '2,rest' });
  expect(await run(id, agents, ['halted'])).toBe('halted');
  const after = await jobs(id);
  expect(after.map(({ state }) => state)).toEqual(['failed', 'failed', 'queued', 'queued', 'queued', 'queued']);
  expect(after[0]?.detail.cause).toBe('script-failed');
  await command(id, { kind: 'roll-back', by: 'ada' });
  expect(await run(id, agents, ['rolled-back', 'rollback-incomplete'])).toBe('rolled-back');
  expect(agents.map(({ rollbacks }) => rollbacks.length).filter((count) => count > 0)).toEqual([1, 1]);
  // Taken back, they say still why: in the whole, in the list, and in the report.
  const wanted = { states: undefined, ring: undefined, cause: 'script-failed', after: undefined, limit: 9 };
  const { failures, list, states } = await door.store.inOrganisation(organisation, async (transaction) => ({
    failures: await failuresByCause(transaction, id),
    list: await jobList(transaction, id, wanted),
    states: await jobStates(transaction, id),
  }));
  expect(failures).toMatchObject([{ cause: 'script-failed', endpoints: 2 }]);
  expect(list.rows.map(({ state }) => state)).toEqual(['rolled-back', 'rolled-back']);
  expect([...states.values()].map(({ cause }) => cause).filter((cause) => cause !== null)).toEqual(
    Array(2).fill('script-failed'),
  );
}, 30_000);

test('what failed is listed first, in pages as well, and the others in the order of the plan', async () => {
  const { fleet: made, agents } = await fleet(5);
  for (const index of [2, 4]) if (agents[index] !== undefined) agents[index].fails = 'script-failed';
  const id = await deploy(door.store, made, parts, { rings: 'rest' });
  await run(id, agents, ['halted', 'completed-with-failures']);
  const listed = await door.store.inOrganisation(organisation, async (transaction) => {
    const wanted = { states: undefined, ring: undefined, cause: undefined, limit: 2 };
    const pages = [await jobList(transaction, id, { ...wanted, after: undefined })];
    for (let next = pages[0]?.next; next !== undefined; next = pages.at(-1)?.next)
      pages.push(await jobList(transaction, id, { ...wanted, after: next }));
    return pages.flatMap(({ rows }) => rows);
  });
  const failed = listed.filter(({ state }) => state === 'failed');
  expect(failed).toHaveLength(2);
  expect(listed.slice(0, 2)).toEqual(failed);
  const places = (rows: typeof listed) => rows.map(({ position }) => position);
  for (const part of [listed.slice(0, 2), listed.slice(2)])
    expect(places(part)).toEqual(places(part).toSorted((one, other) => one - other));
  expect(places(listed).toSorted((one, other) => one - other)).toEqual([0, 1, 2, 3, 4]);
}, 30_000);

test('after Stop nothing begins, what was given out is called back, and what has begun ends', async () => {
  const { fleet: made, agents } = await fleet(4);
  const id = await deploy(door.store, made, parts, { rings: 'rest', limits: { deployment: 3, ring: 3, group: 1 } });
  await look();
  const given = (await jobs(id)).filter(({ state }) => state === 'dispatched').map(({ endpoint }) => endpoint);
  expect(given).toHaveLength(3);
  const [first, second] = given.map((endpoint) => agents.find((agent) => agent.endpoint === endpoint));
  // The first comes as far as installing, the second has asked to.
  for (let round = 0; round < 4; round += 1) {
    await first?.checkIn();
    await look();
  }
  await second?.checkIn();
  await second?.checkIn();
  expect(first?.installs).toHaveLength(1);
  const stopped = performance.now();
  await command(id, { kind: 'stop', by: 'ada' });
  expect(performance.now() - stopped).toBeLessThan(5_000);
  for (let round = 0; round < 6; round += 1) {
    await look();
    await Promise.all(agents.map((agent) => agent.checkIn()));
  }
  expect(agents.map(({ installs }) => installs.length).toSorted((a, b) => a - b)).toEqual([0, 0, 0, 1]);
  const states = (await jobs(id)).map(({ state }) => state);
  expect(states.filter((state) => state === 'queued')).toHaveLength(3);
  expect(states).toContain('succeeded');
}, 30_000);

test('what an endpoint said and nobody has looked at yet holds off a call back: it may have begun', async () => {
  const { fleet: made, agents } = await fleet(1);
  const [agent] = agents;
  const id = await deploy(door.store, made, parts, { rings: 'rest' });
  for (let round = 0; round < 10 && agent?.installs.length === 0; round += 1) {
    await look();
    await agent.checkIn();
  }
  expect((await jobs(id)).map(({ state }) => state)).toEqual(['starting']);
  await command(id, { kind: 'stop', by: 'ada' });
  const answers = [await agent?.checkIn(), await agent?.checkIn()];
  expect(answers.map((answer) => answer?.work?.drop)).toEqual([[], []]);
  expect(await run(id, agents, ['completed'], 8)).toBe('halted');
  expect((await jobs(id)).map(({ state }) => state)).toEqual(['succeeded']);
}, 30_000);

test('reports sent again are kept once, and one that comes late changes nothing', async () => {
  const { fleet: made, agents } = await fleet(1);
  const id = await deploy(door.store, made, parts, { rings: 'rest' });
  await run(id, agents, ['completed']);
  const count = async (): Promise<number> =>
    (
      await door.store.inOrganisation(organisation, (transaction) =>
        transaction.query('select from deployment_report where deployment = $1', [id]),
      )
    ).length;
  const before = await count();
  await door.store.inOrganisation(organisation, (transaction) =>
    transaction.query(
      `insert into deployment_report select organisation, deployment, endpoint, attempt, dispatch, 900, position,
         '{"kind":"failed","cause":"script-failed"}', '{}', at, received_at, null, null
       from deployment_report where deployment = $1 limit 1`,
      [id],
    ),
  );
  await look();
  expect(await count()).toBe(before + 1);
  expect((await jobs(id))[0]?.state).toBe('succeeded');
  const kept = await door.store.inOrganisation(organisation, (transaction) =>
    transaction.query<{ evidence: string }>(
      'select evidence from deployment_report where deployment = $1 and number = 900',
      [id],
    ),
  );
  expect(kept[0]?.evidence).toBe('it is late: the job is succeeded');
}, 30_000);

test('one that waits for its time is looked at when that comes, though the others have ended meanwhile', async () => {
  const { fleet: made, agents } = await fleet(2);
  await door.store.inOrganisation(organisation, (transaction) =>
    transaction.query('update endpoint_seen set clock_offset_ms = null where endpoint = $1', [made.endpoints[1]]),
  );
  const id = await deploy(door.store, made, parts, { rings: 'rest' });
  await look();
  for (let round = 0; round < 10; round += 1) {
    await agents.find(({ endpoint }) => endpoint === made.endpoints[0])?.checkIn();
    await look();
  }
  expect((await jobs(id)).map(({ state }) => state).toSorted()).toEqual(['deferred', 'succeeded']);
  await agents.find(({ endpoint }) => endpoint === made.endpoints[1])?.checkIn();
  const later = Date.now() + 61_000;
  await lookAtDeployments({ store: door.store, organisation, log, ...parts, now: () => later });
  expect((await jobs(id)).map(({ state }) => state).toSorted()).toEqual(['dispatched', 'succeeded']);
}, 30_000);

test('where an endpoint has obeyed a later epoch, this server is the past: it pauses and gives nothing out', async () => {
  const { fleet: made, agents } = await fleet(2);
  const id = await deploy(door.store, made, parts, { rings: 'rest' });
  await door.store.inOrganisation(organisation, (transaction) =>
    transaction.query(
      'insert into dispatch_sequence (organisation, endpoint, epoch, sequence, obeyed_epoch) values ($1, $2, 1, 0, 7)',
      [organisation, made.endpoints[0]],
    ),
  );
  await look();
  expect((await stateOf(id))?.state).toMatchObject({ kind: 'paused', by: ['fence'] });
  await Promise.all(agents.map((agent) => agent.checkIn()));
  expect(agents.flatMap(({ installs }) => installs)).toEqual([]);
}, 30_000);

test('work is given to nobody else: not the part of the plan, and not the dispatch', async () => {
  const { fleet: made, agents } = await fleet(2);
  const one = { ...made, endpoints: made.endpoints.slice(0, 1) };
  const id = await deploy(door.store, one, parts, {
    rings: 'rest',
    endpoints: one.endpoints.map((endpoint) => ({ endpoint, step: 0, rollback: 'R0', group: null, schedule: '' })),
  });
  await look();
  expect((await agents[1]?.checkIn())?.work).toBeUndefined();
  expect((await agents[0]?.checkIn())?.work?.dispatches).toHaveLength(1);
  expect(await run(id, agents, ['completed'])).toBe('completed');
  expect(agents[1]?.installs).toEqual([]);
}, 30_000);
