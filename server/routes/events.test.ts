// Server-sent events on a real PostgreSQL and over a real connection: what happened, to whom it may concern, until they may not.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { API_BASE } from '@suture/protocol/api/paths.ts';
import { accessOf } from '../access/permissions.ts';
import { type OrganisationId, type Store, openStore } from '../store/database.ts';
import { addEndpoint, addOrganisation, installed, report } from '../store/reports.fixture.ts';
import { stillHolds } from '../store/event-audience.ts';
import { useDatabase } from '../test-database.ts';
import { advisoriesOf, fetched, says } from '../workers/advisories.fixture.ts';
import { type EventHub, openEventHub } from '../workers/event-hub.ts';
import { matchPending } from '../workers/matching.ts';
import { apiRoutes } from './api.ts';

const database = useDatabase();
const NOW = new Date('2026-11-22T12:00:00Z');

let store: Store;
let mine: OrganisationId;
let other: OrganisationId;
let hub: EventHub;
let app: FastifyInstance;
let open: ClientRequest[] = [];

beforeEach(async () => {
  store = openStore({ connection: database().connection, size: 4 });
  mine = await addOrganisation(store);
  other = await addOrganisation(store);
  ({ hub, app } = await serve());
});
afterEach(async () => {
  for (const each of open) each.destroy();
  open = [];
  await hub.close();
  await app.close();
  await store.close();
});

const token = randomUUID();

async function serve() {
  const events = openEventHub({ store, connection: database().connection, now: () => NOW, gatherMs: 50, mostEach: 2 });
  const server = Fastify({ forceCloseConnections: true });
  await server.register(
    apiRoutes(
      store,
      async ({ headers }) => ({
        ok: true,
        access: accessOf({
          kind: 'api-token',
          member: {
            organisation: headers['authorization'] === 'other' ? other : mine,
            account: randomUUID(),
            role: headers['authorization'] === 'auditor' ? 'approver' : 'viewer',
            tagScope: headers['authorization'] === 'lab' ? ['lab'] : undefined,
          },
          token: headers['authorization'] === 'same' ? token : randomUUID(),
          scopes: headers['authorization'] === 'blind' ? ['deployment.read'] : ['inventory.read', 'audit.read'],
        }),
      }),
      { isHeardOf: () => true, now: () => NOW, events },
    ),
    { prefix: API_BASE },
  );
  await server.listen({ port: 0, host: '127.0.0.1' });
  return { hub: events, app: server };
}

interface Told {
  readonly id?: string;
  readonly event: string;
  readonly data?: { readonly topic: string; readonly endpoints?: readonly string[]; readonly isMore: boolean };
}
interface Following {
  readonly status: number;
  /** Everything up to where there was one of each of these. */
  readonly until: (...events: readonly string[]) => Promise<readonly Told[]>;
  readonly response: IncomingMessage;
}

async function follow(as = 'all', headers: Record<string, string> = {}, from = app): Promise<Following> {
  const { port } = from.server.address() as AddressInfo;
  const asked = request({
    port,
    host: '127.0.0.1',
    path: `${API_BASE}/events`,
    headers: { authorization: as, ...headers },
  });
  open.push(asked);
  asked.on('error', () => undefined);
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  response.on('error', () => undefined);
  let text = '';
  const told: Told[] = [];
  const take = (): void => {
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const fields = new Map(
        text
          .slice(0, end)
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
      );
      text = text.slice(end + 2);
      const [event, id, data] = [fields.get('event'), fields.get('id'), fields.get('data') ?? ''];
      if (event === undefined) continue;
      told.push({ event, ...(id !== undefined && { id }), ...(data !== '' && { data: JSON.parse(data) }) });
    }
  };
  const iterator = response[Symbol.asyncIterator]();
  return {
    status: response.statusCode ?? 0,
    response,
    until: async (...names) => {
      for (;;) {
        const places = names.map((name) => told.findIndex(({ event }) => event === name));
        if (!places.includes(-1)) return told.splice(0, Math.max(...places) + 1);
        const { done, value } = await iterator.next();
        if (done === true) throw new Error(`it ended before ${names.join(' and ')}`);
        text += String(value);
        take();
      }
    },
  };
}

