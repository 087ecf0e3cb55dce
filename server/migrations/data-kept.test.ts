// Every earlier schema, filled as a server that used it would have, becomes the newest with every row and value still there.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { expect, test } from 'vitest';
import { withDatabase, type TestDatabase } from '../test-database.ts';
import { migrations } from './list.ts';
import { migrate } from './runner.ts';
import { seedNames, seeds } from './seeds.fixture.ts';

type Rows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

const named = new RegExp(`:(${seedNames.join('|')})\\b`, 'g');

async function rowsOf(client: pg.Client): Promise<Rows> {
  const { rows } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'schema_migrations' order by 1",
  );
  const all: Record<string, Rows[string]> = {};
  for (const { name } of rows) {
    const found = await client.query<{ row: Record<string, unknown> }>(`select to_jsonb(t) as row from ${name} t`);
    all[name] = found.rows.map(({ row }) => row);
  }
  return all;
}

/** In any order, and with more columns than before. */
function expectHeld(after: Rows, before: Rows): void {
  for (const [table, rows] of Object.entries(before)) {
    const now = after[table];
    // A table that a later migration took away would be named here, with where its rows went.
    expect({ table, rows: now?.length }).toEqual({ table, rows: rows.length });
    expect({ table, rows: now }).toEqual({
      table,
      rows: expect.arrayContaining(rows.map((row) => expect.objectContaining(row))),
    });
  }
}

async function asSuperuser<T>({ superuser }: TestDatabase, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(superuser);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

for (const version of migrations.keys()) {
  if (version === 0) continue;
  test(`what version ${version} held is held by the newest`, () =>
    withDatabase(
      async (database) => {
        await migrate(database.connection, migrations.slice(0, version));
        const ids = new Map(seedNames.map((name) => [name as string, randomUUID()]));
        const before = await asSuperuser(database, async (client) => {
          for (const [from, sql] of seeds) {
            if (from > version) continue;
            await client.query(sql.replaceAll(named, (_, name: string) => `'${ids.get(name)}'::uuid`));
          }
          return rowsOf(client);
        });
        // A migration that makes a table brings rows for it (seeds.fixture.ts): of an empty one nothing could be lost.
        expect(Object.keys(before).filter((table) => before[table]?.length === 0)).toEqual([]);
        expect(await migrate(database.connection, migrations)).toMatchObject({
          kind: 'ready',
          applied: migrations.slice(version).map(({ id }) => id),
        });
        expectHeld(await asSuperuser(database, rowsOf), before);
      },
      { migrated: false },
    ));
}
