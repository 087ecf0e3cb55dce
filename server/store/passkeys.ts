// Passkeys as rows, and the challenges that authenticators are asked to sign.
import { NOBODY } from './users.ts';
import type { Store, Transaction } from './database.ts';

export interface PasskeyRow {
  readonly id: string;
  readonly credential: string;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly host: string;
  readonly label: string;
  readonly createdAt: Date;
  readonly usedAt: Date | null;
}

const SHOWN = `id, credential, public_key as "publicKey", counter, transports, host, label, created_at as "createdAt",
  used_at as "usedAt"`;

type Stored = Omit<PasskeyRow, 'counter'> & { readonly counter: string };

const read = (row: Stored): PasskeyRow => ({ ...row, counter: Number(row.counter) });

/** Behind `presentAccount`, as all that names an account. The oldest first. */
export async function passkeysOf(transaction: Transaction, account: string): Promise<readonly PasskeyRow[]> {
  const rows = await transaction.query<Stored>(
    `select ${SHOWN} from passkey where account = $1 order by created_at, id`,
    [account],
  );
  return rows.map(read);
}

export type NewPasskey = Omit<PasskeyRow, 'id' | 'usedAt' | 'publicKey'> & {
  readonly account: string;
  readonly publicKey: Uint8Array;
};

/** Undefined where the authenticator is known already. */
export async function addPasskey(transaction: Transaction, passkey: NewPasskey): Promise<string | undefined> {
  const [row] = await transaction.query<{ readonly id: string }>(
    `insert into passkey (account, credential, public_key, counter, transports, host, label, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (credential) do nothing returning id`,
    [
      passkey.account,
      passkey.credential,
      Buffer.from(passkey.publicKey),
      passkey.counter,
      passkey.transports,
      passkey.host,
      passkey.label,
      passkey.createdAt,
    ],
  );
  return row?.id;
}

/** What was removed. */
export async function removePasskey(
  transaction: Transaction,
  account: string,
  id: string,
): Promise<Pick<PasskeyRow, 'label' | 'host'> | undefined> {
  const [row] = await transaction.query<Pick<PasskeyRow, 'label' | 'host'>>(
    'delete from passkey where account = $1 and id = $2 returning label, host',
    [account, id],
  );
  return row;
}

/** Whose a credential is; it proves nothing yet. */
export function accountOfCredential(store: Store, credential: string): Promise<string | undefined> {
  return store.inOrganisation(NOBODY, async (transaction) => {
    await transaction.query("select set_config('suture.presented_credential', $1, true)", [credential]);
    const [row] = await transaction.query<{ readonly account: string }>(
      'select account from passkey where credential = $1',
      [credential],
    );
    return row?.account;
  });
}

/** Held until the transaction ends. */
export async function holdPasskey(transaction: Transaction, credential: string): Promise<PasskeyRow | undefined> {
  const [row] = await transaction.query<Stored>(
    `select ${SHOWN} from passkey where credential = $1 and account = current_setting('suture.presented_account')::uuid
     for update`,
    [credential],
  );
  return row && read(row);
}

export async function usePasskey(transaction: Transaction, id: string, counter: number, now: Date): Promise<void> {
  await transaction.query('update passkey set counter = $2, used_at = $3 where id = $1', [id, counter, now]);
}

const presentDigest = (transaction: Transaction, digest: Uint8Array) =>
  transaction.query("select set_config('suture.presented_token', $1, true)", [Buffer.from(digest).toString('hex')]);

/** `account`: undefined for signing in. `digest`: SHA-256 of the challenge. */
export async function addChallenge(
  transaction: Transaction,
  digest: Uint8Array,
  account: string | undefined,
  expiresAt: Date,
): Promise<void> {
  await transaction.query(
    `delete from passkey_challenge where digest in
       (select digest from passkey_challenge where expires_at < now() order by expires_at limit 10)`,
  );
  await presentDigest(transaction, digest);
  await transaction.query('insert into passkey_challenge (digest, account, expires_at) values ($1, $2, $3)', [
    Buffer.from(digest),
    account ?? null,
    expiresAt,
  ]);
}

/** Whether it was asked of this account (undefined: of anybody) and is in time; it is used up in any case. */
export async function takeChallenge(
  transaction: Transaction,
  digest: Uint8Array,
  account: string | undefined,
  now: Date,
): Promise<boolean> {
  await presentDigest(transaction, digest);
  const [row] = await transaction.query<{ readonly account: string | null; readonly expiresAt: Date }>(
    'delete from passkey_challenge where digest = $1 returning account, expires_at as "expiresAt"',
    [Buffer.from(digest)],
  );
  return row !== undefined && row.account === (account ?? null) && row.expiresAt > now;
}
