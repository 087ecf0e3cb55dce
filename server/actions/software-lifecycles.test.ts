// Tests which software of the fleet is listed as out of support, on how many endpoints, and that each count opens its list.
import { beforeEach, expect, test } from 'vitest';
import type { ProductRelease } from '@suture/core/lifecycle/support.ts';
import { endpointList, queriedPage } from '../routes/lists.ts';
import { type OrganisationId, type Store, openStore } from '../store/database.ts';
import { compiledFor } from '../store/hot-queries.fixture.ts';
import { addEndpoint, addOrganisation, installed, report } from '../store/reports.fixture.ts';
import { useDatabase } from '../test-database.ts';
import { softwareLifecycles } from './software-lifecycles.ts';

const database = useDatabase();
const now = new Date('2026-11-22T10:00:00Z');
let store: Store;
let organisation: OrganisationId;
beforeEach(async () => {
  store = openStore({ connection: database().connection, size: 2 });
  organisation = await addOrganisation(store);
  return () => store.close();
});

const runtime = (branch: string, support = ''): string =>
  `pkg:generic/flatpak/org.example.Platform@${branch}?arch=x86_64&branch=${branch}${support}`;
const django = (version: string) => installed('django', version, { purl: `pkg:pypi/django@${version}` });
const release = (name: string, endOfLife: string): ProductRelease => ({
  feed: 'endoflife',
  product: 'django',
  label: `Django ${name}`,
  release: name,
  released: undefined,
  endOfLife,
  endOfExtended: undefined,
  extendedName: undefined,
  latest: undefined,
  identifiers: ['pkg:pypi/django'],
  note: undefined,
});
const source = {
  generation: () => ({ id: 'first', asOf: now.toISOString() }),
  lifecycleByIdentifier: (purl: string) =>
    purl === 'pkg:pypi/django' ? [release('3.2', '2024-04-01'), release('5.2', '2028-04-01')] : [],
  lifecycle: (product: string) =>
    product === 'python'
      ? ['3.8', '3.14'].map((name) => ({
          ...release(name, name === '3.8' ? '2024-10-07' : '2030-10-31'),
          product,
          label: `Python ${name}`,
          identifiers: [],
        }))
      : [],
};

const listed = (limit = 100, from?: typeof source) =>
  store.inOrganisation(organisation, async (transaction) => {
    const query = await compiledFor(transaction, 'packages', '', now.getTime());
    return softwareLifecycles(store, transaction, from, { query, page: { after: undefined, limit }, now });
  });

test('releases whose makers no longer support them come first, a flatpak by what its remote says; Debian’s packages are Debian’s', async () => {
  const has = async (name: string, ...packages: ReturnType<typeof installed>[]) => {
    const endpoint = await addEndpoint(store, organisation, name, now.toISOString());
    await report(store, organisation, endpoint, [{ adapter: 'any', packages }], now.toISOString());
  };
  await has(
    'a',
    django('3.2.1'),
    installed('org.example.Platform', '22.08', { purl: runtime('22.08', '&support=ended') }),
  );
  await has(
    'b',
    django('3.2.9'),
    django('5.2.1'),
    installed('org.example.Platform', '24.08', { purl: runtime('24.08') }),
  );
  await has('c', installed('python3-django', '3.2.1', { purl: 'pkg:deb/debian/python3-django@3.2.1' }));
  const { rows, total, isWhole } = await listed(100, source);
  expect({ total, isWhole }).toEqual({ total: 3, isWhole: true });
  expect(rows.map(({ label, state, endOfLife, endpoints }) => [label, state, endOfLife, endpoints])).toEqual([
    ['Django 3.2', 'unsupported', '2024-04-01', 2],
    ['org.example.Platform 22.08', 'unsupported', null, 1],
    ['Django 5.2', 'supported', '2028-04-01', 1],
  ]);
  for (const { q, endpoints } of rows) {
    const page = { cursor: undefined, skip: 0, limit: 1, q: q ?? '-' };
    expect(await queriedPage({ store, organisation }, now, page, endpointList)).toMatchObject({ total: endpoints });
  }
  // Without advisories only what the channel itself says is known.
  expect((await listed()).rows.map(({ label }) => label)).toEqual(['org.example.Platform 22.08']);
});

test('programs that the catalog knows go by the dates of their product, and what nobody states dates of is left out', async () => {
  const program = (name: string, version: string, origin?: string) =>
    installed(name, version, {
      purl: `pkg:generic/windows-programs/${encodeURIComponent(name)}@${version}`,
      ...(origin !== undefined && { origin }),
    });
  const endpoint = await addEndpoint(store, organisation, 'pc', now.toISOString());
  const packages = [
    program('Python 3.8.10 (64-bit)', '3.8.10150.0', 'Python Software Foundation'),
    program('Python 3.9.1 (64-bit)', '3.9.1150.0', 'Python Software Foundation'),
    // Another maker's, and one without any.
    program('Python 3.8.1 (64-bit)', '3.8.1', 'Pyth0n'),
    program('Planner', '1.0'),
  ];
  await report(store, organisation, endpoint, [{ adapter: 'windows-programs', packages }], now.toISOString());
  const { rows } = await listed(100, source);
  expect(rows).toMatchObject([
    { product: 'python', label: 'Python 3.8', state: 'unsupported', endOfLife: '2024-10-07', endpoints: 1 },
    { product: 'python', state: 'unknown', endOfLife: null, note: 'no feed knows this release', endpoints: 1 },
  ]);
});
