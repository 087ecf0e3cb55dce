import { readdirSync } from 'node:fs';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { withDatabase } from '../test-database.ts';
import type { TestDatabase } from '../test-database.ts';
import { migrations } from './list.ts';
import { migrate } from './runner.ts';
import type { Migration } from './runner.ts';
import { describeSchema } from './schema.fixture.ts';

const shelf: Migration = {
  id: '0001-shelf',
  up: 'create table shelf (id int primary key); insert into shelf values (1)',
};
const book: Migration = { id: '0002-book', up: 'create table book (shelf int references shelf)' };
const lamp: Migration = { id: '0003-lamp', up: `alter table shelf add lamp text not null default 'none'` };

const inEmpty = (use: (database: TestDatabase) => Promise<void>) => (): Promise<void> =>
  withDatabase(use, { migrated: false });

async function tables({ pool }: TestDatabase): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  return rows.map(({ name }) => name);
}

describe('migrating', () => {
  test(
    'applies what is missing in order, says what it did, and does nothing the next time',
    inEmpty(async (database) => {
      expect(await migrate(database.connection, [shelf])).toEqual({ kind: 'ready', applied: ['0001-shelf'] });
      expect(await migrate(database.connection, [shelf, book, lamp])).toEqual({
        kind: 'ready',
        applied: ['0002-book', '0003-lamp'],
      });
      expect(await migrate(database.connection, [shelf, book, lamp])).toEqual({ kind: 'ready', applied: [] });
      expect(await tables(database)).toEqual(['book', 'schema_migrations', 'shelf']);
      expect((await database.pool.query('select id, lamp from shelf')).rows).toEqual([{ id: 1, lamp: 'none' }]);
    }),
  );

  test(
    'done by eight servers at the same moment, applies each migration once',
    inEmpty(async (database) => {
      const outcomes = await Promise.all(
        Array.from({ length: 8 }, () => migrate(database.connection, [shelf, book, lamp])),
      );
      const applied = outcomes.flatMap((outcome) => (outcome.kind === 'ready' ? outcome.applied : [outcome.reason]));
      expect(applied.toSorted()).toEqual(['0001-shelf', '0002-book', '0003-lamp']);
      expect((await database.pool.query('select id from shelf')).rows).toEqual([{ id: 1 }]);
    }),
  );

  test(
    'that fails is rolled back whole, names itself, and leaves the ones before it',
    inEmpty(async (database) => {
      const broken: Migration = { id: '0002-broken', up: 'create table half (id int); select 1 / 0' };
      await expect(migrate(database.connection, [shelf, broken])).rejects.toMatchObject({
        code: 'database',
        message: 'migration 0002-broken failed and was rolled back: division by zero',
      });
      expect(await tables(database)).toEqual(['schema_migrations', 'shelf']);
      expect(await migrate(database.connection, [shelf, book])).toEqual({ kind: 'ready', applied: ['0002-book'] });
    }),
  );

  test(
    'cut off in the middle leaves nothing of that migration, and the next server does it',
    inEmpty(async (database) => {
      const slow: Migration = { id: '0002-slow', up: 'create table slow (id int); select pg_sleep(60)' };
      const cutOff = migrate(database.connection, [shelf, slow]).then(
        () => 'finished',
        () => 'cut off',
      );
      const admin = new pg.Client(database.superuser);
      await admin.connect();
      await expect
        .poll(async () => {
          const { rowCount } = await admin.query(
            `select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(60)' and pid <> pg_backend_pid()`,
          );
          return rowCount;
        })
        .toBe(1);
      await admin.end();
      expect(await cutOff).toBe('cut off');
      expect(await tables(database)).toEqual(['schema_migrations', 'shelf']);
      expect(await migrate(database.connection, [shelf, book])).toEqual({ kind: 'ready', applied: ['0002-book'] });
    }),
  );

  test(
    'gives way to a query that holds the table, tries again, and in the end says so',
    inEmpty(async (database) => {
      await migrate(database.connection, [shelf]);
      const reader = await database.pool.connect();
      await reader.query('begin; select * from shelf');
      const patient = migrate(database.connection, [shelf, { ...lamp, id: '0002-lamp' }]);
      await expect(migrate(database.connection, [shelf, { ...lamp, id: '0002-lamp' }], { waitMs: 1 })).resolves.toEqual(
        {
          kind: 'refused',
          cause: 'busy',
          reason: expect.stringContaining('could not be locked within 1 ms'),
          remedy: expect.stringContaining('pg_stat_activity'),
        },
      );
      await reader.query('commit');
      reader.release();
      await expect(patient).resolves.toEqual({ kind: 'ready', applied: ['0002-lamp'] });
    }),
  );

  test(
    'gives way to a query that has one of its tables and waits for the other, and tries again',
    inEmpty(async (database) => {
      await migrate(database.connection, [shelf, book]);
      const user = new pg.Client(database.superuser);
      await user.connect();
      // So that it is not this one that PostgreSQL breaks off.
      await user.query("set deadlock_timeout = '1min'; begin; lock table book in access exclusive mode");
      const both: Migration = {
        id: '0003-both',
        up: 'alter table shelf add column lamp text; alter table book add column title text',
      };
      const patient = migrate(database.connection, [shelf, book, both]);
      const looking = new pg.Client(database.superuser);
      await looking.connect();
      await expect
        .poll(
          async () => {
            const { rowCount } = await looking.query(
              "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
            );
            return rowCount;
          },
          { timeout: 20_000 },
        )
        .toBe(1);
      await looking.end();
      expect((await user.query('select * from shelf')).rows).toEqual([{ id: 1 }]);
      await user.query('commit');
      await user.end();
      await expect(patient).resolves.toEqual({ kind: 'ready', applied: ['0003-both'] });
    }),
  );

  test(
    'refuses a migration that was edited after it was applied, and changes nothing',
    inEmpty(async (database) => {
      await migrate(database.connection, [shelf]);
      const edited = { ...shelf, up: `${shelf.up}; insert into shelf values (2)` };
      expect(await migrate(database.connection, [edited, book])).toEqual({
        kind: 'refused',
        cause: 'edited',
        reason: 'migration 0001-shelf was applied to this database with other content than it has now',
        remedy: expect.stringContaining('new migration'),
      });
      const renamed = { ...shelf, id: '0001-rack' };
      expect(await migrate(database.connection, [renamed, book])).toMatchObject({
        cause: 'edited',
        reason: 'migration 0001-shelf was applied to this database where this Suture has 0001-rack',
      });
      expect(await tables(database)).toEqual(['schema_migrations', 'shelf']);
    }),
  );

  test(
    'does not mind other line endings',
    inEmpty(async (database) => {
      const unix: Migration = { id: '0001-lines', up: 'create table a (id int);\ncreate table b (id int)' };
      await migrate(database.connection, [unix]);
      const windows = { ...unix, up: unix.up.replaceAll('\n', '\r\n') };
      expect(await migrate(database.connection, [windows])).toEqual({ kind: 'ready', applied: [] });
    }),
  );

  test(
    'refuses a database that a later version has been at, and changes nothing',
    inEmpty(async (database) => {
      await migrate(database.connection, [shelf, book]);
      expect(await migrate(database.connection, [shelf])).toEqual({
        kind: 'refused',
        cause: 'newer',
        reason: 'the database was last used by a later Suture: it has 0002-book, which this one does not know',
        remedy: expect.stringContaining('later version'),
      });
      expect(await tables(database)).toEqual(['book', 'schema_migrations', 'shelf']);
    }),
  );

  test(
    'does not accept one that ends the transaction it is run in, nor numbers with a gap',
    inEmpty(async (database) => {
      const escaping: Migration = { id: '0001-escaping', up: 'create table early (id int); commit; begin' };
      await expect(migrate(database.connection, [escaping])).rejects.toThrow('ends the transaction');
      await expect(migrate(database.connection, [shelf, lamp])).rejects.toThrow('0003-lamp is number 0002 in the list');
      await expect(migrate(database.connection, [{ ...shelf, id: '1_shelf' }])).rejects.toThrow('no name');
    }),
  );
});

