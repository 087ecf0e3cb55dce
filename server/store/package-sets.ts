// Package sets by their digest: which are known, and how the content of a new one becomes rows.
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { lookupName } from '@suture/core/packages/ecosystems.ts';
import { type MatchingContext, ownerOf } from '@suture/core/matching/context.ts';
import { subjectOf } from '@suture/core/matching/families.ts';
import type { Package } from '@suture/core/packages/package.ts';
import type { Transaction } from './database.ts';
import { judgeAgain } from './finding-limits.ts';
import { addOffers } from './offers.ts';

export type SetKind = 'installed' | 'available';

export interface NewSet {
  readonly kind: SetKind;
  /** SHA-256 of `text`, computed here from the bytes and never taken on trust. */
  readonly digest: Uint8Array;
  /** The canonical text. */
  readonly text: string;
  /** The installed packages it states, each with the SHA-256 of its canonical line; empty for `available`. */
  readonly packages: readonly { readonly digest: Uint8Array; readonly package: Package }[];
  readonly items: number;
}

/** Ids of the sets that are known, as they were reported and apart from any context, by digest in hex. */
export async function knownSets(
  transaction: Transaction,
  kind: SetKind,
  digests: readonly Uint8Array[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await transaction.query<{ readonly id: string; readonly digest: Buffer }>(
    'select id, digest from package_set where organisation = $1 and kind = $2 and digest = any($3) and context = $4',
    [transaction.organisation, kind, digests.map((digest) => Buffer.from(digest)), NO_CONTEXT],
  );
  return new Map(rows.map(({ id, digest }) => [digest.toString('hex'), id]));
}

/** The canonical text of a set, as the base of a delta; undefined when the set is not known. */
export async function setText(
  transaction: Transaction,
  kind: SetKind,
  digest: Uint8Array,
): Promise<string | undefined> {
  const [row] = await transaction.query<{ readonly content: Buffer }>(
    'select content from package_set where organisation = $1 and kind = $2 and digest = $3 and context = $4',
    [transaction.organisation, kind, Buffer.from(digest), NO_CONTEXT],
  );
  return row === undefined ? undefined : zstdDecompressSync(row.content).toString();
}

/** Stores a set once, however many endpoints bring it at the same moment, and returns its id. */
export async function addSet(transaction: Transaction, set: NewSet): Promise<string> {
  const { organisation } = transaction;
  const [added] = await transaction.query<{ readonly id: string }>(
    `insert into package_set (organisation, kind, digest, items, content, ecosystems, owners)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (organisation, kind, digest, context) do nothing returning id`,
    [
      organisation,
      set.kind,
      Buffer.from(set.digest),
      set.items,
      zstdCompressSync(set.text),
      distinct(set.packages.map((entry) => entry.package.ecosystem ?? '')),
      distinct(set.packages.flatMap((entry) => ownerOf(entry.package) ?? [])),
    ],
  );
  if (added === undefined) {
    const known = await knownSets(transaction, set.kind, [set.digest]);
    return [...known.values()][0] ?? addSet(transaction, set);
  }
  if (set.packages.length > 0) {
    await addMembers(transaction, added.id, set.packages);
    await judgeAgain(transaction, added.id);
  }
  if (set.kind === 'available') await addOffers(transaction, added.id, set.text);
  return added.id;
}

/** The context of a set as it was reported. */
const NO_CONTEXT = Buffer.alloc(0);

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

export type NewMember = NewSet['packages'][number] & { readonly context?: MatchingContext };

/** Puts packages into a set, storing those that are new. */
export async function addMembers(transaction: Transaction, set: string, packages: readonly NewMember[]): Promise<void> {
  const columns = {
    digest: packages.map(({ digest }) => Buffer.from(digest)),
    purl: packages.map((entry) => entry.package.purl),
    ecosystem: packages.map((entry) => entry.package.ecosystem ?? null),
    name: packages.map((entry) => entry.package.name),
    version: packages.map((entry) => entry.package.version),
    arch: packages.map((entry) => entry.package.arch ?? null),
    sourceName: packages.map((entry) => entry.package.source.name),
    sourceVersion: packages.map((entry) => entry.package.source.version),
    subject: packages.map((entry) => lookupName(entry.package.ecosystem ?? '', subjectOf(entry.package).name)),
    detail: packages.map((entry) => JSON.stringify(detailOf(entry.package))),
    context: packages.map(({ context }) => (context === undefined ? null : JSON.stringify(context))),
  };
  // In one order everywhere, so that two sets stored at once wait for each other and do not deadlock.
  await transaction.query(
    `insert into package (organisation, digest, purl, ecosystem, name, version, arch, source_name, source_version, subject, detail, context)
     select $1, * from unnest($2::bytea[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::jsonb[], $12::jsonb[]) as t (digest)
     order by t.digest
     on conflict (organisation, digest) do nothing`,
    [transaction.organisation, ...Object.values(columns)],
  );
  await transaction.query(
    `insert into package_set_member (organisation, package_set, package)
     select $1, $2, id from package where organisation = $1 and digest = any($3)`,
    [transaction.organisation, set, columns.digest],
  );
}

/** What matching needs beyond the columns; the rest of a package is a column of its own. */
const detailOf = ({ hold, module, origin, owner }: Package): Partial<Package> => ({
  ...(hold !== undefined && { hold }),
  ...(module !== undefined && { module }),
  ...(origin !== undefined && { origin }),
  ...(owner !== undefined && { owner }),
});
