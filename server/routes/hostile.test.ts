// Whatever is sent to the HTTP API, it answers: what is wrong is refused as such, and nothing makes the server fail.
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { OrganisationId } from '../store/database.ts';
import { useApi, type Json } from './api.fixture.ts';

const api = useApi();
let organisation: OrganisationId;
let as: Readonly<Record<string, string>>;
let endpoint: string;
let routes: readonly { readonly method: string; readonly path: string; readonly operation: Json }[];
let schemas: Json;

beforeAll(async () => {
  organisation = await api().organisation();
  await api().person(organisation, 'root', 'admin');
  as = await api().signedIn('root');
  endpoint = await api().endpoint(organisation, 'web-1');
  const { body } = await api().call('get', '/openapi.json');
  schemas = body.components.schemas;
  routes = Object.entries<Json>(body.paths).flatMap(([path, methods]) =>
    Object.entries<Json>(methods).map(([method, operation]) => ({
      method,
      path: path.replace('/api/v1', '').replace('/endpoints/{id}', `/endpoints/${endpoint}`),
      operation,
    })),
  );
});

/** What PostgreSQL, JSON, JavaScript and browsers each have trouble with. */
const awkward = fc.oneof(
  fc.constantFrom(
    '\0',
    'a\0b',
    '\uD800',
    '\uFFFF',
    '',
    ' ',
    '../..',
    "'; drop table endpoint --",
    '%00',
    '__proto__',
    'null',
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ maxLength: 300 }),
  fc.uuid(),
  fc.emailAddress(),
);
const anything = fc.oneof(
  awkward,
  fc.jsonValue({ maxDepth: 2 }),
  fc.integer(),
  fc.constantFrom(1e308, -1, 2 ** 31 - 1, 2 ** 31, 2 ** 53 - 1, 2 ** 53, true),
);

/** Something like what the schema asks for, with one thing or another that is not. */
function like(schema: Json): fc.Arbitrary<unknown> {
  const found = schema?.$ref === undefined ? schema : schemas[String(schema.$ref).split('/').at(-1) ?? ''];
  const right = ((): fc.Arbitrary<unknown> => {
    if (Array.isArray(found?.enum)) return fc.constantFrom(...found.enum);
    if (found?.type === 'object') {
      const members = Object.entries<Json>(found.properties ?? {}).map(([name, each]) => [name, like(each)] as const);
      return fc.record(Object.fromEntries(members), { requiredKeys: found.required ?? [] });
    }
    if (found?.type === 'array') return fc.array(like(found.items), { maxLength: 3 });
    if (found?.type === 'integer' || found?.type === 'number') return fc.integer({ min: 1, max: 100 });
    if (found?.type === 'boolean') return fc.boolean();
    if (found?.format === 'date-time') return fc.constantFrom('2026-11-23T12:00:00.000Z', '9999-12-31T23:59:59Z');
    return fc.oneof(awkward, fc.constantFrom('web', 'admin', 'a long enough password'));
  })();
  return fc.oneof({ weight: 6, arbitrary: right }, { weight: 1, arbitrary: anything });
}

const FAILED = [500, 503];

test('no body makes the server fail', { timeout: 120_000 }, async () => {
  const writes = routes.filter(
    ({ operation, path }) => operation.requestBody !== undefined && !path.startsWith('/me/password'),
  );
  expect(writes.length).toBeGreaterThan(10);
  for (const { method, path, operation } of writes) {
    const schema = Object.values<Json>(operation.requestBody.content)[0].schema;
    await fc.assert(
      fc.asyncProperty(like(schema), async (body) => {
        const { status, text } = await api().call(method, path.replace('{id}', randomUUID()), {
          as,
          body: JSON.stringify(body) ?? 'null',
          headers: { 'content-type': 'application/json' },
        });
        expect({ status, text }).not.toMatchObject({
          status: expect.toSatisfy((each: number) => FAILED.includes(each)),
        });
      }),
      { numRuns: 25 },
    );
  }
});

test('no parameter makes the server fail', { timeout: 120_000 }, async () => {
  const reads = routes.filter(({ method, path }) => method === 'get' && path !== '/events' && path !== '/docs');
  for (const { path, operation } of reads) {
    const names = (operation.parameters ?? [])
      .filter((each: Json) => each.in === 'query')
      .map(({ name }: Json) => name);
    await fc.assert(
      fc.asyncProperty(
        awkward,
        fc.array(awkward, { minLength: names.length, maxLength: names.length }),
        async (id, values) => {
          const query = names.map((name: string, index: number) => `${name}=${escaped(values[index] ?? '')}`);
          const { status, text } = await api().call('get', `${path.replace('{id}', escaped(id))}?${query.join('&')}`, {
            as,
          });
          expect({ path, query, status, text }).not.toMatchObject({
            status: expect.toSatisfy((each: number) => FAILED.includes(each)),
          });
        },
      ),
      { numRuns: 10 },
    );
    // One at a time too, where the others do not get it refused first.
    for (const name of names) {
      for (const value of ['\0', '\uFFFF', 'a b', '%', "'"]) {
        const { status } = await api().call('get', `${path.replace('{id}', randomUUID())}?${name}=${escaped(value)}`, {
          as,
        });
        expect({ path, name, value, status }).not.toMatchObject({ status: 500 });
      }
    }
  }
});

const escaped = (text: string): string => encodeURIComponent(text.toWellFormed());
