// Packages of one's own: files in parts, releases with the signatures under them, and the number of what is on offer.
import type { Transaction } from './database.ts';

const bytesOf = (hex: string): Buffer => Buffer.from(hex, 'hex');

export interface OwnFileRow {
  readonly isComplete: boolean;
  /** From the first on without a gap. */
  readonly parts: number;
}

export async function ownFile(transaction: Transaction, digest: string): Promise<OwnFileRow | undefined> {
  const [row] = await transaction.query<OwnFileRow & Record<string, unknown>>(
    `select f.bytes is not null as "isComplete",
       (select count(*)::int from own_file_part p where p.organisation = $1 and p.digest = $2) as parts
     from own_file f where f.organisation = $1 and f.digest = $2`,
    [transaction.organisation, bytesOf(digest)],
  );
  return row;
}

/** The file's row is held, so that its parts come one after the other. */
export async function beginOwnFile(transaction: Transaction, digest: string, by: string, at: Date): Promise<void> {
  await transaction.query(
    'insert into own_file (organisation, digest, begun_at, begun_by) values ($1, $2, $3, $4) on conflict do nothing',
    [transaction.organisation, bytesOf(digest), at, by],
  );
  await transaction.query('select 1 from own_file where organisation = $1 and digest = $2 for update', [
    transaction.organisation,
    bytesOf(digest),
  ]);
}

export async function addOwnFilePart(
  transaction: Transaction,
  digest: string,
  part: number,
  data: Uint8Array,
): Promise<void> {
  await transaction.query('insert into own_file_part (organisation, digest, part, data) values ($1, $2, $3, $4)', [
    transaction.organisation,
    bytesOf(digest),
    part,
    data,
  ]);
}

export async function ownFilePart(transaction: Transaction, digest: string, part: number): Promise<Buffer | undefined> {
  const [row] = await transaction.query<{ data: Buffer }>(
    'select data from own_file_part where organisation = $1 and digest = $2 and part = $3',
    [transaction.organisation, bytesOf(digest), part],
  );
  return row?.data;
}

export async function completeOwnFile(transaction: Transaction, digest: string, bytes: number): Promise<void> {
  await transaction.query('update own_file set bytes = $3 where organisation = $1 and digest = $2', [
    transaction.organisation,
    bytesOf(digest),
    bytes,
  ]);
}

/** Only one that is not complete. */
export async function dropOwnFile(transaction: Transaction, digest: string): Promise<void> {
  await transaction.query('delete from own_file where organisation = $1 and digest = $2 and bytes is null', [
    transaction.organisation,
    bytesOf(digest),
  ]);
}

/** Bytes of all files, those that are not complete too. */
export async function ownFileBytes(transaction: Transaction): Promise<number> {
  const [row] = await transaction.query<{ bytes: number }>(
    `select coalesce(sum(coalesce(f.bytes, (
       select sum(octet_length(p.data)) from own_file_part p where p.organisation = $1 and p.digest = f.digest
     ))), 0)::float8 as bytes from own_file f where f.organisation = $1`,
    [transaction.organisation],
  );
  return row?.bytes ?? 0;
}

/** Of these, the ones that are there whole, with their sizes. */
export async function completeOwnFiles(
  transaction: Transaction,
  digests: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await transaction.query<{ digest: string; bytes: number }>(
    `select encode(digest, 'hex') as digest, bytes::float8 as bytes from own_file
     where organisation = $1 and bytes is not null and digest = any($2)`,
    [transaction.organisation, digests.map(bytesOf)],
  );
  return new Map(rows.map(({ digest, bytes }) => [digest, bytes]));
}

/** Whether a release on offer has it: nothing else is handed to endpoints. */
export async function isOffered(transaction: Transaction, digest: string): Promise<boolean> {
  const rows = await transaction.query(
    `select 1 from own_release_file f join own_release r using (organisation, package, version)
     where f.organisation = $1 and f.digest = $2 and r.withdrawn_at is null limit 1`,
    [transaction.organisation, bytesOf(digest)],
  );
  return rows.length > 0;
}

/**
 * A few files that were begun before this and that no release on offer has: sent and never published, or of releases that were
 * withdrawn before it. How many.
 */
export async function forgetOwnFiles(transaction: Transaction, before: Date): Promise<number> {
  const { organisation } = transaction;
  await transaction.query(
    `delete from own_release_file f using own_release r
     where f.organisation = $1 and r.organisation = $1 and r.package = f.package and r.version = f.version
       and r.withdrawn_at < $2`,
    [organisation, before],
  );
  const gone = await transaction.query(
    `delete from own_file where organisation = $1 and digest in (
       select digest from own_file f where f.organisation = $1 and f.begun_at < $2 and not exists (
         select 1 from own_release_file r where r.organisation = $1 and r.digest = f.digest
       ) limit 4
     ) returning digest`,
    [organisation, before],
  );
  return gone.length;
}

