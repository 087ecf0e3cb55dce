// What queries join packages and findings with, only where a field asks for it.
import type { Beside } from './query-columns.ts';

/**
 * Installed sections with what their adapter's channels offer: (endpoint, package_set, available, told). `available` is 0
 * where nothing is known of offers; `told`: what is not offered is the newest.
 */
export const SECTIONS = `select s.endpoint, s.package_set, coalesce(a.package_set, 0) as available,
    coalesce(a.status = 'complete', false) as told
  from section s
  left join section a on a.organisation = $1 and a.endpoint = s.endpoint and a.adapter = s.adapter and a.kind = 'available'
  where s.organisation = $1 and s.kind = 'installed' and s.package_set is not null`;

const JOINS: Readonly<Record<Beside, string>> = {
  group: 'left join finding_group g on g.organisation = $1 and g.id = f.finding_group',
  vulnerability: 'left join vulnerability v on v.organisation = $1 and v.id = f.vulnerability',
  offer: `left join (
    offer_set_member om join offer o on o.organisation = $1 and o.id = om.offer
  ) on om.organisation = $1 and om.package_set = class_set.available and o.package = p.name and o.installed = p.version
    and (o.arch is null or p.arch is null or o.arch = p.arch)`,
};

/** To follow `p`, `f` and `class_set`, as far as they are needed. */
export const joinsOf = (beside: ReadonlySet<Beside>): string => [...beside].map((each) => JOINS[each]).join(' ');
