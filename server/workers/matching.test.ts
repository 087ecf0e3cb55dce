// Tests of matching on a real PostgreSQL: what is written, what is judged again, and what happens when servers meet or die.
import pg from 'pg';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Candidate } from '@suture/core/advisories/candidate.ts';
import { MATCHING_RULES } from '@suture/core/matching/rules.ts';
import { type OrganisationId, type Store, openStore } from '../store/database.ts';
import { addEndpoint, addOrganisation, installed, report } from '../store/reports.fixture.ts';
import { useDatabase } from '../test-database.ts';
import { advisoriesOf, says } from './advisories.fixture.ts';
import { type Advisories, matchPending } from './matching.ts';

const database = useDatabase();

let store: Store;
let organisation: OrganisationId;
let endpoint: string;

beforeEach(async () => {
  store = openStore({ connection: database().connection, size: 6 });
  organisation = await addOrganisation(store);
  endpoint = await addEndpoint(store, organisation, 'web-1', at(0));
  return () => store.close();
});

const at = (hour: number): string => `2026-11-22T${String(hour).padStart(2, '0')}:00:00.000Z`;
const said = (hour: number, statements: Readonly<Record<string, readonly Candidate[]>>): Advisories =>
  advisoriesOf(new Map(Object.entries(statements)), at(hour));
const match = (advisories: Advisories, hour: number, options = {}) =>
  matchPending(store, organisation, advisories, () => new Date(at(hour)), options);
const apt = (...packages: readonly ReturnType<typeof installed>[]) => [{ adapter: 'apt', packages }];

const rows = <Row extends pg.QueryResultRow>(sql: string): Promise<readonly Row[]> =>
  store.inOrganisation(organisation, (transaction) => transaction.query<Row>(sql));

/** `openssl 3.0.9 CVE-1 affected 3.0.15 10-12`, in order. */
const findings = async (): Promise<readonly string[]> => {
  const found = await rows<Readonly<Record<string, string>>>(`
    select p.name || ' ' || p.version as package, f.vulnerability, f.state, coalesce(f.fixed_version, '-') as fix,
      case when f.since = '-infinity' then '' else extract(hour from f.since)::text end as since,
      coalesce(extract(hour from f.until)::text, '') as until
    from package_finding f join package p on p.id = f.package order by 1, 2, f.since, f.state`);
  return found.map(
    (row) => `${row['package']} ${row['vulnerability']} ${row['state']} ${row['fix']} ${row['since']}-${row['until']}`,
  );
};

