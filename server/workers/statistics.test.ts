// Tables that grew fast are counted at once, so that PostgreSQL plans for what is there.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore, type OrganisationId, type Store } from '../store/database.ts';
import { outdatedTables } from '../store/statistics.ts';
import { useDatabase } from '../test-database.ts';
import { logTo } from '../observability/log.ts';
import { startStatistics } from './statistics.ts';

const database = useDatabase();
const organisation = randomUUID() as OrganisationId;
let store: Store;
beforeAll(() => {
  store = openStore({ connection: database().connection });
});
afterAll(() => store.close());

async function addPackages(from: number, to: number): Promise<void> {
  await store.inOrganisation(organisation, (transaction) =>
    transaction.query(
      `insert into package (organisation, digest, purl, name, version, source_name, source_version, subject)
       select $1, sha256(n::text::bytea), 'pkg:deb/debian/p' || n, 'p' || n, '1', 'p' || n, '1', 'p' || n
       from generate_series($2::int, $3::int) n`,
      [organisation, from, to],
    ),
  );
}

async function planned(query: string): Promise<string> {
  const rows = await store.inOrganisation(organisation, (transaction) =>
    transaction.query<{ 'QUERY PLAN': string }>(`explain ${query}`, []),
  );
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

const outdated = () => store.inOrganisation(organisation, (transaction) => outdatedTables(transaction));

test('a table that was empty a moment ago is counted, and left alone until it has grown again', async () => {
  await store.inOrganisation(organisation, (transaction) =>
    transaction.query('insert into organisation (organisation, name) values ($1, $2)', [organisation, 'a test']),
  );
  await addPackages(1, 5_000);
  const few = `select id from package where organisation = '${organisation}' and digest = any(array[sha256('7'), sha256('8')])`;
  const log = logTo(() => undefined);
  const statistics = startStatistics({ store, organisation, log, everyMs: 50 });
  try {
    await expect.poll(() => planned(few), { timeout: 10_000 }).toContain('package_organisation_digest_key');
    await expect.poll(outdated).toEqual([]);
    await addPackages(5_001, 6_000);
    await addPackages(6_001, 12_000);
    await expect
      .poll(
        async () =>
          (await database().pool.query("select reltuples::int as n from pg_class where relname = 'package'")).rows,
        { timeout: 10_000 },
      )
      .toEqual([{ n: 12_000 }]);
  } finally {
    await statistics.stop();
  }
});
