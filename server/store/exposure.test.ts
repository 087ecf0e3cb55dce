// Tests the verdict on one vulnerability over endpoints: exposed, clear, or unknown with every reason; never clear for want of looking.
import { beforeEach, describe, expect, test } from 'vitest';
import { useDatabase } from '../test-database.ts';
import { advisoriesOf, says } from '../workers/advisories.fixture.ts';
import { matchPending } from '../workers/matching.ts';
import { type OrganisationId, type Store, openStore } from './database.ts';
import { countDue } from './endpoint-classes.ts';
import { type Exposure, type ExposureQuestion, type Verdict, exposureOf } from './exposure.ts';
import { endpointsJudged } from './judged-endpoints.ts';
import { type Report, addEndpoint, addOrganisation, installed, report } from './reports.fixture.ts';

const database = useDatabase();

let store: Store;
let organisation: OrganisationId;

beforeEach(async () => {
  store = openStore({ connection: database().connection, size: 2 });
  organisation = await addOrganisation(store);
  return () => store.close();
});

const at = (hour: number): string => `2026-11-22T${String(hour).padStart(2, '0')}:00:00.000Z`;

const advisories = advisoriesOf(
  new Map([
    ['Debian:12 openssl', [says('DEBIAN-1', '3.0.15', { vulnerabilities: ['CVE-2026-1'], aliases: ['GHSA-1'] })]],
    ['Debian:12 zlib', [says('CVE-2026-1', undefined, { vendor: { state: 'unimportant' } })]],
    ['Debian:12 bash', [says('CVE-2026-1', undefined, { vendor: { state: 'undetermined' } })]],
    ['Debian:12 nginx', [says('CVE-2026-2', '9')]],
  ]),
  at(1),
);

const vulnerable = installed('openssl', '3.0.9');
const fixed = installed('openssl', '3.0.15');

async function endpoint(
  name: string,
  sections: readonly Report[],
  seenAt: string | undefined = at(10),
): Promise<string> {
  const id = await addEndpoint(store, organisation, name, seenAt);
  await report(store, organisation, id, sections, at(2));
  return id;
}
const apt = (...packages: Report['packages']): readonly Report[] => [{ adapter: 'apt', packages }];
const match = () => matchPending(store, organisation, advisories, () => new Date(at(11)));
const question = (vulnerability: string, more: Partial<ExposureQuestion> = {}): ExposureQuestion => ({
  vulnerability,
  isHeardOf: true,
  seenSince: at(9),
  ...more,
});
/** As they are, each looked at, and once they are counted together: it must be the same. */
const ask = async (vulnerability: string, more: Partial<ExposureQuestion> = {}): Promise<Exposure> => {
  const look = () =>
    store.inOrganisation(organisation, async (transaction) => {
      const asked = question(vulnerability, more);
      const found = await exposureOf(transaction, asked);
      const rows = [];
      for (const verdict of ['exposed', 'clear', 'unknown'] as const) {
        const page = await endpointsJudged(transaction, asked, verdict, { after: undefined, limit: 100 });
        expect([page.total, page.rows.length]).toEqual([found[verdict], found[verdict]]);
        rows.push(...page.rows);
      }
      return { found, rows };
    });
  const before = await look();
  await countAll();
  expect(await look()).toEqual(before);
  return before.found;
};
const countAll = () => store.inOrganisation(organisation, (transaction) => countDue(transaction, 1_000));
const names = async (vulnerability: string, verdict: Verdict) => {
  const page = await store.inOrganisation(organisation, (transaction) =>
    endpointsJudged(transaction, question(vulnerability), verdict, { after: undefined, limit: 100 }),
  );
  return page.rows.map((row) => `${row.name} ${row.state ?? '-'} ${row.doubts.join(' ')}`.trim());
};

describe('an endpoint is', () => {
  test('exposed where one package is affected, whatever else is not known of it', async () => {
    await endpoint('a', [{ adapter: 'apt', status: 'partial', packages: [vulnerable, fixed] }], undefined);
    await match();
    expect(await ask('CVE-2026-1')).toEqual({
      endpoints: 1,
      exposed: 1,
      clear: 0,
      unknown: 0,
      exposedBy: { affected: 1 },
      unknownBy: {},
    });
  });

  test('exposed by the worst of its states; one that does not matter is still there', async () => {
    await endpoint('a', apt(installed('zlib', '1')));
    await endpoint('b', apt(installed('zlib', '1'), vulnerable));
    await match();
    expect(await ask('CVE-2026-1')).toMatchObject({ exposed: 2, exposedBy: { affected: 1, unimportant: 1 } });
  });

  test('clear where everything was read, judged and passed', async () => {
    await endpoint('a', apt(fixed));
    await match();
    expect(await ask('CVE-2026-1')).toEqual({
      endpoints: 1,
      exposed: 0,
      clear: 1,
      unknown: 0,
      exposedBy: {},
      unknownBy: {},
    });
  });

  test('exposed by any name of the vulnerability and by the record that says so', async () => {
    await endpoint('a', apt(vulnerable));
    await match();
    for (const name of ['CVE-2026-1', 'GHSA-1', 'DEBIAN-1']) expect(await ask(name)).toMatchObject({ exposed: 1 });
    expect(await ask('GHSA-2')).toMatchObject({ exposed: 0, clear: 1 });
  });
});

