// The HTTP API on a real PostgreSQL: whole pages, exact totals, one organisation, problems that point, and its own description.
import { createHash, randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { API_BASE } from '@suture/protocol/api/paths.ts';
import { accessOf, type Access } from '../access/permissions.ts';
import { type OrganisationId, type Store, openStore } from '../store/database.ts';
import { useDatabase } from '../test-database.ts';
import { type Authenticate, apiRoutes } from './api.ts';
import { writeCursor } from './cursor.ts';

const database = useDatabase();
const NOW = new Date('2026-11-22T12:00:00Z');
const mine = randomUUID() as OrganisationId;
const other = randomUUID() as OrganisationId;

const holder = (organisation: OrganisationId, ...scopes: readonly string[]): Access =>
  accessOf({
    kind: 'api-token',
    member: { organisation, account: randomUUID(), role: 'viewer', tagScope: undefined },
    token: randomUUID(),
    scopes,
  });
const callers: Readonly<Record<string, Access>> = {
  mine: holder(mine, 'inventory.read'),
  other: holder(other, 'inventory.read'),
  blind: holder(mine, 'deployment.read'),
};

let store: Store;
let app: FastifyInstance;
let client: pg.Client;
const routes: string[] = [];
/** By organisation and name. */
const endpoints = new Map<string, string>();

beforeAll(async () => {
  store = openStore({ connection: database().connection, size: 3 });
  client = new pg.Client(database().superuser);
  await client.connect();
  for (const organisation of [mine, other]) await fill(organisation);
  app = Fastify();
  app.addHook('onRoute', ({ method, url }) => {
    if (method !== 'HEAD') routes.push(`${[method].flat().join().toLowerCase()} ${url}`);
  });
  const options = { isHeardOf: (id: string) => id !== 'CVE-1999-0', now: () => NOW };
  const authenticate: Authenticate = async ({ headers }) => {
    const access = callers[String(headers['authorization'])];
    return access === undefined ? { ok: false, cause: 'unknown', why: 'nobody' } : { ok: true, access };
  };
  await app.register(apiRoutes(store, authenticate, options), { prefix: API_BASE });
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await store.close();
  await client.end();
});

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

async function insert(organisation: string, table: string, values: Readonly<Record<string, unknown>>): Promise<string> {
  const names = Object.keys(values);
  const { rows } = await client.query<{ id: string }>(
    `insert into ${table} (organisation, ${names.join(', ')})
     values ($1, ${names.map((_, index) => `$${index + 2}`).join(', ')}) returning *`,
    [organisation, ...Object.values(values)],
  );
  return rows[0]?.id ?? '';
}

async function addEndpoint(organisation: string, name: string, tags: readonly string[] = []): Promise<string> {
  const id = randomUUID();
  await insert(organisation, 'endpoint', { id, name, state: 'active', tags, os_id: 'debian', os_version: '12' });
  endpoints.set(`${organisation} ${name}`, id);
  return id;
}

/** Twelve endpoints: eleven with openssl and curl; host-11 has reported nothing. */
async function fill(organisation: OrganisationId): Promise<void> {
  await insert(organisation, 'organisation', { name: organisation });
  await insert(organisation, 'advisory_ecosystem', { ecosystem: 'Debian:12', covered: true });
  const set = await insert(organisation, 'package_set', {
    kind: 'installed',
    digest: digest('set'),
    items: 2,
    content: Buffer.alloc(0),
    ecosystems: ['Debian:12'],
  });
  for (const [name, version, due] of [
    ['curl', '7.88-1', true],
    ['openssl', '3.0.9-1', false],
  ] as const) {
    const id = await insert(organisation, 'package', {
      digest: digest(name),
      purl: `pkg:deb/debian/${name}@${version}`,
      ecosystem: 'Debian:12',
      name,
      version,
      source_name: name,
      source_version: version,
      subject: name,
      due,
      fixed_by: name === 'openssl' ? '3.0.15-1' : null,
    });
    await insert(organisation, 'package_set_member', { package_set: set, package: id });
    if (name !== 'openssl') continue;
    for (const vulnerability of ['CVE-2026-1', 'CVE-2026-2', 'CVE-2026-3']) {
      await insert(organisation, 'package_finding', {
        package: id,
        vulnerability,
        state: 'affected',
        fixed_version: '3.0.15-1',
        evidence: {},
        since: '-infinity',
      });
    }
  }
  for (let index = 0; index < 12; index++) {
    const name = `host-${String(index).padStart(2, '0')}`;
    const id = await addEndpoint(organisation, name, index < 5 ? ['web'] : []);
    await insert(organisation, 'endpoint_seen', { endpoint: id, seen_at: NOW });
    if (index === 11) continue;
    await insert(organisation, 'section', {
      endpoint: id,
      adapter: 'apt',
      kind: 'installed',
      status: 'complete',
      package_set: set,
      since: NOW,
    });
  }
}

/** What came over the wire: each test says what it has to be. */
type Json = ReturnType<typeof JSON.parse>;

interface Answer {
  readonly status: number;
  readonly body: Json;
  readonly headers: Record<string, unknown>;
}
async function get(path: string, as = 'mine', headers: Record<string, string> = {}): Promise<Answer> {
  const response = await app.inject({ url: API_BASE + path, headers: { authorization: as, ...headers } });
  return {
    status: response.statusCode,
    body: response.body === '' ? undefined : response.json(),
    headers: response.headers,
  };
}
const query = (path: string, parameters: Readonly<Record<string, string>>): string =>
  `${path}?${new URLSearchParams(parameters).toString()}`;

/** All pages of a list, with what is done between them. */
async function whole(
  path: string,
  parameters: Readonly<Record<string, string>>,
  between = async (): Promise<void> => {},
) {
  const pages: Json[] = [];
  for (let cursor: string | null | undefined; cursor !== null; cursor = pages.at(-1).next) {
    if (pages.length > 0) await between();
    const { status, body } = await get(query(path, { ...parameters, ...(cursor === undefined ? {} : { cursor }) }));
    expect(status).toBe(200);
    pages.push(body);
  }
  return pages;
}

const names = (pages: readonly Json[]): readonly string[] =>
  pages.flatMap(({ items }) => items.map((item: Json) => item.name));

describe('lists', () => {
  test('endpoints come in pages that are whole and without repeats while others are added in between', async () => {
    let added = 0;
    const pages = await whole('/endpoints', { limit: '5', q: 'host' }, async () => {
      added += 1;
      // One before and one after where the list is now.
      await addEndpoint(mine, `host-0${added}-before`);
      await addEndpoint(mine, `zz-host-${added}`);
    });
    const seen = names(pages);
    expect(new Set(seen).size).toBe(seen.length);
    const original = Array.from({ length: 12 }, (_, index) => `host-${String(index).padStart(2, '0')}`);
    expect(seen.filter((name) => original.includes(name))).toEqual(original);
    expect(seen).toContain('zz-host-1');
    expect(pages.map(({ total }) => total)).toEqual(pages.map((_, index) => 12 + index * 2));
    await client.query("delete from endpoint where name like '%-before' or name like 'zz-%'");
  });

  test('a query finds its endpoints and nothing else, with an exact total', async () => {
    const { body } = await get(query('/endpoints', { q: 'tag:web cve:CVE-2026-2', limit: '2' }));
    expect(body.total).toBe(5);
    expect(body.items.map((item: Json) => item.name)).toEqual(['host-00', 'host-01']);
    expect(body.items[0]).toEqual({
      id: endpoints.get(`${mine} host-00`),
      name: 'host-00',
      state: 'active',
      stateReason: null,
      os: { id: 'debian', version: '12' },
      tags: ['web'],
      criticality: 'normal',
      exposure: 'unknown',
      enrolledAt: expect.stringMatching(/Z$/),
      seenAt: NOW.toISOString(),
      inventory: 'complete',
    });
  });

  test('packages are counted over endpoints, and one that waits to be judged says so', async () => {
    const { body } = await get('/packages');
    expect(body.total).toBe(2);
    expect(body.items.map(({ name, endpoints: count, judgement }: Json) => ({ name, count, judgement }))).toEqual([
      { name: 'curl', count: 11, judgement: { status: 'waiting', findings: 0 } },
      { name: 'openssl', count: 11, judgement: { status: 'judged', findings: 3, fixedBy: '3.0.15-1' } },
    ]);
    expect(names(await whole('/packages', { limit: '1', q: 'tag:web' }))).toEqual(['curl', 'openssl']);
  });

  test('findings are counted over the endpoints that the query finds', async () => {
    const pages = await whole('/findings', { limit: '2', q: '-tag:web' });
    expect(pages.map(({ total }) => total)).toEqual([3, 3]);
    expect(pages.flatMap(({ items }) => items.map((item: Json) => [item.vulnerability, item.endpoints]))).toEqual([
      ['CVE-2026-1', 6],
      ['CVE-2026-2', 6],
      ['CVE-2026-3', 6],
    ]);
  });

  test("another organisation's rows never appear, whatever is asked for", async () => {
    const theirs = [...endpoints].filter(([key]) => key.startsWith(other)).map(([, id]) => id);
    for (const path of ['/endpoints?limit=1000', '/packages', '/findings', `/endpoints/${theirs[0]}`]) {
      const { body } = await get(path);
      for (const id of theirs) expect(JSON.stringify(body)).not.toContain(id);
    }
    expect((await get('/endpoints')).body.total).toBe(12);
    expect((await get(`/endpoints/${theirs[0]}`)).status).toBe(404);
    expect((await get(`/endpoints/${theirs[0]}/findings`)).status).toBe(404);
    expect((await get(`/endpoints/${theirs[0]}`, 'other')).status).toBe(200);
  });
});

describe('one endpoint', () => {
  test('shows its sections, and its findings with their history', async () => {
    const id = endpoints.get(`${mine} host-00`);
    const shown = await get(`/endpoints/${id}`);
    expect(shown.body).toMatchObject({
      name: 'host-00',
      facts: null,
      sections: [{ adapter: 'apt', kind: 'installed', status: 'complete', problems: [], items: 2 }],
    });
    const { body } = await get(`/endpoints/${id}/findings?limit=2`);
    expect(body).toMatchObject({ total: 3, inventory: 'complete' });
    expect(body.items[0]).toMatchObject({
      vulnerability: 'CVE-2026-1',
      fixedVersion: '3.0.15-1',
      package: { name: 'openssl' },
      history: { firstSeen: NOW.toISOString(), reopened: 0 },
    });
    const rest = await get(query(`/endpoints/${id}/findings`, { cursor: body.next }));
    expect(rest.body.items.map((item: Json) => item.vulnerability)).toEqual(['CVE-2026-3']);
    expect(rest.body.next).toBeNull();
  });

  test('without an inventory has no findings, and says that nothing was reported', async () => {
    const { body } = await get(`/endpoints/${endpoints.get(`${mine} host-11`)}/findings`);
    expect(body).toEqual({ items: [], total: 0, next: null, inventory: 'none', unjudged: 0 });
  });

  test('that nobody knows is 404, and what is no id at all is 400', async () => {
    expect(await get(`/endpoints/${randomUUID()}`)).toMatchObject({
      status: 404,
      body: { type: 'urn:suture:problem:not-found', status: 404 },
    });
    expect(await get("/endpoints/1'--")).toMatchObject({
      status: 400,
      body: { errors: [{ in: 'path', name: 'id' }] },
    });
  });
});

test('the verdict on a vulnerability adds up and has its reasons', async () => {
  expect((await get('/vulnerabilities/CVE-2026-2')).body).toEqual({
    id: 'CVE-2026-2',
    isHeardOf: true,
    advisories: 'in-use',
    silences: [],
    endpoints: 12,
    exposed: 11,
    clear: 0,
    unknown: 1,
    exposedBy: { affected: 11 },
    unknownBy: { 'nothing-reported': 1 },
    seenSince: '2026-11-19T12:00:00.000Z',
  });
  // Nobody is clear of what no source has heard of.
  expect((await get('/vulnerabilities/CVE-1999-0')).body).toMatchObject({ isHeardOf: false, clear: 0, unknown: 12 });
});

test('each count of the verdict leads to its endpoints', async () => {
  const exposed = await whole('/vulnerabilities/CVE-2026-2/endpoints', { verdict: 'exposed', limit: '4' });
  expect(exposed.map(({ total, items }) => [total, items.length])).toEqual([
    [11, 4],
    [11, 4],
    [11, 3],
  ]);
  expect(new Set(names(exposed)).size).toBe(11);
  const { body } = await get('/vulnerabilities/CVE-2026-2/endpoints?verdict=unknown');
  expect(body.items).toEqual([
    {
      id: endpoints.get(`${mine} host-11`),
      name: 'host-11',
      verdict: 'unknown',
      state: null,
      doubts: ['nothing-reported'],
    },
  ]);
  expect((await get('/vulnerabilities/CVE-2026-2/endpoints')).status).toBe(400);
});

describe('what is wrong', () => {
  test('with a query is said at its character', async () => {
    const { status, body, headers } = await get(query('/endpoints', { q: 'os:debian fix:avaliable' }));
    expect(status).toBe(400);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(body).toMatchObject({
      type: 'urn:suture:problem:malformed-query',
      errors: [{ in: 'query', name: 'q', from: 14, to: 23, suggestion: 'available' }],
    });
  });

  test('with a field that is not stored yet is said at its term', async () => {
    const { status, body } = await get(query('/findings', { q: 'tag:web -(closed:<7d OR fix:none)' }));
    expect(status).toBe(400);
    expect(body).toMatchObject({
      type: 'urn:suture:problem:query-not-answerable',
      errors: [{ name: 'q', from: 10, to: 20, detail: expect.stringMatching(/^closed cannot be asked/) }],
    });
  });

  const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  test.each([
    ['no cursor at all', 'hello!'],
    ['no JSON', Buffer.from('{').toString('base64url')],
    ['of another shape', encoded({ __proto__: null, name: 'x' })],
    ['of another query', writeCursor('endpoints tag:lab', ['host-01', randomUUID()])],
    ['with an id that is none', writeCursor('endpoints ', ['host-01', "'; drop table endpoint"])],
    ['with a NUL', writeCursor('endpoints ', ['a\0b', randomUUID()])],
    ['empty', ''],
    ['much too long', 'A'.repeat(5000)],
  ])('a cursor %s is refused as such', async (_what, cursor) => {
    const { status, body } = await get(query('/endpoints', { cursor }));
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ in: 'query', name: 'cursor' }]);
  });

  test.each(['limit=0', 'limit=1001', 'limit=ten', 'q=a&q=b', 'querry=x'])(
    'the parameters %s are refused',
    async (parameters) => {
      expect(await get(`/endpoints?${parameters}`)).toMatchObject({
        status: 400,
        body: { type: 'urn:suture:problem:malformed-request' },
      });
    },
  );

  test('a method that a path does not take is refused with those that it takes; a path that is nowhere is not found', async () => {
    const asked = async (method: 'DELETE' | 'PUT' | 'OPTIONS', path: string) => {
      const { statusCode, headers } = await app.inject({ method, url: API_BASE + path });
      return [statusCode, headers['allow']];
    };
    expect(await asked('DELETE', '/endpoints?q=a')).toEqual([405, 'GET, HEAD']);
    expect(await asked('PUT', `/endpoints/${randomUUID()}`)).toEqual([405, 'DELETE, GET, HEAD, PATCH']);
    expect(await asked('OPTIONS', '/first-user')).toEqual([405, 'POST']);
    for (const path of ['/nowhere', '/endpoints/a/b', '/__proto__']) {
      expect(await asked('DELETE', path)).toEqual([404, undefined]);
    }
  });

  test.each(['{"email":', '', '[1', '{"__proto__": {"a": 1}}'])(
    'a body that is not JSON, %j, is said to be none',
    async (payload) => {
      const headers = { 'content-type': 'application/json' };
      const response = await app.inject({ method: 'POST', url: `${API_BASE}/first-user`, headers, payload });
      expect(response.json()).toMatchObject({
        status: 400,
        errors: [{ in: 'body', detail: expect.stringContaining('JSON') }],
      });
    },
  );

  test('strangers and those without the permission learn nothing, not even whether the request was right', async () => {
    for (const path of [
      '/endpoints',
      '/endpoints?limit=0',
      '/findings',
      `/endpoints/${endpoints.get(`${mine} host-00`)}`,
    ]) {
      expect(await get(path, 'nobody')).toMatchObject({ status: 401, body: { status: 401 } });
    }
    expect((await get('/endpoints', 'blind')).body).toMatchObject({
      status: 403,
      detail: expect.stringContaining('inventory.read'),
    });
    expect((await get('/nowhere')).body).toMatchObject({ status: 404, type: 'urn:suture:problem:not-found' });
  });
});

