// API tokens as rows: found by the hash of their text together with the membership they hang from.
import type { Member, Role } from '../access/permissions.ts';
import type { ApiToken } from '../access/tokens/token.ts';
import type { Transaction } from './database.ts';

export interface NewApiToken {
  readonly hash: Uint8Array;
  readonly hint: string;
  readonly account: string;
  readonly label: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** The id it is spoken of by; it opens nothing. */
export async function addApiToken(transaction: Transaction, token: NewApiToken): Promise<string> {
  const [row] = await transaction.query<{ readonly id: string }>(
    `insert into api_token (organisation, digest, account, label, hint, scopes, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [
      transaction.organisation,
      Buffer.from(token.hash),
      token.account,
      token.label,
      token.hint,
      token.scopes,
      token.createdAt,
      token.expiresAt,
    ],
  );
  return row?.id ?? '';
}

/** What may be shown of a token. */
export interface ApiTokenRow {
  readonly id: string;
  readonly account: string;
  readonly label: string;
  readonly hint: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

const SHOWN = `t.id, t.account, t.label, t.hint, t.scopes, t.created_at as "createdAt", t.expires_at as "expiresAt",
  t.revoked_at as "revokedAt"`;

export interface FoundApiToken {
  readonly id: string;
  readonly member: Member;
  readonly token: ApiToken;
}

/** Undefined where there is none, or its person is no member any more. */
export async function apiTokenByHash(transaction: Transaction, hash: Uint8Array): Promise<FoundApiToken | undefined> {
  const { organisation } = transaction;
  const [row] = await transaction.query<ApiTokenRow & { readonly role: Role; readonly tagScope: string[] | null }>(
    `select ${SHOWN}, m.role, m.tag_scope as "tagScope"
     from api_token t join membership m on m.organisation = t.organisation and m.account = t.account
     where t.organisation = $1 and t.digest = $2`,
    [organisation, Buffer.from(hash)],
  );
  if (row === undefined) return undefined;
  const { id, account, role, tagScope, label, hint, scopes, createdAt, expiresAt, revokedAt } = row;
  const actor = `user:${account}`;
  return {
    id,
    member: { organisation, account, role, tagScope: tagScope ?? undefined },
    token: {
      kind: 'api',
      hash,
      hint,
      organisation,
      user: actor,
      createdBy: actor,
      label,
      scopes,
      createdAt,
      expiresAt,
      revokedAt: revokedAt ?? undefined,
    },
  };
}

/** The tokens of one person, or of all, the newest first; at most 1,000. */
export function apiTokens(transaction: Transaction, account: string | undefined): Promise<readonly ApiTokenRow[]> {
  return transaction.query<ApiTokenRow>(
    `select ${SHOWN} from api_token t where t.organisation = $1 and ($2::uuid is null or t.account = $2)
     order by t.created_at desc, t.id limit 1000`,
    [transaction.organisation, account ?? null],
  );
}

/** Held until the transaction ends. */
export async function holdApiToken(transaction: Transaction, id: string): Promise<ApiTokenRow | undefined> {
  const [row] = await transaction.query<ApiTokenRow>(
    `select ${SHOWN} from api_token t where t.organisation = $1 and t.id = $2 for update`,
    [transaction.organisation, id],
  );
  return row;
}

export async function revokeApiTokenRow(transaction: Transaction, id: string, now: Date): Promise<void> {
  await transaction.query('update api_token set revoked_at = $3 where organisation = $1 and id = $2', [
    transaction.organisation,
    id,
    now,
  ]);
}