test('tells what changed, in organisation and scope, and nothing to strangers', async () => {
  const [all, lab, theirs] = [await follow(), await follow('lab'), await follow('other')];
  expect(all.response.headers['content-type']).toMatch('text/event-stream');
  for (const each of [all, lab, theirs]) await each.until('ready');
  const web = await addEndpoint(store, mine, 'web', undefined);
  expect(await all.until('endpoint-enrolled')).toMatchObject([{ data: { endpoints: [web], isMore: false } }]);
  const db = await addEndpoint(store, mine, 'db', undefined);
  await store.inOrganisation(mine, (transaction) =>
    transaction.query("update endpoint set tags = '{lab}' where id = $1", [db]),
  );
  await report(store, mine, db, [{ adapter: 'apt', packages: [installed('openssl', '1')] }], NOW.toISOString());
  const heard = await lab.until('endpoint-changed');
  expect(heard.flatMap(({ data }) => data?.endpoints ?? [])).not.toContain(web);
  expect(heard.at(-1)?.data?.endpoints).toEqual([db]);
  const statements = new Map([['Debian:12 openssl', [says('CVE-2026-1', '2')]]]);
  const feeds = [fetched('kev', NOW.toISOString())];
  await matchPending(store, mine, advisoriesOf(statements, NOW.toISOString(), { feeds }), () => NOW);
  await all.until('findings-changed', 'feeds-updated', 'generation-changed');
  const stranger = await addEndpoint(store, other, 'theirs', undefined);
  expect(await theirs.until('endpoint-enrolled')).toMatchObject([{ data: { endpoints: [stranger] } }]);
  expect((await follow('blind')).status).toBe(403);
});

test('tells of what people decide and of packages of one’s own, and of the audit to who may read it', async () => {
  const [all, auditor] = [await follow(), await follow('auditor')];
  for (const each of [all, auditor]) await each.until('ready');
  const insert = (statement: string) =>
    store.inOrganisation(mine, (transaction) => transaction.query(statement, [mine]));
  await insert(
    `insert into audit_entry (organisation, sequence, at, actor, action, before, after, previous, hash)
     values ($1, 1, now(), 'user:a', 'plan.create', 'null', 'null', repeat('00', 32), repeat('ab', 32))`,
  );
  await auditor.until('audit-changed');
  await insert(
    `insert into catalog_rule (organisation, product, version, said, at, by, removed)
     values ($1, 'firefox', 1, '{}', now(), 'user:a', false)`,
  );
  expect((await all.until('rules-changed')).map(({ event }) => event)).toEqual(['rules-changed']);
  await insert(
    `insert into own_release (organisation, package, version, digest, document, published_at, published_by)
     values ($1, 'notes', '1.0', sha256('{}'), '{}', now(), 'user:a')`,
  );
  await all.until('own-packages-changed');
});

test('changes on one topic at the same time are one event, which names a hundred endpoints at most', async () => {
  const all = await follow();
  await all.until('ready');
  await store.inOrganisation(mine, (transaction) =>
    transaction.query(
      `insert into endpoint (organisation, id, name, state)
       select $1, gen_random_uuid(), 'host-' || n, 'active' from generate_series(1, 150) as n`,
      [mine],
    ),
  );
  const [told] = await all.until('endpoint-enrolled');
  expect(told?.data?.endpoints).toHaveLength(100);
  expect(told?.data?.isMore).toBe(true);
});

