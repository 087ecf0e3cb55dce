// What is said of one product with advisories at hand: each fact with its source and that source's age.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Candidate } from '@suture/core/advisories/candidate.ts';
import type { ProductRelease } from '@suture/core/lifecycle/support.ts';
import { addEndpoint, addOrganisation, installed, report } from '../store/reports.fixture.ts';
import { compiledFor } from '../store/hot-queries.fixture.ts';
import { type OpenStore, type OrganisationId, openStore } from '../store/database.ts';
import { useDatabase } from '../test-database.ts';
import { describeProduct, type ProductSource } from './catalog-detail.ts';

const database = useDatabase();
const now = new Date('2026-11-22T10:00:00Z');
let store: OpenStore;
let organisation: OrganisationId;

beforeAll(async () => {
  store = openStore({ connection: database().connection, size: 2 });
  organisation = await addOrganisation(store);
  const own = (purl: string, name: string, version: string) =>
    installed(name, version, { purl: `${purl}/${name}@${version}`, ecosystem: undefined });
  for (const [name, sections] of [
    ['pc-1', [{ adapter: 'winget', packages: [own('pkg:generic/winget', 'Microsoft.Edge', '131.0')] }]],
    ['lap-1', [{ adapter: 'flatpak', packages: [own('pkg:generic/flatpak', 'org.example.Larder', '1.0')] }]],
  ] as const) {
    const endpoint = await addEndpoint(store, organisation, name, now.toISOString());
    await report(store, organisation, endpoint, sections, now.toISOString());
  }
});
afterAll(() => store.close());

const candidate: Candidate = {
  advisory: 'CVE-2026-5',
  feed: 'msrc',
  vulnerabilities: ['CVE-2026-5'],
  aliases: [],
  published: '2026-11-01',
  ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '131.0.2903.51' }] }],
  versions: [],
  vendor: {},
};
const release: ProductRelease = {
  feed: 'endoflife',
  product: 'firefox',
  label: 'Firefox 131',
  release: '131',
  released: '2026-10-01',
  endOfLife: '2026-11-01',
  endOfExtended: undefined,
  extendedName: undefined,
  latest: '131.0.3',
  identifiers: [],
  note: undefined,
};
const feed = (name: string, checkedAt: string) => ({
  name,
  records: 1,
  malformed: 0,
  examples: [],
  upstreamDate: '2026-11-20',
  fetchedAt: checkedAt,
  checkedAt,
  error: null,
});
const source: ProductSource = {
  feeds: () => [
    feed('msrc', '2026-11-22T08:00:00Z'),
    feed('flathub', '2026-11-22T07:00:00Z'),
    feed('epss', '2026-11-22T07:00:00Z'),
  ],
  listing: ({ channel, id }) =>
    channel === 'flatpak' && id === 'org.example.Larder'
      ? {
          channel,
          id,
          name: 'Larder',
          vendor: 'Example Kitchens',
          version: '1.2',
          changed: '2026-11-12',
          installsAs: [],
          updatesItself: false,
          isDeprecated: false,
          feed: 'flathub',
        }
      : undefined,
  lifecycle: (name) => (name === 'firefox' ? [release] : []),
  product: (_, name) => (name === 'Microsoft Edge (Chromium-based)' ? { id: '11655', name } : undefined),
  ecosystemsNaming: () => [],
  candidates: (ecosystem, name) =>
    ecosystem === 'Windows' && name === '11655' ? [{ always: [], byFix: [candidate] }] : [],
  signals: () => new Map(),
  exploitedProducts: () => [
    { cve: 'CVE-2026-9', vendor: 'Microsoft', product: 'Edge', name: 'Edge type confusion', added: '2026-11-03' },
    { cve: 'CVE-2026-8', vendor: 'Mozilla', product: 'Thunderbird', name: 'Another', added: '2026-11-02' },
  ],
};

const described = (product: string) =>
  store.inOrganisation(organisation, async (transaction) => {
    const query = await compiledFor(transaction, 'packages', '', now.getTime());
    return describeProduct(transaction, source, product, { query, now });
  });

test('Microsoft’s product has the fixes of Microsoft’s advisories by its name there, and what is exploited of it', async () => {
  const edge = await described('edge');
  expect(edge?.fixes).toEqual({
    known: 'known',
    items: [
      {
        ecosystem: 'Windows',
        package: 'Microsoft Edge (Chromium-based)',
        sources: ['msrc'],
        total: 1,
        fixes: [
          {
            version: '131.0.2903.51',
            severity: 'unknown',
            published: '2026-11-01',
            vulnerabilities: ['CVE-2026-5'],
            vulnerabilitiesTotal: 1,
          },
        ],
        open: [],
        openTotal: 0,
      },
    ],
  });
  expect(edge?.exploited).toMatchObject({ known: 'known', total: 1, items: [{ vulnerability: 'CVE-2026-9' }] });
  expect(edge?.support).toEqual({ known: 'unnamed', name: null, releases: [] });
  // What it is from stands beside it with its age; what nothing of it is from does not.
  expect(edge?.sources).toEqual([{ name: 'msrc', ageHours: 2, dataAgeDays: 2, stale: expect.any(Boolean) }]);
  expect(edge?.neverFetched).toEqual(['homebrew', 'kev', 'winget']);
});

test('support is told by release, also of what no endpoint has', async () => {
  expect(await described('firefox')).toMatchObject({
    endpoints: 0,
    via: [],
    support: {
      known: 'known',
      name: 'firefox',
      releases: [
        {
          release: '131',
          state: 'unsupported',
          released: '2026-10-01',
          endOfLife: '2026-11-01',
          latest: '131.0.3',
          source: 'endoflife',
        },
      ],
    },
    exploited: { known: 'known', total: 0 },
  });
});

test('what nobody curated goes by the name and maker that its channel has, and since when it has which version', async () => {
  expect(await described('flatpak:org.example.Larder')).toMatchObject({
    name: 'Larder',
    vendor: 'Example Kitchens',
    origin: 'channel',
    identities: [{ channel: 'flatpak', listing: { version: '1.2', changed: '2026-11-12', source: 'flathub' } }],
    via: [{ channel: 'flatpak', endpoints: 1, q: 'product:flatpak:org.example.Larder' }],
    exploited: { known: 'unnamed' },
    sources: [{ name: 'flathub', ageHours: 3 }],
    neverFetched: [],
  });
  expect(await described('flatpak:org.example.Nothing')).toBeUndefined();
});
