// Who is limited to tags, over the HTTP API: every list, count and verdict is as if nothing else existed, and no write goes beyond.
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RuleText } from '@suture/core/catalog/rule.ts';
import { reaching } from '../access/reach.ts';
import { addRuleVersion } from '../store/catalog-rules.ts';
import type { OrganisationId } from '../store/database.ts';
import { installed, offered, report } from '../store/reports.fixture.ts';
import { advisoriesOf, fetched, says } from '../workers/advisories.fixture.ts';
import { matchPending } from '../workers/matching.ts';
import { useApi, type Json } from './api.fixture.ts';

const api = useApi();
/** `whole` has web and secret endpoints; `twin` has the web ones alone, with the same ids. */
let whole: OrganisationId;
let twin: OrganisationId;
const ids = { 'web-1': randomUUID(), 'web-2': randomUUID(), 'secret-1': randomUUID(), 'secret-2': randomUUID() };
/** Which has a rule, that says on how many endpoints it is wrong. */
const PRODUCT = 'deb:openssl';
const browsers = new Map<string, Readonly<Record<string, string>>>();

const statements = new Map([
  ['Debian:12 openssl', [says('CVE-2026-1', '3.0.9'), says('CVE-2026-2', undefined)]],
  ['Debian:12 secret-tool', [says('CVE-2026-666', '9')]],
]);
const advisories = advisoriesOf(statements, '2026-11-22T03:00:00.000Z', {
  feeds: [fetched('kev', '2026-11-22T03:00:00.000Z')],
});

async function fill(organisation: OrganisationId, names: readonly (keyof typeof ids)[]): Promise<void> {
  const { store, superuser } = api();
  for (const name of names) {
    const isSecret = name.startsWith('secret');
    await api().endpoint(organisation, name, {
      id: ids[name],
      tags: isSecret ? ['secret'] : ['web'],
      os_id: isSecret ? 'secretos' : 'debian',
      os_version: isSecret ? '99' : '12',
      exposure: 'internet',
      enrolled_at: '2026-11-20T00:00:00Z',
      facts: {
        hostname: name,
        os: { id: isSecret ? 'secretos' : 'debian', version: '12' },
        kernel: isSecret ? 'secret-kernel' : '6.1',
        arch: 'amd64',
        agentVersion: '0.1.0',
        uptimeSeconds: 60,
        rebootRequired: false,
        virtualization: null,
      },
    });
    await superuser.query('insert into endpoint_seen (organisation, endpoint, seen_at) values ($1, $2, $3)', [
      organisation,
      ids[name],
      '2026-11-22T11:00:00Z',
    ]);
    const apt = (openssl: string) => [
      {
        adapter: 'apt',
        packages: [installed('openssl', openssl), ...(isSecret ? [installed('secret-tool', '1')] : [])],
        offers: [offered('openssl', openssl, '3.0.9'), ...(isSecret ? [offered('secret-tool', '1', '9')] : [])],
      },
    ];
    // Web-1 had another version before; the secret ones have one that nobody else has.
    if (name === 'web-1') await report(store, organisation, ids[name], apt('3.0.0'), '2026-11-22T01:00:00.000Z');
    await report(store, organisation, ids[name], apt(isSecret ? '3.0.2' : '3.0.1'), '2026-11-22T02:00:00.000Z');
  }
  await matchPending(store, organisation, advisories, () => new Date('2026-11-22T03:00:00.000Z'));
  const said: RuleText = {
    stance: 'held',
    versions: [],
    waitDays: 0,
    presence: 'required',
    endpoints: '',
    reason: 'the house has it',
    until: null,
  };
  const rule = { product: PRODUCT, version: 1, said, at: new Date('2026-11-22T03:00:00Z'), by: 'policy:x' };
  await store.inOrganisation(organisation, (transaction) => addRuleVersion(transaction, { ...rule, removed: false }));
}