export interface OwnReleaseRow {
  readonly package: string;
  readonly version: string;
  readonly digest: string;
  readonly document: string;
  readonly publishedAt: Date;
  readonly publishedBy: string;
  readonly withdrawnAt: Date | null;
  readonly signatures: readonly { readonly key: string; readonly sig: string }[];
}

export function ownReleases(transaction: Transaction): Promise<readonly OwnReleaseRow[]> {
  return transaction.query<OwnReleaseRow & Record<string, unknown>>(
    `select r.package, r.version, encode(r.digest, 'hex') as digest, r.document, r.published_at as "publishedAt",
       r.published_by as "publishedBy", r.withdrawn_at as "withdrawnAt", coalesce((
         select jsonb_agg(jsonb_build_object('key', encode(s.key, 'hex'), 'sig', translate(encode(s.signature, 'base64'), E'\\n', '')) order by s.at, s.key)
         from own_release_signature s where s.organisation = $1 and s.package = r.package and s.version = r.version
       ), '[]') as signatures
     from own_release r where r.organisation = $1 order by r.package, r.published_at, r.version`,
    [transaction.organisation],
  );
}

/** Versions of what these installed sets of the adapter `own` have, by set and name. */
export async function ownInstalled(
  transaction: Transaction,
  sets: readonly number[],
): Promise<ReadonlyMap<number, ReadonlyMap<string, string>>> {
  const rows = await transaction.query<{ set: number; name: string; version: string }>(
    `select m.package_set::int as set, p.name, p.version from package_set_member m
     join package p on p.organisation = $1 and p.id = m.package
     where m.organisation = $1 and m.package_set = any($2::bigint[])`,
    [transaction.organisation, sets],
  );
  const bySet = Map.groupBy(rows, ({ set }) => set);
  return new Map([...bySet].map(([set, of]) => [set, new Map(of.map(({ name, version }) => [name, version]))]));
}

export async function addOwnRelease(
  transaction: Transaction,
  { package: name, version, digest, document }: Pick<OwnReleaseRow, 'package' | 'version' | 'digest' | 'document'>,
  files: readonly string[],
  by: string,
  at: Date,
): Promise<void> {
  const { organisation } = transaction;
  await transaction.query(
    `insert into own_release (organisation, package, version, digest, document, published_at, published_by)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [organisation, name, version, bytesOf(digest), document, at, by],
  );
  await transaction.query(
    'insert into own_release_file (organisation, package, version, digest) select $1, $2, $3, unnest($4::bytea[])',
    [organisation, name, version, [...new Set(files)].map(bytesOf)],
  );
}

/** False where that key has signed it already. */
export async function addOwnReleaseSignature(
  transaction: Transaction,
  { package: name, version }: Pick<OwnReleaseRow, 'package' | 'version'>,
  { key, signature }: { readonly key: string; readonly signature: Uint8Array },
  by: string,
  at: Date,
): Promise<boolean> {
  const added = await transaction.query(
    `insert into own_release_signature (organisation, package, version, key, signature, at, by)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning package`,
    [transaction.organisation, name, version, bytesOf(key), signature, at, by],
  );
  return added.length > 0;
}

/** False where there is none on offer. */
export async function withdrawOwnRelease(
  transaction: Transaction,
  { package: name, version }: Pick<OwnReleaseRow, 'package' | 'version'>,
  at: Date,
): Promise<boolean> {
  const withdrawn = await transaction.query(
    `update own_release set withdrawn_at = $4 where organisation = $1 and package = $2 and version = $3
     and withdrawn_at is null returning package`,
    [transaction.organisation, name, version, at],
  );
  return withdrawn.length > 0;
}

/** What is on offer has changed: its number is one more. Held until the end of the transaction. */
export async function countOwnIndex(transaction: Transaction, at: Date): Promise<void> {
  await transaction.query(
    `insert into own_index (organisation, number, changed_at) values ($1, 1, $2)
     on conflict (organisation) do update set number = own_index.number + 1, changed_at = excluded.changed_at`,
    [transaction.organisation, at],
  );
}

/** 0 where nothing was ever on offer. */
export async function ownIndexNumber(transaction: Transaction): Promise<number> {
  const [row] = await transaction.query<{ number: number }>(
    'select number::float8 as number from own_index where organisation = $1',
    [transaction.organisation],
  );
  return row?.number ?? 0;
}
