// Who may not, over the HTTP API: for every route that writes, as the document names them, nothing changes and it is told.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { permissions, permissionsOf, roles } from '../access/permissions.ts';
import type { OrganisationId } from '../store/database.ts';
import { useApi, type Json } from './api.fixture.ts';

const api = useApi();
let organisation: OrganisationId;
let ids: Readonly<Record<string, string>>;
let routes: readonly { readonly method: string; readonly path: string; readonly needs: string; readonly id: string }[];
const browsers = new Map<string, Readonly<Record<string, string>>>();

beforeAll(async () => {
  organisation = await api().organisation();
  const user = await api().person(organisation, 'somebody', 'approver');
  for (const role of roles) {
    await api().person(organisation, role, role);
    browsers.set(role, await api().signedIn(role));
  }
  const admin = browsers.get('admin') ?? {};
  const endpoint = await api().endpoint(organisation, 'web-1', { state: 'pending' });
  const invitation = await api().call('post', '/invitations', {
    as: admin,
    body: { email: 'new@example.org', name: 'New', role: 'viewer' },
  });
  const token = await api().call('post', '/enrolment-tokens', { as: admin, body: {} });
  await api().bearer(admin, ['inventory.read']);
  const apiToken = await api().call('get', '/api-tokens', { as: admin });
  const made = await api().call('post', '/policies', { as: admin, body: { said: policy } });
  ids = {
    policies: made.body.id,
    endpoints: endpoint,
    users: user,
    invitations: invitation.body.id,
    'enrolment-tokens': token.body.id,
    'api-tokens': apiToken.body.items[0].id,
  };
  const { body } = await api().call('get', '/openapi.json');
  routes = Object.entries<Json>(body.paths).flatMap(([path, methods]) =>
    Object.entries<Json>(methods).map(([method, operation]) => ({
      method,
      path: path.replace('/api/v1', ''),
      needs: operation['x-needs'],
      id: operation.operationId,
    })),
  );
});

const writes = () => routes.filter(({ method }) => method !== 'get');
/** With something that exists wherever the path names one. */
const filled = (path: string): string =>
  path.replaceAll(/\/([a-z-]+)\/\{id\}/g, (_all, kind: string) => `/${kind}/${ids[kind] ?? randomUUID()}`);

const policy = {
  name: 'Tuesdays',
  ships: 'security',
  endpoints: '',
  days: 'FREQ=WEEKLY;BYDAY=TU',
  daysFrom: '2026-01-01',
  zone: 'UTC',
  wait: '0d',
  rings: '1,rest',
  windows: [],
  soak: '1h',
  reboot: 'in-window',
  cleanCanary: true,
  isOn: true,
};

/** For each: what would be done by who may. */
const BODIES: Readonly<Record<string, Json>> = {
  describeEndpoint: { criticality: 'high' },
  tagEndpoint: { add: ['mine'] },
  selectEndpoints: { q: '' },
  tagSelection: { add: ['mine'] },
  describeSelection: { criticality: 'high' },
  approveSelection: {},
  approveDeployment: { plan: 'ab'.repeat(32) },
  scheduleDeployment: { startAt: '2026-11-23T12:00:00.000Z' },
  acceptRehearsal: { reason: 'because' },
  retryEndpoint: { endpoint: randomUUID() },
  releaseLostEndpoint: { endpoint: randomUUID() },
  changeMaintenanceWindow: {
    kind: 'span',
    said: { name: 'x', from: '2026-12-20T00:00', to: '2026-12-21T00:00', zone: 'UTC' },
  },
  changePolicy: { said: { ...policy, rings: 'rest' }, version: 1 },
  changeUser: { role: 'admin' },
  inviteUser: { email: 'friend@example.org', name: 'Friend', role: 'admin' },
  createEnrolmentToken: { uses: 5 },
  createApiToken: { label: 'x', scopes: ['inventory.read'], expiresAt: '2026-11-23T12:00:00.000Z' },
};

