// The one-time link for an organisation's first user, as rows.
import type { SetupToken } from '../access/tokens/token.ts';
import type { Transaction } from './database.ts';

export interface NewSetupLink {
  readonly hash: Uint8Array;
  readonly hint: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

/** Makes a link, and the only one: links made before stop working. */
export async function replaceSetupLinks(transaction: Transaction, link: NewSetupLink): Promise<void> {
  const { organisation } = transaction;
  await transaction.query(
    'update setup_link set revoked_at = $2 where organisation = $1 and revoked_at is null and used_at is null',
    [organisation, link.createdAt],
  );
  await transaction.query(
    'insert into setup_link (organisation, digest, hint, created_at, expires_at) values ($1, $2, $3, $4, $5)',
    [organisation, Buffer.from(link.hash), link.hint, link.createdAt, link.expiresAt],
  );
}

/** Held until the transaction ends. */
export async function holdSetupLink(transaction: Transaction, hash: Uint8Array): Promise<SetupToken | undefined> {
  const { organisation } = transaction;
  const [row] = await transaction.query<{
    readonly hint: string;
    readonly createdAt: Date;
    readonly expiresAt: Date;
    readonly usedAt: Date | null;
    readonly revokedAt: Date | null;
  }>(
    `select hint, created_at as "createdAt", expires_at as "expiresAt", used_at as "usedAt", revoked_at as "revokedAt"
     from setup_link where organisation = $1 and digest = $2 for no key update`,
    [organisation, Buffer.from(hash)],
  );
  if (row === undefined) return undefined;
  const { hint, createdAt, expiresAt, usedAt, revokedAt } = row;
  return {
    kind: 'setup',
    hash,
    hint,
    organisation,
    createdAt,
    createdBy: 'server',
    expiresAt,
    usesLeft: usedAt === null ? 1 : 0,
    revokedAt: revokedAt ?? undefined,
  };
}

export async function useSetupLink(transaction: Transaction, hash: Uint8Array, now: Date): Promise<void> {
  await transaction.query('update setup_link set used_at = $3 where organisation = $1 and digest = $2', [
    transaction.organisation,
    Buffer.from(hash),
    now,
  ]);
}
