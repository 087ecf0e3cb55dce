// Keys and certificates of endpoints: whose a key is, what was issued for it, and whether it may still be shown.
import type { Transaction } from './database.ts';

export type RevocationReason = 'superseded' | 'key-lost' | 'cloned' | 'endpoint-removed' | 'by-person';

export interface IssuedCertificate {
  readonly endpoint: string;
  /** 32 hexadecimal digits. */
  readonly serial: string;
  /** Of the public key, 64 hexadecimal digits. */
  readonly keyFingerprint: string;
  readonly renewAfter: Date;
  readonly notAfter: Date;
}

/** Whose this key is, and the token (hexadecimal) it was enrolled with; undefined for a new one. */
export async function ownerOfKey(
  transaction: Transaction,
  keyFingerprint: string,
): Promise<{ readonly endpoint: string; readonly token: string | null } | undefined> {
  const [row] = await transaction.query<{ readonly endpoint: string; readonly token: string | null }>(
    "select endpoint, encode(token, 'hex') as token from endpoint_key where organisation = $1 and digest = $2",
    [transaction.organisation, Buffer.from(keyFingerprint, 'hex')],
  );
  return row;
}

/** Makes the key this endpoint's; false where it is another's already. */
export async function claimKey(
  transaction: Transaction,
  endpoint: string,
  keyFingerprint: string,
  token?: Uint8Array,
): Promise<boolean> {
  await transaction.query(
    `insert into endpoint_key (organisation, digest, endpoint, token) values ($1, $2, $3, $4)
     on conflict (organisation, digest) do nothing`,
    [
      transaction.organisation,
      Buffer.from(keyFingerprint, 'hex'),
      endpoint,
      token === undefined ? null : Buffer.from(token),
    ],
  );
  return (await ownerOfKey(transaction, keyFingerprint))?.endpoint === endpoint;
}

export async function recordCertificate(transaction: Transaction, issued: IssuedCertificate, now: Date): Promise<void> {
  await transaction.query(
    `insert into endpoint_certificate (organisation, serial, endpoint, key_digest, issued_at, renew_after, not_after)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      transaction.organisation,
      issued.serial,
      issued.endpoint,
      Buffer.from(issued.keyFingerprint, 'hex'),
      now,
      issued.renewAfter,
      issued.notAfter,
    ],
  );
}

export interface Standing {
  readonly state: 'pending' | 'active' | 'quarantined';
  readonly issuedAt: Date;
  readonly renewAfter: Date;
}

/**
 * Whether the holder of this certificate may speak for the endpoint now, asked of the database at each request, so that a
 * revocation is in force on all servers when it is committed. Undefined: revoked, removed, or never issued by us.
 * `held`: the endpoint's row is locked until the transaction ends.
 */
export async function standingOf(
  transaction: Transaction,
  endpoint: string,
  serial: string,
  { held = false }: { readonly held?: boolean } = {},
): Promise<Standing | undefined> {
  const [row] = await transaction.query<Standing>(
    `select e.state, c.issued_at as "issuedAt", c.renew_after as "renewAfter"
     from endpoint e join endpoint_certificate c on c.organisation = e.organisation and c.endpoint = e.id
     where e.organisation = $1 and e.id = $2 and c.serial = $3 and c.revoked_at is null and e.state <> 'revoked'
     ${held ? 'for no key update of e' : ''}`,
    [transaction.organisation, endpoint, serial],
  );
  return row;
}

/** Revokes all certificates of an endpoint but those named. */
export async function revokeCertificates(
  transaction: Transaction,
  endpoint: string,
  reason: RevocationReason,
  now: Date,
  but: readonly string[] = [],
): Promise<void> {
  await transaction.query(
    `update endpoint_certificate set revoked_at = $4, revoked_reason = $3
     where organisation = $1 and endpoint = $2 and revoked_at is null and serial <> all($5)`,
    [transaction.organisation, endpoint, reason, now, but],
  );
}
