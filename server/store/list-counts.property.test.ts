// Lists count what the rows say: whatever changes, in whatever order, counted already or not, kept from before or not, by two servers.
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findingList, packageList, patchList, queriedPage, updateList, vulnerabilityList } from '../routes/lists.ts';
import { useDatabase } from '../test-database.ts';
import { type OpenStore, type OrganisationId, type Transaction, openStore } from './database.ts';
import { countDue } from './endpoint-classes.ts';

const database = useDatabase();
/** Two servers on one database, each with what it keeps. */
let stores: readonly [OpenStore, OpenStore];
let organisation: OrganisationId;
beforeAll(() => {
  const { connection } = database();
  stores = [openStore({ connection, size: 2 }), openStore({ connection, size: 2 })];
});
afterAll(() => Promise.all(stores.map((store) => store.close())));

const inside = <T>(work: (transaction: Transaction) => Promise<T>): Promise<T> =>
  stores[0].inOrganisation(organisation, work);
const rows = <Row extends object>(
  sql: string,
  ...values: readonly unknown[]
): Promise<readonly (Row & Record<string, unknown>)[]> =>
  inside((transaction) => transaction.query<Row & Record<string, unknown>>(sql, [organisation, ...values]));

const ids = Array.from({ length: 4 }, () => randomUUID());
const PACKAGES = 4;

/** Four packages, each with two vulnerabilities, of which one has a fix; three sets of some of them, and two of offers. */
beforeEach(async () => {
  organisation = randomUUID() as OrganisationId;
  await rows('insert into organisation (organisation, name) values ($1, $1::uuid::text)');
  await rows(
    `insert into package (organisation, id, digest, purl, ecosystem, name, version, source_name, source_version, subject, due)
       overriding system value
     select $1, n, sha256(n::text::bytea), 'pkg:deb/debian/p' || n, 'Debian:12', 'p' || n, '1', 'p' || n, '1', 'p' || n, false
     from generate_series(1, ${PACKAGES}) n`,
  );
  await rows(
    `insert into vulnerability (organisation, id, exploited, signals) select $1, 'CVE-2026-' || n, n = 1, '{}' from generate_series(1, 3) n`,
  );
  await rows(
    `insert into finding_group (organisation, id, digest, vulnerability, said, since, due_exposed, rule_exposed, rule_internal) overriding system value
     select $1, n, sha256(n::text::bytea), 'CVE-2026-' || n, '{}', '2026-11-01', '2026-11-02', 'so', 'so' from generate_series(1, 3) n`,
  );
  await rows(
    `insert into package_finding (organisation, package, vulnerability, state, evidence, since, finding_group, fixed_version)
     select $1, n, 'CVE-2026-' || v, 'affected', '{}', '-infinity', v, case when v = 1 then '2' end
     from generate_series(1, ${PACKAGES}) n, generate_series(1, 3) v where (n + v) % 3 <> 0`,
  );
  await rows(
    `insert into package_set (organisation, id, kind, digest, items, content) overriding system value
     select $1, n, case when n < 4 then 'installed' else 'available' end, sha256(n::text::bytea), 0, '' from generate_series(1, 5) n`,
  );
  await rows("select setval(pg_get_serial_sequence('package_set', 'id'), 1000) where $1::uuid is not null");
  await rows(
    `insert into package_set_member (organisation, package_set, package)
     select $1, s, p from generate_series(1, 3) s, generate_series(1, ${PACKAGES}) p where (s * p) % 3 <> 1`,
  );
  await rows(
    `insert into offer (organisation, id, digest, package, installed, candidate, source_name, source_version, origin, security_why, held_cause)
       overriding system value
     select $1, n, sha256(n::text::bytea), 'p' || n, '1', '2', 'p' || n, '2', 'stable', 'so', case when n = 2 then 'pin' end
     from generate_series(1, 3) n`,
  );
  await rows(
    `insert into offer_set_member (organisation, package_set, offer)
     select $1, s, o from generate_series(4, 5) s, generate_series(1, 3) o where (s + o) % 4 <> 0`,
  );
});

interface Fleet {
  readonly endpoints: readonly { readonly id: string; readonly tags: readonly string[]; readonly exposure: string }[];
  readonly sections: readonly { readonly endpoint: string; readonly kind: string; readonly set: string }[];
  readonly members: readonly { readonly set: string; readonly package: string }[];
  readonly findings: readonly {
    readonly package: string;
    readonly vulnerability: string;
    readonly fixed: boolean;
    readonly exploited: boolean;
    /** Whether it is overdue on internal endpoints, and on others. */
    readonly internal: boolean;
    readonly exposed: boolean;
    readonly patch: string | null;
  }[];
  readonly offers: readonly { readonly set: string; readonly name: string; readonly held: boolean }[];
}

