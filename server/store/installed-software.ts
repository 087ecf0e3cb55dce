// What the fleet has of software that may be products of the catalog: which packages, where they are, and who has any of them.
import type { Transaction } from './database.ts';
import { PLACED, type Placement, placePackages } from './placed-packages.ts';
import type { CountedRow } from './placing.ts';
import type { CompiledQuery } from './query-sql.ts';

/** A package as it was reported, whoever has it. */
export interface Software {
  readonly id: string;
  readonly name: string;
  readonly source: string;
  readonly version: string;
  readonly purl: string;
  readonly origin: string | null;
}

/** Rows at most; more than that is said, not shown. */
export const MOST_SOFTWARE = 50_000;

/** All of what these install is software of its own; of a distribution only what goes by a name of a product. */
const APPLICATIONS = [
  'generic/winget',
  'generic/windows-programs',
  'generic/flatpak',
  'generic/snap',
  'chocolatey',
  'brew',
];

/** Applications, and of distributions what goes by one of these names. One more than `MOST_SOFTWARE` where there is more. */
export function softwareOf(transaction: Transaction, names: readonly string[]): Promise<readonly Software[]> {
  return transaction.query<Software & Record<string, unknown>>(
    `select p.id::text, p.name, p.source_name as source, p.version, p.purl, p.detail ->> 'origin' as origin from package p
     where p.organisation = $1 and (p.purl ~ '^pkg:(${APPLICATIONS.join('|')})/' or p.name = any($2) or p.source_name = any($2))
     order by p.id limit ${MOST_SOFTWARE + 1}`,
    [transaction.organisation, names],
  );
}

export interface SoftwarePlaces extends Pick<Placement, 'endpointsOn'> {
  /** Of those of the packages that the query finds on any endpoint in service. */
  readonly places: ReadonlyMap<string, readonly (number | string)[]>;
}

/** `query` is one of packages. */
export async function placesOfSoftware(
  transaction: Transaction,
  query: CompiledQuery,
  packages: readonly string[],
): Promise<SoftwarePlaces> {
  const only = new Map([['', new Set(packages)]]);
  const { placed, ask, endpointsOn } = await placePackages(transaction, query, { only });
  const rows = await ask<{ readonly package: string; readonly places: CountedRow }>(
    `with ${placed}
     select class.package::text as package, array_agg(class.place) as places from ${PLACED} ${query.joins}
     where ${query.where} group by class.package`,
  );
  return { places: new Map(rows.map((row) => [row.package, row.places ?? []])), endpointsOn };
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

/** Of endpoints that a query finds: which have any of these packages. */
export async function presenceOf(
  transaction: Transaction,
  { where, bind, values }: CompiledQuery,
  packages: readonly string[],
  most: number,
): Promise<Presence> {
  const ids = bind(`{${packages.join()}}`, 'bigint[]');
  const some = (which: string): string =>
    `array(select name from scope where ${which} order by name, id limit ${bind(most, 'int')})`;
  const [row] = await transaction.query<Presence & Record<string, unknown>>(
    `with holder as materialized (
       select distinct s.endpoint from section s
       where s.organisation = $1 and s.kind = 'installed' and s.package_set in (
         select m.package_set from package_set_member m where m.organisation = $1 and m.package = any(${ids}))
     ), whole as materialized (
       select endpoint from section where organisation = $1 and kind = 'installed'
       group by endpoint having bool_and(status = 'complete')
     ), scope as materialized (
       select e.id, e.name, holder.endpoint is not null as has, whole.endpoint is not null as is_whole
       from endpoint e left join endpoint_seen seen on seen.organisation = $1 and seen.endpoint = e.id
       left join holder on holder.endpoint = e.id left join whole on whole.endpoint = e.id
       where e.organisation = $1 and e.state in ('active', 'quarantined') and ${where}
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