beforeAll(async () => {
  whole = await api().organisation();
  twin = await api().organisation();
  await fill(whole, ['web-1', 'web-2', 'secret-1', 'secret-2']);
  await fill(twin, ['web-1', 'web-2']);
  await api().person(whole, 'limited', 'approver', ['web', 'unused']);
  await api().person(whole, 'unlimited', 'approver');
  await api().person(twin, 'twin', 'approver');
  for (const name of ['limited', 'unlimited', 'twin']) browsers.set(name, await api().signedIn(name));
  for (const tag of ['web', 'secret']) {
    const body = { tags: [tag] };
    await api().call('post', '/enrolment-tokens', { as: browsers.get('unlimited') ?? {}, body });
  }
});

const get = (path: string, who: string) => api().call('get', path, { as: browsers.get(who) ?? {} });

/** What is its own's in either: numbers of rows, the organisation, and whether somebody is limited, which they may be told. */
const apart: readonly string[] = ['next', 'organisation', 'isLimited'];
const comparable = (value: Json): Json =>
  JSON.parse(
    JSON.stringify(value, (key, each: unknown) =>
      apart.includes(key) || (key === 'id' && /^\d+$/.test(String(each))) ? undefined : each,
    ),
  );

const VALUES: Readonly<Record<string, readonly string[]>> = {
  verdict: ['exposed', 'clear', 'unknown'],
  resource: ['endpoints'],
  field: ['endpoint', 'tag', 'os', 'kernel'],
};

/** Every way to read what is known of endpoints, as the document has it, with all that a path may name. */
async function reads(): Promise<readonly string[]> {
  const { body } = await api().call('get', '/openapi.json');
  const paths = Object.entries<Json>(body.paths).filter(
    // Events never end; they are held to this in a test of their own.
    ([path, methods]) => methods.get?.['x-needs'] === 'inventory.read' && !path.endsWith('/events'),
  );
  return paths.flatMap(([path, { get: operation }]) => {
    const named = path.includes('/vulnerabilities/')
      ? ['CVE-2026-1', 'CVE-2026-2', 'CVE-2026-666']
      : Object.values(ids);
    const product = path.replace('{product}', PRODUCT);
    const filled = path.includes('{id}') ? named.map((id) => path.replace('{id}', id)) : [product];
    const required = (operation.parameters ?? []).filter((each: Json) => each.in === 'query' && each.required === true);
    const queries = required.reduce(
      (all: readonly string[], { name }: Json) =>
        all.flatMap((query) =>
          (VALUES[name] ?? ['?']).map((value) => `${query}${query === '' ? '?' : '&'}${name}=${value}`),
        ),
      [''],
    );
    return filled.flatMap((each) => queries.map((query: string) => each.replace('/api/v1', '') + query));
  });
}

