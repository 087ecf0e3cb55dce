// Endpoints that lists over the fleet cannot tell apart, counted: kept beside the endpoints, exact whenever it is read.
import type { Transaction } from './database.ts';

const COLUMNS = 'state, exposure, criticality, tags, os_id, os_version, facts, inventory, sets, pairs';

/** Whether the one who asks sees all endpoints: nobody's own part of them is counted. */
export const SEES_ALL = "(select nullif(current_setting('suture.tag_scope', true), '') is null)";

const IS_INSTALLED = "s.kind = 'installed' and s.package_set is not null";
const PAIR = "concat_ws(' ', s.package_set, coalesce(a.package_set, 0), coalesce(a.status = 'complete', false))";

/** (endpoint, and the columns of a class) as they are now, of `endpoints`, an array; `$1` is the organisation. */
const classOf = (endpoints: string): string => `
  select e.id as endpoint, e.state, e.exposure, e.criticality, e.tags, e.os_id, e.os_version,
    case when e.facts ? 'os' then jsonb_build_object('os', e.facts -> 'os') else '{}' end
      || case when e.facts ? 'rebootRequired' then jsonb_build_object('rebootRequired', e.facts -> 'rebootRequired') else '{}' end as facts,
    coalesce(r.inventory, 'none') as inventory, coalesce(r.sets, '{}') as sets, coalesce(r.pairs, '{}') as pairs
  from endpoint e left join (
    select s.endpoint, array_agg(distinct s.package_set order by s.package_set) filter (where ${IS_INSTALLED}) as sets,
      array_agg(distinct ${PAIR} order by ${PAIR}) filter (where ${IS_INSTALLED}) as pairs,
      (array['complete', 'partial', 'failed'])[1 + max(case s.status when 'failed' then 2 when 'partial' then 1 else 0 end)] as inventory
    from section s
    left join section a on a.organisation = $1 and a.endpoint = s.endpoint and a.adapter = s.adapter and a.kind = 'available'
    where s.organisation = $1 and s.endpoint = any(${endpoints})
    group by s.endpoint
  ) r on r.endpoint = e.id
  where e.organisation = $1 and e.id = any(${endpoints})`;

const COUNTED = /^(state|exposure|criticality|tags|os_id|os_version|inventory|sets|facts -> '(os|rebootRequired)')$/;

/** Whether a condition over `e` (endpoint) can be asked of `class_now e` as it is: it speaks of nothing that is not counted. */
export const isCounted = (condition: string): boolean =>
  !/\bseen\./.test(condition) &&
  [...condition.matchAll(/\be\.(\w+(?: ->>? '\w+')?)/g)].every(([, column = '']) => COUNTED.test(column));

/**
 * Common table expressions; `$1` is the organisation. `class_now`: (the columns of a class, endpoints); the same class may come
 * in several rows, of which some count down. Nothing for who does not see all endpoints.
 *
 * What was counted is taken as it was counted, but for the endpoints that are due: they are looked at themselves.
 */
export const CLASSES_NOW = `due_now as materialized (
  select coalesce(array_agg(distinct endpoint), '{}') as endpoints from class_due where organisation = $1 and ${SEES_ALL}
), class_now as (
  select ${COLUMNS}, endpoints from counted_class where organisation = $1 and ${SEES_ALL}
  union all
  select ${COLUMNS}, -1 from endpoint_class m join counted_class c on c.organisation = $1 and c.id = m.class
  where m.organisation = $1 and m.endpoint = any((select endpoints from due_now)::uuid[])
  union all
  select ${COLUMNS}, 1 from (${classOf('(select endpoints from due_now)::uuid[]')}) fresh
)`;

/**
 * Counts up to `limit` changes of endpoints. Returns how many; 0 also where another server is at it.
 *
 * All in one statement, as it sees the changes that it takes off the list and the endpoints at one and the same moment: what is
 * changed meanwhile stays on the list.
 */
export async function countDue(transaction: Transaction, limit: number): Promise<number> {
  const { organisation } = transaction;
  const [lock] = await transaction.query<{ readonly taken: boolean }>(
    "select pg_try_advisory_xact_lock(hashtextextended('suture classes ' || $1, 0)) as taken",
    [organisation],
  );
  if (lock?.taken !== true) return 0;
  const [done] = await transaction.query<{ readonly changes: number }>(COUNT_DUE, [organisation, limit]);
  if (done === undefined || done.changes === 0) return 0;
  await transaction.query('delete from counted_class where organisation = $1 and endpoints = 0', [organisation]);
  return done.changes;
}

const COUNT_DUE = `
with taken as (
  delete from class_due where organisation = $1 and id in (select id from class_due where organisation = $1 limit $2)
  returning endpoint
), due as materialized (
  select coalesce(array_agg(distinct endpoint), '{}') as endpoints, count(*)::int as changes from taken
), fresh as materialized (
  select *, sha256(convert_to(jsonb_build_array(${COLUMNS})::text, 'UTF8')) as digest
  from (${classOf('(select endpoints from due)::uuid[]')}) f
), counted as materialized (
  select digest, count(*)::int as endpoints from fresh group by digest
), made as (
  insert into counted_class (organisation, digest, ${COLUMNS}, endpoints)
  select distinct on (fresh.digest) $1::uuid, fresh.digest, ${COLUMNS}, counted.endpoints
  from fresh join counted on counted.digest = fresh.digest
  where not exists (select from counted_class c where c.organisation = $1 and c.digest = fresh.digest)
  returning id, digest
), known as materialized (
  select id, digest, true as is_new from made
  union all
  select c.id, c.digest, false from counted_class c where c.organisation = $1 and c.digest in (select digest from counted)
), former as materialized (
  select endpoint, class from endpoint_class where organisation = $1 and endpoint = any((select endpoints from due)::uuid[])
), put as (
  insert into endpoint_class (organisation, endpoint, class)
  select $1, fresh.endpoint, known.id from fresh join known on known.digest = fresh.digest
  on conflict (organisation, endpoint) do update set class = excluded.class where endpoint_class.class <> excluded.class
), gone as (
  delete from endpoint_class where organisation = $1 and endpoint in (
    select endpoint from former except select endpoint from fresh)
), moved as (
  update counted_class c set endpoints = c.endpoints + change.endpoints
  from (
    select id, sum(endpoints)::int as endpoints from (
      select class as id, -1 as endpoints from former
      union all
      select known.id, counted.endpoints from known join counted on counted.digest = known.digest where not known.is_new
    ) each group by id
  ) change
  where c.organisation = $1 and c.id = change.id and change.endpoints <> 0
)
select changes from due`;
