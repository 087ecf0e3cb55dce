// How many findings an inventory may have: beyond that its packages count as not judged, and its endpoint as clear of nothing.
import type { Transaction } from './database.ts';

/** Of one set; ten times those of a machine with everything installed and nothing updated. */
const MOST_FINDINGS = 100_000;

/** Why a package has none though it should. */
export const BEYOND_LIMIT = `its inventory has more than ${MOST_FINDINGS} findings, and Suture keeps no more`;

/** In place of a vulnerability: the package may have any. */
export const ANY_VULNERABILITY = '*';

export interface Counted {
  /** Of a package. */
  readonly id: string;
  /** Rows that it would need. */
  readonly rows: number;
}

/**
 * Those packages that would bring all sets they are looked for in beyond the limit. They are looked for in the first and the
 * last set that has them, so that one inventory that is made up takes no package from those that are not.
 * A set has twice the limit at most: what is small for its size is not counted together.
 */
export async function beyondLimit(
  transaction: Transaction,
  packages: readonly Counted[],
  most = MOST_FINDINGS,
): Promise<ReadonlySet<string>> {
  const counted = packages.filter(({ rows }) => rows > 0);
  if (counted.length === 0) return new Set();
  const places = await transaction.query<{ readonly package: string; readonly set: string; readonly items: number }>(
    `select t.id as package, s.id as set, s.items
     from unnest($2::bigint[]) as t (id)
     cross join lateral (
       select min(m.package_set) as first, max(m.package_set) as last from package_set_member m
       where m.organisation = $1 and m.package = t.id
     ) held
     join package_set s on s.organisation = $1 and s.id in (held.first, held.last)`,
    [transaction.organisation, counted.map(({ id }) => id)],
  );
  const rowsOf = new Map(counted.map(({ id, rows }) => [id, rows]));
  const large = places.filter(({ package: id, items }) => (rowsOf.get(id) ?? 0) * items > most);
  if (large.length === 0) return new Set();
  const totals = await totalsOf(transaction, [...new Set(large.map(({ set }) => set))], packages);
  const beyond = new Set<string>();
  for (const [id, sets] of Map.groupBy(large, (place) => place.package)) {
    const rows = rowsOf.get(id) ?? 0;
    const isSmallSomewhere = places.some((place) => place.package === id && rows * place.items <= most);
    const fits = sets.filter(({ set }) => (totals.get(set) ?? 0) + rows <= most);
    if (fits.length === 0 && !isSmallSomewhere) beyond.add(id);
    else for (const { set } of fits) totals.set(set, (totals.get(set) ?? 0) + rows);
  }
  return beyond;
}

/** What the sets have without these packages, which are being judged. */
async function totalsOf(
  transaction: Transaction,
  sets: readonly string[],
  without: readonly Counted[],
): Promise<Map<string, number>> {
  const rows = await transaction.query<{ readonly set: string; readonly total: string }>(
    `select m.package_set as set, sum(p.findings) as total from package_set_member m
     join package p on p.organisation = $1 and p.id = m.package
     where m.organisation = $1 and m.package_set = any($2) and p.findings > 0 and not p.id = any($3)
     group by m.package_set`,
    [transaction.organisation, sets, without.map(({ id }) => id)],
  );
  return new Map(rows.map(({ set, total }) => [set, Number(total)]));
}

/** Packages that were beyond the limit are judged again when another set brings them. */
export async function judgeAgain(transaction: Transaction, set: string): Promise<void> {
  await transaction.query(
    `update package p set due = true from package_set_member m
     where m.organisation = $1 and m.package_set = $2 and p.organisation = $1 and p.id = m.package
       and p.unjudged = $3 and not p.due`,
    [transaction.organisation, set, BEYOND_LIMIT],
  );
}
