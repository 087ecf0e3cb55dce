// How long vulnerabilities with a fix stayed on endpoints, from intervals of what was reported; of a large fleet, from endpoints drawn of it.
import { setImmediate } from 'node:timers/promises';
import { type Fixable, lifetimesOf } from '@suture/core/patches/lifetimes.ts';
import type { Lifetime } from '@suture/core/patches/survival.ts';
import { readDay } from '@suture/core/risk/days.ts';
import type { Transaction } from './database.ts';
import type { CompiledQuery } from './query-sql.ts';
import { type SetMembers, membersOf } from './set-members.ts';

/** Read whole; of more, so many are drawn by their ids, which say nothing else of them: the same ones each time. */
const MOST_READ = 1_000;
const DAY_MS = 86_400_000;
/** For this long at a time other requests wait. */
const AT_ONCE_MS = 8;

export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'unknown';

export interface FleetLifetimes {
  /** Endpoints that were read, of those that the query finds in service. */
  readonly read: number;
  readonly of: number;
  readonly bySeverity: ReadonlyMap<Severity, readonly Lifetime[]>;
}

/** `query` is one of endpoints. Days are days in UTC; `since` and `now` are milliseconds since 1970, at the beginning of a day. */
export async function fleetLifetimes(
  transaction: Transaction,
  query: CompiledQuery,
  { since, now }: { readonly since: number; readonly now: number },
): Promise<FleetLifetimes> {
  const { read, of, histories } = await drawnHistories(transaction, query, since);
  const members = await membersOf(
    transaction,
    histories.flatMap(({ spans }) => spans.map(({ set }) => set)),
  );
  const sets = new Set(histories.flatMap(({ spans }) => spans.map(({ set }) => set)));
  const known = await fixables(transaction, members, sets);
  const found = new Map<Severity, Map<string, Lifetime>>();
  const limits = { vulnerabilities: known.severities.length, since, now };
  let pause = performance.now() + AT_ONCE_MS;
  for (const { spans, endpoints } of histories) {
    lifetimesOf(spans, known.of, limits, ({ vulnerability, days, isClosed }) => {
      const severity = known.severities[vulnerability] ?? 'unknown';
      const alike = found.get(severity) ?? new Map<string, Lifetime>();
      found.set(severity, alike);
      const key = `${days} ${isClosed}`;
      alike.set(key, { days, isClosed, count: (alike.get(key)?.count ?? 0) + endpoints });
    });
    if (performance.now() > pause) {
      await setImmediate();
      pause = performance.now() + AT_ONCE_MS;
    }
  }
  return { read, of, bySeverity: new Map([...found].map(([severity, alike]) => [severity, [...alike.values()]])) };
}

interface History {
  readonly spans: Parameters<typeof lifetimesOf>[0];
  readonly endpoints: number;
}

/** Those that reported the same on the same days are one. */
async function drawnHistories(transaction: Transaction, { where, values, bind }: CompiledQuery, since: number) {
  const from = bind(new Date(since).toISOString(), 'timestamptz');
  const day = (moment: string): string => `floor(extract(epoch from ${moment}) / 86400)::int`;
  const [row] = await transaction.query<{
    readonly read: number;
    readonly of: number;
    readonly histories: readonly { readonly spans: string; readonly endpoints: number }[];
  }>(
    `with asked as materialized (
       select e.id from endpoint e left join endpoint_seen seen on seen.organisation = $1 and seen.endpoint = e.id
       where e.organisation = $1 and e.state in ('active', 'quarantined') and ${where}
     ), drawn as materialized (
       select id from asked order by hashtextextended(id::text, 0) limit ${MOST_READ}
     ), span as (
       select endpoint, adapter, package_set, status, since, null as until from section
       where organisation = $1 and kind = 'installed' and endpoint in (select id from drawn)
       union all
       select endpoint, adapter, package_set, status, since, until from section_history
       where organisation = $1 and kind = 'installed' and endpoint in (select id from drawn) and since < until and until >= ${from}
     ), told as (
       select string_agg(concat_ws(' ', coalesce(package_set, 0), (status = 'complete')::int, ${day('since')}, ${day('until')}), ',' order by since) as spans
       from span group by endpoint, adapter
     )
     select (select count(*)::int from drawn) as read, (select count(*)::int from asked) as of,
       (select coalesce(json_agg(each), '[]') from (select spans, count(*)::int as endpoints from told group by spans) each) as histories`,
    values,
  );
  const { read = 0, of = 0, histories = [] } = row ?? {};
  return {
    read,
    of,
    histories: histories.map(({ spans, endpoints }): History => ({ spans: spansOf(spans), endpoints })),
  };
}

