// The systems that endpoints run and until when each is supported: what is out of support first.
import type { SupportState } from '@suture/core/lifecycle/support.ts';
import type { Transaction } from './database.ts';
import { CLASSES_NOW, SEES_ALL } from './endpoint-classes.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';
import type { CompiledQuery } from './query-sql.ts';
import { LIFECYCLE } from './system-lifecycles.ts';

export interface SystemLifecycle {
  readonly product: string;
  readonly release: string;
  /** As people call it. */
  readonly label: string;
  /** Of the endpoint field `os`, so that the row can be opened. */
  readonly os: string;
  readonly state: SupportState;
  /** `YYYY-MM-DD`. */
  readonly endOfLife: string | null;
  readonly extendedUntil: string | null;
  /** The feed whose dates are followed; empty where none says anything. */
  readonly source: string;
  readonly note: string | null;
  readonly endpoints: number;
}

/** `name`: place of the state, end of life, product and release; `id`: what tells two rows apart then. */
export interface LifecycleCursor {
  readonly name: string;
  readonly id: string;
}

const STATES = '{unsupported,ending,extended,unknown,supported}';

/** Of endpoints that a query finds and that say what they run. */
export async function systemLifecycles(
  transaction: Transaction,
  { bind, where, whereCounted, values }: CompiledQuery,
  { after, limit, skip = 0 }: PageRequest<LifecycleCursor>,
): Promise<Page<SystemLifecycle, LifecycleCursor>> {
  const [name, id] = [bind(after?.name ?? null, 'text'), bind(after?.id ?? null, 'text')];
  const [counted, others] =
    whereCounted === undefined
      ? ['', 'true']
      : [
          `select e.os_id, e.os_version, e.facts, e.endpoints from class_now e where ${whereCounted} union all`,
          `not ${SEES_ALL}`,
        ];
  const ones = `select e.os_id, e.os_version, e.facts, 1 as endpoints from endpoint e
    left join endpoint_seen seen on seen.organisation = $1 and seen.endpoint = e.id
    where e.organisation = $1 and ${where} and ${others}`;
  const rows = await transaction.query<
    SystemLifecycle & { readonly name: string; readonly id: string; readonly total: string }
  >(
    `with ${whereCounted === undefined ? '' : `${CLASSES_NOW},`} grouped as materialized (
       select coalesce(l.product, e.os_id) as product, coalesce(l.release, e.os_version, '') as release,
         coalesce(l.label, concat_ws(' ', e.os_id, e.os_version)) as label, e.os_id as os,
         coalesce(l.state, 'unknown') as state, to_char(l.end_of_life, 'YYYY-MM-DD') as "endOfLife",
         to_char(l.extended_until, 'YYYY-MM-DD') as "extendedUntil", coalesce(l.source, '') as source,
         case when l.hash is null then 'not looked up yet' else l.note end as note,
         sum(e.endpoints)::int as endpoints
       from (${counted} ${ones}) e
       ${LIFECYCLE}
       where e.os_id is not null
       group by 1, 2, 3, 4, 5, 6, 7, 8, 9 having sum(e.endpoints) > 0
     ), named as materialized (
       select *, concat_ws(' ', array_position('${STATES}'::text[], state), coalesce("endOfLife", '~'), product, release) as name,
         hashtextextended(concat_ws(E'\\n', label, os, "extendedUntil", source, note), 0)::text as id
       from grouped
     ), page as materialized (
       select * from named where ${name} is null or (name collate "C", id collate "C") > (${name} collate "C", ${id} collate "C")
       order by name collate "C", id collate "C" limit ${bind(limit + 1, 'int')} offset ${bind(skip, 'int')}
     )
     select page.*, total from (select count(*) as total from named) t left join page on true
     order by name collate "C", id collate "C"`,
    values,
  );
  const found = rows.filter((row) => row.name !== null);
  const page = pageOf(found, Number(rows[0]?.total), limit, (row) => ({ name: row.name, id: row.id }));
  return { ...page, rows: page.rows.map(({ name: _name, id: _id, total: _total, ...row }) => row) };
}
