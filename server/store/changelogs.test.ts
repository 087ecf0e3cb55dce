// Tests that what changelogs of updates on offer say counts for the endpoints that pass it on, adds findings and clears none.
import { beforeEach, describe, expect, test } from 'vitest';
import type { ChangelogFix } from '@suture/core/packages/package-set-available.ts';
import { useDatabase } from '../test-database.ts';
import { advisoriesOf, fetched, says } from '../workers/advisories.fixture.ts';
import { matchPending } from '../workers/matching.ts';
import { forgetChangelogs, unexplainedUpdates } from './changelogs.ts';
import { type OrganisationId, type Store, openStore } from './database.ts';
import { findingsOfEndpoint } from './findings.ts';
import { addEndpoint, addOrganisation, installed, offered, report } from './reports.fixture.ts';

const database = useDatabase();

let store: Store;
let organisation: OrganisationId;

beforeEach(async () => {
  store = openStore({ connection: database().connection, size: 2 });
  organisation = await addOrganisation(store);
  return () => store.close();
});

const at = (hour: number): string => `2026-11-22T${String(hour).padStart(2, '0')}:00:00.000Z`;
const now = new Date(at(12));

const nghttp2 = installed('nghttp2', '1.52-1');
const security = { security: { is: true, why: 'the archive is a security archive' } } as const;
const update = offered('nghttp2', '1.52-1', '1.52-1+u3', security);
const fix = (vulnerability: string, more: Partial<ChangelogFix> = {}): ChangelogFix => ({
  source: { name: 'nghttp2', version: '1.52-1+u3' },
  vulnerability,
  since: '1.52-1+u2',
  published: '2026-11-08',
  ...more,
});

const advisories = (statements: Parameters<typeof advisoriesOf>[0] = new Map([['Debian:12 bash', []]])) =>
  advisoriesOf(statements, at(1), { feeds: ['kev', 'epss', 'vulnrichment'].map((name) => fetched(name, at(1))) });
const match = (data = advisories()) => matchPending(store, organisation, data, () => now);

async function endpoint(name: string, offers: readonly (typeof update | ChangelogFix)[]): Promise<string> {
  const id = await addEndpoint(store, organisation, name, at(10));
  await report(store, organisation, id, [{ adapter: 'apt', packages: [nghttp2], offers }], at(2));
  return id;
}
const findings = async (id: string) => {
  const page = await store.inOrganisation(organisation, (transaction) =>
    findingsOfEndpoint(transaction, id, { after: undefined, limit: 100 }),
  );
  return page.rows;
};
const vulnerabilities = async (id: string) => (await findings(id)).map(({ vulnerability }) => vulnerability).toSorted();
const wished = (id: string) =>
  store.inOrganisation(organisation, (transaction) => unexplainedUpdates(transaction, id, now, 100));

test('a fix that a changelog names is a finding that names the changelog, due from its date', async () => {
  const id = await endpoint('a', [update, fix('CVE-2026-0001')]);
  await match();
  expect(await findings(id)).toMatchObject([
    {
      vulnerability: 'CVE-2026-0001',
      state: 'affected',
      fixedVersion: '1.52-1+u3',
      advisories: [],
      evidence: {
        matches: [
          {
            advisory: 'changelog of nghttp2 1.52-1+u3',
            feed: 'changelog',
            range: '< 1.52-1+u2',
            fixedVersion: '1.52-1+u3',
            published: '2026-11-08',
          },
        ],
      },
      // Nothing is known of it but its fix: BOD 26-04's slowest rule would count from that day.
      risk: { published: '2026-11-08T00:00:00.000Z' },
    },
  ]);
});

test('it counts for the endpoint that passes it on, and for no other with the same packages', async () => {
  const honest = await endpoint('honest', [update]);
  const other = await endpoint('other', [update, fix('CVE-2026-0001'), fix('CVE-2000-0001')]);
  await match();
  expect(await vulnerabilities(honest)).toEqual([]);
  expect(await vulnerabilities(other)).toEqual(['CVE-2000-0001', 'CVE-2026-0001']);
});

test('endpoints that say the same share one set and one judgement', async () => {
  const both = [
    await endpoint('a', [update, fix('CVE-2026-0001')]),
    await endpoint('b', [update, fix('CVE-2026-0001')]),
  ];
  expect(await match()).toMatchObject({ judged: 2 });
  for (const id of both) expect(await vulnerabilities(id)).toEqual(['CVE-2026-0001']);
});