describe('the migrations of this Suture', () => {
  test('are the numbered files of this folder, all of them', () => {
    const files = readdirSync(import.meta.dirname).filter((file) => /^\d/.test(file) && !file.endsWith('.test.ts'));
    expect(migrations.map(({ id }) => `${id}.ts`)).toEqual(files.toSorted());
  });

  for (const applied of migrations.keys()) {
    test(`lead from ${applied === 0 ? 'nothing' : `version ${applied}`} to the same schema as a fresh start`, async () => {
      const fresh = await withDatabase(async ({ connection, pool }) => {
        await migrate(connection, migrations);
        return describeSchema(pool);
      });
      const grown = await withDatabase(
        async ({ connection, pool }) => {
          await migrate(connection, migrations.slice(0, applied));
          await migrate(connection, migrations);
          return describeSchema(pool);
        },
        { migrated: false },
      );
      expect(grown).toEqual(fresh);
      expect(grown).toContainEqual(expect.stringContaining('relation public schema_migrations'));
    });
  }

  test('close every table but their own record to other organisations', async () => {
    await withDatabase(async ({ pool }) => {
      const { rows } = await pool.query<{ name: string }>(
        `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
             and not (relrowsecurity and relforcerowsecurity)`,
      );
      expect(rows).toEqual([{ name: 'schema_migrations' }]);
    });
  });
});

describe('the comparison of schemas', () => {
  test.each([
    ['a column', 'alter table shelf add more int'],
    ['a default', 'alter table shelf alter id set default 5'],
    ['an index', 'create index on shelf (id)'],
    ['a check', 'alter table shelf add check (id > 0)'],
    ['row-level security', 'alter table shelf enable row level security'],
    ['a policy', 'create policy own on shelf using (id = 1)'],
    ['a function', `create function one() returns int language sql return 1`],
    ['a right', 'grant select on shelf to public'],
    ['a type', `create type colour as enum ('red')`],
    ['a comment', `comment on table shelf is 'for books'`],
  ])('sees %s', (_, change) =>
    inEmpty(async (database) => {
      await migrate(database.connection, [shelf]);
      const before = await describeSchema(database.pool);
      await database.pool.query(change);
      expect(await describeSchema(database.pool)).not.toEqual(before);
    })(),
  );
});
