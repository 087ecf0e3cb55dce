// Public halves of the keys that operators sign plans with.
import type { Transaction } from './database.ts';

export interface OperatorKey {
  readonly fingerprint: string;
  /** As `writeSigningKey` gives it. */
  readonly publicKey: string;
  readonly label: string;
  readonly addedAt: Date;
  readonly addedBy: string;
  readonly revokedAt: Date | null;
}

export function operatorKeys(transaction: Transaction): Promise<readonly OperatorKey[]> {
  return transaction.query<OperatorKey & Record<string, unknown>>(
    `select encode(fingerprint, 'hex') as fingerprint, public_key as "publicKey", label, added_at as "addedAt",
       added_by as "addedBy", revoked_at as "revokedAt"
     from operator_key where organisation = $1 order by added_at, fingerprint`,
    [transaction.organisation],
  );
}

/** False where it is there already. */
export async function addOperatorKey(
  transaction: Transaction,
  { fingerprint, publicKey, label, addedAt, addedBy }: Omit<OperatorKey, 'revokedAt'>,
): Promise<boolean> {
  const added = await transaction.query(
    `insert into operator_key (organisation, fingerprint, public_key, label, added_at, added_by)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning label`,
    [transaction.organisation, Buffer.from(fingerprint, 'hex'), publicKey, label, addedAt, addedBy],
  );
  return added.length > 0;
}

/** False where there is none in force. */
export async function revokeOperatorKey(transaction: Transaction, fingerprint: string, now: Date): Promise<boolean> {
  const revoked = await transaction.query(
    `update operator_key set revoked_at = $3 where organisation = $1 and fingerprint = $2 and revoked_at is null
     returning label`,
    [transaction.organisation, Buffer.from(fingerprint, 'hex'), now],
  );
  return revoked.length > 0;
}
