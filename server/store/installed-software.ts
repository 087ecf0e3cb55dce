// What endpoints in service have of products: each distinct package set looked into once, and endpoints counted by kind.
import type { Transaction } from './database.ts';
import { CLASSES_NOW } from './endpoint-classes.ts';
import type { CompiledQuery } from './query-sql.ts';
import { isLimitedToTags } from './tag-scope.ts';

/** A package as one adapter reports it, with the package sets that have it. */
export interface InstalledSoftware {
  readonly adapter: string;
  readonly name: string;
  readonly source: string;
  readonly version: string;
  readonly purl: string;
  readonly origin: string | null;
  readonly sets: readonly string[];
}

/** Rows at most; more than that is said, not shown. */
export const mostSoftware = 20_000;

/**
 * What these adapters installed, and of the others what goes by one of these names. A package has one row for each of its
 * versions. Each distinct package set is looked into once, whoever has it.
 */
export function installedSoftware(
  transaction: Transaction,
  adapters: readonly string[],
  names: readonly string[],
): Promise<readonly InstalledSoftware[]> {
  return transaction.query<InstalledSoftware & Record<string, unknown>>(
    `with used as materialized (
       select distinct s.adapter, s.package_set from section s
       join endpoint e on e.organisation = $1 and e.id = s.endpoint and e.state = 'active'
       where s.organisation = $1 and s.kind = 'installed' and s.package_set is not null
     ), held as (
       select used.adapter, used.package_set, m.package from used
       join package_set_member m on m.organisation = $1 and m.package_set = used.package_set
       where used.adapter = any($2)
       union
       select used.adapter, used.package_set, m.package from package p
       join package_set_member m on m.organisation = $1 and m.package = p.id
       join used on used.package_set = m.package_set
       where p.organisation = $1 and (p.name = any($3) or p.source_name = any($3))
     )
     select held.adapter, p.name, p.source_name as source, p.version, p.purl, p.detail ->> 'origin' as origin,
       array_agg(distinct held.package_set::text) as sets
     from held join package p on p.organisation = $1 and p.id = held.package
     group by held.adapter, p.name, p.source_name, p.version, p.purl, p.detail ->> 'origin'
     order by held.adapter, p.name, p.version limit ${mostSoftware + 1}`,
    [transaction.organisation, adapters, names],
  );
}

export const setKey = (adapter: string, set: string): string => `${adapter} ${set}`;

/** Endpoints in service that have the same sets, each by `setKey`. */
export interface KindOfEndpoints {
  readonly sets: readonly string[];
  readonly endpoints: number;
}

/** `software`: all that is asked about; other sets are left out of kinds, or are not. */
export async function kindsOfEndpoints(
  transaction: Transaction,
  software: readonly InstalledSoftware[],
): Promise<readonly KindOfEndpoints[]> {
  const adapters = new Map<string, string>();
  let isPlain = !(await isLimitedToTags(transaction));
  for (const { adapter, sets } of software) {
    for (const set of sets) {
      // What has equal content is one set, whichever adapter reports it; classes tell no adapter.
      if ((adapters.get(set) ?? adapter) !== adapter) isPlain = false;
      adapters.set(set, adapter);
    }
  }
  const rows = await transaction.query<{ readonly sets: readonly string[]; readonly endpoints: number }>(
    isPlain ? BY_CLASS : BY_ENDPOINT,
    [transaction.organisation],
  );
  return isPlain
    ? rows.map(({ sets, endpoints }) => ({
        sets: sets.map((set) => setKey(adapters.get(set) ?? '', set)),
        endpoints,
      }))
    : rows;
}

const BY_CLASS = `with ${CLASSES_NOW}
  select sets::text[] as sets, sum(endpoints)::int as endpoints from class_now
  where state = 'active' and sets <> '{}' group by sets having sum(endpoints) > 0`;

const BY_ENDPOINT = `select sets, count(*)::int as endpoints from (
    select array_agg(concat_ws(' ', s.adapter, s.package_set) order by s.adapter) as sets from section s
    join endpoint e on e.organisation = $1 and e.id = s.endpoint and e.state = 'active'
    where s.organisation = $1 and s.kind = 'installed' and s.package_set is not null
    group by s.endpoint
  ) each group by sets`;

/** For each of some sets of sets: on how many endpoints any of them is. */
export function countKinds(kinds: readonly KindOfEndpoints[], asked: readonly Iterable<string>[]): readonly number[] {
  const places = new Map<string, number[]>();
  for (const [place, sets] of asked.entries()) {
    for (const set of sets) {
      const known = places.get(set);
      if (known === undefined) places.set(set, [place]);
      else known.push(place);
    }
  }
  const counts = asked.map(() => 0);
  for (const { sets, endpoints } of kinds) {
    for (const place of new Set(sets.flatMap((set) => places.get(set) ?? []))) {
      counts[place] = (counts[place] ?? 0) + endpoints;
    }
  }
  return counts;
}

export interface Presence {
  /** In service, that the query finds. */
  readonly asked: number;
  readonly having: number;
  /** All that these have is known: nothing they report of what is installed is partial or failed. */
  readonly without: number;
  readonly notKnown: number;
  /** Names of the first of those that have it, and of those without. */
  readonly firstHaving: readonly string[];
  readonly firstWithout: readonly string[];
}

/** Of endpoints that a query finds: which have any of these sets, by `setKey`. */
export async function presenceOf(
  transaction: Transaction,
  { where, bind, values }: CompiledQuery,
  sets: Iterable<string>,
  most: number,
): Promise<Presence> {
  const keys = bind([...sets], 'text[]');
  const some = (which: string): string =>
    `array(select name from scope where ${which} order by name, id limit ${bind(most, 'int')})`;
  const [row] = await transaction.query<Presence & Record<string, unknown>>(
    `with holder as materialized (
       select distinct s.endpoint from unnest(${keys}) as key join section s
         on s.adapter = split_part(key, ' ', 1) and s.package_set = split_part(key, ' ', 2)::bigint
       where s.organisation = $1 and s.kind = 'installed'
     ), whole as materialized (
       select endpoint from section where organisation = $1 and kind = 'installed'
       group by endpoint having bool_and(status = 'complete')
     ), scope as materialized (
       select e.id, e.name, holder.endpoint is not null as has, whole.endpoint is not null as is_whole
       from endpoint e left join endpoint_seen seen on seen.organisation = $1 and seen.endpoint = e.id
       left join holder on holder.endpoint = e.id left join whole on whole.endpoint = e.id
       where e.organisation = $1 and e.state = 'active' and ${where}
     )
     select count(*)::int as asked, count(*) filter (where has)::int as "having",
       count(*) filter (where not has and is_whole)::int as without,
       count(*) filter (where not has and not is_whole)::int as "notKnown",
       ${some('has')} as "firstHaving", ${some('not has and is_whole')} as "firstWithout"
     from scope`,
    values,
  );
  if (row === undefined) throw new Error('a count gives a row');
  return row;
}
