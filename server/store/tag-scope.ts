// The limit of sight that row-level security holds a transaction to (migration 0005).
import type { Transaction } from './database.ts';

/** From here on the transaction sees and changes only endpoints with one of these tags; with none, nothing. */
export async function limitToTags(transaction: Transaction, tags: readonly string[]): Promise<void> {
  // An array in PostgreSQL's own text form, which the policies read.
  await transaction.query("select set_config('suture.tag_scope', $1::text[]::text, true)", [tags]);
}

/**
 * From here on the transaction sees everything of its organisation again: for work on what somebody was found to reach, of which
 * part must not be hidden from the server itself.
 */
export async function liftTagLimit(transaction: Transaction): Promise<void> {
  await transaction.query("select set_config('suture.tag_scope', '', true)");
}

export async function isLimitedToTags(transaction: Transaction): Promise<boolean> {
  const [row] = await transaction.query<{ readonly limited: boolean }>(
    "select nullif(current_setting('suture.tag_scope', true), '') is not null as limited",
  );
  return row?.limited === true;
}
