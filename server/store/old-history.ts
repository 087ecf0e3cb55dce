// Old history: what endpoints reported long ago goes where nothing follows from it.
import type { Transaction } from './database.ts';

/** Former `available` sections from before `before`, up to `limit`: no finding follows from what was once on offer. Returns how many. */
export async function forgetOldOffers(transaction: Transaction, before: Date, limit = 1_000): Promise<number> {
  const gone = await transaction.query(
    `delete from section_history h using (
       select endpoint, adapter, kind, since from section_history
       where organisation = $1 and kind = 'available' and until < $2
       order by endpoint, adapter, since limit $3 for update skip locked
     ) old
     where h.organisation = $1 and h.endpoint = old.endpoint and h.adapter = old.adapter and h.kind = old.kind
       and h.since = old.since
     returning 1`,
    [transaction.organisation, before, limit],
  );
  return gone.length;
}
