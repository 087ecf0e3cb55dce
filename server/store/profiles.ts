// Endpoints with exactly the same installed sets, counted together: what is true of one is true of all.

/**
 * `profile_set`: (profile, endpoints, package_set), a profile being the whole of the sets of an endpoint in service.
 * `$1` is the organisation. One pass over the sections; what is joined to it grows with distinct inventories alone, and
 * counts stay exact where an endpoint has the same thing in two of its sections.
 */
export const PROFILES = `installed as (
  select s.endpoint, array_agg(distinct s.package_set) as sets
  from section s join endpoint e on e.organisation = $1 and e.id = s.endpoint and e.state in ('active', 'quarantined')
  where s.organisation = $1 and s.kind = 'installed' and s.package_set is not null
  group by s.endpoint
), profile as materialized (
  select row_number() over () as profile, sets, count(*) as endpoints from installed group by sets
), profile_set as materialized (
  select profile, endpoints, unnest(sets) as package_set from profile
)`;
