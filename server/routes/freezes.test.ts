// Freezes over the HTTP API, and what they do to a deployment that runs: nothing new begins where one holds, and all goes on when it is lifted.
import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { planShelf } from '../actions/plan-shelf.ts';
import { tickDeployment } from '../actions/tick-deployment.ts';
import { deploy, fleetOf } from '../deployment-fleet.fixture.ts';
import type { OrganisationId } from '../store/database.ts';
import { useApi, type Answer, type Json } from './api.fixture.ts';

const api = useApi();
const hour = 3_600_000;
let organisation: OrganisationId;
let fleet: string[];
const as: Record<string, Readonly<Record<string, string>>> = {};
const parts = {
  signing: generateKeyPairSync('ed25519').privateKey,
  plans: planShelf(),
  now: () => api().clock.now.getTime(),
};

beforeAll(async () => {
  api().clock.now = new Date();
  organisation = await api().organisation();
  for (const [name, role, tags] of [
    ['ada', 'approver', undefined],
    ['bob', 'approver', undefined],
    ['oscar', 'operator', undefined],
    ['vera', 'viewer', undefined],
    ['web', 'approver', ['web']],
  ] as const) {
    await api().person(organisation, name, role, tags);
    as[name] = await api().signedIn(name);
  }
  fleet = [];
  for (const [name, tags] of [
    ['web-1', ['web']],
    ['db-1', ['db']],
  ] as const) {
    const endpoint = await api().endpoint(organisation, name, { os_id: 'debian', os_version: '12', tags });
    fleet.push(endpoint);
    await api().superuser.query(
      'insert into endpoint_seen (organisation, endpoint, seen_at, clock_offset_ms) values ($1, $2, $3, 0)',
      [organisation, endpoint, api().clock.now],
    );
  }
});

const call = (who: string, method: string, path: string, body?: Json): Promise<Answer> =>
  api().call(method, path, { as: as[who] ?? {}, ...(body === undefined ? {} : { body }) });
/** What lifts all that hold, so that each test begins without. */
afterEach(async () => {
  const { body } = await call('ada', 'get', '/freezes');
  for (const { id, state } of body.items) if (state === 'holds') await call('ada', 'post', `/freezes/${id}/lift`);
});

const frozen = async (body: Json): Promise<string> => {
  const made = await call('oscar', 'post', '/freezes', { reason: 'The sale.', ...body });
  expect(made).toMatchObject({ status: 201, body: { state: 'holds' } });
  return made.body.id;
};
const made = () => fleetOf(organisation, fleet);
const began = () => deploy(api().store, made(), parts, { rings: 'rest' });
const look = (id: string) =>
  api().store.inOrganisation(organisation, (transaction) => tickDeployment(transaction, parts, id));
/** By endpoint, in the order of the fleet: the state, or what it waits for. */
const jobs = async (id: string): Promise<readonly string[]> => {
  const { rows } = await api().superuser.query(
    'select endpoint, state, detail from deployment_job where deployment = $1',
    [id],
  );
  return fleet.map((each) => {
    const { state, detail } = rows.find(({ endpoint }) => endpoint === each);
    return detail.reason ?? state;
  });
};

test('over all endpoints nothing begins, each says what it waits for and why; lifted, all go on at once', async () => {
  const freeze = await frozen({});
  const id = await began();
  await look(id);
  expect(await jobs(id)).toEqual(['freeze', 'freeze']);
  const { body: job } = await call('vera', 'get', `/deployments/${id}/jobs/${fleet[0]}`);
  expect(job.waitsFor).toMatchObject({ reason: 'freeze' });
  expect(job.says[0]).toBe('A freeze holds it: The sale. (oscar)');
  expect(await call('ada', 'post', `/freezes/${freeze}/lift`)).toMatchObject({
    status: 200,
    body: { state: 'lifted' },
  });
  await look(id);
  expect(await jobs(id)).toEqual(['dispatched', 'dispatched']);
});

test('over what a query finds, the others go on; and it is over by itself when its time is', async () => {
  const until = new Date(api().clock.now.getTime() + hour).toISOString();
  const freeze = await frozen({ covers: 'tag:web', until });
  const id = await began();
  await look(id);
  expect(await jobs(id)).toEqual(['freeze', 'dispatched']);
  const before = api().clock.now;
  api().clock.now = new Date(before.getTime() + hour + 1_000);
  try {
    await api().superuser.query('update endpoint_seen set seen_at = $1', [api().clock.now]);
    await look(id);
    expect((await jobs(id))[0]).toBe('dispatched');
    const vera = await api().signedIn('vera');
    expect((await api().call('get', '/freezes', { as: vera })).body.items).toContainEqual(
      expect.objectContaining({ id: freeze, state: 'over' }),
    );
  } finally {
    api().clock.now = before;
    await api().superuser.query('update endpoint_seen set seen_at = $1', [before]);
  }
});

