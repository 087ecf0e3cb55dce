// The findings that a query finds, wherever they are: numbers in memory, of which lists put the first in order and look up no others.
import type { Transaction } from './database.ts';
import {
  type FindingKinds,
  ON_EXPOSED,
  ON_INTERNAL,
  findingKinds,
  kindWithoutGroup,
  kindsOfGroups,
} from './finding-kinds.ts';
import { toldOfPlaces } from './known-places.ts';
import { type Placement, placePackages, placedFindings } from './placed-packages.ts';
import type { CompiledQuery } from './query-sql.ts';

/** Where a package is, and what it has there. */
export interface FoundPlace {
  /** As `Placement.endpointsOn` takes it. */
  readonly place: number;
  readonly package: string;
  /** Of whom it is: `ON_INTERNAL`, `ON_EXPOSED` or both. */
  readonly exposures: number;
  readonly kinds: Uint32Array;
  /** What closes all that is fixable of the package: ecosystem, source and version, a newline between; null where nothing does. */
  readonly patch: string | null;
}

export interface FoundFindings extends Pick<Placement, 'endpointsOn'> {
  readonly kinds: FindingKinds;
  /** Those that have any. */
  readonly places: readonly FoundPlace[];
}

interface ToldRow {
  readonly place: string;
  readonly patch: string | null;
  /** Numbers of groups, each followed by `+` where there is a fix. */
  readonly groups: string | null;
  /** Vulnerabilities of those without a group, each after `+` or `-`. */
  readonly others: readonly string[] | null;
}

/** `query` is one of findings. */
export async function foundFindings(transaction: Transaction, query: CompiledQuery): Promise<FoundFindings> {
  const { where, joins } = query;
  const placement = await placePackages(transaction, query);
  const kinds = findingKinds(transaction);
  // A group says what it is of too; where a finding says otherwise, it is held to what it says itself.
  const statement = (placed: string): string => `with ${placed}
    select class.place, min(concat_ws(E'\\n', p.ecosystem, p.source_name, p.fixed_by)) filter (where p.fixed_by is not null) as patch,
      string_agg(its.id || case when f.fixed_version is null then '' else '+' end, ' ') as groups,
      array_agg(case when f.fixed_version is null then '-' else '+' end || f.vulnerability) filter (where its.id is null) as others
    from ${placedFindings('p.')} ${joins}
    left join finding_group its on its.organisation = $1 and its.id = f.finding_group and its.vulnerability = f.vulnerability
    where ${where} group by class.place`;
  const told = await toldOfPlaces<ToldRow & Record<string, unknown>, Pick<FoundPlace, 'kinds' | 'patch'>>(
    transaction,
    query,
    placement,
    { statement, edition: kinds.edition, read: (rows) => readRows(transaction, kinds, rows) },
  );
  const { packages, internal, exposed } = placement.places;
  const places = told.flatMap((each, index): FoundPlace | readonly never[] =>
    each === null
      ? []
      : {
          ...each,
          place: index + 1,
          package: packages[index] ?? '',
          exposures: (internal[index] === 't' ? ON_INTERNAL : 0) + (exposed[index] === 't' ? ON_EXPOSED : 0),
        },
  );
  return { endpointsOn: placement.endpointsOn, kinds, places };
}

async function readRows(transaction: Transaction, kinds: FindingKinds, rows: readonly ToldRow[]) {
  const said = rows.map(({ groups }) => groups?.split(' ') ?? []);
  const numbers = new Map<string, number>();
  for (const one of said.flat()) numbers.set(one, 0);
  const groups = new Set([...numbers.keys()].map((one) => one.replace('+', '')));
  const kindOf = await kindsOfGroups(transaction, kinds, [...groups]);
  for (const one of numbers.keys()) numbers.set(one, kindOf(one.replace('+', ''), one.endsWith('+')));
  return rows.map(({ patch, others }, index) => ({
    patch,
    kinds: Uint32Array.from([
      ...(said[index] ?? []).map((one) => numbers.get(one) ?? 0),
      ...(others ?? []).map((one) => kindWithoutGroup(kinds, one.slice(1), one.startsWith('+'))),
    ]),
  }));
}

/** Findings of packages, each once, in however many places: columns of as many numbers. */
export interface FindingRows {
  readonly length: number;
  /** Ids. */
  readonly packages: Float64Array;
  readonly kinds: Uint32Array;
  /** Of all whom the query finds it on. */
  readonly exposures: Uint8Array;
  readonly placesOf: (row: number) => readonly number[];
}

/** In plain loops, as there may be hundreds of thousands. */
export function rowsOfFindings({ places }: FoundFindings): FindingRows {
  // Of the places that a query tells apart it mostly finds things in one.
  const isOnce = new Set(places.map((place) => place.package)).size === places.length;
  const most = places.reduce((sum, { kinds }) => sum + kinds.length, 0);
  const packages = new Float64Array(most);
  const kinds = new Uint32Array(most);
  const exposures = new Uint8Array(most);
  const placed: number[][] = [];
  /** By package and kind; of packages that are in one place nobody need ask. */
  const known = new Map<string, number>();
  let length = 0;
  for (const one of places) {
    const id = Number(one.package);
    const here = [one.place];
    for (let index = 0; index < one.kinds.length; index += 1) {
      const kind = one.kinds[index] ?? 0;
      const key = isOnce ? '' : `${id} ${kind}`;
      const row = isOnce ? undefined : known.get(key);
      if (row === undefined) {
        if (!isOnce) known.set(key, length);
        packages[length] = id;
        kinds[length] = kind;
        exposures[length] = one.exposures;
        placed[length] = here;
        length += 1;
      } else {
        exposures[row] = (exposures[row] ?? 0) | one.exposures;
        placed[row] = [...(placed[row] ?? []), one.place];
      }
    }
  }
  return { length, packages, kinds, exposures, placesOf: (row) => placed[row] ?? [] };
}
