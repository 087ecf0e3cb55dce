// Tests of matching without an advisory database: what endpoints pass on counts, everything else is unknown and never clear.
import { beforeEach, describe, expect, test } from 'vitest';
import type { ChangelogFix } from '@suture/core/packages/package-set-available.ts';
import { matchedGeneration, WITHOUT_ADVISORIES } from '../store/advisory-generation.ts';
import { unexplainedUpdates } from '../store/changelogs.ts';
import { type OrganisationId, type Store, openStore } from '../store/database.ts';
import { exposureOf } from '../store/exposure.ts';
import { findingHistories } from '../store/finding-history.ts';
import { findingsOfEndpoint, unjudgedOn } from '../store/findings.ts';
import { addEndpoint, addOrganisation, installed, offered, report } from '../store/reports.fixture.ts';
import { useDatabase } from '../test-database.ts';
import { advisoriesOf, fetched, says } from './advisories.fixture.ts';
import { type Advisories, matchPending } from './matching.ts';
import { withoutAdvisories } from './without-advisories.ts';

const database = useDatabase();

let store: Store;
let organisation: OrganisationId;
let endpoint: string;

const at = (hour: number): string => `2026-11-22T${String(hour).padStart(2, '0')}:00:00.000Z`;
const update = offered('nghttp2', '1-1', '1-1+u1', {
  security: { is: true, why: 'the archive is a security archive' },
});
const fix: ChangelogFix = {
  source: { name: 'nghttp2', version: '1-1+u1' },
  vulnerability: 'CVE-2026-0001',
  since: '1-1+u1',
  published: '2026-11-08',
};
const packages = [installed('nghttp2', '1-1'), installed('bash', '5')];
const advisories = advisoriesOf(new Map([['Debian:12 bash', [says('CVE-2026-0002', '6')]]]), at(3), {
  feeds: ['kev', 'epss', 'vulnrichment'].map((name) => fetched(name, at(3))),
});
const match = (data: Advisories, hour: number) => matchPending(store, organisation, data, () => new Date(at(hour)));

beforeEach(async () => {
  store = openStore({ connection: database().connection, size: 2 });
  organisation = await addOrganisation(store);
  endpoint = await addEndpoint(store, organisation, 'a', at(10));
  await report(store, organisation, endpoint, [{ adapter: 'apt', packages, offers: [update, fix] }], at(1));
  return () => store.close();
});

const findings = async () => {
  const page = await store.inOrganisation(organisation, (transaction) =>
    findingsOfEndpoint(transaction, endpoint, { after: undefined, limit: 100 }),
  );
  return page.rows;
};
const vulnerabilities = async () => (await findings()).map(({ vulnerability }) => vulnerability).toSorted();
const verdict = (vulnerability: string, isHeardOf: boolean) =>
  store.inOrganisation(organisation, (transaction) =>
    exposureOf(transaction, { vulnerability, isHeardOf, seenSince: at(9) }),
  );
const generation = () => store.inOrganisation(organisation, (transaction) => matchedGeneration(transaction));
const unjudged = () => store.inOrganisation(organisation, (transaction) => unjudgedOn(transaction, endpoint));

describe('without an advisory database', () => {
  test('what a changelog names is a finding with a deadline, and nothing else is', async () => {
    expect(await match(withoutAdvisories, 2)).toMatchObject({ kind: 'matched', judged: 3, begun: 1 });
    expect(await findings()).toMatchObject([
      {
        vulnerability: 'CVE-2026-0001',
        state: 'affected',
        fixedVersion: '1-1+u1',
        advisories: [],
        // Neither exploited nor not: nobody was asked.
        risk: { exploited: null, epss: null, published: '2026-11-08T00:00:00.000Z' },
      },
    ]);
  });

  test('an endpoint is exposed to that, and clear of nothing', async () => {
    await match(withoutAdvisories, 2);
    expect(await verdict('CVE-2026-0001', false)).toMatchObject({ exposed: 1, clear: 0, unknown: 0 });
    expect(await verdict('CVE-2026-0002', false)).toMatchObject({ exposed: 0, clear: 0, unknown: 1 });
    // Even if somebody had heard of it.
    expect(await verdict('CVE-2026-0002', true)).toMatchObject({
      clear: 0,
      unknownBy: { 'packages-without-advisories': 1 },
    });
  });

  test('the packages that advisories could speak of count as not judged', async () => {
    await match(withoutAdvisories, 2);
    expect(await unjudged()).toBe(2);
    await match(advisories, 4);
    expect(await unjudged()).toBe(0);
  });

  test('the endpoint is asked for changelogs at once', async () => {
    await match(withoutAdvisories, 2);
    const asked = await store.inOrganisation(organisation, (transaction) =>
      unexplainedUpdates(transaction, endpoint, new Date(at(2)), 100),
    );
    expect(asked).toEqual({ updates: [{ source: 'nghttp2', version: '1-1+u1' }], isEarly: false });
  });

  test('nothing is judged twice', async () => {
    await match(withoutAdvisories, 2);
    expect(await match(withoutAdvisories, 3)).toMatchObject({ kind: 'matched', judged: 0, again: 0 });
  });
});

test('advisories that come have everything judged again, and what they say is known since then', async () => {
  await match(withoutAdvisories, 2);
  expect(await match(advisories, 4)).toMatchObject({ kind: 'matched', judged: 3, again: 3, begun: 1, ended: 0 });
  expect(await vulnerabilities()).toEqual(['CVE-2026-0001', 'CVE-2026-0002']);
  expect(await verdict('CVE-2026-0003', true)).toMatchObject({ clear: 1, unknown: 0 });
  const histories = await store.inOrganisation(organisation, (transaction) =>
    findingHistories(transaction, endpoint, ['CVE-2026-0001', 'CVE-2026-0002']),
  );
  expect(histories.map(({ firstSeen, fixedSeen }) => [firstSeen, fixedSeen])).toEqual([
    [at(1), null],
    [at(4), null],
  ]);
});

test('a server that has lost its advisories ends nothing that was found by them, also with later rules', async () => {
  await match(advisories, 3);
  const before = await generation();
  expect(await match(withoutAdvisories, 5)).toMatchObject({ kind: 'older', matched: before });
  expect(await vulnerabilities()).toEqual(['CVE-2026-0001', 'CVE-2026-0002']);
  await store.inOrganisation(organisation, (transaction) =>
    transaction.query('update advisory_generation set rules = rules - 1'),
  );
  expect(await match(withoutAdvisories, 5)).toMatchObject({ kind: 'older' });
  expect(await vulnerabilities()).toEqual(['CVE-2026-0001', 'CVE-2026-0002']);
  expect((await generation())?.id).not.toBe(WITHOUT_ADVISORIES);
});

test('any advisories are better than none, also by earlier rules', async () => {
  await match(withoutAdvisories, 2);
  await store.inOrganisation(organisation, (transaction) =>
    transaction.query('update advisory_generation set rules = rules + 1'),
  );
  expect(await match(advisories, 4)).toMatchObject({ kind: 'matched', judged: 3 });
});