describe('a viewer', () => {
  test('that writes is refused everywhere, is logged, and changes nothing', async () => {
    const as = browsers.get('viewer') ?? {};
    // What needs no more than to read, such as a preview, writes nothing.
    const may = ['anybody', 'signed-in', 'api-token.create', 'deployment.read'];
    const refusedHere = writes().filter(({ needs }) => !may.includes(needs));
    expect(refusedHere.length).toBeGreaterThan(12);
    const account = (await api().call('get', '/me', { as })).body.account;
    for (const { method, path, needs, id } of refusedHere) {
      const before = await api().everything();
      const logged = api().refused.length;
      const answer = await api().call(method, filled(path), { as, body: BODIES[id] });
      expect({ id, ...answer }).toMatchObject({
        id,
        status: 403,
        body: { type: 'urn:suture:problem:not-allowed', detail: `The permission ${needs} is missing.` },
      });
      expect(api().refused.slice(logged)).toMatchObject([
        {
          actor: `user:${account}`,
          address: '192.0.2.1',
          problem: { status: 403 },
          route: expect.stringMatching(/^\/api/),
        },
      ]);
      expect({ id, rows: await api().everything() }).toEqual({ id, rows: before });
    }
  });

  test('may write nothing but what is their own', () => {
    const own = writes().filter(({ needs }) => needs === 'signed-in' || needs === 'api-token.create');
    expect(own.map(({ id }) => id).toSorted()).toEqual([
      'changePassword',
      'confirmTotp',
      'createApiToken',
      'endSession',
      'offerPasskey',
      'offerTotp',
      'registerPasskey',
      'removePasskey',
      'removeTotp',
      'revokeApiToken',
      'signOut',
    ]);
    const anybody = writes().filter(({ needs }) => needs === 'anybody');
    expect(anybody.map(({ id }) => id).toSorted()).toEqual([
      'acceptInvitation',
      'createFirstUser',
      'offerPasskeySignIn',
      'signIn',
      'signInWithPasskey',
    ]);
  });

  test('does not revoke the token of somebody else', async () => {
    const before = await api().everything();
    const answer = await api().call('delete', `/api-tokens/${ids['api-tokens']}`, { as: browsers.get('viewer') ?? {} });
    expect(answer.status).toBe(404);
    expect(await api().everything()).toEqual(before);
  });
});

test('a stranger is refused everywhere, and learns nothing of what there is', async () => {
  for (const { method, path, needs, id } of routes) {
    if (needs === 'anybody') continue;
    const before = await api().everything();
    const known = await api().call(method, filled(path), { body: method === 'get' ? undefined : BODIES[id] });
    const unknown = await api().call(method, path.replace('{id}', randomUUID()));
    expect({ id, status: known.status, body: known.body }).toEqual({ id, status: 401, body: unknown.body });
    expect(await api().everything()).toEqual(before);
  }
});

test('each role may exactly what the table of permissions says, and a token no more than its scopes', async () => {
  for (const { method, path, needs, id } of routes.filter(({ needs: each }) =>
    permissions.some((one) => one === each),
  )) {
    for (const role of roles) {
      // What is no JSON gets past the permission and no further.
      const headers = { 'content-type': 'text/plain' };
      const as = browsers.get(role) ?? {};
      const isAllowed = [...permissionsOf(role)].some((permission) => permission === needs);
      if (method === 'get' && isAllowed) continue;
      const { status } = await api().call(method, filled(path).replace(/[0-9a-f-]{36}/, 'no-id'), {
        as,
        headers,
        body: 'x',
      });
      expect({ id, role, isAllowed: status !== 403 }).toEqual({ id, role, isAllowed });
    }
  }
  const bearer = await api().bearer(browsers.get('admin') ?? {}, ['inventory.read']);
  for (const { method, path, needs, id } of writes()) {
    if (!permissions.some((one) => one === needs)) continue;
    const { status } = await api().call(method, filled(path), { as: bearer, body: BODIES[id] });
    expect({ id, status }).toEqual({ id, status: 403 });
  }
});

test('a member of another organisation finds none of it', async () => {
  const elsewhere = await api().organisation();
  await api().person(elsewhere, 'other-admin', 'admin');
  const as = await api().signedIn('other-admin');
  const before = await api().everything();
  for (const { method, path, id } of writes()) {
    if (!path.includes('{id}') || path.startsWith('/me') || path.startsWith('/sessions')) continue;
    const { status } = await api().call(method, filled(path), { as, body: BODIES[id] });
    expect({ id, status }).toEqual({ id, status: 404 });
  }
  expect(await api().everything()).toEqual(before);
});
