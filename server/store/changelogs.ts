// Changelogs of updates on offer: kept once for all sets that state them, and asked for where no advisory explains an update.
import { createHash } from 'node:crypto';
import type { AvailableUpdate, ChangelogFix } from '@suture/core/packages/package-set-available.ts';
import type { Transaction } from './database.ts';
import { storable } from './finding-groups.ts';

/** Of one source version; thrice what the kernel of a release closes in its whole life. Beyond it is not believed at all. */
const MOST_FIXES = 20_000;

/**
 * Keeps what a set states of the security updates that it offers itself; what it says of others counts nowhere.
 * `updates` and `fixes` are those of the set.
 */
export async function addChangelogs(
  transaction: Transaction,
  set: string,
  updates: readonly AvailableUpdate[],
  fixes: readonly ChangelogFix[],
): Promise<void> {
  if (fixes.length === 0) return;
  const offered = new Set(updates.filter(({ security }) => security.is === true).map(({ source }) => keyOf(source)));
  const bySource = [...Map.groupBy(fixes, ({ source }) => keyOf(source))];
  const rows = bySource
    .filter(([key, { length }]) => offered.has(key) && length <= MOST_FIXES)
    .map(([, of]) => rowOf(of))
    .toSorted((a, b) => (a.digest < b.digest ? -1 : 1));
  if (rows.length === 0) return;
  const { organisation } = transaction;
  await transaction.query(
    `insert into changelog (organisation, digest, source_name, source_version, fixes)
     select $1, decode(digest, 'hex'), name, version, fixes
     from jsonb_to_recordset($2::jsonb) as n (digest text, name text, version text, fixes jsonb)
     order by digest on conflict (organisation, digest) do nothing`,
    [organisation, storable(rows)],
  );
  await transaction.query(
    `insert into changelog_set_member (organisation, package_set, changelog)
     select $1, $2, id from changelog where organisation = $1 and digest = any($3) on conflict do nothing`,
    [organisation, set, rows.map(({ digest }) => Buffer.from(digest, 'hex'))],
  );
}

const keyOf = ({ name, version }: AvailableUpdate['source']): string => `${name}\n${version}`;

/** Equal statements have one digest: the lines of a set are in one order. */
function rowOf(fixes: readonly ChangelogFix[]) {
  const { name, version } = (fixes[0] as ChangelogFix).source;
  const said = fixes.map(({ vulnerability, since, published }) => ({ vulnerability, since, published }));
  const digest = createHash('sha256')
    .update(JSON.stringify([name, version, said]))
    .digest('hex');
  return { digest, name, version, fixes: said };
}

/** What an available set states, by the name of the source: the digest in hex. */
export async function changelogsOfSet(transaction: Transaction, set: string): Promise<ReadonlyMap<string, string>> {
  const rows = await transaction.query<{ readonly name: string; readonly digest: string }>(
    `select c.source_name as name, encode(c.digest, 'hex') as digest from changelog_set_member m
     join changelog c on c.organisation = $1 and c.id = m.changelog
     where m.organisation = $1 and m.package_set = $2 order by c.source_name, c.id`,
    [transaction.organisation, set],
  );
  return new Map(rows.map(({ name, digest }) => [name, digest]));
}

/** By digest in hex. One that is gone is not among them, and explains nothing any more. */
export async function changelogFixes(
  transaction: Transaction,
  digests: readonly string[],
): Promise<ReadonlyMap<string, readonly ChangelogFix[]>> {
  if (digests.length === 0) return new Map();
  const rows = await transaction.query<{
    readonly digest: string;
    readonly name: string;
    readonly version: string;
    readonly fixes: readonly Omit<ChangelogFix, 'source'>[];
  }>(
    `select encode(digest, 'hex') as digest, source_name as name, source_version as version, fixes
     from changelog where organisation = $1 and digest = any($2)`,
    [transaction.organisation, digests.map((digest) => Buffer.from(digest, 'hex'))],
  );
  return new Map(
    rows.map(({ digest, name, version, fixes }) => [
      digest,
      fixes.map((fix) => ({ ...fix, source: { name, version } })),
    ]),
  );
}

export interface Unexplained {
  /** Security updates on offer that no advisory explains: none that stands against what is installed names them as its fix. */
  readonly updates: readonly { readonly source: string; readonly version: string }[];
  /** Some of what is installed is not judged yet, and came within the last hour: to be asked again soon. */
  readonly isEarly: boolean;
}

/** Of one endpoint, by its sections as they are filed. `limit`: most updates. */
export async function unexplainedUpdates(
  transaction: Transaction,
  endpoint: string,
  now: Date,
  limit: number,
): Promise<Unexplained> {
  const offered = await securityOffers(transaction, endpoint);
  if (offered.length === 0) return { updates: [], isEarly: false };
  const rows = await transaction.query<{
    readonly source: string;
    readonly version: string;
    readonly explained: boolean;
    readonly early: boolean;
  }>(
    `select o.source, o.version, bool_or(p.due and o.since > $3) as early,
       bool_or(exists (select from package_finding f
         where f.organisation = $1 and f.package = p.id and f.until is null and f.fixed_version = o.version
           and cardinality(f.advisories) > 0)) as explained
     from jsonb_to_recordset($2::jsonb) as o (source text, version text, package text, installed text, set bigint, since timestamptz)
     join package p on p.organisation = $1 and p.name = o.package and p.version = o.installed
     join package_set_member m on m.organisation = $1 and m.package_set = o.set and m.package = p.id
     group by o.source, o.version order by 1, 2`,
    [transaction.organisation, JSON.stringify(offered), new Date(now.getTime() - EARLY_MS)],
  );
  return {
    updates: rows
      .filter(({ explained }) => !explained)
      .slice(0, limit)
      .map(({ source, version }) => ({ source, version })),
    isEarly: rows.some(({ early }) => early),
  };
}

/** By themselves: most endpoints are offered few or none, and what they have installed need not be looked through then. */
function securityOffers(transaction: Transaction, endpoint: string) {
  return transaction.query<{
    readonly source: string;
    readonly version: string;
    readonly package: string;
    readonly installed: string;
    /** The installed set of the same adapter, and since when it is filed. */
    readonly set: string;
    readonly since: Date;
  }>(
    `select o.source_name as source, o.source_version as version, o.package, o.installed, i.package_set as set, i.since
     from section i
     join section a on a.organisation = $1 and a.endpoint = i.endpoint and a.adapter = i.adapter and a.kind = 'available'
     join offer_set_member om on om.organisation = $1 and om.package_set = a.package_set
     join offer o on o.organisation = $1 and o.id = om.offer and o.security
     where i.organisation = $1 and i.endpoint = $2 and i.kind = 'installed' and i.package_set is not null`,
    [transaction.organisation, endpoint],
  );
}

const EARLY_MS = 3_600_000;

/** Up to `limit` that no set states any more and no package is judged by. Returns how many. */
export async function forgetChangelogs(transaction: Transaction, limit = 100): Promise<number> {
  const gone = await transaction.query(
    `delete from changelog where organisation = $1 and id in (
       select c.id from changelog c where c.organisation = $1
         and not exists (select from changelog_set_member m where m.organisation = $1 and m.changelog = c.id)
         and encode(c.digest, 'hex') not in (select p.context ->> 'changelog' from package p
           where p.organisation = $1 and p.context ->> 'changelog' is not null)
       order by c.id limit $2 for update skip locked)
     returning id`,
    [transaction.organisation, limit],
  );
  return gone.length;
}
