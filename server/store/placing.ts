// Puts packages on classes of endpoints and counts the endpoints again: all in memory, by sets that each are gone through once.
import type { SetMembers } from './set-members.ts';

/** Endpoints that are alike in all that is asked of them. */
export interface PlacedClass {
  /** Each a set; or a set, what is offered for it, and whether that is all: as `PAIRS` of query-classes.ts. */
  readonly sets: readonly (readonly string[])[];
  readonly endpoints: number;
  /** `0` or `1` for each question. */
  readonly answers: string;
  readonly isInternal: boolean;
}

type PlaceColumn = 'packages' | 'available' | 'told' | 'internal' | 'exposed';

/** Columns for PostgreSQL, one value for each place; places are numbered from 1 in their order. */
export interface Places extends Readonly<Record<PlaceColumn, readonly string[]>> {
  /** For each question. */
  readonly answers: readonly (readonly string[])[];
  readonly variants: ReadonlyMap<string, Variant>;
}

/** Sets of which a query cannot tell apart where their packages are. */
export interface Variant {
  readonly internal: Set<string>;
  readonly exposed: Set<string>;
  /** The first of its places, which follow each other. */
  first: number;
  /** Packages by their places in `SetMembers.packages`. */
  packages: Uint32Array;
}

/** Places as PostgreSQL names them; null for none. */
export type CountedRow = readonly (number | string)[] | null;

const INTERNAL = 1;
const EXPOSED = 2;
const LEFT_OUT = 4;
const variantOf = ({ answers }: PlacedClass, [, available = '', told = '']: readonly string[]): string =>
  `${available} ${told} ${answers}`;

/** By what is asked of the sets and offered for them. */
export function variantsOf(classes: readonly PlacedClass[]): ReadonlyMap<string, Variant> {
  const variants = new Map<string, Variant>();
  for (const each of classes) {
    for (const one of each.sets) {
      const key = variantOf(each, one);
      const variant = variants.get(key) ?? {
        internal: new Set(),
        exposed: new Set(),
        first: 0,
        packages: new Uint32Array(),
      };
      variants.set(key, variant);
      variant[each.isInternal ? 'internal' : 'exposed'].add(one[0] ?? '');
    }
  }
  return variants;
}

/**
 * Says of the variants where they begin. `questions`: how many each class answers. `only`: packages by what is offered beside them,
 * under no name whatever that is; nothing else gets a place.
 */
export function placesIn(
  variants: ReadonlyMap<string, Variant>,
  members: SetMembers,
  questions: number,
  only?: ReadonlyMap<string, ReadonlySet<string>>,
): Places {
  const places = { packages: [], available: [], told: [], internal: [], exposed: [] } as Record<PlaceColumn, string[]>;
  const answers: string[][] = Array.from({ length: questions }, () => []);
  const flags = new Uint8Array(members.packages.length).fill(only === undefined ? 0 : LEFT_OUT);
  const anyway = [...(only?.get('') ?? [])];
  const found = new Uint32Array(members.packages.length);
  for (const [key, variant] of variants) {
    const [available = '', told, given] = key.split(' ');
    const wanted = only && [...anyway, ...(only.get(available) ?? [])].map(members.placeOf);
    if (wanted?.length === 0) continue;
    for (const pkg of wanted ?? []) flags[pkg] = 0;
    let count = 0;
    for (const [sets, flag] of [
      [variant.internal, INTERNAL],
      [variant.exposed, EXPOSED],
    ] as const) {
      for (const set of sets) {
        for (const pkg of members.of(set)) {
          const known = flags[pkg] ?? 0;
          if (known === LEFT_OUT) continue;
          if (known === 0) found[count++] = pkg;
          flags[pkg] = known | flag;
        }
      }
    }
    variant.first = places.packages.length + 1;
    variant.packages = found.slice(0, count);
    for (const pkg of variant.packages) {
      places.packages.push(members.packages[pkg] ?? '');
      places.available.push(available || 'null');
      places.told.push(told || 'null');
      places.internal.push((flags[pkg] ?? 0) & INTERNAL ? 't' : 'f');
      places.exposed.push((flags[pkg] ?? 0) & EXPOSED ? 't' : 'f');
      for (const [index, column] of answers.entries()) column.push(given?.[index] === '1' ? 't' : 'f');
      flags[pkg] = 0;
    }
    for (const pkg of wanted ?? []) flags[pkg] = LEFT_OUT;
  }
  return { ...places, answers, variants };
}

