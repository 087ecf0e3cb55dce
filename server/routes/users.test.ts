// Users over the HTTP API: invited, changed and removed; nobody raises themselves, and the last admin stays.
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { issueLocalAccess } from '../actions/issue-local-access.ts';
import type { OrganisationId } from '../store/database.ts';
import { browserOf, emailOf, PASSWORD, useApi, type Json } from './api.fixture.ts';

const api = useApi();
let organisation: OrganisationId;
let admin: string;
let adminId: string;
let as: Readonly<Record<string, string>>;

const unique = (name: string): string => `${name}-${randomUUID().slice(0, 8)}`;

beforeEach(async () => {
  organisation = await api().organisation();
  admin = unique('admin');
  adminId = await api().person(organisation, admin, 'admin');
  as = await api().signedIn(admin);
});

const ask = (method: string, path: string, body?: unknown) => api().call(method, path, { as, body });
const recorded = async (action: string): Promise<Json[]> =>
  (await api().call('get', `/audit?action=${action}`, { as })).body.items;

describe('an invitation', () => {
  const invite = (name: string, more: object = {}) =>
    ask('post', '/invitations', { email: emailOf(name), name: 'Grace', role: 'operator', ...more });
  const accept = (token: string, password = PASSWORD) =>
    api().call('post', '/invitations/acceptance', { body: { token, password } });

  test('makes a member with its role and tags, once', async () => {
    const grace = unique('grace');
    const { status, body } = await invite(grace, { tagScope: ['Web'] });
    expect(status).toBe(201);
    expect(body.link).toBe(`https://suture.example/invitation#${body.token}`);
    expect((await ask('get', '/invitations')).body.items).toMatchObject([{ id: body.id, email: emailOf(grace) }]);
    expect((await accept(body.token, 'short')).status).toBe(422);
    const both = await Promise.all([accept(body.token), accept(body.token)]);
    expect(both.filter(({ status: each }) => each === 201)).toHaveLength(1);
    expect((await accept(body.token)).status).toBe(403);
    const me = await api().call('get', '/me', { as: await api().signedIn(grace) });
    expect(me.body).toMatchObject({ name: 'Grace', role: 'operator', tagScope: ['web'] });
    expect((await ask('get', '/invitations')).body.items).toEqual([]);
    expect(await recorded('user.create')).toMatchObject([
      { actor: `user:${me.body.account}`, before: null, after: { role: 'operator', tagScope: ['web'] } },
    ]);
  });

  test('ends when it is withdrawn, when another takes its place, and after three days', async () => {
    const name = unique('grace');
    const first = (await invite(name)).body;
    const second = (await invite(name)).body;
    expect((await accept(first.token)).status).toBe(403);
    expect((await ask('delete', `/invitations/${second.id}`)).status).toBe(200);
    expect((await accept(second.token)).status).toBe(403);
    const third = (await invite(name)).body;
    api().clock.now = new Date(api().clock.now.getTime() + 3 * 86_400_000);
    expect((await accept(third.token)).status).toBe(403);
  });

  test('gives no admin a limit, and is not for who is a member already', async () => {
    expect((await invite(unique('x'), { role: 'admin', tagScope: ['web'] })).status).toBe(422);
    expect((await invite(unique('x'), { tagScope: [] })).status).toBe(400);
    expect((await invite(unique('x'), { email: 'nobody' })).status).toBe(422);
    expect((await invite(admin)).status).toBe(409);
  });

  test('of another organisation is followed with the account one has, by its password', async () => {
    const elsewhere = await api().organisation();
    const name = unique('grace');
    await api().person(elsewhere, name, 'admin');
    const { body } = await invite(name);
    expect((await accept(body.token, 'another long password')).status).toBe(401);
    expect((await accept(body.token)).status).toBe(201);
    const login = { email: emailOf(name), password: PASSWORD, organisation };
    const here = browserOf(await api().call('post', '/sessions', { body: login }));
    const me = (await api().call('get', '/me', { as: here })).body;
    expect(me).toMatchObject({ organisation: { id: organisation }, role: 'operator' });
    // One organisation does not rename people of another, and removing them from one leaves the other.
    expect((await ask('patch', `/users/${me.account}`, { name: 'Somebody' })).status).toBe(409);
    expect((await ask('delete', `/users/${me.account}`)).status).toBe(200);
    const there = await api().call('get', '/me', { as: await api().signedIn(name) });
    expect(there.body).toMatchObject({ organisation: { id: elsewhere }, role: 'admin' });
  });
});

