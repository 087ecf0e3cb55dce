// What plans are made of: endpoints that a query finds with what they report, what their channels offer, and what that closes.
import type { Transaction } from './database.ts';
import type { CompiledQuery } from './query-sql.ts';

export interface CandidateSection {
  readonly adapter: string;
  readonly kind: 'installed' | 'available';
  readonly status: 'complete' | 'partial' | 'failed';
  readonly set: number | null;
}

export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly state: 'pending' | 'active' | 'quarantined' | 'revoked';
  readonly release: string;
  readonly tags: readonly string[];
  readonly seenAt: Date | null;
  /** What its agent carries out. */
  readonly carriesOut: readonly string[];
  /** Why that is nothing, as it says. */
  readonly carriesNothing: string | null;
  /** Why its own policy file lets nothing be done; null where it may. */
  readonly veto: string | null;
  readonly sections: readonly CandidateSection[];
}

/** So many are in memory at once. */
const piece = 5_000;

/** Each of them, by id, up to `most`; false where there are more. `query` is one of endpoints. */
export async function planCandidates(
  transaction: Transaction,
  { where, values }: CompiledQuery,
  most: number,
  use: (candidate: Candidate) => void,
): Promise<boolean> {
  // All of it is read: a plan that has the first rows soon would take longer.
  await transaction.query('set local cursor_tuple_fraction = 1');
  await transaction.query(
    `declare plan_candidate no scroll cursor for
     select e.id, e.name, e.state, concat_ws('-', e.os_id, nullif(e.os_version, '')) as release, e.tags, seen.seen_at as "seenAt",
       coalesce(e.facts -> 'carriesOut', '[]') as "carriesOut", e.facts ->> 'carriesNothing' as "carriesNothing",
       case when e.local_policy ->> 'state' = 'unreadable' then 'cannot be read'
         when (e.local_policy ->> 'observeOnly')::boolean then 'says observe-only'
         when e.local_policy -> 'verbs' is not null and not e.local_policy -> 'verbs' ? 'install' then 'does not list install'
       end as veto, coalesce(s.sections, '[]') as sections
     from endpoint e
     left join endpoint_seen seen on seen.organisation = $1 and seen.endpoint = e.id
     left join lateral (
       select jsonb_agg(jsonb_build_object('adapter', adapter, 'kind', kind, 'status', status, 'set', package_set)) as sections
       from section s where s.organisation = $1 and s.endpoint = e.id
     ) s on true
     where e.organisation = $1 and ${where} order by e.id`,
    values,
  );
  let count = 0;
  for (;;) {
    const rows = await transaction.query<Candidate & Record<string, unknown>>(`fetch ${piece} from plan_candidate`);
    count += rows.length;
    if (rows.length === 0 || count > most) break;
    for (const row of rows) use(row);
  }
  await transaction.query('close plan_candidate');
  return count <= most;
}

export interface Offered {
  readonly set: number;
  readonly package: string;
  readonly arch: string | null;
  readonly installed: string;
  readonly candidate: string;
  readonly source: string;
  readonly sourceVersion: string;
  readonly security: boolean | null;
  readonly heldWhy: string | null;
  /** What its channel says of new packages that it would bring along; null where it brings none. */
  readonly brings?: string | null;
  readonly bytes: number | null;
}

/** By available set. */
export async function offersOf(
  transaction: Transaction,
  sets: readonly number[],
): Promise<ReadonlyMap<number, readonly Offered[]>> {
  const rows = await transaction.query<Offered & Record<string, unknown>>(
    `select om.package_set::int as set, o.package, o.arch, o.installed, o.candidate, o.source_name as source,
       o.source_version as "sourceVersion", o.security,
       case when o.held_cause = 'new-packages' then null else o.held_why end as "heldWhy",
       case when o.held_cause = 'new-packages' then o.held_why end as brings, o.bytes::float8 as bytes
     from offer_set_member om join offer o on o.organisation = $1 and o.id = om.offer
     where om.organisation = $1 and om.package_set = any($2::bigint[]) order by o.package, o.arch, o.candidate`,
    [transaction.organisation, sets],
  );
  return Map.groupBy(rows, ({ set }) => set);
}

export interface Fixable {
  readonly set: number;
  readonly package: string;
  readonly installed: string;
  readonly ecosystem: string;
  readonly vulnerability: string;
  readonly aliases: readonly string[];
  readonly fixedVersion: string | null;
}

/** Open findings of packages with these names, by installed set; `vulnerabilities`: only these, by any of their names. */
export async function findingsOf(
  transaction: Transaction,
  sets: readonly number[],
  wanted: { readonly packages: readonly string[] } | { readonly vulnerabilities: readonly string[] },
): Promise<ReadonlyMap<number, readonly Fixable[]>> {
  const [condition, names] =
    'packages' in wanted
      ? ['p.name = any($3) and f.fixed_version is not null', wanted.packages]
      : ['(f.vulnerability = any($3) or f.aliases && $3)', wanted.vulnerabilities];
  const rows = await transaction.query<Fixable & Record<string, unknown>>(
    `select m.package_set::int as set, p.name as package, p.version as installed, coalesce(p.ecosystem, '') as ecosystem,
       f.vulnerability, f.aliases, f.fixed_version as "fixedVersion"
     from package p
     join package_finding f on f.organisation = $1 and f.package = p.id and f.until is null
     join package_set_member m on m.organisation = $1 and m.package = p.id and m.package_set = any($2::bigint[])
     where p.organisation = $1 and ${condition}`,
    [transaction.organisation, sets, names],
  );
  return Map.groupBy(rows, ({ set }) => set);
}

/** Endpoints in service, by which the number of approvals goes. */
export async function fleetSize(transaction: Transaction): Promise<number> {
  const [row] = await transaction.query<{ readonly count: number }>(
    "select count(*)::int as count from endpoint where organisation = $1 and state = 'active'",
    [transaction.organisation],
  );
  return row?.count ?? 0;
}

/** By id; who is gone has none. */
export async function endpointNames(
  transaction: Transaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await transaction.query<{ readonly id: string; readonly name: string }>(
    'select id, name from endpoint where organisation = $1 and id = any($2::uuid[])',
    [transaction.organisation, ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