describe('an endpoint is unknown', () => {
  const expectUnknown = async (reason: string, more: Partial<ExposureQuestion> = {}): Promise<void> => {
    expect(await ask('CVE-2026-1', more)).toEqual({
      endpoints: 1,
      exposed: 0,
      clear: 0,
      unknown: 1,
      exposedBy: {},
      unknownBy: { [reason]: 1 },
    });
  };

  test('where nothing was reported', async () => {
    await addEndpoint(store, organisation, 'a', at(10));
    await expectUnknown('nothing-reported');
  });

  test('where only updates on offer were reported', async () => {
    const id = await endpoint('a', apt(fixed));
    await match();
    await store.inOrganisation(organisation, (transaction) =>
      transaction.query("update section set kind = 'available' where endpoint = $1", [id]),
    );
    await expectUnknown('nothing-reported');
  });

  test('where it has not reported for too long, or never', async () => {
    await endpoint('a', apt(fixed), at(8));
    await match();
    await expectUnknown('report-too-old');
    await store.inOrganisation(organisation, (transaction) => transaction.query('delete from endpoint_seen'));
    await expectUnknown('report-too-old');
  });

  test('where one section failed', async () => {
    await endpoint('a', [...apt(fixed), { adapter: 'npm', status: 'failed', packages: [] }]);
    await match();
    await expectUnknown('inventory-failed');
  });

  test('where one section is partial', async () => {
    await endpoint('a', [{ adapter: 'apt', status: 'partial', packages: [fixed] }]);
    await match();
    await expectUnknown('inventory-partial');
  });

  test('until its packages are judged', async () => {
    await match();
    await endpoint('a', apt(fixed));
    expect(await ask('CVE-2026-1')).toMatchObject({ clear: 0, unknown: 1, unknownBy: { 'not-yet-judged': 1 } });
  });

  test('where no advisories cover a package, for they would not have spoken', async () => {
    await endpoint('a', [
      ...apt(fixed),
      { adapter: 'npm', packages: [installed('left-pad', '1', { ecosystem: 'npm' })] },
    ]);
    await match();
    await expectUnknown('packages-without-advisories');
  });

  test('where a package has no ecosystem at all', async () => {
    await endpoint('a', apt(fixed, installed('thing', '1', { ecosystem: undefined })));
    await match();
    await expectUnknown('packages-without-advisories');
  });

  test("where advisories on it name another's build, and not for other vulnerabilities", async () => {
    await endpoint('a', apt(installed('openssl', '3.0.9', { origin: 'Somebody' })));
    await match();
    await expectUnknown('package-not-judged');
    expect(await ask('CVE-2026-2')).toMatchObject({ clear: 1 });
  });

  test('where nobody has determined it', async () => {
    await endpoint('a', apt(fixed, installed('bash', '5')));
    await match();
    await expectUnknown('undetermined');
    expect(await names('CVE-2026-1', 'unknown')).toEqual(['a undetermined undetermined']);
  });

  test('where the installed version cannot be read', async () => {
    await endpoint('a', apt(installed('openssl', 'not a version')));
    await match();
    expect(await ask('CVE-2026-1')).toMatchObject({ clear: 0, unknown: 1 });
    expect(await ask('CVE-2026-1')).toMatchObject({ unknownBy: { undetermined: 1, 'package-not-judged': 1 } });
  });

  test('where it is quarantined, as its word does not count', async () => {
    const id = await endpoint('a', apt(fixed));
    await match();
    await store.inOrganisation(organisation, (transaction) =>
      transaction.query("update endpoint set state = 'quarantined' where id = $1", [id]),
    );
    await expectUnknown('quarantined');
  });

  test('where no source has heard of the vulnerability', async () => {
    await endpoint('a', apt(fixed));
    await match();
    await expectUnknown('unheard-of', { isHeardOf: false });
  });

  test('where the data on its ecosystem may be older than the vulnerability', async () => {
    await endpoint('a', apt(fixed));
    await match();
    await expectUnknown('data-too-old', { silence: { tooOld: ['Debian:12'], onlyScored: false, named: [] } });
    const others = { tooOld: ['Debian:11', 'npm'], onlyScored: false, named: [] };
    expect(await ask('CVE-2026-1', { silence: others })).toMatchObject({ clear: 1 });
  });

  test('where only scores speak of the vulnerability', async () => {
    await endpoint('a', apt(fixed));
    await match();
    await expectUnknown('only-scored', { silence: { tooOld: [], onlyScored: true, named: [] } });
  });

  test('but not where advisories on it name what one of its ecosystems has, in any section', async () => {
    await endpoint('a', [
      { adapter: 'apt', packages: [fixed] },
      { adapter: 'npm', packages: [installed('left-pad', '1', { ecosystem: 'npm' })] },
    ]);
    await match();
    const silence = { tooOld: ['npm', 'Debian:12'], onlyScored: true, named: ['Debian:12'] };
    const answer = await ask('CVE-2026-1', { silence });
    expect(answer).toMatchObject({ unknownBy: { 'packages-without-advisories': 1 } });
    expect(Object.keys(answer.unknownBy)).toEqual(['packages-without-advisories']);
  });

  test('and exposed all the same where a package is affected', async () => {
    await endpoint('a', apt(vulnerable));
    await match();
    const silence = { tooOld: ['Debian:12'], onlyScored: true, named: [] };
    expect(await ask('CVE-2026-1', { silence })).toMatchObject({ exposed: 1, unknown: 0 });
  });
});