describe('a statement is not believed', () => {
  test.each([
    [
      'of an update that the set does not offer',
      [update, fix('CVE-2026-0001', { source: { name: 'nghttp2', version: '9' } })],
    ],
    ['of another source', [update, fix('CVE-2026-0001', { source: { name: 'bash', version: '9' } })]],
    [
      'of an update that is none for security',
      [{ ...update, security: { is: false, why: 'no' } }, fix('CVE-2026-0001')],
    ],
    ['where what is installed has the fix', [update, fix('CVE-2026-0001', { since: '1.52-1' })]],
    [
      'where it names more than any changelog does',
      [update, ...Array.from({ length: 20_001 }, (_, index) => fix(`CVE-2026-${10_000 + index}`))],
    ],
  ] as const)('%s', async (_, offers) => {
    const id = await endpoint('a', offers);
    await match();
    expect(await vulnerabilities(id)).toEqual([]);
  });
});

test('what advisories say stands: a changelog adds to it, and nothing where they explain the update', async () => {
  const id = await endpoint('a', [update, fix('CVE-2026-0001'), fix('CVE-2026-0002')]);
  await match(
    advisories(
      new Map([['Debian:12 nghttp2', [says('DEBIAN-1', '1.52-1+u1', { vulnerabilities: ['CVE-2026-0001'] })]]]),
    ),
  );
  expect(
    (await findings(id)).map((row) => [row.vulnerability, row.fixedVersion, row.evidence.matches[0]?.advisory]),
  ).toEqual([
    // Its fix has a date, so it is due sooner.
    ['CVE-2026-0002', '1.52-1+u3', 'changelog of nghttp2 1.52-1+u3'],
    ['CVE-2026-0001', '1.52-1+u1', 'DEBIAN-1'],
  ]);
  await match(
    advisoriesOf(
      new Map([['Debian:12 nghttp2', [says('DEBIAN-1', '1.52-1+u3', { vulnerabilities: ['CVE-2026-0001'] })]]]),
      at(3),
    ),
  );
  expect(await vulnerabilities(id)).toEqual(['CVE-2026-0001']);
});

describe('an endpoint is asked for the changelogs', () => {
  test('of security updates that no advisory explains, whatever changelogs it has passed on', async () => {
    const id = await endpoint('a', [
      update,
      offered('nghttp2', '1.52-1', '2', { source: { name: 'x', version: '2' } }),
    ]);
    expect(await wished(id)).toMatchObject({ isEarly: false });
    await match();
    const wish = { updates: [{ source: 'nghttp2', version: '1.52-1+u3' }], isEarly: false };
    expect(await wished(id)).toEqual(wish);
    await report(
      store,
      organisation,
      id,
      [{ adapter: 'apt', packages: [nghttp2], offers: [update, fix('CVE-2026-0001')] }],
      at(11),
    );
    await match();
    expect(await vulnerabilities(id)).toEqual(['CVE-2026-0001']);
    expect(await wished(id)).toEqual(wish);
  });

  test('of none that advisories explain', async () => {
    const id = await endpoint('a', [update]);
    await match(advisories(new Map([['Debian:12 nghttp2', [says('DEBIAN-1', '1.52-1+u3')]]])));
    expect(await wished(id)).toEqual({ updates: [], isEarly: false });
  });

  test('again soon, while what it just brought is not judged', async () => {
    const id = await addEndpoint(store, organisation, 'a', at(10));
    await report(
      store,
      organisation,
      id,
      [{ adapter: 'apt', packages: [nghttp2], offers: [update] }],
      now.toISOString(),
    );
    expect(await wished(id)).toMatchObject({ isEarly: true });
  });
});

test('a changelog is forgotten when no set states it and no package is judged by it', async () => {
  await endpoint('a', [update, fix('CVE-2026-0001')]);
  const forget = () => store.inOrganisation(organisation, (transaction) => forgetChangelogs(transaction));
  expect(await forget()).toBe(0);
  await store.inOrganisation(organisation, (transaction) =>
    transaction.query('delete from changelog_set_member where organisation = $1', [organisation]),
  );
  expect(await forget()).toBe(0);
  await store.inOrganisation(organisation, async (transaction) => {
    await transaction.query(
      "delete from package_set_member m using package p where p.id = m.package and p.context ? 'changelog' and m.organisation = $1",
      [organisation],
    );
    await transaction.query("delete from package where organisation = $1 and context ? 'changelog'", [organisation]);
  });
  expect(await forget()).toBe(1);
});
