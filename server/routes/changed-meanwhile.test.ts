// What people change in a fleet while a deployment runs over it: what was frozen stays, what is gone is not waited for, nothing unsigned begins.
import { generateKeyPairSync } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { signPlan } from '@suture/protocol/deployments/statements.ts';
import { keyFingerprint, writeSigningKey } from '@suture/protocol/trust/keys.ts';
import { planShelf } from '../actions/plan-shelf.ts';
import { tickDeployment } from '../actions/tick-deployment.ts';
import { deploy, fleetOf } from '../deployment-fleet.fixture.ts';
import type { OrganisationId } from '../store/database.ts';
import { useApi, type Answer, type Json } from './api.fixture.ts';

const api = useApi();
let organisation: OrganisationId;
const as: Record<string, Readonly<Record<string, string>>> = {};
const parts = {
  signing: generateKeyPairSync('ed25519').privateKey,
  plans: planShelf(),
  now: () => api().clock.now.getTime(),
};

beforeAll(async () => {
  api().clock.now = new Date();
  organisation = await api().organisation();
  for (const [name, role] of [
    ['admin', 'admin'],
    ['ada', 'approver'],
  ] as const) {
    await api().person(organisation, name, role);
    as[name] = await api().signedIn(name);
  }
});

const call = (who: string, method: string, path: string, body?: Json): Promise<Answer> =>
  api().call(method, path, { as: as[who] ?? {}, ...(body === undefined ? {} : { body }) });
const look = (id: string) =>
  api().store.inOrganisation(organisation, (transaction) => tickDeployment(transaction, parts, id));

/** Each in a ring of its own, so that only the first is given work; `away` was not heard of for a day. */
async function begun(names: readonly string[], over: Parameters<typeof deploy>[3] = {}) {
  const fleet: string[] = [];
  for (const name of names) {
    const id = await api().endpoint(organisation, name, { os_id: 'debian', os_version: '12', tags: ['web'] });
    fleet.push(id);
    const seen = new Date(api().clock.now.getTime() - (name.startsWith('away') ? 86_400_000 : 0));
    await api().superuser.query(
      'insert into endpoint_seen (organisation, endpoint, seen_at, clock_offset_ms) values ($1, $2, $3, 0)',
      [organisation, id, seen],
    );
  }
  const made = fleetOf(organisation, fleet);
  const id = await deploy(api().store, made, parts, { rings: 'rest', ...over });
  await look(id);
  return { id, fleet, operator: made.operator };
}

/** In the order of the fleet: the state, and why where that is said. */
async function jobs({ id, fleet }: { readonly id: string; readonly fleet: readonly string[] }) {
  const { rows } = await api().superuser.query(
    'select endpoint, state, detail from deployment_job where deployment = $1',
    [id],
  );
  return fleet.map((each) => {
    const { state, detail } = rows.find(({ endpoint }) => endpoint === each);
    return detail.reason === undefined ? state : `${state}: ${detail.reason}`;
  });
}
const stateOf = async (id: string): Promise<Json> => (await call('ada', 'get', `/deployments/${id}`)).body;

test('a tag that is taken off, and an exception that is made, leave a deployment as it was approved', async () => {
  const at = await begun(['web-1', 'web-2']);
  expect(await call('admin', 'post', `/endpoints/${at.fleet[0]}/tags`, { remove: ['web'] })).toMatchObject({
    status: 200,
  });
  const excepted = { owner: 'Ada', reason: 'Not this week.', covers: 'endpoint:web-2', until: inDays(7) };
  expect(await call('ada', 'post', '/exceptions', excepted)).toMatchObject({ status: 201, body: { state: 'holds' } });
  await look(at.id);
  expect(await jobs(at)).toEqual(['dispatched', 'dispatched']);
});

test('an endpoint that is removed or revoked is skipped, with its slot, and the deployment ends without it', async () => {
  const at = await begun(['away-1', 'away-2', 'web-3']);
  expect(await jobs(at)).toEqual(['deferred: offline', 'deferred: offline', 'dispatched']);
  expect(await call('admin', 'delete', `/endpoints/${at.fleet[0]}`)).toMatchObject({ status: 200 });
  expect(await call('admin', 'post', `/endpoints/${at.fleet[1]}/revocation`)).toMatchObject({ status: 200 });
  expect(await call('admin', 'delete', `/endpoints/${at.fleet[2]}`)).toMatchObject({ status: 200 });
  await look(at.id);
  expect(await jobs(at)).toEqual(['skipped: removed', 'skipped: removed', 'skipped: removed']);
  const { says } = await stateOf(at.id);
  expect(says).toContain('3 skipped, as no longer in the fleet');
  const { rows } = await api().superuser.query('select in_flight from deployment where id = $1', [at.id]);
  expect(rows).toEqual([{ in_flight: 0 }]);
});

test('under a key that is revoked nothing begins: it waits, says why, and goes on once the plan is signed again', async () => {
  const at = await begun(['web-4', 'web-5']);
  expect(await jobs(at)).toEqual(['dispatched', 'dispatched']);
  const fingerprint = keyFingerprint(at.operator.publicKey);
  expect(await call('admin', 'delete', `/operator-keys/${fingerprint}`)).toMatchObject({ status: 200 });
  await look(at.id);
  expect(await jobs(at)).toEqual(['deferred: signatures', 'deferred: signatures']);
  const waiting = await stateOf(at.id);
  expect(waiting.says.join()).toContain('nothing begins until it is signed again');

  const next = generateKeyPairSync('ed25519');
  await call('admin', 'post', '/operator-keys', { publicKey: writeSigningKey(next.publicKey), label: 'ada-2027' });
  const path = `/plans/${waiting.plan}/signatures`;
  const { envelope } = (await call('ada', 'get', path)).body;
  const statement = JSON.parse(Buffer.from(envelope.payload, 'base64').toString());
  const signed = { envelope: signPlan(statement, [next.privateKey]) };
  expect(await call('ada', 'post', path, signed)).toMatchObject({ status: 200 });
  await look(at.id);
  expect(await jobs(at)).toEqual(['dispatched', 'dispatched']);
});

test('a plan that expires while it is paused is over: what waited is skipped, and it cannot be resumed', async () => {
  const expiresAt = new Date(api().clock.now.getTime() + 300_000).toISOString();
  const at = await begun(['away-3', 'away-4'], { expiresAt });
  expect(await call('ada', 'post', `/deployments/${at.id}/pause`)).toMatchObject({ status: 200 });
  const before = api().clock.now;
  api().clock.now = new Date(Date.parse(expiresAt) + 1_000);
  try {
    await look(at.id);
    expect(await jobs(at)).toEqual(['skipped: expired', 'skipped: expired']);
    expect((await stateOf(at.id)).state).toBe('completed-with-failures');
    expect(await call('ada', 'post', `/deployments/${at.id}/resumption`)).toMatchObject({ status: 409 });
  } finally {
    api().clock.now = before;
  }
});

test('what somebody asks for and cannot have is told to them, and stands in nobody else’s way', async () => {
  const at = await begun(['web-6']);
  const refused = await call('ada', 'post', `/deployments/${at.id}/promotion`);
  expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining('ring waits at its gate') } });
  expect((await stateOf(at.id)).says.join()).not.toContain('was not done');
});

const inDays = (days: number): string =>
  new Date(api().clock.now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