test('endpoints that are not in service are not counted', async () => {
  for (const state of ['pending', 'revoked']) {
    const id = await endpoint(state, apt(vulnerable));
    await store.inOrganisation(organisation, (transaction) =>
      transaction.query('update endpoint set state = $2 where id = $1', [id, state]),
    );
  }
  await match();
  expect(await ask('CVE-2026-1')).toMatchObject({ endpoints: 0 });
});

test('endpoints that are counted together and others are told by one answer, whatever has changed since', async () => {
  const first = await endpoint('a', apt(vulnerable));
  await endpoint('b', apt(vulnerable));
  for (const name of ['c', 'd', 'e']) await endpoint(name, apt(fixed));
  await endpoint('late', apt(fixed), at(8));
  await endpoint('part', [...apt(fixed), { adapter: 'npm', status: 'partial', packages: [] }]);
  await addEndpoint(store, organisation, 'silent', undefined);
  await match();
  const rest = { unknown: 3, unknownBy: { 'report-too-old': 2, 'inventory-partial': 1, 'nothing-reported': 1 } };
  expect(await ask('CVE-2026-1')).toMatchObject({ endpoints: 8, exposed: 2, clear: 3, ...rest });
  await report(store, organisation, first, apt(fixed), at(3));
  expect(await ask('CVE-2026-1')).toMatchObject({ endpoints: 8, exposed: 1, clear: 4, ...rest });
  await store.inOrganisation(organisation, (transaction) =>
    transaction.query("delete from endpoint where name in ('b', 'c', 'late')"),
  );
  expect(await ask('CVE-2026-1')).toMatchObject({ endpoints: 5, exposed: 0, clear: 3, unknown: 2 });
});

test('every count leads to its rows, in pieces that neither repeat nor skip any', async () => {
  const expected: string[] = [];
  for (let index = 0; index < 7; index++) {
    // Equal names are told apart by id.
    await endpoint(`web-${index >> 1}`, apt(vulnerable));
    expected.push(`web-${index >> 1}`);
  }
  await endpoint('clear', apt(fixed));
  await match();
  await expectPieces(expected);
  await countAll();
  await expectPieces(expected);
  // Of a hundred others they are few, and are looked for in another way.
  await store.inOrganisation(organisation, async (transaction) => {
    const clear = "from endpoint where organisation = $1 and name = 'clear'";
    await transaction.query(
      `with more as (
         insert into endpoint (organisation, id, name, state, facts)
         select $1, gen_random_uuid(), 'more-' || n, 'active', facts from (select facts ${clear}) c, generate_series(1, 400) n
         returning id
       ), seen as (
         insert into endpoint_seen (organisation, endpoint, seen_at) select $1, id, $2 from more
       )
       insert into section (organisation, endpoint, adapter, kind, status, package_set, since)
       select $1, more.id, adapter, kind, status, package_set, since from more, section s
       where s.organisation = $1 and s.endpoint = (select id ${clear})`,
      [organisation, at(10)],
    );
  });
  await expectPieces(expected);
  await countAll();
  await expectPieces(expected);
  expect(await names('CVE-2026-1', 'clear')).toHaveLength(100);
  expect(await names('CVE-2026-1', 'unknown')).toEqual([]);
});

async function expectPieces(expected: readonly string[]): Promise<void> {
  const seen: string[] = [];
  const ids = new Set<string>();
  for (let after: { name: string; id: string } | undefined, pieces = 0; pieces < 10; pieces++) {
    const page = await store.inOrganisation(organisation, (transaction) =>
      endpointsJudged(transaction, question('CVE-2026-1'), 'exposed', { after, limit: 3 }),
    );
    expect(page.total).toBe(7);
    seen.push(...page.rows.map(({ name }) => name));
    for (const { id } of page.rows) ids.add(id);
    if (page.next === undefined) break;
    after = page.next;
  }
  expect(seen).toEqual(expected);
  expect(ids.size).toBe(7);
}