describe('findings', () => {
  const openssl = (fixed?: string) => ({ 'Debian:12 openssl': [says('CVE-2026-1', fixed)] });

  test('begin with the first judgement, change in place, end, and begin again as another row', async () => {
    await report(store, organisation, endpoint, apt(installed('openssl', '3.0.9')), at(1));
    expect(await match(said(2, openssl()), 2)).toMatchObject({ kind: 'matched', judged: 1, begun: 1, again: 0 });
    expect(await findings()).toEqual(['openssl 3.0.9 CVE-2026-1 no-fix - -']);
    expect(await match(said(3, openssl('3.0.15')), 3)).toMatchObject({ judged: 1, again: 1, changed: 1, begun: 0 });
    expect(await findings()).toEqual(['openssl 3.0.9 CVE-2026-1 affected 3.0.15 -']);
    expect(await match(said(4, openssl('3.0.5')), 4)).toMatchObject({ ended: 1 });
    expect(await match(said(5, openssl('3.0.15')), 5)).toMatchObject({ begun: 1 });
    expect(await findings()).toEqual([
      'openssl 3.0.9 CVE-2026-1 affected 3.0.15 -4',
      'openssl 3.0.9 CVE-2026-1 affected 3.0.15 5-',
    ]);
  });

  test('of an advisory that comes later begin with it, and not when the package was first seen', async () => {
    await report(store, organisation, endpoint, apt(installed('openssl', '3.0.9')), at(1));
    await match(said(2, {}), 2);
    await match(said(3, openssl('3.0.15')), 3);
    expect(await findings()).toEqual(['openssl 3.0.9 CVE-2026-1 affected 3.0.15 3-']);
  });

  test('taken back and said again at one moment never ended', async () => {
    await report(store, organisation, endpoint, apt(installed('openssl', '3.0.9')), at(1));
    await match(said(2, {}), 2);
    await match(said(3, openssl('3.0.15')), 9);
    await match(said(4, {}), 9);
    await match(said(5, openssl('3.0.15')), 9);
    expect(await findings()).toEqual(['openssl 3.0.9 CVE-2026-1 affected 3.0.15 9-']);
  });

  test('are not written again when nothing is new', async () => {
    await report(store, organisation, endpoint, apt(installed('openssl', '3.0.9')), at(1));
    const advisories = said(2, openssl('3.0.15'));
    await match(advisories, 2);
    const before = await rows('select xmin::text, ctid::text from package_finding');
    expect(await match(advisories, 3)).toEqual({
      kind: 'matched',
      judged: 0,
      again: 0,
      begun: 0,
      changed: 0,
      ended: 0,
      stopped: false,
    });
    expect(
      await match(said(4, { ...openssl('3.0.15'), 'Debian:12 other': [says('CVE-2026-2', '1')] }), 4),
    ).toMatchObject({ judged: 0 });
    expect(await rows('select xmin::text, ctid::text from package_finding')).toEqual(before);
  });

  test('keep text that PostgreSQL would refuse, and leave out ids too long to be one', async () => {
    await report(store, organisation, endpoint, apt(installed('openssl', '3.0.9'), installed('curl', '7')), at(1));
    const hostile = [says('CVE-2026-1', '4', { feed: 'a\0b\ud800', vendor: {} }), says(`CVE-${'9'.repeat(3000)}`, '4')];
    await match(said(2, { 'Debian:12 openssl': hostile, 'Debian:12 curl': [says('CVE-2026-2', '8')] }), 2);
    expect(await findings()).toEqual(['curl 7 CVE-2026-2 affected 8 -', 'openssl 3.0.9 CVE-2026-1 affected 4 -']);
    expect(await rows('select name, unjudged is not null as unjudged from package order by name')).toEqual([
      { name: 'curl', unjudged: false },
      { name: 'openssl', unjudged: true },
    ]);
  });

  test('a package that somebody else built is not judged, and the vulnerabilities of its name are doubts', async () => {
    const theirs = installed('nginx', '1.27', { origin: 'nginx inc' });
    await report(store, organisation, endpoint, apt(theirs), at(1));
    const about = { 'Debian:12 nginx': [says('DSA-1', '1.28', { vulnerabilities: ['CVE-2026-7'] })] };
    await match(said(2, about), 2);
    expect(await findings()).toEqual([]);
    expect(await rows('select vulnerability from package_doubt order by 1')).toEqual([
      { vulnerability: 'CVE-2026-7' },
      { vulnerability: 'DSA-1' },
    ]);
    await match(said(3, {}), 3);
    expect(await rows('select vulnerability from package_doubt')).toEqual([]);
  });

  test('the update that closes all is remembered with the package, by the order of its ecosystem', async () => {
    await report(store, organisation, endpoint, apt(installed('openssl', '3.0.9')), at(1));
    const all = ['3.0.15', '3.0.9~rc1', undefined, '3.0.11'].map((fix, index) => says(`CVE-2026-${index}`, fix));
    await match(said(2, { 'Debian:12 openssl': all }), 2);
    expect(await rows('select fixed_by from package')).toEqual([{ fixed_by: '3.0.15' }]);
  });
});

