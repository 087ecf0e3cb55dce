// Enrolment tokens as rows: found by their hash before the organisation is known, and used up in the transaction that enrols.
import type { OrganisationId, Store, Transaction } from './database.ts';

export interface NewEnrolmentToken {
  /** SHA-256 of the text, from `newToken`. */
  readonly hash: Uint8Array;
  readonly hint: string;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date;
  readonly uses: number;
  readonly tags: readonly string[];
  /** Without it the endpoint waits as `pending` for a person. */
  readonly autoApprove: boolean;
}

/** The id it is spoken of by; it opens nothing. */
export async function addEnrolmentToken(transaction: Transaction, token: NewEnrolmentToken): Promise<string> {
  const [row] = await transaction.query<{ readonly id: string }>(
    `insert into enrolment_token
       (organisation, digest, hint, created_at, created_by, expires_at, uses, uses_left, tags, auto_approve)
     values ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9) returning id`,
    [
      transaction.organisation,
      Buffer.from(token.hash),
      token.hint,
      token.createdAt,
      token.createdBy,
      token.expiresAt,
      token.uses,
      token.tags,
      token.autoApprove,
    ],
  );
  return row?.id ?? '';
}

/** What may be shown of a token. */
export interface EnrolmentTokenRow {
  readonly id: string;
  readonly hint: string;
  readonly tags: readonly string[];
  /** Null where it is not known. */
  readonly uses: number | null;
  readonly usesLeft: number;
  readonly autoApprove: boolean;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

const SHOWN = `id, hint, tags, uses, uses_left as "usesLeft", auto_approve as "autoApprove", created_at as "createdAt",
  created_by as "createdBy", expires_at as "expiresAt", revoked_at as "revokedAt"`;

/** The newest first; at most 1,000. `within`: only those with one of these tags. */
export function enrolmentTokens(
  transaction: Transaction,
  within: readonly string[] | undefined,
): Promise<readonly EnrolmentTokenRow[]> {
  return transaction.query<EnrolmentTokenRow>(
    `select ${SHOWN} from enrolment_token where organisation = $1 and ($2::text[] is null or tags && $2)
     order by created_at desc, id limit 1000`,
    [transaction.organisation, within ?? null],
  );
}

/** Held until the transaction ends. */
export async function holdEnrolmentToken(transaction: Transaction, id: string): Promise<EnrolmentTokenRow | undefined> {
  const [row] = await transaction.query<EnrolmentTokenRow>(
    `select ${SHOWN} from enrolment_token where organisation = $1 and id = $2 for no key update`,
    [transaction.organisation, id],
  );
  return row;
}

export async function revokeEnrolmentTokenRow(transaction: Transaction, id: string, now: Date): Promise<void> {
  await transaction.query('update enrolment_token set revoked_at = $3 where organisation = $1 and id = $2', [
    transaction.organisation,
    id,
    now,
  ]);
}

/** No organisation has this id, so that a transaction in it sees nothing but the token that it shows. */
const NOBODY = '00000000-0000-0000-0000-000000000000' as OrganisationId;

/** Whose token this is; undefined for one that nobody made. */
export function organisationOfToken(store: Store, hash: Uint8Array): Promise<OrganisationId | undefined> {
  return store.inOrganisation(NOBODY, async (transaction) => {
    await transaction.query("select set_config('suture.presented_token', $1, true)", [
      Buffer.from(hash).toString('hex'),
    ]);
    const [row] = await transaction.query<{ readonly organisation: OrganisationId }>(
      'select organisation from enrolment_token where digest = $1',
      [Buffer.from(hash)],
    );
    return row?.organisation;
  });
}

export interface UsableToken {
  readonly usesLeft: number;
  readonly tags: readonly string[];
  readonly autoApprove: boolean;
}

const USABLE = 'organisation = $1 and digest = $2 and expires_at > $3 and revoked_at is null';

/** The token as it is at the moment; undefined where it is revoked, expired or another organisation's. */
export async function usableToken(
  transaction: Transaction,
  hash: Uint8Array,
  now: Date,
): Promise<UsableToken | undefined> {
  const [row] = await transaction.query<UsableToken>(
    `select uses_left as "usesLeft", tags, auto_approve as "autoApprove" from enrolment_token where ${USABLE}`,
    [transaction.organisation, Buffer.from(hash), now],
  );
  return row;
}

/**
 * Takes one use; false where there is none any more. From here until the commit whoever uses or revokes the token waits, so call it
 * last: a whole site joins with one.
 */
export async function useToken(transaction: Transaction, hash: Uint8Array, now: Date): Promise<boolean> {
  const used = await transaction.query(
    `update enrolment_token set uses_left = uses_left - 1 where ${USABLE} and uses_left > 0 returning 1`,
    [transaction.organisation, Buffer.from(hash), now],
  );
  return used.length > 0;
}