/** Endpoints of the classes that have any of a row's places. */
export function countRows(
  classes: readonly PlacedClass[],
  members: SetMembers,
  { variants }: Places,
  rows: readonly CountedRow[],
): readonly number[] {
  const wanted = new Map<number, number[]>();
  for (const [row, places] of rows.entries()) {
    for (const place of places ?? []) {
      const known = wanted.get(Number(place));
      if (known === undefined) wanted.set(Number(place), [row]);
      else known.push(row);
    }
  }
  const at = new Uint32Array(members.packages.length);
  const rowsBySet = new Map<string, Set<number>>();
  for (const [key, variant] of variants) {
    // Places of a variant follow each other.
    const asked = [...wanted].flatMap(([place, those]) => {
      const index = place - variant.first;
      return index < 0 || index >= variant.packages.length ? [] : [{ index, those }];
    });
    if (asked.length === 0) continue;
    const { sets, starts, holders } = holdersIn(variant, members, at);
    const rowsOf: (Set<number> | undefined)[] = sets.map(() => undefined);
    for (const { index, those } of asked) {
      for (const set of holders.subarray(starts[index], starts[index + 1])) {
        const here = (rowsOf[set] ??= new Set());
        for (const row of those) here.add(row);
      }
    }
    for (const [set, here] of rowsOf.entries()) if (here !== undefined) rowsBySet.set(`${sets[set]} ${key}`, here);
  }
  const counts = rows.map(() => 0);
  const last = rows.map(() => -1);
  for (const [index, each] of classes.entries()) {
    for (const one of each.sets) {
      for (const row of rowsBySet.get(`${one[0]} ${variantOf(each, one)}`) ?? []) {
        if (last[row] === index) continue;
        last[row] = index;
        counts[row] = (counts[row] ?? 0) + each.endpoints;
      }
    }
  }
  return counts;
}

/** Which of `sets` have the package at a place of a variant: `holders` from `starts` of that place to `starts` of the next. */
interface Holders {
  readonly sets: readonly string[];
  readonly starts: Uint32Array;
  readonly holders: Uint32Array;
}

/** A variant that has its places does not change any more. */
const holdersKnown = new WeakMap<Variant, Holders>();

/** `at`: a number for each package, all of them 0, as they are again afterwards. */
function holdersIn(variant: Variant, members: SetMembers, at: Uint32Array): Holders {
  const known = holdersKnown.get(variant);
  if (known !== undefined) return known;
  const sets = [...variant.internal.union(variant.exposed)];
  const { packages } = variant;
  for (const [index, pkg] of packages.entries()) at[pkg] = index + 1;
  // How many each has is where the next one begins; filled from behind, each beginning moves to where it belongs.
  const starts = new Uint32Array(packages.length + 1);
  const each = (visit: (index: number, set: number) => void): void => {
    for (const [set, name] of sets.entries()) for (const pkg of members.of(name)) if (at[pkg]) visit(at[pkg] - 1, set);
  };
  each((index) => (starts[index] = (starts[index] ?? 0) + 1));
  for (let index = 1; index <= packages.length; index += 1)
    starts[index] = (starts[index] ?? 0) + (starts[index - 1] ?? 0);
  const holders = new Uint32Array(starts.at(-1) ?? 0);
  each((index, set) => {
    const place = (starts[index] ?? 0) - 1;
    starts[index] = place;
    holders[place] = set;
  });
  for (const pkg of packages) at[pkg] = 0;
  const found = { sets, starts, holders };
  holdersKnown.set(variant, found);
  return found;
}
