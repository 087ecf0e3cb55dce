// The HTTP API as it runs, for tests: real sign-ins and tokens on a real PostgreSQL, a clock in hand, and what was refused.
import { createHash, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { API_BASE } from '@suture/protocol/api/paths.ts';
import { hashPassword } from '../access/passwords/password.ts';
import { secretSeal } from '../access/second-factors/secret-seal.ts';
import type { Role } from '../access/permissions.ts';
import { planShelf } from '../actions/plan-shelf.ts';
import type { PeopleDoor } from '../actions/people-door.ts';
import { openStore, type OrganisationId, type Store } from '../store/database.ts';
import { addAccount, addMember } from '../store/users.ts';
import { useDatabase } from '../test-database.ts';
import { apiRoutes, type ApiRefused } from './api.ts';
import type { ApiLimits } from './api-limits.ts';
import { authenticateWith, SESSION_COOKIE } from './authenticate.ts';

export const PASSWORD = 'correct horse battery';
const cheap = { memoryKiB: 64, passes: 1, lanes: 1 };

/** What came over the wire: each test says what it has to be. */
export type Json = ReturnType<typeof JSON.parse>;

export interface Answer {
  readonly status: number;
  readonly body: Json;
  readonly text: string;
  readonly headers: Readonly<Record<string, unknown>>;
}

export interface Call {
  /** As `signedIn` or `bearer` gives it. */
  readonly as?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly from?: string;
}

export interface Api {
  readonly app: FastifyInstance;
  readonly store: Store;
  readonly door: PeopleDoor;
  readonly superuser: pg.Client;
  readonly refused: ApiRefused[];
  readonly clock: { now: Date };
  call(method: string, path: string, call?: Call): Promise<Answer>;
  organisation(): Promise<OrganisationId>;
  /** The account's id. `name` is unique in the whole test file. */
  person(organisation: OrganisationId, name: string, role: Role, tagScope?: readonly string[]): Promise<string>;
  /** Headers of a browser in which this person has signed in. */
  signedIn(name: string, from?: string): Promise<Readonly<Record<string, string>>>;
  bearer(as: Readonly<Record<string, string>>, scopes: readonly string[]): Promise<Readonly<Record<string, string>>>;
  endpoint(organisation: OrganisationId, name: string, more?: Readonly<Record<string, unknown>>): Promise<string>;
  /** Every row of every table, as one digest a table. */
  everything(): Promise<Readonly<Record<string, string>>>;
}

const mark = randomUUID().slice(0, 8);
export const emailOf = (name: string): string => `${name}-${mark}@example.org`;

export function useApi(limits: Partial<ApiLimits> = {}): () => Api {
  const database = useDatabase();
  let api: Api | undefined;
  beforeAll(async () => {
    api = await open(database().connection, database().superuser, limits);
  });
  afterAll(async () => {
    await api?.app.close();
    await api?.store.close();
    await api?.superuser.end();
  });
  return () => {
    if (api === undefined) throw new Error('the API is there only while a test runs');
    return api;
  };
}

async function open(
  connection: pg.ClientConfig,
  asSuperuser: pg.ClientConfig,
  limits: Partial<ApiLimits>,
): Promise<Api> {
  const store = openStore({ connection, size: 6 });
  const superuser = new pg.Client(asSuperuser);
  await superuser.connect();
  const clock = { now: new Date('2026-11-22T12:00:00.000Z') };
  const now = (): Date => clock.now;
  const refused: ApiRefused[] = [];
  const app = Fastify();
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const seal = secretSeal(privateKey, randomBytes);
  const options = {
    isHeardOf: () => true,
    now,
    passwordCost: cheap,
    seal,
    limits: { address: 1e6, caller: 1e6, stranger: 1e6, ...limits },
    onRefused: (each: ApiRefused) => void refused.push(each),
    enrolment: async () => ({ serverKey: 'ab'.repeat(32), line: (token: string) => `join ${token}` }),
    checkpoints: { sign: privateKey, verify: [publicKey] },
    rollouts: { signing: privateKey, plans: planShelf(), now: () => clock.now.getTime() },
  };
  await app.register(apiRoutes(store, authenticateWith(store, now), options), { prefix: API_BASE });
  await app.ready();
  const door: PeopleDoor = { store, now, random: randomBytes, passwordCost: cheap, seal };

  const call: Api['call'] = async (method, path, { as = {}, body, headers = {}, from = '192.0.2.1' } = {}) => {
    const response = await app.inject({
      method: method.toUpperCase() as 'GET',
      url: API_BASE + path,
      remoteAddress: from,
      headers: { host: 'suture.example', ...as, ...headers },
      ...(body !== undefined && { payload: body as object }),
    });
    const text = response.body;
    const isJson = /json(;|$)/.test(String(response.headers['content-type']));
    return {
      status: response.statusCode,
      body: isJson ? JSON.parse(text) : undefined,
      text,
      headers: response.headers,
    };
  };

  return {
    app,
    store,
    door,
    superuser,
    refused,
    clock,
    call,
    async organisation() {
      const id = randomUUID() as OrganisationId;
      await superuser.query('insert into organisation (organisation, name) values ($1, $2)', [id, `acme ${id}`]);
      return id;
    },
    async person(organisation, name, role, tagScope) {
      const hash = await hashPassword(PASSWORD, randomBytes, cheap);
      return store.inOrganisation(organisation, async (transaction) => {
        const account = await addAccount(transaction, { email: emailOf(name), name, password: hash }, now());
        if (account === undefined) throw new Error(`${name} is there already`);
        await addMember(transaction, { account, role, tagScope }, now());
        return account;
      });
    },
    async signedIn(name, from = '192.0.2.1') {
      const answer = await call('post', '/sessions', { body: { email: emailOf(name), password: PASSWORD }, from });
      return browserOf(answer);
    },
    async bearer(as, scopes) {
      const expiresAt = new Date(now().getTime() + 86_400_000).toISOString();
      const made = await call('post', '/api-tokens', { as, body: { label: 'script', scopes, expiresAt } });
      return { authorization: `Bearer ${made.body.token}` };
    },
    async endpoint(organisation, name, more = {}) {
      const values = { organisation, id: randomUUID(), name, state: 'active', ...more };
      const columns = Object.keys(values);
      await superuser.query(
        `insert into endpoint (${columns.join(', ')}) values (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
        Object.values(values),
      );
      return values.id;
    },
    async everything() {
      const { rows } = await superuser.query<{ name: string }>(
        "select tablename as name from pg_tables where schemaname = 'public' order by 1",
      );
      const all: Record<string, string> = {};
      for (const { name } of rows) {
        const found = await superuser.query<{ row: string }>(`select t::text as row from ${name} t order by 1`);
        all[name] = createHash('sha256').update(JSON.stringify(found.rows)).digest('hex');
      }
      return all;
    },
  };
}

/** Of a browser that got this answer and runs our pages. */
export function browserOf({ status, headers, text }: Answer): Readonly<Record<string, string>> {
  const cookies = [headers['set-cookie']].flat().filter((each) => typeof each === 'string');
  const cookie = cookies.find((each) => each.startsWith(SESSION_COOKIE));
  if (cookie === undefined) throw new Error(`no session: ${status} ${text}`);
  return { cookie: cookie.split(';', 1)[0] ?? '', 'suture-client': 'test', origin: 'https://suture.example' };
}
