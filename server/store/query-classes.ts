// Endpoints that a query cannot tell apart, counted together: the same inventory and the same answers.
import { CLASSES_NOW, SEES_ALL } from './endpoint-classes.ts';
import { SECTIONS } from './query-joins.ts';

export interface Classes {
  /** Conditions over `e` and `seen`: `CompiledQuery.asked`. */
  readonly asked: string[];
  /** The same conditions over `class_now`; undefined for what is not counted there. */
  readonly counted: (string | undefined)[];
  /** Whether what channels offer is asked for: endpoints that are offered other updates are another class then. */
  readonly withOffers: boolean;
}

/** An exposure that nobody knows counts as internet. */
export const INTERNAL = "e.exposure = 'internal'";

const columnsOf = (asked: Classes['asked']): string => asked.map((_, index) => `, c${index}`).join('');
const answersOf = (asked: Classes['asked']): string =>
  asked.map((condition, index) => `, coalesce(${condition}, false) as c${index}`).join('');

/**
 * Common table expressions; `$1` is the organisation. Of endpoints in service alone, as the verdict on a vulnerability.
 *
 * - `class`: (class, sets, endpoints, c0, c1, …).
 * - `class_set`: (class, package_set, available, told), the last two as in `SECTIONS`; null without offers.
 * - `answered`: (endpoint, sets, c0, c1, …).
 *
 * One pass over endpoints and sections. What is joined with packages afterwards grows with distinct inventories.
 */
export const classesBy = (classes: Classes): string => `${answeredBy(classes, 'true')}, class as materialized (
  select row_number() over () as class, sets, count(*) as endpoints${columnsOf(classes.asked)}
  from answered group by sets${columnsOf(classes.asked)}
), ${setsOf(classes)}`;

/** The same without `answered`; where what is asked of endpoints can be answered for those that are counted together, without a pass over them. */
export const countedClassesBy = (classes: Classes): string => {
  const { asked, withOffers } = classes;
  const counted = classes.counted.filter((condition) => condition !== undefined);
  if (counted.length < asked.length) return classesBy(classes);
  return `${CLASSES_NOW}, ${answeredBy(classes, `not ${SEES_ALL}`)}, class as materialized (
  select row_number() over () as class, sets, sum(endpoints)::bigint as endpoints${columnsOf(asked)} from (
    select ${withOffers ? 'e.pairs' : 'e.sets'} as sets, e.endpoints${answersOf(counted)}
    from class_now e where e.state in ('active', 'quarantined') and e.sets <> '{}'
    union all
    select sets, 1${columnsOf(asked)} from answered
  ) alike group by sets${columnsOf(asked)} having sum(endpoints) > 0
), ${setsOf(classes)}`;
};

const answeredBy = ({ asked, withOffers }: Classes, where: string): string => `installed as materialized (
  ${withOffers ? PAIRS : SETS}
), answered as materialized (
  select installed.endpoint, installed.sets${answersOf(asked)}
  from endpoint e
  join installed on installed.endpoint = e.id
  left join endpoint_seen seen on seen.organisation = $1 and seen.endpoint = e.id
  where e.organisation = $1 and e.state in ('active', 'quarantined') and ${where}
)`;

const setsOf = ({ withOffers }: Classes): string => `class_set as materialized (
  ${withOffers ? UNPAIRED : UNNESTED}
)`;

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