const read = async (): Promise<Fleet> => ({
  endpoints: await rows(
    "select id, tags, exposure from endpoint where organisation = $1 and state in ('active', 'quarantined')",
  ),
  sections: await rows(
    'select endpoint, kind, package_set as set from section where organisation = $1 and package_set is not null',
  ),
  members: await rows('select package_set as set, package from package_set_member where organisation = $1'),
  findings: await rows(
    `select f.package, f.vulnerability, f.fixed_version is not null as fixed, coalesce(v.exploited, false) as exploited,
       coalesce(g.due_internal < '2026-11-22', false) as internal, coalesce(g.due_exposed < '2026-11-22', false) as exposed,
       p.source_name || ' ' || p.fixed_by as patch
     from package_finding f left join vulnerability v on v.organisation = $1 and v.id = f.vulnerability
     join finding_group g on g.organisation = $1 and g.id = f.finding_group
     join package p on p.organisation = $1 and p.id = f.package
     where f.organisation = $1 and f.until is null`,
  ),
  offers: await rows(
    `select package_set as set, package as name, held_cause is not null as held
     from offer_set_member m join offer o on o.organisation = $1 and o.id = m.offer where m.organisation = $1`,
  ),
});

type Counts = Readonly<Record<string, number>>;

/** What the lists are to say, told endpoint by endpoint. */
function expected({ endpoints, sections, members, findings, offers }: Fleet): Readonly<Record<string, Counts>> {
  const counts: Record<string, Record<string, number>> = {};
  for (const { id, tags, exposure } of endpoints) {
    const own = sections.filter(({ endpoint }) => endpoint === id);
    const sets = own.filter(({ kind }) => kind === 'installed').map(({ set }) => set);
    const packages = new Set(members.filter(({ set }) => sets.includes(set)).map((each) => each.package));
    const has = findings.filter((each) => packages.has(each.package));
    const offered = own.find(({ kind }) => kind === 'available')?.set;
    const updates = offers.filter(({ set, name }) => set === offered && packages.has(name.slice(1)));
    const isWeb = tags.includes('web');
    const found = (some: typeof has) => some.map((each) => `${each.package} ${each.vulnerability}`);
    const told: Record<string, readonly string[]> = {
      packages: [...packages],
      'packages tag:web': isWeb ? [...packages] : [],
      findings: found(has),
      'findings tag:web OR exploited:yes': found(has.filter(({ exploited }) => isWeb || exploited)),
      'findings overdue:yes': found(has.filter((each) => (exposure === 'internal' ? each.internal : each.exposed))),
      patches: has.flatMap(({ fixed, patch }) => (fixed && patch !== null ? [patch] : [])),
      vulnerabilities: has.map(({ vulnerability }) => vulnerability),
      'vulnerabilities -tag:web': isWeb ? [] : has.map(({ vulnerability }) => vulnerability),
      fixable: has.filter(({ fixed }) => fixed).map(({ vulnerability }) => vulnerability),
      updates: updates.map(({ name }) => name),
      held: updates.filter(({ held }) => held).map(({ name }) => name),
    };
    for (const [list, names] of Object.entries(told)) {
      const count = (counts[list] ??= {});
      for (const name of new Set(names)) count[name] = (count[name] ?? 0) + 1;
    }
  }
  return counts;
}

const NOW = new Date('2026-11-22T12:00:00Z');

async function listed(store: OpenStore): Promise<Readonly<Record<string, Counts>>> {
  const page = { cursor: undefined, limit: 100, skip: 0 };
  const caller = { store, organisation };
  const of = async <Row>(
    { items, total }: { readonly items: readonly Row[]; readonly total: number },
    name: (row: Row) => string,
    count: (row: Row) => number,
  ): Promise<Counts> => {
    expect(total).toBe(items.length);
    return Object.fromEntries(items.flatMap((row) => (count(row) === 0 ? [] : [[name(row), count(row)]])));
  };
  const endpoints = (row: { readonly endpoints: number }): number => row.endpoints;
  const packages = (q: string) =>
    queriedPage(caller, NOW, { ...page, q }, packageList).then((found) => of(found, ({ id }) => id, endpoints));
  const findings = (q: string) =>
    queriedPage(caller, NOW, { ...page, q }, findingList).then((found) =>
      of(found, (row) => `${row.package.id} ${row.vulnerability}`, endpoints),
    );
  const vulnerabilities = (q: string) => queriedPage(caller, NOW, { ...page, q }, vulnerabilityList);
  const all = await vulnerabilities('');
  const updates = await queriedPage(caller, NOW, { ...page, q: '' }, updateList);
  return {
    packages: await packages(''),
    'packages tag:web': await packages('tag:web'),
    findings: await findings(''),
    'findings tag:web OR exploited:yes': await findings('tag:web OR exploited:yes'),
    'findings overdue:yes': await findings('overdue:yes'),
    vulnerabilities: await of(all, (row) => row.vulnerability, endpoints),
    'vulnerabilities -tag:web': await of(await vulnerabilities('-tag:web'), (row) => row.vulnerability, endpoints),
    fixable: await of(
      all,
      (row) => row.vulnerability,
      (row) => row.fixable,
    ),
    patches: await of(
      await queriedPage(caller, NOW, { ...page, q: '' }, patchList),
      (row) => `${row.source} ${row.to}`,
      endpoints,
    ),
    updates: await of(updates, (row) => row.source, endpoints),
    held: await of(
      updates,
      (row) => row.source,
      (row) => row.heldOn,
    ),
  };
}

