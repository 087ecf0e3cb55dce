// Endpoints with exactly the same installed sets, counted together: what is true of one is true of all.

/**
 * A profile is the whole of the installed sets of an endpoint in service. `$1` is the organisation.
 *
 * - `profile`: (profile, endpoints), numbered from 0.
 * - `profile_set`: (profile, package_set).
 * - `spread`: (package, profiles), of packages with a finding: a bit for each profile that has the package.
 *
 * One pass over the sections; the rest grows with distinct inventories alone. A thing that several packages bring is on
 * the profiles of any of them, which `bit_or` tells in one step where rows would have to be made distinct: an endpoint
 * counts once. `endpointsOf` then counts the endpoints of such bits.
 */
export const PROFILES = `installed as (
  select s.endpoint, array_agg(distinct s.package_set) as sets
  from section s join endpoint e on e.organisation = $1 and e.id = s.endpoint and e.state in ('active', 'quarantined')
  where s.organisation = $1 and s.kind = 'installed' and s.package_set is not null
  group by s.endpoint
), numbered as materialized (
  select (row_number() over () - 1)::int as profile, sets, count(*) as endpoints from installed group by sets
), profile as materialized (
  select profile, endpoints, set_bit(repeat('0', (count(*) over ())::int)::varbit, profile, 1) as bits from numbered
), profile_set as materialized (
  select profile, bits, package_set from numbered join profile using (profile) cross join unnest(sets) as package_set
), afflicted as materialized (
  select distinct package from package_finding where organisation = $1 and until is null
), spread as materialized (
  select m.package, bit_or(s.bits) as profiles
  from profile_set s
  join package_set_member m on m.organisation = $1 and m.package_set = s.package_set
  join afflicted on afflicted.package = m.package
  group by m.package
)`;

/** `counted`: (profiles, endpoints) for each value of the column, which comes from `spread`. */
export const endpointsOf = (column: string, table: string): string => `
  select each.profiles, sum(profile.endpoints)::bigint as endpoints
  from (select distinct ${column} as profiles from ${table}) as each
  join profile on get_bit(each.profiles, profile.profile) = 1
  group by each.profiles`;
