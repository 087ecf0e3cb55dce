// How often signing in failed, counted before the password is looked at, so that many attempts at once count too.
import type { Transaction } from './database.ts';

export interface Counter {
  /** SHA-256 of what is counted; 32 bytes. */
  readonly key: Buffer;
  /** Failures that cost no waiting. Each one more doubles the wait, from 2 s to 15 min. */
  readonly free: number;
}

export type Counted = { readonly ok: true; readonly failures: number } | { readonly ok: false; readonly openAt: Date };

const FORGOTTEN_AFTER = "interval '1 day'";
const FAMILIAR_FOR = "interval '30 days'";

const AGAIN = `(case when c.tried_at < $2::timestamptz - ${FORGOTTEN_AFTER} then 1 else c.failures + 1 end)`;
const WAIT_SECONDS = `(case when ${AGAIN} <= $3::int then 0 else least(900, power(2, least(${AGAIN} - $3::int, 10))) end)`;

/** Whether this key was signed in with lately. */
export async function isFamiliar(transaction: Transaction, key: Buffer, now: Date): Promise<boolean> {
  const rows = await transaction.query(
    `select from sign_in_count where key = $1 and succeeded_at > $2::timestamptz - ${FAMILIAR_FOR}`,
    [key, now],
  );
  return rows.length > 0;
}

/** Counts an attempt as failed until it is known better. Not `ok`: too early, roll back. `failures`: of the fullest counter, before. */
export async function countAttempt(
  transaction: Transaction,
  counters: readonly Counter[],
  now: Date,
): Promise<Counted> {
  let failures = 0;
  // In one order, so that two attempts never wait for each other.
  for (const { key, free } of counters.toSorted((one, other) => Buffer.compare(one.key, other.key))) {
    const [counted] = await transaction.query<{ readonly failures: number }>(
      `insert into sign_in_count as c (key, failures, tried_at, open_at) values ($1, 1, $2, $2)
       on conflict (key) do update set failures = ${AGAIN}, tried_at = $2,
         open_at = $2::timestamptz + ${WAIT_SECONDS} * interval '1 second'
       where c.open_at <= $2 returning c.failures`,
      [key, now, free],
    );
    if (counted === undefined) {
      const [row] = await transaction.query<{ readonly openAt: Date }>(
        'select open_at as "openAt" from sign_in_count where key = $1',
        [key],
      );
      return { ok: false, openAt: row?.openAt ?? now };
    }
    failures = Math.max(failures, counted.failures - 1);
  }
  return { ok: true, failures };
}

/** The attempt was not wrong: it is taken back from its counters, and `familiar` is known from now on. */
export async function takeBackAttempt(
  transaction: Transaction,
  counters: readonly Counter[],
  familiar: Buffer | undefined,
  now: Date,
): Promise<void> {
  for (const { key } of counters.toSorted((one, other) => Buffer.compare(one.key, other.key))) {
    // Only its own failure: else whoever has an account could clear the count of the address by signing in.
    await transaction.query(
      'update sign_in_count set failures = greatest(0, failures - 1), open_at = $2 where key = $1',
      [key, now],
    );
  }
  if (familiar === undefined) return;
  await transaction.query(
    `insert into sign_in_count (key, failures, tried_at, open_at, succeeded_at) values ($1, 0, $2, $2, $2)
     on conflict (key) do update set failures = 0, tried_at = $2, open_at = $2, succeeded_at = $2`,
    [familiar, now],
  );
}

/** Forgets some of what no longer matters; cheap enough for each attempt. */
export async function forgetAttempts(transaction: Transaction, now: Date): Promise<void> {
  await transaction.query(
    `delete from sign_in_count where key in (
       select key from sign_in_count
       where tried_at < $1::timestamptz - ${FORGOTTEN_AFTER}
         and (succeeded_at is null or succeeded_at < $1::timestamptz - ${FAMILIAR_FOR})
       order by tried_at limit 10 for update skip locked)`,
    [now],
  );
}