describe('a change of somebody', () => {
  test('of role or tags is recorded, is in force at once, and ends their sessions', async () => {
    const bob = unique('bob');
    const id = await api().person(organisation, bob, 'approver');
    const session = await api().signedIn(bob);
    const token = await api().bearer(session, ['audit.read', 'inventory.read']);
    const changed = await ask('patch', `/users/${id}`, { role: 'viewer', tagScope: ['web'] });
    expect(changed.body).toMatchObject({ id, role: 'viewer', tagScope: ['web'] });
    expect((await api().call('get', '/me', { as: session })).status).toBe(401);
    expect((await api().call('get', '/me', { as: token })).body.permissions).toEqual(['inventory.read']);
    expect(await recorded('user.change')).toMatchObject([
      {
        actor: `user:${adminId}`,
        subject: `user:${id}`,
        before: { role: 'approver', tagScope: null },
        after: { role: 'viewer', tagScope: ['web'], sessionsEnded: 1 },
      },
    ]);
  });

  test('of name alone ends nothing; of nothing records nothing', async () => {
    const bob = unique('bob');
    const id = await api().person(organisation, bob, 'viewer');
    const session = await api().signedIn(bob);
    expect((await ask('patch', `/users/${id}`, { name: 'Robert' })).body.name).toBe('Robert');
    expect((await ask('patch', `/users/${id}`, { name: 'Robert', role: 'viewer' })).status).toBe(200);
    expect((await api().call('get', '/me', { as: session })).body.name).toBe('Robert');
    expect(await recorded('user.change')).toHaveLength(1);
  });

  test('leaves no admin with a limit', async () => {
    const id = await api().person(organisation, unique('bob'), 'operator', ['web']);
    expect((await ask('patch', `/users/${id}`, { role: 'admin', tagScope: ['web'] })).status).toBe(422);
    expect((await ask('patch', `/users/${id}`, { role: 'admin' })).body).toMatchObject({
      role: 'admin',
      tagScope: null,
    });
    expect((await ask('patch', `/users/${id}`, { tagScope: ['web'] })).status).toBe(422);
  });
});

describe('the account of the server itself', () => {
  const local = async (): Promise<Json> => {
    await issueLocalAccess(api().door, organisation, { machine: 'here', former: undefined });
    return (await ask('get', '/users')).body.items.find(({ builtIn }: Json) => builtIn);
  };

  test('is in the list as what it is, and people are not', async () => {
    expect(await local()).toMatchObject({ email: 'local-administrator@localhost', role: 'admin', builtIn: true });
    const { items, total } = (await ask('get', '/users')).body;
    expect(items).toMatchObject([{ id: adminId, builtIn: false }, { builtIn: true }]);
    expect(total).toBe(2);
  });

  test('is neither changed nor removed by anybody, and counts as no admin', async () => {
    const { id } = await local();
    const before = await api().everything();
    for (const [method, path, body] of [
      ['patch', `/users/${id}`, { role: 'viewer' }],
      ['patch', `/users/${id}`, { name: 'Somebody' }],
      ['delete', `/users/${id}`],
      ['delete', `/users/${id}/second-factors`],
    ] as const) {
      expect(await ask(method, path, body)).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining('server’s own') },
      });
    }
    expect((await ask('patch', `/users/${adminId}`, { role: 'viewer' })).status).toBe(409);
    expect(await api().everything()).toEqual(before);
    expect(
      (await ask('post', '/invitations', { email: 'local-administrator@localhost', name: 'x', role: 'admin' })).status,
    ).toBe(409);
  });
});

