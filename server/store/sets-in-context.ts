// Sets whose packages are judged by more than themselves: one more set for each context that such a set is found in.
import { createHash } from 'node:crypto';
import {
  type MatchingContext,
  type Owner,
  contextOf,
  goesBySubscription,
  ownersAmong,
} from '@suture/core/matching/context.ts';
import type { OperatingSystem, Package } from '@suture/core/packages/package.ts';
import { changelogsOfSet } from './changelogs.ts';
import type { Transaction } from './database.ts';
import { type NewMember, addMembers } from './package-sets.ts';
import { PACKAGE_COLUMNS, type PackageRow, packageOf } from './package-rows.ts';

/**
 * The sets to file an endpoint's `installed` sections under, by the ids given, which may be those of sets as they were
 * reported (`addSet`, `knownSets`) or of sets that this function gave before. Nearly all are filed as they were reported.
 * To be asked again, with all installed sets of the endpoint, whenever one of them, what is offered in their place, or its
 * subscriptions changed. `offered`: the available set of the same adapter, by the id of the installed one.
 */
export async function setsInContext(
  transaction: Transaction,
  system: OperatingSystem | undefined,
  installed: readonly string[],
  offered: ReadonlyMap<string, string> = new Map(),
): Promise<ReadonlyMap<string, string>> {
  const sets = await transaction.query<SetRow>(
    `select s.id as given, reported.id, reported.ecosystems, reported.owners from package_set s
     join package_set reported on reported.organisation = s.organisation and reported.kind = s.kind
       and reported.digest = s.digest and reported.context = ''
     where s.organisation = $1 and s.id = any($2)`,
    [transaction.organisation, installed],
  );
  const reported = sets.map(({ id }) => id);
  const owners = await ownersOf(transaction, reported, [...new Set(sets.flatMap((set) => set.owners))]);
  const found = new Map<string, string>();
  for (const set of sets) {
    const changelogs = await changelogsFor(transaction, set.id, offered.get(set.given));
    const context = contextOfSet(set, system, owners, changelogs);
    const packagesIn = (pkg: Package) => contextOf(pkg, system, owners, changelogs);
    found.set(set.given, context === undefined ? set.id : await setIn(transaction, set.id, context, packagesIn));
  }
  return found;
}

interface SetRow {
  readonly given: string;
  readonly id: string;
  readonly ecosystems: readonly string[];
  readonly owners: readonly string[];
}

async function ownersOf(
  transaction: Transaction,
  sets: readonly string[],
  names: readonly string[],
): Promise<ReadonlyMap<string, Owner>> {
  if (names.length === 0) return new Map();
  const rows = await transaction.query<PackageRow>(
    `select distinct ${PACKAGE_COLUMNS} from package p
     join package_set_member m on m.organisation = p.organisation and m.package = p.id
     where p.organisation = $1 and p.name = any($2) and m.package_set = any($3)
     order by p.id`,
    [transaction.organisation, names, sets],
  );
  return ownersAmong(rows.map(packageOf));
}

/** Those that speak of a source which the set has packages of. */
async function changelogsFor(
  transaction: Transaction,
  set: string,
  available: string | undefined,
): Promise<ReadonlyMap<string, string>> {
  const stated = available === undefined ? NONE : await changelogsOfSet(transaction, available);
  if (stated.size === 0) return NONE;
  const rows = await transaction.query<{ readonly name: string }>(
    `select distinct p.source_name as name from package_set_member m
     join package p on p.organisation = $1 and p.id = m.package
     where m.organisation = $1 and m.package_set = $2 and p.source_name = any($3)`,
    [transaction.organisation, set, [...stated.keys()]],
  );
  const present = new Set(rows.map(({ name }) => name));
  return new Map([...stated].filter(([name]) => present.has(name)));
}

const NONE: ReadonlyMap<string, string> = new Map();

/** Everything that the contexts of its packages can come from; undefined where none of them has one. */
function contextOfSet(
  { ecosystems, owners }: SetRow,
  system: OperatingSystem | undefined,
  known: ReadonlyMap<string, Owner>,
  changelogs: ReadonlyMap<string, string>,
): string | undefined {
  const subscriptions = ecosystems.some(goesBySubscription) ? [...new Set(system?.subscriptions)].sort() : [];
  const present = owners.flatMap((name) => known.get(name) ?? []);
  if (subscriptions.length === 0 && present.length === 0 && changelogs.size === 0) return undefined;
  const stated = changelogs.size === 0 ? [] : [[...changelogs].sort(([a], [b]) => (a < b ? -1 : 1))];
  return JSON.stringify([subscriptions, subscriptions.length > 0 ? system?.version : '', present, ...stated]);
}

type ContextIn = (pkg: Package) => MatchingContext | undefined;

async function setIn(
  transaction: Transaction,
  reported: string,
  context: string,
  packagesIn: ContextIn,
): Promise<string> {
  const digest = createHash('sha256').update(context).digest();
  const known = await knownIn(transaction, reported, digest);
  if (known !== undefined) return known;
  const [added] = await transaction.query<{ readonly id: string }>(
    `insert into package_set (organisation, kind, digest, items, ecosystems, owners, content, context)
     select organisation, kind, digest, items, ecosystems, owners, content, $3 from package_set
     where organisation = $1 and id = $2
     on conflict (organisation, kind, digest, context) do nothing returning id`,
    [transaction.organisation, reported, digest],
  );
  if (added === undefined) {
    const other = await knownIn(transaction, reported, digest);
    if (other === undefined) throw new Error(`set ${reported} went away while it was in use`);
    return other;
  }
  await fill(transaction, reported, added.id, packagesIn);
  return added.id;
}

async function knownIn(transaction: Transaction, reported: string, digest: Buffer): Promise<string | undefined> {
  const [row] = await transaction.query<{ readonly id: string }>(
    `select other.id from package_set s
     join package_set other on other.organisation = s.organisation and other.kind = s.kind and other.digest = s.digest
     where s.organisation = $1 and s.id = $2 and other.context = $3`,
    [transaction.organisation, reported, digest],
  );
  return row?.id;
}

async function fill(transaction: Transaction, reported: string, set: string, packagesIn: ContextIn): Promise<void> {
  const rows = await transaction.query<PackageRow & { readonly digest: Buffer }>(
    `select ${PACKAGE_COLUMNS}, p.digest from package_set_member m
     join package p on p.organisation = m.organisation and p.id = m.package
     where m.organisation = $1 and m.package_set = $2`,
    [transaction.organisation, reported],
  );
  const plain: string[] = [];
  const special: NewMember[] = [];
  for (const row of rows) {
    const pkg = packageOf(row);
    const context = packagesIn(pkg);
    if (context === undefined) plain.push(row.id);
    else special.push({ digest: digestIn(row.digest, context), package: pkg, context });
  }
  await transaction.query(
    'insert into package_set_member (organisation, package_set, package) select $1, $2, unnest($3::bigint[])',
    [transaction.organisation, set, plain],
  );
  if (special.length > 0) await addMembers(transaction, set, special);
}

const digestIn = (digest: Buffer, context: MatchingContext): Buffer =>
  createHash('sha256').update(digest).update(JSON.stringify(context)).digest();
