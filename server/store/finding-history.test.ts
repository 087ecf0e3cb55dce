// Tests when a vulnerability was first seen on an endpoint, seen fixed and back again, from what was reported and judged when.
import { beforeEach, expect, test } from 'vitest';
import { useDatabase } from '../test-database.ts';
import { advisoriesOf, says } from '../workers/advisories.fixture.ts';
import { matchPending } from '../workers/matching.ts';
import { type OrganisationId, type Store, openStore } from './database.ts';
import { findingHistories } from './finding-history.ts';
import { type Report, addEndpoint, addOrganisation, installed, report } from './reports.fixture.ts';

const database = useDatabase();

let store: Store;
let organisation: OrganisationId;
let endpoint: string;

beforeEach(async () => {
  store = openStore({ connection: database().connection, size: 2 });
  organisation = await addOrganisation(store);
  endpoint = await addEndpoint(store, organisation, 'web-1', at(0));
  return () => store.close();
});

const at = (hour: number): string => `2026-11-22T${String(hour).padStart(2, '0')}:00:00.000Z`;

/** Everything before `fix` has it; nothing does where there is none. */
const judged = (hour: number, fix: string | undefined) =>
  matchPending(
    store,
    organisation,
    advisoriesOf(new Map([['Debian:12 openssl', fix === undefined ? [] : [says('CVE-2026-1', fix)]]]), at(hour)),
    () => new Date(at(hour)),
  );
const reported = (hour: number, ...sections: readonly Report[]) =>
  report(store, organisation, endpoint, sections, at(hour));
const apt = (version: string, status: Report['status'] = 'complete'): Report => ({
  adapter: 'apt',
  status,
  packages: status === 'failed' ? [] : [installed('openssl', version)],
});
const partialWithout: Report = { adapter: 'apt', status: 'partial', packages: [installed('bash', '5')] };
const history = async (): Promise<readonly string[]> => {
  const rows = await store.inOrganisation(organisation, (transaction) =>
    findingHistories(transaction, endpoint, ['CVE-2026-1', 'CVE-2026-2']),
  );
  return rows.map(
    (row) =>
      `first ${hourOf(row.firstSeen)} since ${hourOf(row.since)} fixed ${row.fixedSeen === null ? '-' : hourOf(row.fixedSeen)} reopened ${row.reopened}`,
  );
};
const hourOf = (instant: string): number => new Date(instant).getUTCHours();

test('a vulnerability is seen from when its package is, though the package is judged later', async () => {
  await reported(1, apt('1'));
  await judged(3, '9');
  expect(await history()).toEqual(['first 1 since 1 fixed - reopened 0']);
});

test('one that is published later is seen from then on', async () => {
  await reported(1, apt('1'));
  await judged(2, undefined);
  await judged(3, '9');
  expect(await history()).toEqual(['first 3 since 3 fixed - reopened 0']);
});

test('an update that does not fix it is no fix, however late the new version is judged', async () => {
  await reported(1, apt('1'));
  await judged(2, '9');
  await reported(4, apt('2'));
  expect(await history()).toEqual(['first 1 since 1 fixed 4 reopened 0']);
  await judged(6, '9');
  expect(await history()).toEqual(['first 1 since 1 fixed - reopened 0']);
});

test('a fix is seen with the first whole inventory without it; a downgrade brings it back', async () => {
  await reported(1, apt('1'));
  await judged(2, '9');
  await reported(3, apt('9'));
  await judged(3, '9');
  expect(await history()).toEqual(['first 1 since 1 fixed 3 reopened 0']);
  await reported(5, apt('1'));
  expect(await history()).toEqual(['first 1 since 5 fixed - reopened 1']);
  await reported(7, apt('9'));
  expect(await history()).toEqual(['first 1 since 5 fixed 7 reopened 1']);
});

test('a section that failed, or was read in part, proves no fix and no return', async () => {
  await reported(1, apt('1'));
  await judged(2, '9');
  await reported(3, apt('1', 'failed'));
  expect(await history()).toEqual(['first 1 since 1 fixed - reopened 0']);
  await reported(4, partialWithout);
  await judged(4, '9');
  expect(await history()).toEqual(['first 1 since 1 fixed - reopened 0']);
  await reported(5, apt('1'));
  expect(await history()).toEqual(['first 1 since 1 fixed - reopened 0']);
  await reported(6, apt('1', 'failed'));
  await reported(8, apt('9'));
  await judged(8, '9');
  expect(await history()).toEqual(['first 1 since 1 fixed 8 reopened 0']);
});

test('what was blind before it was seen does not make it older', async () => {
  await reported(1, apt('1', 'failed'));
  await reported(3, apt('1'));
  await judged(4, '9');
  expect(await history()).toEqual(['first 3 since 3 fixed - reopened 0']);
});

test('another section that failed does not keep it open', async () => {
  const npm: Report = { adapter: 'npm', status: 'failed', packages: [] };
  await reported(1, apt('1'), npm);
  await judged(2, '9');
  await reported(3, apt('9'), npm);
  await judged(3, '9');
  expect(await history()).toEqual(['first 1 since 1 fixed 3 reopened 0']);
});

test('an advisory that is taken back ends it, and brings it back when it is said again', async () => {
  await reported(1, apt('1'));
  await judged(2, '9');
  await judged(4, undefined);
  expect(await history()).toEqual(['first 1 since 1 fixed 4 reopened 0']);
  await judged(6, '9');
  expect(await history()).toEqual(['first 1 since 6 fixed - reopened 1']);
});

test('a clock that went backwards between two reports breaks nothing', async () => {
  await reported(5, apt('1'));
  await reported(3, apt('2'));
  await judged(6, '9');
  expect(await history()).toEqual(['first 3 since 3 fixed - reopened 0']);
});

test('what was never there has no history', async () => {
  await reported(1, apt('9'));
  await judged(2, '9');
  expect(await history()).toEqual([]);
});
