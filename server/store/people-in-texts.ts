// What was noted of people, by their names: the record keeps the account, as names change.
import type { Transaction } from './database.ts';

const account = /\buser:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/g;

/** Puts the names of members into texts. Whoever is no member any more stays `user:UUID`. */
export async function namingPeople(
  transaction: Transaction,
  texts: readonly string[],
): Promise<(text: string) => string> {
  const ids = new Set(texts.flatMap((text) => [...text.matchAll(account)].map(([, id = '']) => id)));
  if (ids.size === 0) return (text) => text;
  const rows = await transaction.query<{ readonly id: string; readonly name: string }>(
    `select a.id, a.name from membership m join account a on a.id = m.account
     where m.organisation = $1 and m.account = any($2::uuid[])`,
    [transaction.organisation, [...ids]],
  );
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return (text) => text.replaceAll(account, (whole, id: string) => names.get(id) ?? whole);
}