type Change = readonly [sql: string, ...values: readonly unknown[]];
const endpoint = fc.constantFrom(...ids);
const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.tuple(endpoint, fc.constantFrom('active', 'quarantined', 'revoked')).map(([id, state]): Change => [
      `insert into endpoint (organisation, id, name, state) values ($1, $2::uuid, $2::uuid::text, $3)
     on conflict (organisation, id) do update set state = excluded.state`,
      id,
      state,
    ]),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(endpoint, fc.constantFrom('apt', 'npm'), fc.integer({ min: 1, max: 5 }))
      .map(([id, adapter, set]): Change => [
        `insert into section (organisation, endpoint, adapter, kind, status, package_set, since)
     select $1, e.id, case when s.kind = 'available' then 'apt' else $3 end, s.kind, 'complete', s.id, now()
     from endpoint e, package_set s where e.organisation = $1 and e.id = $2 and s.organisation = $1 and s.id = $4
     on conflict (organisation, endpoint, adapter, kind) do update set package_set = excluded.package_set`,
        id,
        adapter,
        set,
      ]),
  },
  // A set that nobody had.
  fc.tuple(endpoint, fc.integer({ min: 1, max: PACKAGES })).map(([id, pkg]): Change => [
    `with made as (
       insert into package_set (organisation, kind, digest, items, content)
       select organisation, 'installed', sha256(gen_random_uuid()::text::bytea), 0, '' from endpoint where organisation = $1 and id = $2
       returning id
     ), filled as (
       insert into package_set_member (organisation, package_set, package) select $1, id, $3 from made
     )
     insert into section (organisation, endpoint, adapter, kind, status, package_set, since)
     select $1, $2, 'apt', 'installed', 'complete', id, now() from made
     on conflict (organisation, endpoint, adapter, kind) do update set package_set = excluded.package_set`,
    id,
    pkg,
  ]),
  fc
    .tuple(endpoint, fc.subarray(['web', 'lab']))
    .map(([id, tags]): Change => [
      'update endpoint set tags = $3::text[] where organisation = $1 and id = $2',
      id,
      tags,
    ]),
  fc
    .tuple(endpoint, fc.constantFrom('internet', 'internal'))
    .map(([id, to]): Change => ['update endpoint set exposure = $3 where organisation = $1 and id = $2', id, to]),
  fc
    .tuple(fc.integer({ min: 1, max: PACKAGES }), fc.boolean())
    .map(([pkg, isOpen]): Change => [
      `update package_finding set until = case when $3 then null else now() end where organisation = $1 and package = $2`,
      pkg,
      isOpen,
    ]),
  fc.constant<Change>([
    "update vulnerability set exploited = not exploited where organisation = $1 and id = 'CVE-2026-2'",
  ]),
  fc
    .tuple(fc.integer({ min: 1, max: PACKAGES }), fc.constantFrom('3', null))
    .map(([pkg, to]): Change => ['update package set fixed_by = $3 where organisation = $1 and id = $2', pkg, to]),
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom('2026-11-02', '2026-12-02', null))
    .map(([group, due]): Change => [
      'update finding_group set due_internal = $3::date, due_exposed = null where organisation = $1 and id = $2',
      group,
      due,
    ]),
  fc
    .tuple(fc.integer({ min: 1, max: PACKAGES }), fc.constantFrom('2', null))
    .map(([pkg, fixed]): Change => [
      'update package_finding set fixed_version = $3 where organisation = $1 and package = $2',
      pkg,
      fixed,
    ]),
  fc.constant<Change>(["delete from vulnerability where organisation = $1 and id = 'CVE-2026-3'"]),
  endpoint.map((id): Change => ['delete from section where organisation = $1 and endpoint = $2', id]),
);
/** Whether changes are counted after it, and which server is asked. */
const steps = fc.array(fc.tuple(change, fc.boolean(), fc.constantFrom(0, 1)), { minLength: 3, maxLength: 8 });

test('lists count what the rows say after each change, kept answers and all', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      await rows('delete from endpoint where organisation = $1');
      for (const [[sql, ...values], isCounted, server] of all) {
        await rows(sql, ...values);
        if (isCounted) await inside((transaction) => countDue(transaction, 100));
        const told = await listed(stores[server] ?? stores[0]);
        const wanted = expected(await read());
        for (const [list, counts] of Object.entries(told))
          expect({ list, counts }).toEqual({ list, counts: wanted[list] ?? {} });
      }
    }),
    { numRuns: 8 },
  );
}, 60_000);