test('one whose query cannot be asked any more holds over all: it never opens by itself', async () => {
  const freeze = await frozen({ covers: 'tag:web' });
  await api().superuser.query("update rollout_freeze set covers = 'nonsense:1' where id = $1", [freeze]);
  const id = await began();
  await look(id);
  expect(await jobs(id)).toEqual(['freeze', 'freeze']);
});

test('two people who break the glass of a deployment work in spite of it', async () => {
  await frozen({});
  const id = await began();
  await look(id);
  expect(await call('ada', 'post', `/deployments/${id}/break-glass`)).toMatchObject({ status: 200 });
  expect(await jobs(id)).toEqual(['freeze', 'freeze']);
  expect(await call('bob', 'post', `/deployments/${id}/break-glass`)).toMatchObject({ status: 200 });
  await look(id);
  expect(await jobs(id)).toEqual(['dispatched', 'dispatched']);
});

test('what waits for a window begins when two people break the glass, and when the window is changed to be open', async () => {
  const admin = await api().person(organisation, 'admin', 'admin');
  expect(admin).not.toBe('');
  as['admin'] = await api().signedIn('admin');
  const day = (later: number): string =>
    new Date(api().clock.now.getTime() + later * 24 * hour).toISOString().slice(0, 10);
  const said = {
    name: 'later',
    recurrence: 'FREQ=DAILY',
    starts: '00:00',
    duration: '24h',
    zone: 'UTC',
    from: day(60),
  };
  const window = await call('admin', 'post', '/maintenance-windows', { kind: 'window', said });
  expect(window).toMatchObject({ status: 201 });
  const later = () =>
    deploy(api().store, made(), parts, {
      rings: 'rest',
      endpoints: fleet.map((endpoint) => ({ endpoint, step: 0, rollback: 'R1', group: null, schedule: 'later' })),
    });
  const [id, other] = [await later(), await later()];
  for (const each of [id, other]) {
    await look(each);
    expect(await jobs(each)).toEqual(['maintenance-window', 'maintenance-window']);
  }
  for (const who of ['ada', 'bob']) await call(who, 'post', `/deployments/${id}/break-glass`);
  await look(id);
  await look(other);
  expect(await jobs(id)).toEqual(['dispatched', 'dispatched']);
  expect(await jobs(other)).toEqual(['maintenance-window', 'maintenance-window']);
  const daily = { ...said, from: day(-2) };
  const changed = await call('admin', 'put', `/maintenance-windows/${window.body.id}`, { kind: 'window', said: daily });
  expect(changed).toMatchObject({ status: 200 });
  await look(other);
  expect(await jobs(other)).toEqual(['dispatched', 'dispatched']);
});

test('whoever may stop may freeze, whoever may resume may lift; it is for who sees all, and in the audit and the calendar', async () => {
  for (const who of ['vera', 'web'])
    expect(await call(who, 'post', '/freezes', { reason: 'No.' })).toMatchObject({ status: 403 });
  for (const wrong of [{ covers: 'nonsense:1' }, { until: '2020-01-01T00:00:00Z' }]) {
    expect(await call('oscar', 'post', '/freezes', { reason: 'No.', ...wrong })).toMatchObject({ status: 422 });
  }
  const id = await frozen({ covers: 'tag:db' });
  expect((await call('vera', 'get', '/freezes')).body.items).toContainEqual(
    expect.objectContaining({ id, covers: 'tag:db', endpoints: 1 }),
  );
  const range = `from=${new Date(Date.now() - hour).toISOString()}&to=${new Date(Date.now() + hour).toISOString()}`;
  const { body: calendar } = await call('vera', 'get', `/calendar?${range}`);
  expect(calendar.items).toContainEqual(expect.objectContaining({ name: 'Freeze: The sale. (tag:db)' }));
  expect(await call('oscar', 'post', `/freezes/${id}/lift`)).toMatchObject({ status: 403 });
  expect(await call('ada', 'post', `/freezes/${id}/lift`)).toMatchObject({ status: 200 });
  expect(await call('ada', 'post', `/freezes/${id}/lift`)).toMatchObject({ status: 404 });
  const { body: audit } = await call('ada', 'get', '/audit');
  expect(audit.items.map(({ action }: Json) => action)).toEqual(
    expect.arrayContaining(['freeze.create', 'freeze.lift']),
  );
});
