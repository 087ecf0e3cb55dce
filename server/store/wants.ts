// The sets that endpoints were asked for, and what a delta of each may start from.
import type { Transaction } from './database.ts';
import type { SetKind } from './package-sets.ts';

export interface Want {
  readonly kind: SetKind;
  /** 64 hexadecimal digits. */
  readonly digest: string;
  readonly base: string | undefined;
}

/** What the endpoint is asked for from now on; what it was asked for before is forgotten. */
export async function replaceWants(
  transaction: Transaction,
  endpoint: string,
  wants: readonly Want[],
  now: Date,
): Promise<void> {
  const { organisation } = transaction;
  await transaction.query('delete from endpoint_want where organisation = $1 and endpoint = $2', [
    organisation,
    endpoint,
  ]);
  if (wants.length === 0) return;
  await transaction.query(
    `insert into endpoint_want (organisation, endpoint, kind, digest, base, asked_at)
     select $1, $2, kind, decode(digest, 'hex'), decode(base, 'hex'), $6
     from unnest($3::text[], $4::text[], $5::text[]) as w (kind, digest, base)
     on conflict do nothing`,
    [
      organisation,
      endpoint,
      wants.map(({ kind }) => kind),
      wants.map(({ digest }) => digest),
      wants.map(({ base }) => base ?? null),
      now,
    ],
  );
}

/** Every kind under which the endpoint was asked for this digest: one, unless it makes things up. */
export async function wantsOf(transaction: Transaction, endpoint: string, digest: string): Promise<readonly Want[]> {
  const rows = await transaction.query<{
    readonly kind: SetKind;
    readonly digest: string;
    readonly base: string | null;
  }>(
    `select kind, encode(digest, 'hex') as digest, encode(base, 'hex') as base from endpoint_want
     where organisation = $1 and endpoint = $2 and digest = decode($3, 'hex')`,
    [transaction.organisation, endpoint, digest],
  );
  return rows.map((row) => ({ kind: row.kind, digest: row.digest, base: row.base ?? undefined }));
}

export interface FiledSection {
  readonly adapter: string;
  readonly kind: SetKind;
  readonly status: 'complete' | 'partial' | 'failed';
  readonly problems: readonly string[];
  readonly packageSet: string | null;
  /** Of the set it is filed with. */
  readonly digest: string | null;
}

/** The endpoint's sections as they are filed now. */
export function filedSections(transaction: Transaction, endpoint: string): Promise<readonly FiledSection[]> {
  return transaction.query(
    `select s.adapter, s.kind, s.status, s.problems, s.package_set as "packageSet", encode(p.digest, 'hex') as digest
     from section s left join package_set p on p.organisation = s.organisation and p.id = s.package_set
     where s.organisation = $1 and s.endpoint = $2`,
    [transaction.organisation, endpoint],
  );
}
