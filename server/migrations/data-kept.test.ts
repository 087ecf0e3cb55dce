// Every earlier schema, filled as a server that used it would have, becomes the newest with every row and value still there.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { expect, test } from 'vitest';
import { withDatabase, type TestDatabase } from '../test-database.ts';
import { migrations } from './list.ts';
import { migrate } from './runner.ts';

type Rows = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

/** Each with the migration from which on its tables are there. Values of later columns are left to their defaults. */
const seeds: readonly (readonly [from: number, sql: string])[] = [
  [
    1,
    `insert into organisation (organisation, name) values (:org, 'first');
     insert into endpoint (organisation, id, name, state, tags, facts, os_id, os_version) values
       (:org, :one, 'web-1', 'active', '{web}', '{"hostname":"web-1"}', 'debian', '12'),
       (:org, :two, 'web-2', 'quarantined', '{}', '{}', null, null);
     insert into endpoint_seen (organisation, endpoint, seen_at) values (:org, :one, '2026-01-02T03:04:05Z');
     insert into package (organisation, digest, purl, ecosystem, name, version, source_name, source_version, subject, judged_at, due)
       values (:org, sha256('a'), 'pkg:deb/debian/a@1', 'Debian:12', 'a', '1', 'a', '1', 'a', '2026-01-02T03:05:00Z', false),
              (:org, sha256('b'), 'pkg:deb/debian/b@1', 'Debian:12', 'b', '1', 'b', '1', 'b', null, true);
     insert into package_set (organisation, kind, digest, items, ecosystems, content)
       values (:org, 'installed', sha256('set'), 2, '{Debian:12}', 'text');
     insert into package_set_member (organisation, package_set, package)
       select p.organisation, s.id, p.id from package p, package_set s;
     insert into section (organisation, endpoint, adapter, kind, status, package_set, since)
       select :org, :one, 'apt', 'installed', 'complete', id, '2026-01-02T03:04:05Z' from package_set;
     insert into section (organisation, endpoint, adapter, kind, status, problems, since)
       values (:org, :one, 'snap', 'installed', 'failed', '["no snapd"]', '2026-01-02T03:04:05Z');
     insert into section_history (organisation, endpoint, adapter, kind, status, package_set, since, until)
       select :org, :one, 'apt', 'installed', 'partial', id, '2026-01-01T00:00:00Z', '2026-01-02T03:04:05Z' from package_set;
     insert into package_finding (organisation, package, vulnerability, state, fixed_version, aliases, advisories, evidence, since)
       select :org, id, 'CVE-2026-0001', 'affected', '2', '{DSA-1}', '{DSA-1}', '[]', '-infinity' from package where name = 'a';
     insert into package_finding (organisation, package, vulnerability, state, evidence, since, until)
       select :org, id, 'CVE-2026-0002', 'no-fix', '[]', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z' from package where name = 'a'`,
  ],
  [
    2,
    `insert into advisory_generation (organisation, rules, as_of, id, since) values (:org, 1, '2026-01-01T00:00:00Z', 'g', '2026-01-01T00:00:00Z');
     insert into advisory_subject (organisation, ecosystem, subject, statements) values (:org, 'Debian:12', 'a', sha256('said'));
     insert into advisory_ecosystem (organisation, ecosystem, covered) values (:org, 'Debian:12', true);
     insert into vulnerability_name (organisation, name, vulnerability) values (:org, 'DSA-1', 'CVE-2026-0001');
     insert into package_doubt (organisation, vulnerability, package) select :org, 'CVE-2026-0003', id from package where name = 'b'`,
  ],
  [
    3,
    `insert into enrolment_token (organisation, digest, hint, created_at, created_by, expires_at, uses_left, tags, auto_approve)
       values (:org, sha256('token'), 'abcd', '2026-01-01T00:00:00Z', 'user', '2026-01-02T00:00:00Z', 3, '{web}', true);
     insert into endpoint_key (organisation, digest, endpoint) values (:org, sha256('key'), :one);
     insert into endpoint_certificate (organisation, serial, endpoint, key_digest, issued_at, renew_after, not_after)
       values (:org, repeat('0a', 16), :one, sha256('key'), '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z');
     insert into endpoint_want (organisation, endpoint, kind, digest, asked_at)
       values (:org, :one, 'installed', sha256('wanted'), '2026-01-01T00:00:00Z')`,
  ],
];

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
        const ids = { org: randomUUID(), one: randomUUID(), two: randomUUID() };
        const before = await asSuperuser(database, async (client) => {
          for (const [from, sql] of seeds) {
            if (from > version) continue;
            await client.query(
              sql.replaceAll(/:(org|one|two)\b/g, (_, name: keyof typeof ids) => `'${ids[name]}'::uuid`),
            );
          }
          return rowsOf(client);
        });
        expect(before['endpoint']).toHaveLength(2);
        expect(await migrate(database.connection, migrations)).toMatchObject({
          kind: 'ready',
          applied: migrations.slice(version).map(({ id }) => id),
        });
        expectHeld(await asSuperuser(database, rowsOf), before);
      },
      { migrated: false },
    ));
}
