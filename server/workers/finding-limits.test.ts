// An inventory that is made up does not fill the database, and what is left out is never called clear.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { endpointsJudged } from '../store/judged-endpoints.ts';
import { type OrganisationId, type Store, openStore } from '../store/database.ts';
import { BEYOND_LIMIT } from '../store/finding-limits.ts';
import { unjudgedOn } from '../store/findings.ts';
import { addEndpoint, addOrganisation, installed, report } from '../store/reports.fixture.ts';
import { useDatabase } from '../test-database.ts';
import { advisoriesOf, says } from './advisories.fixture.ts';
import { matchPending } from './matching.ts';

const database = useDatabase();
const NOW = '2026-11-22T12:00:00.000Z';
const EACH = 20;
const MOST = 2_000;
const VERSIONS = 300;

let store: Store;
let organisation: OrganisationId;
beforeEach(async () => {
  store = openStore({ connection: database().connection, size: 2 });
  organisation = await addOrganisation(store);
});
afterEach(() => store.close());

const advisories = advisoriesOf(
  new Map([['Debian:12 linux', Array.from({ length: EACH }, (_, number) => says(`CVE-2026-${number}`, undefined))]]),
  NOW,
);
const match = () => matchPending(store, organisation, advisories, () => new Date(NOW), { mostFindings: MOST });
const count = async (sql: string): Promise<number> => {
  const [row] = await store.inOrganisation(organisation, (transaction) =>
    transaction.query<{ readonly count: string }>(sql),
  );
  return Number(row?.count);
};
const verdictOn = (vulnerability: string, verdict: 'exposed' | 'unknown' | 'clear') =>
  store.inOrganisation(organisation, async (transaction) => {
    const question = { vulnerability, isHeardOf: true, seenSince: NOW };
    const { rows } = await endpointsJudged(transaction, question, verdict, { after: undefined, limit: 10 });
    return rows.map(({ name }) => name);
  });

test('versions of one package by the hundred have findings up to the limit, and are not judged beyond it', async () => {
  expect(EACH * VERSIONS).toBeGreaterThan(MOST);
  const hostile = await addEndpoint(store, organisation, 'hostile', NOW);
  const packages = Array.from({ length: VERSIONS }, (_, number) => installed('linux', `1.${number}`));
  await report(store, organisation, hostile, [{ adapter: 'apt', packages }], NOW);
  await match();
  const kept = await count('select count(*) from package_finding');
  expect(kept).toBeLessThanOrEqual(MOST);
  expect(kept).toBeGreaterThan(MOST / 2);
  const left = await store.inOrganisation(organisation, (transaction) => unjudgedOn(transaction, hostile));
  expect(left).toBe(VERSIONS - kept / EACH);
  // It may have any: nobody calls it clear of what no package of it was found to have.
  expect(await verdictOn('CVE-2026-99999', 'unknown')).toEqual(['hostile']);
  expect(await verdictOn('CVE-2026-1', 'exposed')).toEqual(['hostile']);

  // Somebody who really has one of those is judged all the same.
  const [row] = await store.inOrganisation(organisation, (transaction) =>
    transaction.query<{ readonly version: string }>('select version from package where unjudged = $1 limit 1', [
      BEYOND_LIMIT,
    ]),
  );
  const honest = await addEndpoint(store, organisation, 'honest', NOW);
  const own = [{ adapter: 'apt', packages: [installed('linux', row?.version ?? ''), installed('bash', '5')] }];
  await report(store, organisation, honest, own, NOW);
  expect(await match()).toMatchObject({ begun: EACH });
  expect(await store.inOrganisation(organisation, (transaction) => unjudgedOn(transaction, honest))).toBe(0);
  expect(await verdictOn('CVE-2026-1', 'exposed')).toEqual(['honest', 'hostile']);
});
