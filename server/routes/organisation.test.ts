// The organisation over the HTTP API: an admin names it, nobody else does, and the audit says so.
import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import type { OrganisationId } from '../store/database.ts';
import { useApi } from './api.fixture.ts';

const api = useApi();
let organisation: OrganisationId;
let as: Readonly<Record<string, string>>;
const unique = (name: string): string => `${name}-${randomUUID().slice(0, 8)}`;

beforeEach(async () => {
  organisation = await api().organisation();
  const admin = unique('admin');
  await api().person(organisation, admin, 'admin');
  as = await api().signedIn(admin);
});

const rename = (name: unknown, by = as) => api().call('patch', '/organisation', { as: by, body: { name } });

test('an admin names it; the audit has both names, once', async () => {
  const name = unique('The machines of web-1');
  expect(await rename(name)).toMatchObject({ status: 200, body: { id: organisation, name } });
  expect((await rename(name)).status).toBe(200);
  expect((await api().call('get', '/me', { as })).body.organisation.name).toBe(name);
  const { body } = await api().call('get', '/audit?action=organisation.rename', { as });
  expect(body.items).toMatchObject([{ after: { name } }]);
});

test('a name that another has, or that is none, is refused and changes nothing', async () => {
  const other = await api().organisation();
  const admin = unique('admin');
  await api().person(other, admin, 'admin');
  const taken = unique('taken');
  await rename(taken, await api().signedIn(admin));
  expect((await rename(taken)).status).toBe(409);
  for (const name of ['', 'a\nb', 'x'.repeat(201), 7]) expect((await rename(name)).status).toBe(400);
  expect((await api().call('get', '/audit?action=organisation.rename', { as })).body.items).toEqual([]);
});

test('others may not', async () => {
  const approver = unique('approver');
  await api().person(organisation, approver, 'approver');
  expect((await rename('x', await api().signedIn(approver))).status).toBe(403);
});
