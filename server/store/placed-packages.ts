// Where packages are: each once with the classes of endpoints that have it, as bits, so that counting them is one step.
import type { Classes } from './query-classes.ts';
import { countedClassesBy } from './query-classes.ts';

const amongOf = (only: string | undefined): string =>
  only === undefined
    ? ''
    : `
    and m.package = any(array(select id from package where organisation = $1 and ${only}))`;

/**
 * Common table expressions after `countedClassesBy`. A thing that several packages bring is on the classes of any of them, which
 * `bit_or` tells in one step where rows would have to be made distinct; `endpointsOf` counts their endpoints.
 *
 * - `profile`: (profile, endpoints), the classes numbered from 0.
 * - `placed`: (package, available, told, c0, c1, …, profiles).
 *
 * Grows with distinct packages and with the answers that they differ by, not with endpoints. `only`: a condition over packages
 * that leaves the others out from the beginning.
 */
export const placedBy = (classes: Classes, only?: string): string => {
  const columns = classes.asked.map((_, index) => `, c${index}`).join('');
  return `${countedClassesBy(classes)}, profile as materialized (
  select class, (class - 1)::int as profile, endpoints,
    set_bit(repeat('0', (count(*) over ())::int)::varbit, (class - 1)::int, 1) as bits from class
), placed as materialized (
  select m.package, class_set.available, class_set.told${columns}, bit_or(profile.bits) as profiles
  from class join profile using (class) join class_set using (class)
  join package_set_member m on m.organisation = $1 and m.package_set = class_set.package_set${amongOf(only)}
  group by m.package, class_set.available, class_set.told${columns}
)`;
};

/** For `only`: where findings are asked for, what nothing is found in need not be placed. */
export const HAS_FINDINGS = 'id in (select package from package_finding where organisation = $1 and until is null)';

/** The same where nobody asks on how many endpoints: without `profile`, and `placed` without its profiles. */
export const presentBy = (classes: Classes, only?: string): string => {
  const columns = ['available', 'told', ...classes.asked.map((_, index) => `c${index}`)].join();
  return `${countedClassesBy(classes)}, placed as materialized (
  select m.package, ${columns} from (select distinct package_set, ${columns} from class join class_set using (class)) alike
  join package_set_member m on m.organisation = $1 and m.package_set = alike.package_set${amongOf(only)}
  group by m.package, ${columns}
)`;
};

/** `class`, `class_set` and `p`, as conditions of `CompiledQuery` want them. */
export const PLACED = `placed class
  cross join lateral (select class.available, class.told) class_set
  join package p on p.organisation = $1 and p.id = class.package`;

/** `counted`: (profiles, endpoints) for each value of the column, which comes from `spread`. */
export const endpointsOf = (column: string, table: string): string => `
  select each.profiles, sum(profile.endpoints)::bigint as endpoints
  from (select distinct ${column} as profiles from ${table}) as each
  join profile on get_bit(each.profiles, profile.profile) = 1
  group by each.profiles`;