test('the list of users is entered at any place, and read on from any page', async () => {
  for (const name of ['b', 'c', 'd']) await api().person(organisation, unique(name), 'viewer');
  const names = async (query: string): Promise<Json> => {
    const { body } = await ask('get', `/users?${query}`);
    return { names: body.items.map(({ name }: Json) => name[0]), total: body.total, next: body.next };
  };
  expect(await names('limit=2&skip=1')).toEqual({ names: ['b', 'c'], total: 4, next: expect.any(String) });
  const { next } = await names('limit=2');
  expect(await names(`limit=2&cursor=${next}`)).toEqual({ names: ['c', 'd'], total: 4, next: null });
  expect(await names(`limit=2&cursor=${next}&skip=1`)).toEqual({ names: ['d'], total: 4, next: null });
  expect((await names('skip=9')).names).toEqual([]);
});

describe('the last admin', () => {
  test('is neither removed nor made less', async () => {
    expect(await ask('patch', `/users/${adminId}`, { role: 'viewer' })).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('last admin') },
    });
    expect((await ask('delete', `/users/${adminId}`)).status).toBe(409);
  });

  test('is one also where two admins remove each other at the same moment', async () => {
    const other = unique('other');
    const otherId = await api().person(organisation, other, 'admin');
    const session = await api().signedIn(other);
    const both = await Promise.all([
      ask('delete', `/users/${otherId}`),
      api().call('delete', `/users/${adminId}`, { as: session }),
    ]);
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
    const { rows } = await api().superuser.query("select from membership where organisation = $1 and role = 'admin'", [
      organisation,
    ]);
    expect(rows).toHaveLength(1);
  });
});

test('who is removed is out at once, with their tokens, and may be invited again', async () => {
  const bob = unique('bob');
  const id = await api().person(organisation, bob, 'operator');
  const session = await api().signedIn(bob);
  const token = await api().bearer(session, ['inventory.read']);
  expect((await ask('delete', `/users/${id}`)).status).toBe(200);
  for (const who of [session, token]) expect((await api().call('get', '/me', { as: who })).status).toBe(401);
  expect((await ask('delete', `/users/${id}`)).status).toBe(404);
  expect(await recorded('user.remove')).toMatchObject([
    { subject: `user:${id}`, before: { email: emailOf(bob) }, after: null },
  ]);
  const { body } = await ask('post', '/invitations', { email: emailOf(bob), name: 'Bob', role: 'viewer' });
  const accepted = await api().call('post', '/invitations/acceptance', {
    body: { token: body.token, password: PASSWORD },
  });
  expect(accepted.status).toBe(201);
});

test('nobody raises anybody above themselves: not by a token that may less than its maker', async () => {
  const token = await api().bearer(as, ['user.edit', 'user.read']);
  const id = await api().person(organisation, unique('bob'), 'viewer');
  const before = await api().everything();
  const tries = [
    ['patch', `/users/${id}`, { role: 'admin' }],
    ['patch', `/users/${adminId}`, { role: 'viewer' }],
    ['delete', `/users/${adminId}`, undefined],
    ['post', '/invitations', { email: 'me@example.org', name: 'Me', role: 'admin' }],
  ] as const;
  for (const [method, path, body] of tries) {
    expect(await api().call(method, path, { as: token, body })).toMatchObject({ status: 403 });
  }
  expect(await api().everything()).toEqual(before);
});

test('users come in pages, and roles with what they may', async () => {
  for (const name of ['b', 'c', 'd']) await api().person(organisation, unique(name), 'viewer');
  const first = await ask('get', '/users?limit=3');
  expect(first.body).toMatchObject({ total: 4, next: expect.any(String) });
  const rest = await ask('get', `/users?limit=3&cursor=${first.body.next}`);
  const all = [...first.body.items, ...rest.body.items];
  expect(new Set(all.map(({ id }: Json) => id)).size).toBe(4);
  expect(rest.body.next).toBeNull();
  const roles = (await ask('get', '/roles')).body.items;
  expect(roles.map(({ name }: Json) => name)).toEqual(['viewer', 'operator', 'approver', 'admin']);
  expect(roles[0].permissions).toEqual(['inventory.read', 'deployment.read', 'api-token.create']);
});
