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
interface Variant {
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

/** `questions`: how many each class answers. `only`: packages by what is offered beside them, under no name whatever that is; nothing else gets a place. */
export function placesIn(
  classes: readonly PlacedClass[],
  members: SetMembers,
  questions: number,
  only?: ReadonlyMap<string, ReadonlySet<string>>,
): Places {
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
  /** By package: its place in `asked`, from 1. */
  const at = new Uint32Array(members.packages.length);
  const rowsBySet = new Map<string, readonly number[]>();
  for (const [key, variant] of variants) {
    const asked: (readonly number[])[] = [];
    at.fill(0);
    for (const [index, pkg] of variant.packages.entries()) {
      const here = wanted.get(variant.first + index);
      if (here !== undefined) at[pkg] = asked.push(here);
    }
    if (asked.length === 0) continue;
    for (const set of variant.internal.union(variant.exposed)) {
      const here = new Set<number>();
      for (const pkg of members.of(set)) {
        const place = at[pkg] ?? 0;
        if (place > 0) for (const row of asked[place - 1] ?? []) here.add(row);
      }
      if (here.size > 0) rowsBySet.set(`${set} ${key}`, [...here]);
    }
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
