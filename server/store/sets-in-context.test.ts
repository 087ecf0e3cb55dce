// Tests that endpoints whose packages are judged differently file equal inventories under different sets, and others share one.
import { beforeEach, expect, test } from 'vitest';
import type { Package } from '@suture/core/packages/package.ts';
import { useDatabase } from '../test-database.ts';
import { type OrganisationId, type Store, type Transaction, openStore } from './database.ts';
import { addOrganisation, installed, setOf } from './reports.fixture.ts';
import { addSet, knownSets } from './package-sets.ts';
import { setsInContext } from './sets-in-context.ts';

const database = useDatabase();

let store: Store;
let organisation: OrganisationId;

beforeEach(async () => {
  store = openStore({ connection: database().connection, size: 8 });
  organisation = await addOrganisation(store);
  return () => store.close();
});

const within = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> =>
  store.inOrganisation(organisation, work);
const stored = (...packages: readonly Package[]): Promise<string> =>
  within((transaction) => addSet(transaction, setOf(packages)));
const filed = (sets: readonly string[], version?: string, ...subscriptions: readonly string[]) =>
  within(async (transaction) => {
    const system = version === undefined ? undefined : { id: 'any', version, subscriptions };
    const found = await setsInContext(transaction, system, sets);
    return sets.map((set) => found.get(set));
  });
const packagesOf = (set: string | undefined) =>
  within((transaction) =>
    transaction.query<{ readonly name: string; readonly context: unknown }>(
      `select name, context from package_set_member m join package p on p.id = m.package where m.package_set = $1 order by name`,
      [set],
    ),
  );

const jhead = installed('jhead', '1.0', { ecosystem: 'Ubuntu:22.04' });
const tool = installed('tool', '1.0', { ecosystem: 'npm' });

test('sets that are judged alike everywhere are filed as they were reported', async () => {
  const sets = [await stored(installed('curl', '1')), await stored(jhead)];
  expect(await filed(sets)).toEqual(sets);
  expect(await filed(sets, '22.04')).toEqual(sets);
  expect(await filed(sets.slice(0, 1), '22.04', 'esm-apps')).toEqual(sets.slice(0, 1));
});

test('equal subscriptions share a set, in which what does not depend on them is shared with the others', async () => {
  const set = await stored(jhead, tool);
  const [pro] = await filed([set], '22.04', 'esm-apps', 'esm-infra');
  expect(pro).not.toBe(set);
  expect(await filed([set], '22.04', 'esm-infra', 'esm-apps')).toEqual([pro]);
  expect(await filed([set], '22.04', 'esm-apps')).not.toEqual([pro]);
  expect(await packagesOf(pro)).toEqual([
    { name: 'jhead', context: { subscriptions: ['esm-apps', 'esm-infra'] } },
    { name: 'tool', context: null },
  ]);
  expect(await within((transaction) => transaction.query('select count(*)::int as n from package'))).toEqual([
    { n: 4 },
  ]);
});

test('what an endpoint is asked for does not depend on contexts', async () => {
  const set = await stored(jhead);
  await filed([set], '22.04', 'esm-apps');
  const { digest } = setOf([jhead]);
  const known = await within((transaction) => knownSets(transaction, 'installed', [digest]));
  expect([...known.values()]).toEqual([set]);
});

test('subscriptions that end lead back to the set as it was reported', async () => {
  const set = await stored(jhead);
  const [pro] = await filed([set], '22.04', 'esm-apps');
  expect(await filed([pro ?? ''], '22.04')).toEqual([set]);
  expect(await filed([pro ?? ''], '22.04', 'esm-apps')).toEqual([pro]);
});

test('the owner of a language package is found in any set of the endpoint, whatever its version', async () => {
  const npm = await stored(installed('semver', '7', { ecosystem: 'npm', owner: 'node-semver' }));
  const [one, two] = [await stored(installed('node-semver', '1')), await stored(installed('node-semver', '2'))];
  const [owned] = await filed([npm, one]);
  expect(owned).not.toBe(npm);
  expect((await filed([npm, two]))[0]).toBe(owned);
  expect(await filed([npm, await stored(installed('other', '1'))])).toMatchObject([npm, expect.anything()]);
  expect(await packagesOf(owned)).toEqual([
    { name: 'semver', context: { owner: { name: 'node-semver', ecosystem: 'Debian:12', subject: 'node-semver' } } },
  ]);
});

test('many endpoints that bring a context at once make one set', async () => {
  const set = await stored(
    ...Array.from({ length: 200 }, (_, index) => installed(`package-${index}`, '1', { ecosystem: 'Ubuntu:22.04' })),
  );
  const found = await Promise.all(Array.from({ length: 12 }, () => filed([set], '22.04', 'esm-apps')));
  expect(new Set(found.flat()).size).toBe(1);
  expect(await packagesOf(found[0]?.[0])).toHaveLength(200);
});
