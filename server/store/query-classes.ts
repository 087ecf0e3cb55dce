// Endpoints that a query cannot tell apart, counted together: the same inventory and the same answers.

/**
 * Common table expressions; `$1` is the organisation, `asked` the conditions of `CompiledQuery`.
 *
 * - `class`: (class, sets, endpoints, c0, c1, …).
 * - `class_set`: (class, package_set).
 *
 * One pass over endpoints and sections. What is joined with packages afterwards grows with distinct inventories.
 */
export const classesBy = (asked: readonly string[]): string => {
  const answers = asked.map((condition, index) => `, coalesce(${condition}, false) as c${index}`).join('');
  const columns = asked.map((_, index) => `, c${index}`).join('');
  return `installed as materialized (
  select s.endpoint, array_agg(distinct s.package_set) as sets
  from section s where s.organisation = $1 and s.kind = 'installed' and s.package_set is not null
  group by s.endpoint
), answered as materialized (
  select installed.sets${answers}
  from endpoint e
  join installed on installed.endpoint = e.id
  left join endpoint_seen seen on seen.organisation = $1 and seen.endpoint = e.id
  where e.organisation = $1
), class as materialized (
  select row_number() over () as class, sets, count(*) as endpoints${columns} from answered group by sets${columns}
), class_set as materialized (
  select class, unnest(sets) as package_set from class
)`;
};