test('what has not changed is not sent again, and what has is', async () => {
  const first = await get('/endpoints?limit=3');
  const tag = String(first.headers['etag']);
  const again = await get('/endpoints?limit=3', 'mine', { 'if-none-match': `"other", W/${tag}` });
  expect(again).toMatchObject({ status: 304, body: undefined });
  expect(again.headers['etag']).toBe(tag);
  await client.query("update endpoint set criticality = 4 where organisation = $1 and name = 'host-00'", [mine]);
  expect((await get('/endpoints?limit=3', 'mine', { 'if-none-match': tag })).status).toBe(200);
  expect((await get('/endpoints?limit=0', 'mine', { 'if-none-match': '*' })).status).toBe(400);
});

describe('the OpenAPI document', () => {
  test('names every route, with its parameters and what it answers', async () => {
    const { body } = await get('/openapi.json', 'nobody');
    expect(body.openapi).toMatch(/^3\.1\.\d+$/);
    const operations = Object.entries<Json>(body.paths).flatMap(([path, methods]) =>
      Object.entries<Json>(methods).map(([method, operation]) => ({ path, method, operation })),
    );
    expect(operations.map(({ path, method }) => `${method} ${path}`).toSorted()).toEqual(
      routes.map((route) => route.replaceAll(/:(\w+)/g, '{$1}')).toSorted(),
    );
    expect(routes.length).toBeGreaterThan(6);
    const ids = new Set<string>();
    for (const { path, method, operation } of operations) {
      expect(operation.operationId).toMatch(/^[a-z][A-Za-z]+$/);
      ids.add(operation.operationId);
      const statuses = Object.keys(operation.responses);
      expect(statuses.filter((status) => status.startsWith('2'))).toHaveLength(1);
      expect(statuses).toContain('429');
      if (method === 'get') expect(statuses).toContain('304');
      if (operation['x-needs'] === 'anybody') expect(operation.security).toEqual([]);
      else expect(statuses).toEqual(expect.arrayContaining(['401', '403']));
      expect(operation.summary).not.toBe('');
      for (const response of Object.values<Json>(operation.responses)) {
        expect(response.description).not.toMatch(/^(Default Response)?$/);
        for (const { schema } of Object.values<Json>(response.content ?? {})) expect(schema).toBeTypeOf('object');
      }
      const parameters: readonly Json[] = operation.parameters ?? [];
      const inPath = parameters.filter((parameter) => parameter.in === 'path');
      expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
      for (const parameter of parameters) {
        expect(parameter).toMatchObject({
          name: expect.any(String),
          in: expect.stringMatching(/^(path|query|header)$/),
          schema: expect.any(Object),
        });
        expect(parameter.required === true).toBe(
          parameter.in === 'path' || ['verdict', 'resource', 'field', 'from', 'to'].includes(parameter.name),
        );
      }
    }
    expect(ids.size).toBe(operations.length);
  });

  test('of every list in pages has the same parameters: cursor, limit and skip', async () => {
    const { body } = await get('/openapi.json');
    const lists = Object.values<Json>(body.paths).flatMap(({ get: operation }) => {
      const { $ref = '' } = operation?.responses['200']?.content?.['application/json']?.schema ?? {};
      const { required = [] } = body.components.schemas[$ref.split('/').at(-1)] ?? {};
      return ['items', 'total', 'next'].every((field) => required.includes(field)) ? [operation] : [];
    });
    expect(lists.map(({ operationId }) => operationId)).toEqual(
      expect.arrayContaining(['listEndpoints', 'listAudit', 'listDeploymentJobs', 'listEndpointHistory', 'listUsers']),
    );
    for (const { operationId, parameters } of lists) {
      const taken = parameters.flatMap((parameter: Json) => (parameter.in === 'query' ? [parameter.name] : []));
      expect([operationId, ...taken]).toEqual(expect.arrayContaining([operationId, 'cursor', 'limit', 'skip']));
    }
  });

  test('refers only to what it has, and says what rows are', async () => {
    const { body } = await get('/openapi.json');
    const text = JSON.stringify(body);
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1] ?? '');
    expect(text.match(/"\$ref"/g)?.length).toBe(references.length);
    for (const name of references) expect(body.components.schemas).toHaveProperty(name);
    expect(references).toEqual(expect.arrayContaining(['Endpoint', 'Finding', 'Package', 'Problem']));
    expect(body.components.schemas.Endpoint.properties.exposure.description).toBe('unknown counts as internet');
    expect(Object.keys(body.components.schemas).filter((name) => !references.includes(name))).toEqual([]);
  });
});