describe('somebody limited to a tag', () => {
  test('reads everywhere just what there would be if there were no other endpoints', async () => {
    const all = await reads();
    expect(all.length).toBeGreaterThan(25);
    let hidden = 0;
    for (const path of all) {
      const limited = await get(path, 'limited');
      const alone = await get(path, 'twin');
      expect({ path, status: limited.status, body: comparable(limited.body) }).toEqual({
        path,
        status: alone.status,
        body: comparable(alone.body),
      });
      if (!path.includes('666'))
        expect({ path, text: limited.text }).toMatchObject({ text: expect.not.stringContaining('secret') });
      const unlimited = await get(path, 'unlimited');
      expect({ path, status: unlimited.status }).toEqual({ path, status: 200 });
      if (unlimited.text.includes('secret')) hidden += 1;
    }
    // The others do see them, or nothing would have been shown.
    expect(hidden).toBeGreaterThan(8);
  });

  test('is told by queries, totals and pages no more', async () => {
    for (const q of [
      '',
      'secret',
      'tag:secret',
      '-tag:web',
      'os:secretos',
      'package:secret-tool',
      'cve:CVE-2026-666',
    ]) {
      const query = `/endpoints?limit=1&q=${encodeURIComponent(q)}`;
      const limited = (await get(query, 'limited')).body;
      expect({ q, total: limited.total }).toEqual({ q, total: (await get(query, 'twin')).body.total });
    }
    expect((await get('/vulnerabilities/CVE-2026-1', 'limited')).body).toMatchObject({ endpoints: 2, exposed: 2 });
    expect((await get('/vulnerabilities/CVE-2026-1', 'unlimited')).body).toMatchObject({ endpoints: 4, exposed: 4 });
    expect((await get('/enrolment-tokens', 'limited')).body.items).toMatchObject([{ tags: ['web'] }]);
  });

  test('changes no other endpoint, in no way', async () => {
    const { body } = await api().call('get', '/openapi.json');
    const writes = Object.entries<Json>(body.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ path: path.replace('/api/v1', ''), method })),
    );
    const ofEndpoints = writes.filter(({ path, method }) => path.startsWith('/endpoints/{id}') && method !== 'get');
    expect(ofEndpoints.length).toBeGreaterThan(5);
    const before = await api().everything();
    for (const { path, method } of ofEndpoints) {
      const answer = await api().call(method, path.replace('{id}', ids['secret-1']), {
        as: browsers.get('limited') ?? {},
        body: path.endsWith('/tags') ? { add: ['web'] } : method === 'patch' ? { criticality: 'low' } : undefined,
      });
      expect({ path, status: answer.status }).toEqual({ path, status: 404 });
    }
    expect(await api().everything()).toEqual(before);
  });

  test('can neither lose their own endpoints by a tag, nor let in what they would not see', async () => {
    const as = browsers.get('limited') ?? {};
    const tags = `/endpoints/${ids['web-2']}/tags`;
    expect((await api().call('post', tags, { as, body: { remove: ['web'] } })).status).toBe(403);
    expect((await api().call('post', tags, { as, body: { add: ['unused'], remove: ['web'] } })).status).toBe(200);
    expect((await api().call('post', tags, { as, body: { add: ['web'], remove: ['unused'] } })).status).toBe(200);
    const make = (own: readonly string[]) => api().call('post', '/enrolment-tokens', { as, body: { tags: own } });
    expect((await make([])).status).toBe(403);
    expect((await make(['secret'])).status).toBe(403);
    expect((await make(['web', 'new'])).status).toBe(201);
  });

  test('has tokens with the same limit', async () => {
    const bearer = await api().bearer(browsers.get('limited') ?? {}, ['inventory.read']);
    expect((await api().call('get', '/endpoints', { as: bearer })).body.total).toBe(2);
  });
});

test('a query that forgets everything but the organisation still sees no more', async () => {
  const tables = (
    await api().superuser.query<{ name: string }>(
      "select distinct tablename as name from pg_policies where policyname = 'tag_scope' order by 1",
    )
  ).rows.map(({ name }) => name);
  const withEndpoint = (
    await api().superuser.query<{ name: string }>(
      `select c.table_name as name from information_schema.columns c join pg_tables t on t.tablename = c.table_name
     where c.table_schema = 'public' and t.schemaname = 'public' and c.column_name = 'endpoint' order by 1`,
    )
  ).rows.map(({ name }) => name);
  // A table with endpoints and without the policy would be open.
  expect(tables).toEqual(expect.arrayContaining(withEndpoint));
  const texts = async (organisation: OrganisationId, tagScope: readonly string[] | undefined) =>
    reaching(api().store, { tagScope }).inOrganisation(organisation, async (transaction) => {
      const all: string[] = [];
      for (const name of tables) all.push(JSON.stringify(await transaction.query(`select * from ${name}`)));
      return all.join('\n');
    });
  expect(await texts(whole, undefined)).toContain('secret');
  const limited = await texts(whole, ['web']);
  expect(limited).toContain('web-1');
  expect(limited).not.toMatch(/secret|CVE-2026-666/);
  for (const id of [ids['secret-1'], ids['secret-2']]) expect(limited).not.toContain(id);
  expect(JSON.parse((await texts(whole, [])).split('\n')[0] ?? '')).toEqual([]);
});
