// The feeds that the advisories in use come from, as they were when packages were judged with them last.
import type { FeedState } from '@suture/feeds/database/database.ts';
import type { Transaction } from './database.ts';

/** What is no feed any more is forgotten; what has not changed is not written. */
export async function rememberFeeds(transaction: Transaction, feeds: readonly FeedState[]): Promise<void> {
  const { organisation } = transaction;
  await transaction.query('delete from feed_state where organisation = $1 and not name = any($2)', [
    organisation,
    feeds.map(({ name }) => name),
  ]);
  await transaction.query(
    `insert into feed_state as f (organisation, name, records, malformed, examples, upstream_date, fetched_at, checked_at, error)
     select $1, n.name, n.records, n.malformed, n.examples, n."upstreamDate", n."fetchedAt", n."checkedAt", n.error
     from jsonb_to_recordset($2::jsonb) as n (name text, records integer, malformed integer, examples jsonb,
       "upstreamDate" text, "fetchedAt" timestamptz, "checkedAt" timestamptz, error text)
     order by n.name
     on conflict (organisation, name) do update set records = excluded.records, malformed = excluded.malformed,
       examples = excluded.examples, upstream_date = excluded.upstream_date, fetched_at = excluded.fetched_at,
       checked_at = excluded.checked_at, error = excluded.error
     where (f.records, f.malformed, f.examples, f.upstream_date, f.fetched_at, f.checked_at, f.error) is distinct from
       (excluded.records, excluded.malformed, excluded.examples, excluded.upstream_date, excluded.fetched_at,
        excluded.checked_at, excluded.error)`,
    [organisation, JSON.stringify(feeds)],
  );
}

export type StoredFeed = FeedState;

/** By name. */
export async function feedStates(transaction: Transaction): Promise<readonly StoredFeed[]> {
  const rows = await transaction.query<
    Omit<StoredFeed, 'fetchedAt' | 'checkedAt'> & { readonly fetchedAt: Date; readonly checkedAt: Date }
  >(
    `select name, records, malformed, examples, upstream_date as "upstreamDate", fetched_at as "fetchedAt",
       checked_at as "checkedAt", error from feed_state where organisation = $1 order by name`,
    [transaction.organisation],
  );
  return rows.map((row) => ({
    ...row,
    fetchedAt: row.fetchedAt.toISOString(),
    checkedAt: row.checkedAt.toISOString(),
  }));
}
