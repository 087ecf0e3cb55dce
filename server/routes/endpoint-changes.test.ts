// What people do to endpoints over the HTTP API: each change once in the record, with before and after.
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { OrganisationId } from '../store/database.ts';
import { standingOf } from '../store/endpoint-certificates.ts';
import { useApi, type Json } from './api.fixture.ts';

const api = useApi();
let organisation: OrganisationId;
let as: Readonly<Record<string, string>>;

beforeEach(async () => {
  organisation = await api().organisation();
  const name = `ann-${randomUUID().slice(0, 8)}`;
  await api().person(organisation, name, 'approver');
  as = await api().signedIn(name);
});

const ask = (method: string, path: string, body?: unknown) => api().call(method, path, { as, body });
const record = async (id: string): Promise<readonly Json[]> =>
  (await ask('get', `/audit?subject=endpoint:${id}`)).body.items
    .toReversed()
    .map(({ action, before, after }: Json) => ({ action, before, after }));

async function certificate(endpoint: string): Promise<string> {
  const serial = randomUUID().replaceAll('-', '');
  await api().superuser.query(
    `insert into endpoint_certificate (organisation, serial, endpoint, key_digest, issued_at, renew_after, not_after)
     values ($1, $2, $3, $4, now(), now(), now())`,
    [organisation, serial, endpoint, Buffer.alloc(32)],
  );
  return serial;
}
const stands = (endpoint: string, serial: string) =>
  api().store.inOrganisation(organisation, (transaction) => standingOf(transaction, endpoint, serial));

test('a pending endpoint is approved, once; a revoked one is not', async () => {
  const id = await api().endpoint(organisation, 'web-1', { state: 'pending', state_reason: 'waits' });
  expect((await ask('post', `/endpoints/${id}/approval`)).body).toMatchObject({ state: 'active', stateReason: null });
  expect((await ask('post', `/endpoints/${id}/approval`)).status).toBe(200);
  expect(await record(id)).toEqual([
    {
      action: 'endpoint.approve',
      before: { name: 'web-1', state: 'pending', stateReason: 'waits' },
      after: { name: 'web-1', state: 'active', stateReason: null },
    },
  ]);
  const gone = await api().endpoint(organisation, 'web-2', { state: 'revoked' });
  expect(await ask('post', `/endpoints/${gone}/approval`)).toMatchObject({ status: 409 });
});

test('tags are put on and taken off, in small letters, each once', async () => {
  const id = await api().endpoint(organisation, 'web-1', { tags: ['lab'] });
  const tag = (add: readonly string[], remove: readonly string[] = []) =>
    ask('post', `/endpoints/${id}/tags`, { add, remove });
  expect((await tag(['Web', 'web', 'a:b/c.d_e'])).body.tags).toEqual(['a:b/c.d_e', 'lab', 'web']);
  expect((await tag(['web'])).body.tags).toEqual(['a:b/c.d_e', 'lab', 'web']);
  expect((await tag(['x'], ['lab', 'x', 'nowhere'])).body.tags).toEqual(['a:b/c.d_e', 'web']);
  expect((await record(id)).map(({ after }) => after.tags)).toEqual([
    ['a:b/c.d_e', 'lab', 'web'],
    ['a:b/c.d_e', 'web'],
  ]);
  for (const wrong of ['', '-web', 'two words', 'a'.repeat(65), 'x\u0000']) {
    expect(await tag([wrong])).toMatchObject({ status: 400, body: { errors: [{ in: 'body', name: 'add.0' }] } });
  }
  const many = Array.from({ length: 99 }, (_, index) => `t${index}`);
  expect((await tag(many)).status).toBe(409);
});

test('criticality and exposure are said, and what is not said stays', async () => {
  const id = await api().endpoint(organisation, 'web-1');
  const { body } = await ask('patch', `/endpoints/${id}`, { exposure: 'internal' });
  expect(body).toMatchObject({ exposure: 'internal', criticality: 'normal' });
  expect((await ask('patch', `/endpoints/${id}`, { criticality: 'highest' })).body).toMatchObject({
    exposure: 'internal',
    criticality: 'highest',
  });
  expect(await record(id)).toMatchObject([
    { before: { exposure: 'unknown' }, after: { exposure: 'internal' } },
    { before: { criticality: 'normal' }, after: { criticality: 'highest' } },
  ]);
  for (const wrong of [{ exposure: 'moon' }, { name: 'x' }, { state: 'active' }]) {
    expect((await ask('patch', `/endpoints/${id}`, wrong)).status).toBe(400);
  }
});

