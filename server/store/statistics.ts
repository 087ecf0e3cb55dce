// What PostgreSQL knows of the tables' sizes, which its plans follow from: counted again where much is new.
import type { Transaction } from './database.ts';

/** Tables that have grown by half, or changed as much, since they were counted; the smallest are left to PostgreSQL. */
export async function outdatedTables(transaction: Transaction, least = 300): Promise<readonly string[]> {
  const rows = await transaction.query<{ readonly name: string }>(
    `select relname as name from pg_stat_user_tables
     where schemaname = current_schema() and n_mod_since_analyze > $1 + n_live_tup / 2 order by 1`,
    [least],
  );
  return rows.map(({ name }) => name);
}

/** Takes as long for a table of any size. One that somebody else counts just now is left to them. */
export async function countAgain(transaction: Transaction, table: string): Promise<void> {
  await transaction.query(`analyze (skip_locked) "${table.replaceAll('"', '""')}"`);
}