describe('a new advisory database', () => {
  test('has only those packages judged again that it says something new of', async () => {
    const packages = Array.from({ length: 40 }, (_, index) => installed(`package-${index}`, '1.0'));
    await report(store, organisation, endpoint, apt(...packages), at(1));
    const before = Object.fromEntries(packages.map(({ name }) => [`Debian:12 ${name}`, [says(`CVE-${name}`, '2.0')]]));
    await match(said(2, before), 2);
    const changed = { ...before, 'Debian:12 package-7': [], 'Debian:12 package-8': [says('CVE-package-8', '3.0')] };
    expect(await match(said(3, changed), 3)).toMatchObject({ judged: 2, again: 2, ended: 1, changed: 1 });
  });

  test('has a language package judged again when it speaks of the package that owns it', async () => {
    const owner = installed('node-semver', '7.3.5-1');
    const semver = installed('semver', '7.3.5', { ecosystem: 'npm', owner: 'node-semver' });
    await report(store, organisation, endpoint, [...apt(owner), { adapter: 'npm', packages: [semver] }], at(1));
    const npm = { 'npm semver': [says('CVE-2026-5', '7.5.2')] };
    await match(said(2, npm), 2);
    // In the set's own context and, for endpoints without the owner, in none.
    expect(await findings()).toEqual([
      'semver 7.3.5 CVE-2026-5 affected 7.5.2 -',
      'semver 7.3.5 CVE-2026-5 unknown - -',
    ]);
    await match(said(3, { ...npm, 'Debian:12 node-semver': [says('CVE-2026-5', '7.3.5-1')] }), 3);
    expect(await findings()).toEqual([
      'semver 7.3.5 CVE-2026-5 affected 7.5.2 -',
      'semver 7.3.5 CVE-2026-5 unknown - -3',
    ]);
  });

  test('that is older than the one in use does nothing, whatever is to be judged', async () => {
    await report(store, organisation, endpoint, apt(installed('openssl', '3.0.9')), at(1));
    const newer = said(5, { 'Debian:12 openssl': [says('CVE-2026-1', '4')] });
    await match(newer, 6);
    await report(store, organisation, endpoint, apt(installed('openssl', '3.0.10')), at(7));
    expect(await match(said(4, {}), 8)).toMatchObject({ kind: 'older', matched: { asOf: at(5) } });
    expect(await findings()).toEqual(['openssl 3.0.9 CVE-2026-1 affected 4 -']);
    expect(await match(newer, 9)).toMatchObject({ kind: 'matched', judged: 1 });
  });

  test('is not needed for everything to be judged again by later rules', async () => {
    await report(store, organisation, endpoint, apt(installed('openssl', '3.0.9'), installed('curl', '7')), at(1));
    const advisories = said(2, { 'Debian:12 openssl': [says('CVE-2026-1', '4')] });
    await match(advisories, 2);
    await rows(`update advisory_generation set rules = ${MATCHING_RULES - 1}`);
    expect(await match(advisories, 3)).toMatchObject({ kind: 'matched', judged: 2, again: 2, begun: 0, changed: 0 });
    await rows(`update advisory_generation set rules = ${MATCHING_RULES + 1}`);
    expect(await match(said(4, {}), 5)).toMatchObject({ kind: 'older' });
  });

  test('that says it is of the future does not keep out those of tomorrow', async () => {
    await report(store, organisation, endpoint, apt(installed('openssl', '3.0.9')), at(1));
    await match(said(23, {}), 2);
    expect(await match(said(3, { 'Debian:12 openssl': [says('CVE-2026-1', '4')] }), 4)).toMatchObject({ begun: 1 });
  });
});

