// Where packages are, kept for as long as the same sets are asked the same: an endpoint that comes to have another set seldom changes it.
import { type PlacedClass, type Places, type Variant, placesIn, variantsOf } from './placing.ts';
import type { SetMembers } from './set-members.ts';

/** Of one organisation: some 60 MB. Beyond it those that were not asked for of late are forgotten; one is kept, however many it has. */
const MOST_PLACES = 500_000;

/** By the packages that places are places of. */
const knownOf = new WeakMap<readonly string[], Map<string, Places>>();

/** As `placesIn`. The same object as long as it is known; nobody may change it. */
export function knownPlaces(
  classes: readonly PlacedClass[],
  members: SetMembers,
  questions: number,
  only?: ReadonlyMap<string, ReadonlySet<string>>,
): Places {
  const variants = variantsOf(classes);
  const all = knownOf.get(members.packages) ?? new Map<string, Places>();
  knownOf.set(members.packages, all);
  const wanted = only && [...only].map(([available, packages]) => `${available}:${[...packages].toSorted().join()}`);
  const name = [questions, ...[...variants].map(nameOf).toSorted(), 'only', ...(wanted?.toSorted() ?? ['all'])].join(
    '\n',
  );
  const places = all.get(name) ?? placesIn(variants, members, questions, only);
  all.delete(name);
  all.set(name, places);
  let sum = all.values().reduce((count, { packages }) => count + packages.length, 0);
  for (const [oldest, { packages }] of all) {
    if (sum <= MOST_PLACES || all.size === 1) break;
    all.delete(oldest);
    sum -= packages.length;
  }
  return places;
}

const nameOf = ([key, { internal, exposed }]: readonly [string, Variant]): string =>
  `${key}:${[...internal].toSorted().join()}:${[...exposed].toSorted().join()}`;

const keysKnown = new WeakMap<Places, Map<boolean, readonly string[]>>();

/** What tells places apart, in their order; `withExposures`: whose they are too. */
export function keysOf(places: Places, withExposures: boolean): readonly string[] {
  const known = keysKnown.get(places) ?? new Map<boolean, readonly string[]>();
  keysKnown.set(places, known);
  const { packages, available, told, internal, exposed, answers } = places;
  const apart = [packages, available, told, ...(withExposures ? [internal, exposed] : []), ...answers];
  const keys = known.get(withExposures) ?? packages.map((_, place) => apart.map((column) => column[place]).join(' '));
  known.set(withExposures, keys);
  return keys;
}
