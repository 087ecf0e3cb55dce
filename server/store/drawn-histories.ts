// What endpoints reported of what is installed, from when until when, in days; of a large fleet, of endpoints drawn of it.
import type { Span } from '@suture/core/patches/lifetimes.ts';
import type { Transaction } from './database.ts';
import type { CompiledQuery } from './query-sql.ts';

/** Read whole; of more, so many are drawn by their ids, which say nothing else of them: the same ones each time. */
const MOST_READ = 1_000;
const DAY_MS = 86_400_000;

/** Of one package manager. */
interface History {
  readonly spans: readonly Span[];
  readonly endpoints: number;
}

/** `query` is one of endpoints. Those that reported the same on the same days are one. */
export async function drawnHistories(transaction: Transaction, { where, values, bind }: CompiledQuery, since: number) {
  const from = bind(new Date(since).toISOString(), 'timestamptz');
  const day = (moment: string): string => `floor(extract(epoch from ${moment}) / 86400)::int`;
  const [row] = await transaction.query<{
    readonly read: number;
    readonly of: number;
    readonly histories: readonly { readonly spans: string; readonly endpoints: number }[];
  }>(
    `with asked as materialized (
       select e.id from endpoint e left join endpoint_seen seen on seen.organisation = $1 and seen.endpoint = e.id
       where e.organisation = $1 and e.state in ('active', 'quarantined') and ${where}
     ), drawn as materialized (
       select id from asked order by hashtextextended(id::text, 0) limit ${MOST_READ}
     ), span as (
       select endpoint, adapter, package_set, status, since, null as until from section
       where organisation = $1 and kind = 'installed' and endpoint in (select id from drawn)
       union all
       select endpoint, adapter, package_set, status, since, until from section_history
       where organisation = $1 and kind = 'installed' and endpoint in (select id from drawn) and since < until and until >= ${from}
     ), told as (
       select string_agg(concat_ws(' ', coalesce(package_set, 0), (status = 'complete')::int, ${day('since')}, ${day('until')}), ',' order by since) as spans
       from span group by endpoint, adapter
     )
     select (select count(*)::int from drawn) as read, (select count(*)::int from asked) as of,
       (select coalesce(json_agg(each), '[]') from (select spans, count(*)::int as endpoints from told group by spans) each) as histories`,
    values,
  );
  const { read = 0, of = 0, histories = [] } = row ?? {};
  return {
    read,
    of,
    histories: histories.map(({ spans, endpoints }): History => ({ spans: spansOf(spans), endpoints })),
  };
}

const spansOf = (text: string): History['spans'] =>
  text.split(',').map((span) => {
    const [set = '', isComplete, from, to] = span.split(' ');
    return {
      set,
      isComplete: isComplete === '1',
      from: Number(from) * DAY_MS,
      to: to === undefined ? null : Number(to) * DAY_MS,
    };
  });
