// Package sets that no endpoint has and none had: what was uploaded and never filed, or filed by endpoints that were removed.
import type { Transaction } from './database.ts';

/**
 * Forgets up to `limit` sets from before `before` that no section, present or past, refers to; of a set that is filed in a
 * context the reported one stays, as its deltas start there. Their packages stay: another set may be naming them just now.
 * Returns how many.
 */
export async function forgetUnusedSets(transaction: Transaction, before: Date, limit = 100): Promise<number> {
  const gone = await transaction.query(
    `delete from package_set where organisation = $1 and id in (
       select s.id from package_set s
       where s.organisation = $1 and s.created_at < $2 and not exists (
         select from package_set o
         where o.organisation = s.organisation and o.kind = s.kind and o.digest = s.digest and (
           exists (select from section c where c.organisation = o.organisation and c.package_set = o.id)
           or exists (select from section_history h where h.organisation = o.organisation and h.package_set = o.id)))
       order by s.id limit $3 for update skip locked)
     returning id`,
    [transaction.organisation, before, limit],
  );
  return gone.length;
}