describe('several servers', () => {
  const packages = Array.from({ length: 300 }, (_, index) => installed(`package-${index % 100}`, `1.${index}`));
  const statements = Object.fromEntries(
    packages.map(({ name }) => [`Debian:12 ${name}`, [says(`CVE-${name}`, '9'), says(`CVE-${name}-2`, undefined)]]),
  );

  test('share the work: every package is judged once, every finding is there once', async () => {
    await report(store, organisation, endpoint, apt(...packages), at(1));
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => match(said(2, statements), 2, { batch: 7 })));
    const judged = outcomes.map((outcome) => (outcome.kind === 'matched' ? outcome.judged : Number.NaN));
    expect(judged.reduce((sum, each) => sum + each, 0)).toBe(300);
    expect(await rows('select count(*)::int as n from package_finding')).toEqual([{ n: 600 }]);
    expect(await rows('select count(*)::int as n from package where due')).toEqual([{ n: 0 }]);
  });

  test('with advisories of different ages settle on the newest, whoever is first', async () => {
    await report(store, organisation, endpoint, apt(...packages), at(1));
    const newest = said(3, { ...statements, 'Debian:12 package-1': [says('CVE-new', '9')] });
    for (let round = 0; round < 3; round++) {
      await Promise.all([match(said(2, statements), 4, { batch: 7 }), match(newest, 4, { batch: 7 })]);
    }
    expect(
      await rows(`select distinct vulnerability from package_finding f join package p on p.id = f.package
      where p.name = 'package-1' and until is null`),
    ).toEqual([{ vulnerability: 'CVE-new' }]);
    expect(await rows('select count(*)::int as n from package where due')).toEqual([{ n: 0 }]);
  });

  test('one dies in the middle: nothing of its batch is there, and another does all', async () => {
    await report(store, organisation, endpoint, apt(...packages), at(1));
    const whole = said(2, statements);
    let lookups = 0;
    const dying: Advisories = {
      ...whole,
      candidates: (ecosystem, name) => {
        lookups += 1;
        if (lookups > 30) throw new Error('killed');
        return whole.candidates(ecosystem, name);
      },
    };
    await expect(match(dying, 2, { batch: 50 })).rejects.toThrow('killed');
    const [{ n: due } = { n: -1 }] = await rows<{ n: number }>('select count(*)::int as n from package where due');
    expect(due % 50).toBe(0);
    expect(await rows('select count(*)::int as n from package_finding')).toEqual([{ n: (300 - due) * 2 }]);
    expect(await match(whole, 3)).toMatchObject({ judged: due });
    expect(await rows('select count(*)::int as n from package_finding')).toEqual([{ n: 600 }]);
  });

  test('one whose connection is cut while it holds a batch leaves the batch to the others', async () => {
    await report(store, organisation, endpoint, apt(...packages), at(1));
    const admin = new pg.Client(database().superuser);
    await admin.connect();
    try {
      const doomed = openStore({ connection: { ...database().connection, application_name: 'doomed' }, size: 1 });
      const running = matchPending(doomed, organisation, said(2, statements), () => new Date(at(2)), { batch: 3 });
      const end = running.then(
        () => 'finished',
        () => 'cut off',
      );
      for (let killed = 0; killed === 0;) {
        const { rowCount } = await admin.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid() and query ilike '%package_finding%' and state <> 'idle'`,
        );
        killed = rowCount ?? 0;
      }
      expect(await end).toBe('cut off');
      await doomed.close();
    } finally {
      await admin.end();
    }
    await match(said(2, statements), 3);
    expect(await rows('select count(*)::int as n from package_finding')).toEqual([{ n: 600 }]);
    expect(await rows('select count(*)::int as n from package where due')).toEqual([{ n: 0 }]);
  });

  test('one that is asked to stop does so between batches', async () => {
    await report(store, organisation, endpoint, apt(...packages), at(1));
    const stopping = new AbortController();
    const whole = said(2, statements);
    const stops: Advisories = {
      ...whole,
      candidates: (ecosystem, name) => {
        stopping.abort();
        return whole.candidates(ecosystem, name);
      },
    };
    expect(await match(stops, 2, { batch: 50, signal: stopping.signal })).toMatchObject({ judged: 50, stopped: true });
  });
});

test('organisations are judged apart', async () => {
  await report(store, organisation, endpoint, apt(installed('openssl', '3.0.9')), at(1));
  const other = await addOrganisation(store);
  const advisories = said(2, { 'Debian:12 openssl': [says('CVE-2026-1', '4')] });
  expect(await matchPending(store, other, advisories, () => new Date(at(2)))).toMatchObject({ judged: 0 });
  expect(await findings()).toEqual([]);
});
