// Authenticators (TOTP) and recovery codes as rows: of a person, seen only by who is about to prove or has proved to be it.
import type { Transaction } from './database.ts';

export interface TotpRow {
  /** As `SecretSeal` has it. */
  readonly secret: Buffer;
  readonly isConfirmed: boolean;
  readonly lastStep: number;
}

/** From here on the transaction sees what proves this person. */
export async function presentAccount(transaction: Transaction, account: string): Promise<void> {
  await transaction.query("select set_config('suture.presented_account', $1, true)", [account]);
}

/** Held until the transaction ends. Behind `presentAccount`, as all here. */
export async function holdTotp(transaction: Transaction, account: string): Promise<TotpRow | undefined> {
  const [row] = await transaction.query<Omit<TotpRow, 'lastStep'> & { readonly lastStep: string }>(
    `select secret, confirmed_at is not null as "isConfirmed", last_step as "lastStep" from totp where account = $1
     for update`,
    [account],
  );
  return row === undefined ? undefined : { ...row, lastStep: Number(row.lastStep) };
}

/** `secret`: sealed. Not asked for until it is confirmed. */
export async function offerTotp(
  transaction: Transaction,
  account: string,
  secret: Uint8Array,
  now: Date,
): Promise<void> {
  await transaction.query('delete from totp where account = $1 and confirmed_at is null', [account]);
  await transaction.query('insert into totp (account, secret, created_at) values ($1, $2, $3)', [
    account,
    Buffer.from(secret),
    now,
  ]);
}

export async function confirmTotp(
  transaction: Transaction,
  account: string,
  step: number,
  recoveryCodes: readonly Uint8Array[],
  now: Date,
): Promise<void> {
  await transaction.query('update totp set confirmed_at = $2, last_step = $3 where account = $1', [account, now, step]);
  await transaction.query('insert into recovery_code (account, digest) select $1, unnest($2::bytea[])', [
    account,
    recoveryCodes.map((each) => Buffer.from(each)),
  ]);
}

/** The same secret, sealed now. */
export async function resealTotp(transaction: Transaction, account: string, sealed: Uint8Array): Promise<void> {
  await transaction.query('update totp set secret = $2 where account = $1', [account, Buffer.from(sealed)]);
}

/** False where a code of this step, or of a later one, was taken already. */
export async function takeStep(transaction: Transaction, account: string, step: number): Promise<boolean> {
  const taken = await transaction.query(
    'update totp set last_step = $2 where account = $1 and last_step < $2 returning account',
    [account, step],
  );
  return taken.length > 0;
}

/** False where there is none, or it was used. */
export async function takeRecoveryCode(
  transaction: Transaction,
  account: string,
  digest: Uint8Array,
  now: Date,
): Promise<boolean> {
  const taken = await transaction.query(
    'update recovery_code set used_at = $3 where account = $1 and digest = $2 and used_at is null returning account',
    [account, Buffer.from(digest), now],
  );
  return taken.length > 0;
}

export async function recoveryCodesLeft(transaction: Transaction, account: string): Promise<number> {
  const [row] = await transaction.query<{ readonly left: string }>(
    'select count(*) as left from recovery_code where account = $1 and used_at is null',
    [account],
  );
  return Number(row?.left ?? 0);
}

export async function removeTotp(transaction: Transaction, account: string): Promise<void> {
  await transaction.query('delete from totp where account = $1', [account]);
}
