// Which packages are in which installed set, kept in memory once read: a set never changes, and lists look into all of them.
import type { Transaction } from './database.ts';

/** Of one database: some 60 MB. Beyond it all is read anew. */
const MOST_MEMBERS = 16_000_000;
const SETS_AT_ONCE = 500;

/** Packages by their places in `packages`, which are dense where ids need not be. */
export interface SetMembers {
  /** Ids of packages. */
  readonly packages: readonly string[];
  /** One that is in no set that was asked for has one beyond all of them. */
  readonly placeOf: (pkg: string) => number;
  /** Places of what is in a set; empty for one that is gone. */
  readonly of: (set: string) => Uint32Array;
}

interface Kept {
  readonly packages: string[];
  readonly places: Map<string, number>;
  readonly sets: Map<string, Uint32Array>;
  members: number;
}

const keptOf = new WeakMap<object, Map<string, Kept>>();
const EMPTY = new Uint32Array();

/** Reads of the database what nobody asked for before. */
export async function membersOf(transaction: Transaction, sets: Iterable<string>): Promise<SetMembers> {
  const kept = keptIn(transaction);
  const missing = [...new Set(sets)].filter((set) => !kept.sets.has(set));
  for (let from = 0; from < missing.length; from += SETS_AT_ONCE)
    await read(transaction, kept, missing.slice(from, from + SETS_AT_ONCE));
  return {
    packages: kept.packages,
    placeOf: (pkg) => kept.places.get(pkg) ?? kept.packages.length,
    of: (set) => kept.sets.get(set) ?? EMPTY,
  };
}

function keptIn({ database, organisation }: Transaction): Kept {
  const organisations = keptOf.get(database) ?? new Map<string, Kept>();
  keptOf.set(database, organisations);
  const known = organisations.get(organisation);
  if (known !== undefined && known.members <= MOST_MEMBERS) return known;
  const kept: Kept = { packages: [], places: new Map(), sets: new Map(), members: 0 };
  organisations.set(organisation, kept);
  return kept;
}

/** As text: an array of rows, or of numbers, takes the driver several times as long. */
async function read(transaction: Transaction, kept: Kept, sets: readonly string[]): Promise<void> {
  const rows = await transaction.query<{ readonly set: string; readonly packages: string }>(
    `select package_set as set, string_agg(package::text, ' ') as packages from package_set_member
     where organisation = $1 and package_set = any($2::bigint[]) group by package_set`,
    [transaction.organisation, `{${sets.join()}}`],
  );
  for (const { set, packages } of rows) {
    if (kept.sets.has(set)) continue;
    const members = Uint32Array.from(packages.split(' '), (id) => placeOf(kept, id));
    kept.sets.set(set, members);
    kept.members += members.length;
  }
}

function placeOf({ packages, places }: Kept, id: string): number {
  const known = places.get(id);
  if (known !== undefined) return known;
  places.set(id, packages.length);
  return packages.push(id) - 1;
}