describe('an endpoint that is shut out', () => {
  test('is refused from that moment on, and stays so', async () => {
    const id = await api().endpoint(organisation, 'web-1');
    const serial = await certificate(id);
    expect(await stands(id, serial)).toMatchObject({ state: 'active' });
    expect((await ask('post', `/endpoints/${id}/revocation`)).body.state).toBe('revoked');
    expect(await stands(id, serial)).toBeUndefined();
    expect((await ask('post', `/endpoints/${id}/release`)).status).toBe(409);
    expect((await ask('post', `/endpoints/${id}/revocation`)).status).toBe(200);
    expect(await record(id)).toHaveLength(1);
  });

  test('is gone when it is removed, and the record keeps what it was', async () => {
    const id = await api().endpoint(organisation, 'web-1', { tags: ['web'] });
    const serial = await certificate(id);
    expect((await ask('delete', `/endpoints/${id}`)).status).toBe(200);
    expect((await ask('get', `/endpoints/${id}`)).status).toBe(404);
    expect((await ask('delete', `/endpoints/${id}`)).status).toBe(404);
    expect(await stands(id, serial)).toBeUndefined();
    expect(await record(id)).toMatchObject([
      { action: 'endpoint.remove', before: { name: 'web-1', tags: ['web'] }, after: null },
    ]);
  });
});

test('an endpoint in quarantine is released, and its former starts are no clones', async () => {
  const id = await api().endpoint(organisation, 'web-1', { state: 'quarantined', state_reason: 'cloned' });
  await api().superuser.query(
    'insert into endpoint_seen (organisation, endpoint, seen_at, boots) values ($1, $2, now(), $3)',
    [organisation, id, [randomUUID(), randomUUID()]],
  );
  expect((await ask('post', `/endpoints/${id}/release`)).body).toMatchObject({ state: 'active', stateReason: null });
  const { rows } = await api().superuser.query('select boots from endpoint_seen where endpoint = $1', [id]);
  expect(rows).toEqual([{ boots: [] }]);
});

describe('enrolment tokens', () => {
  test('give a line to copy, are listed without their text, and let nobody in when revoked', async () => {
    const asked = { tags: ['Web'], uses: 3, expiresInSeconds: 600, autoApprove: true };
    const made = await ask('post', '/enrolment-tokens', asked);
    expect(made.body).toMatchObject({ tags: ['web'], uses: 3, usesLeft: 3, autoApprove: true });
    expect(made.body.line).toBe(`join ${made.body.token}`);
    expect(Date.parse(made.body.expiresAt) - api().clock.now.getTime()).toBe(600_000);
    const { body } = await ask('get', '/enrolment-tokens');
    const { token, line: _line, ...shown } = made.body;
    expect(body.items).toEqual([shown]);
    expect(JSON.stringify(body)).not.toContain(token);
    expect((await ask('delete', `/enrolment-tokens/${made.body.id}`)).status).toBe(200);
    expect((await ask('get', '/enrolment-tokens')).body.items[0].revokedAt).toBe(api().clock.now.toISOString());
    const actions = (await ask('get', `/audit?subject=enrolment-token:${made.body.id}`)).body.items;
    expect(actions.map(({ action }: Json) => action)).toEqual(['enrolment-token.revoke', 'enrolment-token.create']);
    expect(JSON.stringify(actions)).not.toContain(token);
  });

  test('let in unseen only for who may approve', async () => {
    const name = `op-${randomUUID().slice(0, 8)}`;
    await api().person(organisation, name, 'operator');
    const operator = await api().signedIn(name);
    const make = (autoApprove: boolean) =>
      api().call('post', '/enrolment-tokens', { as: operator, body: { autoApprove } });
    expect((await make(true)).status).toBe(403);
    expect((await make(false)).body).toMatchObject({ uses: 1, autoApprove: false });
  });
});
