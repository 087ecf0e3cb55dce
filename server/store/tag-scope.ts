// The limit of sight that row-level security holds a transaction to (migration 0005).
import type { Transaction } from './database.ts';

/** From here on the transaction sees and changes only endpoints with one of these tags; with none, nothing. */
export async function limitToTags(transaction: Transaction, tags: readonly string[]): Promise<void> {
  // An array in PostgreSQL's own text form, which the policies read.
  await transaction.query("select set_config('suture.tag_scope', $1::text[]::text, true)", [tags]);
}
