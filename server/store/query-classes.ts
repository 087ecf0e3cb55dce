// Endpoints that a query cannot tell apart, counted together: the same inventory and the same answers.
import { SECTIONS } from './query-joins.ts';

export interface Classes {
  /** Conditions over `e` and `seen`: `CompiledQuery.asked`. */
  readonly asked: readonly string[];
  /** Whether what channels offer is asked for: endpoints that are offered other updates are another class then. */
  readonly withOffers: boolean;
}

/**
 * Common table expressions; `$1` is the organisation. Of endpoints in service alone, as the verdict on a vulnerability.
 *
 * - `class`: (class, sets, endpoints, c0, c1, …).
 * - `class_set`: (class, package_set, available, told), the last two as in `SECTIONS`; null without offers.
 *
 * One pass over endpoints and sections. What is joined with packages afterwards grows with distinct inventories.
 */
export const classesBy = ({ asked, withOffers }: Classes): string => {
  const answers = asked.map((condition, index) => `, coalesce(${condition}, false) as c${index}`).join('');
  const columns = asked.map((_, index) => `, c${index}`).join('');
  return `installed as materialized (
  ${withOffers ? PAIRS : SETS}
), answered as materialized (
  select installed.endpoint, installed.sets${answers}
  from endpoint e
  join installed on installed.endpoint = e.id
  left join endpoint_seen seen on seen.organisation = $1 and seen.endpoint = e.id
  where e.organisation = $1 and e.state in ('active', 'quarantined')
), class as materialized (
  select row_number() over () as class, sets, count(*) as endpoints${columns} from answered group by sets${columns}
), class_set as materialized (
  ${withOffers ? UNPAIRED : UNNESTED}
)`;
};

const SETS = `select s.endpoint, array_agg(distinct s.package_set) as sets
  from section s where s.organisation = $1 and s.kind = 'installed' and s.package_set is not null
  group by s.endpoint`;
const UNNESTED =
  'select class, unnest(sets) as package_set, null::bigint as available, null::boolean as told from class';

const PAIRS = `select endpoint, array_agg(distinct concat_ws(' ', package_set, available, told)) as sets
  from (${SECTIONS}) s group by endpoint`;
const UNPAIRED = `select class, split_part(one, ' ', 1)::bigint as package_set, split_part(one, ' ', 2)::bigint as available,
    split_part(one, ' ', 3)::boolean as told
  from class cross join unnest(sets) as one`;