const spansOf = (text: string): History['spans'] =>
  text.split(',').map((span) => {
    const [set = '', isComplete, from, to] = span.split(' ');
    return {
      set,
      isComplete: isComplete === '1',
      from: Number(from) * DAY_MS,
      to: to === undefined ? null : Number(to) * DAY_MS,
    };
  });

interface FindingRow {
  readonly package: string;
  readonly vulnerability: string;
  readonly severity: Severity | null;
  /** When the fix was published, as somebody said; null where nobody did. */
  readonly announced: string | null;
  /** `YYYY-MM-DD`: when a fix first was known here. */
  readonly known: string;
  readonly until: Date | null;
}

const FINDINGS = `select f.package, f.vulnerability, g.severity, g.said -> 'fix' ->> 'date' as announced,
    to_char(g.since, 'YYYY-MM-DD') as known, f.until
  from package_finding f join finding_group g on g.organisation = $1 and g.id = f.finding_group
  where f.organisation = $1 and f.package = any($2::bigint[]) and f.fixed_version is not null
    and (f.until is null or f.since < f.until)`;

interface FixedFinding {
  readonly number: number;
  readonly released: number;
  readonly until: number;
}

const dayAt = (at: number): number => at - (at % DAY_MS);

const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'unknown'];

async function fixables(transaction: Transaction, members: SetMembers, sets: ReadonlySet<string>) {
  const packages = new Set<number>();
  for (const set of sets) for (const pkg of members.of(set)) packages.add(pkg);
  const ids = [...packages].map((place) => members.packages[place]);
  const rows = await transaction.query<FindingRow & Record<string, unknown>>(FINDINGS, [
    transaction.organisation,
    `{${ids.join()}}`,
  ]);
  const numbers = new Map<string, number>();
  const severities: Severity[] = [];
  const byPackage = new Map<number, FixedFinding[]>();
  for (const row of rows) {
    const number = numbers.get(row.vulnerability) ?? numbers.size;
    numbers.set(row.vulnerability, number);
    severities[number] = worse(severities[number], row.severity ?? 'unknown');
    const place = members.placeOf(row.package);
    const released = Date.parse(readDay(row.announced ?? undefined) ?? row.known);
    const finding = { number, released, until: row.until === null ? Infinity : dayAt(row.until.getTime()) };
    const known = byPackage.get(place);
    if (known === undefined) byPackage.set(place, [finding]);
    else known.push(finding);
  }
  const made = new Map<string, Fixable>();
  const of = (set: string): Fixable => {
    const fixable = made.get(set) ?? fixableIn(members.of(set), byPackage);
    made.set(set, fixable);
    return fixable;
  };
  return { severities, of };
}

const worse = (one: Severity | undefined, other: Severity): Severity =>
  one !== undefined && SEVERITIES.indexOf(one) < SEVERITIES.indexOf(other) ? one : other;

/** Several packages may have the same one: it is there as long as any of them has it. */
function fixableIn(packages: Uint32Array, byPackage: ReadonlyMap<number, readonly FixedFinding[]>): Fixable {
  const found = new Map<number, { released: number; until: number }>();
  for (const pkg of packages) {
    for (const { number, released, until } of byPackage.get(pkg) ?? []) {
      const known = found.get(number) ?? { released: Infinity, until: 0 };
      found.set(number, {
        released: Math.min(known.released, released),
        until: Math.max(known.until, until),
      });
    }
  }
  const all = [...found.values()];
  return {
    vulnerabilities: Uint32Array.from(found.keys()),
    released: Float64Array.from(all, ({ released }) => released),
    saidUntil: Float64Array.from(all, ({ until }) => until),
  };
}
