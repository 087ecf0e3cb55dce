// Writes that name themselves by a key: the row that says one was done is in the transaction that does it.
import type { Transaction } from './database.ts';

export type Begun =
  /** Nobody did it; whoever asks for the same meanwhile waits until this transaction ends. */
  | { readonly kind: 'new' }
  /** It was done; `answer` is what was kept of it. */
  | { readonly kind: 'done'; readonly answer: Buffer }
  /** The key was used for another request. */
  | { readonly kind: 'other' };

const KEPT_FOR = "interval '1 day'";

/** `digest`: of who asks and the key. `request`: of what is asked. SHA-256 both. */
export async function beginOnce(
  transaction: Transaction,
  digest: Uint8Array,
  request: Uint8Array,
  now: Date,
): Promise<Begun> {
  const { organisation } = transaction;
  await transaction.query(
    `delete from idempotency_key where organisation = $1 and digest in (
       select digest from idempotency_key where organisation = $1 and created_at < $2::timestamptz - ${KEPT_FOR}
       order by created_at limit 10 for update skip locked)`,
    [organisation, now],
  );
  const begun = await transaction.query(
    `insert into idempotency_key as k (organisation, digest, request, created_at) values ($1, $2, $3, $4)
     on conflict (organisation, digest) do update set request = $3, answer = null, created_at = $4
     where k.created_at < $4::timestamptz - ${KEPT_FOR} returning k.digest`,
    [organisation, Buffer.from(digest), Buffer.from(request), now],
  );
  if (begun.length > 0) return { kind: 'new' };
  const [kept] = await transaction.query<{ readonly request: Buffer; readonly answer: Buffer }>(
    'select request, answer from idempotency_key where organisation = $1 and digest = $2',
    [organisation, Buffer.from(digest)],
  );
  return kept === undefined || Buffer.compare(kept.request, request) !== 0
    ? { kind: 'other' }
    : { kind: 'done', answer: kept.answer };
}

export async function keepAnswer(transaction: Transaction, digest: Uint8Array, answer: Uint8Array): Promise<void> {
  await transaction.query('update idempotency_key set answer = $3 where organisation = $1 and digest = $2', [
    transaction.organisation,
    Buffer.from(digest),
    Buffer.from(answer),
  ]);
}

/** It was refused and changed nothing, so that it may be asked again. */
export async function forgetOnce(transaction: Transaction, digest: Uint8Array): Promise<void> {
  await transaction.query('delete from idempotency_key where organisation = $1 and digest = $2', [
    transaction.organisation,
    Buffer.from(digest),
  ]);
}
