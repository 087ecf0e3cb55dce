// A fresh, migrated PostgreSQL database for a test, from one instance that all test files of all runs share.
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { migrations } from './migrations/list.ts';
import { checksum, migrate } from './migrations/runner.ts';
import { startEmbedded } from './postgres/embedded.ts';

export interface TestDatabase {
  /** As the server connects: a role that owns the database and that row-level security holds. */
  readonly connection: pg.ClientConfig;
  /** Five connections of it, closed after the test. */
  readonly pool: pg.Pool;
  /** Passes all row-level security; to set up and to look behind the scenes. */
  readonly superuser: pg.ClientConfig;
}

export interface TestDatabaseOptions {
  /** False for an empty database without any migration. Default: true. */
  readonly migrated?: boolean;
}

/** A database that only `use` sees; dropped when it is done. Costs 0.1 s: prefer `useDatabase`. */
export async function withDatabase<T>(
  use: (database: TestDatabase) => Promise<T>,
  options: TestDatabaseOptions = {},
): Promise<T> {
  const { database, drop } = await create(options);
  try {
    return await use(database);
  } finally {
    await drop();
  }
}

/** One database for all tests of a file (or of a `describe`): call it outside the tests, and its result inside. */
export function useDatabase(options: TestDatabaseOptions = {}): () => TestDatabase {
  let created: Awaited<ReturnType<typeof create>> | undefined;
  beforeAll(async () => {
    created = await create(options);
  });
  afterAll(() => created?.drop());
  return () => {
    if (created === undefined) throw new Error('the database is there only while a test runs');
    return created.database;
  };
}

/** Where databases are made. The instance starts with the first one and stops when no test process needs it any more. */
interface Instance {
  readonly admin: pg.Client;
  /** How the owner, and how the superuser, connect to a database. */
  readonly connect: (database: string) => pg.ClientConfig;
  readonly connectAsSuperuser: (database: string) => pg.ClientConfig;
  readonly owner: string;
  close(): Promise<void>;
}

let instance: Promise<Instance> | undefined;

// Vitest gives every test file its own copy of this module, so this runs once after each file that imports it.
afterAll(async () => {
  const open = instance;
  instance = undefined;
  await (await open)?.close();
});

async function openInstance(): Promise<Instance> {
  const url = process.env['SUTURE_TEST_DATABASE_URL'];
  return url === undefined ? embedded() : given(url);
}

async function embedded(): Promise<Instance> {
  // Each clone has its own, as its binaries may be of another version.
  const clone = createHash('sha256')
    .update(import.meta.dirname)
    .digest('hex')
    .slice(0, 8);
  const started = await startEmbedded({
    directory: join(tmpdir(), `suture-tests-${process.geteuid?.() ?? 0}-${clone}`),
    // It holds nothing that must survive the machine.
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  if (started.kind === 'refused') throw new Error(`no database for tests: ${started.reason}. ${started.remedy}`);
  const admin = await connected(started.superuser);
  await dropAbandoned(admin);
  return {
    admin,
    connect: (database) => ({ ...started.connection, database }),
    connectAsSuperuser: (database) => ({ ...started.superuser, database }),
    owner: started.connection.user,
    close: async () => {
      await admin.end();
      await started.stop();
    },
  };
}

/** A PostgreSQL that somebody runs; the URL's role must be allowed to create databases, and roles if it is a superuser. */
async function given(url: string): Promise<Instance> {
  const base = new pg.Client({ connectionString: url });
  const { user, password, host, port } = base;
  const connectAsSuperuser = (database: string): pg.ClientConfig => ({ user, password, host, port, database });
  const admin = await connected({ connectionString: url });
  const { rows } = await admin.query<{ name: string; passes: boolean }>(
    'select rolname as name, rolsuper or rolbypassrls as passes from pg_roles where rolname = current_user',
  );
  const role = rows[0];
  if (role?.passes !== true) {
    return {
      admin,
      connect: connectAsSuperuser,
      connectAsSuperuser,
      owner: role?.name ?? '',
      close: () => admin.end(),
    };
  }
  const owner = 'suture_test';
  await exclusively(admin, async () => {
    const found = await admin.query('select from pg_roles where rolname = $1', [owner]);
    if (found.rowCount === 0) await admin.query(`create role ${owner}`);
  });
  return {
    admin,
    connect: (database) => ({ ...connectAsSuperuser(database), options: `-c role=${owner}` }),
    connectAsSuperuser,
    owner,
    close: () => admin.end(),
  };
}

let made = 0;

async function create({ migrated = true }: TestDatabaseOptions): Promise<{
  readonly database: TestDatabase;
  readonly drop: () => Promise<void>;
}> {
  instance ??= openInstance();
  const { admin, connect, connectAsSuperuser } = await instance;
  made += 1;
  const name = `suture_test_${process.pid}_${made}_${Date.now().toString(36)}`;
  await createFrom(await instance, name, migrated);
  const pool = new pg.Pool({ ...connect(name), max: 5 });
  // Dropping the database ends connections that a test forgot; that is no failure of the test.
  pool.on('error', () => undefined);
  return {
    database: { connection: connect(name), pool, superuser: connectAsSuperuser(name) },
    drop: async () => {
      await pool.end();
      await admin.query(`drop database ${name} with (force)`);
    },
  };
}

async function createFrom(at: Instance, name: string, migrated: boolean): Promise<void> {
  if (!migrated) return void (await at.admin.query(`create database ${name} owner ${at.owner}`));
  const template = `suture_template_${createHash('sha256').update(migrations.map(checksum).join()).digest('hex').slice(0, 16)}`;
  for (let attempt = 1; ; attempt += 1) {
    try {
      // Not two at once: a template in use cannot be copied.
      return void (await exclusively(at.admin, () =>
        at.admin.query(`create database ${name} owner ${at.owner} template ${template}`),
      ));
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === '3D000';
      if (!isMissing || attempt === 3) throw error;
      await exclusively(at.admin, () => makeTemplate(at, template));
    }
  }
}

async function makeTemplate({ admin, connect, owner }: Instance, template: string): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `select datname as name from pg_database where datname like 'suture\\_template\\_%'`,
  );
  if (rows.some(({ name }) => name === template)) return;
  for (const { name } of rows) await admin.query(`drop database if exists ${name} with (force)`);
  const unfinished = `suture_template_new`;
  await admin.query(`create database ${unfinished} owner ${owner}`);
  await migrate(connect(unfinished), migrations);
  await admin.query(`alter database ${unfinished} rename to ${template}`);
}

/** Databases of test processes that were killed. */
async function dropAbandoned(admin: pg.Client): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `select datname as name from pg_database where datname like 'suture\\_test\\_%'`,
  );
  for (const { name } of rows) {
    if (!isAlive(Number(name.split('_')[2]))) await admin.query(`drop database if exists ${name} with (force)`);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function exclusively<T>(admin: pg.Client, use: () => Promise<T>): Promise<T> {
  const key = 7_700_417;
  await admin.query(`select pg_advisory_lock(${key})`);
  try {
    return await use();
  } finally {
    await admin.query(`select pg_advisory_unlock(${key})`);
  }
}

async function connected(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(config);
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