test('who comes back hears what was missed, or that it cannot be told', async () => {
  const first = await follow();
  await first.until('ready');
  await addEndpoint(store, mine, 'a', undefined);
  const [heard] = await first.until('endpoint-enrolled');
  const second = await follow();
  await second.until('ready');
  first.response.destroy();
  const missed = await addEndpoint(store, mine, 'b', undefined);
  await second.until('endpoint-enrolled');
  const back = await follow('all', { 'last-event-id': heard?.id ?? '' });
  expect((await back.until('endpoint-enrolled')).at(-1)).toMatchObject({ data: { endpoints: [missed] } });
  // Another server has heard the same, and numbers it otherwise.
  const elsewhere = await serve();
  try {
    const there = await follow('all', { 'last-event-id': heard?.id ?? '' }, elsewhere.app);
    await there.until('resync');
    const last = await addEndpoint(store, mine, 'c', undefined);
    expect((await there.until('endpoint-enrolled')).at(-1)).toMatchObject({ data: { endpoints: [last] } });
  } finally {
    await elsewhere.hub.close();
    await elsewhere.app.close();
  }
});

test('each token has a few streams at most, and room again when one ends', async () => {
  const [one] = [await follow('same'), await follow('same')];
  expect((await follow('same')).status).toBe(429);
  await one?.until('ready');
  one?.response.destroy();
  let status = 0;
  while (status !== 200) ({ status } = await follow('same'));
  expect((await follow('all')).status).toBe(200);
});

test('a connection to the database that breaks says that something may be missing', async () => {
  const all = await follow();
  await all.until('ready');
  const client = new pg.Client(database().superuser);
  await client.connect();
  await client.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'suture listening' and datname = current_database()",
  );
  await client.end();
  await all.until('resync');
  const id = await addEndpoint(store, mine, 'after', undefined);
  expect((await all.until('endpoint-enrolled')).at(-1)?.data?.endpoints).toEqual([id]);
}, 20_000);

test('nobody pays for telling while nobody looks', async () => {
  const client = new pg.Client(database().connection);
  await client.connect();
  const heard: string[] = [];
  client.on('notification', ({ payload }) => heard.push(payload ?? ''));
  await client.query('listen suture_event');
  await addEndpoint(store, mine, 'unseen', undefined);
  const all = await follow();
  await all.until('ready');
  await addEndpoint(store, mine, 'seen', undefined);
  await all.until('endpoint-enrolled');
  await client.query('select 1');
  await client.end();
  expect(heard).toHaveLength(1);
});

test('a session or token that ended, or whose person has another role, holds no more', async () => {
  const account = randomUUID();
  const client = new pg.Client(database().superuser);
  await client.connect();
  await client.query("insert into account (id, email, name, created_at) values ($1, $2, 'A', now())", [
    account,
    `${account}@example.org`,
  ]);
  await client.query("insert into membership (organisation, account, role, since) values ($1, $2, 'operator', now())", [
    mine,
    account,
  ]);
  const { rows } = await client.query<{ readonly id: string }>(
    `insert into session (organisation, digest, account, created_at, expires_at, idle_until)
     values ($1, sha256(uuid_send($2::uuid)), $2::uuid, $3, $3::timestamptz + interval '1 day', $3::timestamptz + interval '1 hour')
     returning id`,
    [mine, account, NOW],
  );
  await client.end();
  const id = rows[0]?.id ?? '';
  const holds = (role: 'operator' | 'viewer', now = NOW) =>
    store.inOrganisation(mine, (transaction) =>
      stillHolds(
        transaction,
        { kind: 'session', session: id, member: { organisation: mine, account, role, tagScope: undefined } },
        now,
      ),
    );
  expect(await holds('operator')).toBe(true);
  expect(await holds('viewer')).toBe(false);
  expect(await holds('operator', new Date(NOW.getTime() + 2 * 3_600_000))).toBe(false);
  await store.inOrganisation(mine, (transaction) =>
    transaction.query('update session set revoked_at = $2 where id = $1', [id, NOW]),
  );
  expect(await holds('operator')).toBe(false);
});
