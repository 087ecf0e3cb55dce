// Every count of the catalog opens a list of just so many endpoints, whoever has what by whichever channel, and whoever asks.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Package } from '@suture/core/packages/package.ts';
import { reaching } from '../access/reach.ts';
import { endpointList, queriedPage } from '../routes/lists.ts';
import { countDue } from '../store/endpoint-classes.ts';
import { type OpenStore, type Store, openStore } from '../store/database.ts';
import { addEndpoint, addOrganisation, installed, report } from '../store/reports.fixture.ts';
import { useDatabase } from '../test-database.ts';
import { ask, readQuestion } from './ask.ts';
import { describeCatalog } from './catalog.ts';
import { describeUnmanaged } from './catalog-unmanaged.ts';

const database = useDatabase();
const at = '2026-11-22T10:00:00Z';
const now = new Date(at);

let store: OpenStore;
beforeAll(() => {
  store = openStore({ connection: database().connection, size: 2 });
});
afterAll(() => store.close());

const own = (purl: string, name: string, version: string, more: Partial<Package> = {}) =>
  installed(name, version, { purl: `${purl}/${encodeURIComponent(name)}@${version}`, ecosystem: undefined, ...more });
/** Of Firefox in three channels and several versions, of others that nobody curated, and of what no channel knows. */
const SOFTWARE: readonly (readonly [adapter: string, pkg: Package])[] = [
  ['apt', installed('firefox', '131.0', { purl: 'pkg:deb/debian/firefox@131.0' })],
  ['apt', installed('firefox', '132.0~rc1', { purl: 'pkg:deb/debian/firefox@132.0~rc1' })],
  ['apt', installed('bash', '5.2', { purl: 'pkg:deb/debian/bash@5.2' })],
  ['windows-programs', own('pkg:generic/windows-programs', 'Mozilla Firefox (x64 de)', '131.0', { origin: 'Mozilla' })],
  ['windows-programs', own('pkg:generic/windows-programs', 'Mozilla Firefox 130.0', '130.0', { origin: 'Mozilla' })],
  ['windows-programs', own('pkg:generic/windows-programs', 'Planner, "the" *', '3.2')],
  ['windows-programs', own('pkg:generic/windows-programs', 'Planner', '3.2', { origin: 'Acme: Tools' })],
  ['winget', own('pkg:generic/winget', 'Mozilla.Firefox', '131.0')],
  ['winget', own('pkg:generic/winget', 'Acme.Tool', '1.0 (beta)')],
  ['winget', own('pkg:generic/winget', 'Acme.Tool', '1.0')],
];

const machine = fc.record({
  has: fc.subarray(SOFTWARE.map((_, index) => index)),
  state: fc.constantFrom('active', 'active', 'quarantined', 'revoked'),
  tag: fc.constantFrom('web', 'lab'),
});

async function opened(from: Store, organisation: string): Promise<readonly (readonly [string, number, number])[]> {
  const caller = { store: from, organisation: organisation as never };
  const page = { cursor: undefined, skip: 0 };
  const question = readQuestion('', 'packages');
  if (question.kind === 'error') throw new Error(question.error.message);
  const asked = { ...caller, resource: 'packages', query: question.query, now: now.getTime() } as const;
  const first = { after: undefined, limit: 100 };
  const catalog = await ask(from, asked, (transaction, query) =>
    describeCatalog(from, transaction, { query, words: '', of: 'all', page: first, now }),
  );
  const unmanaged = await ask(from, asked, (transaction, query) =>
    describeUnmanaged(from, transaction, { query, words: '', page: first, now }),
  );
  if (catalog.kind === 'refused' || unmanaged.kind === 'refused') throw new Error('refused');
  expect(catalog.value.unmanagedTotal).toBe(unmanaged.value.total);
  const counts = [
    ...catalog.value.rows.flatMap(({ q, endpoints, versions }) => [{ q, endpoints }, ...versions]),
    ...unmanaged.value.rows,
  ];
  return Promise.all(
    counts.map(async ({ q, endpoints }) => {
      const { total } = await queriedPage(caller, now, { ...page, q, limit: 1 }, endpointList);
      return [q, endpoints, total] as const;
    }),
  );
}

test('each count is the total of the list that it opens', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(machine, { minLength: 2, maxLength: 5 }), fc.boolean(), async (machines, isCounted) => {
      const organisation = await addOrganisation(store);
      for (const [index, { has, state, tag }] of machines.entries()) {
        const id = await addEndpoint(store, organisation, `host-${index}`, at);
        const reported = Map.groupBy(
          SOFTWARE.filter((_, place) => has.includes(place)),
          ([adapter]) => adapter,
        );
        const sections = [...reported].map(([adapter, all]) => ({ adapter, packages: all.map(([, pkg]) => pkg) }));
        await report(store, organisation, id, sections, at);
        await store.inOrganisation(organisation, (transaction) =>
          transaction.query('update endpoint set tags = array[$2], state = $3 where id = $1', [id, tag, state]),
        );
      }
      if (isCounted) await store.inOrganisation(organisation, (transaction) => countDue(transaction, 100));
      for (const from of [store, reaching(store, { tagScope: ['web'] })]) {
        for (const [q, endpoints, total] of await opened(from, organisation)) {
          expect({ q, endpoints }).toEqual({ q, endpoints: total });
          if (total > 0) seen.add(q);
        }
      }
    }),
    { numRuns: 12 },
  );
  // Of all kinds there were some: a product, a version of it that no scheme orders, what nobody curated, and what no channel knows.
  expect([...seen]).toEqual(
    expect.arrayContaining(['product:firefox', 'product:firefox version:131.0', 'product:winget:Acme.Tool']),
  );
}, 60_000);
