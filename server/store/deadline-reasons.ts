// What the deadlines of a vulnerability are decided from: one row for each group of findings that somebody has.
import type { PolicyName, RatedSignals } from '@suture/core/risk/deadline.ts';
import type { Exposure } from '@suture/core/risk/deadline.ts';
import type { OwnRatings } from '@suture/core/risk/finding-context.ts';
import type { Transaction } from './database.ts';
import { type Said, riskState } from './finding-groups.ts';
import type { RiskData } from '@suture/core/risk/context.ts';

export interface WeighedFinding {
  readonly said: Said;
  /** `YYYY-MM-DD`. */
  readonly since: string;
  readonly own: OwnRatings;
  readonly signals: RatedSignals;
  /** What has it, sorted; the first few. */
  readonly packages: readonly {
    readonly name: string;
    readonly version: string;
    readonly fixedVersion: string | null;
  }[];
  /** Of the endpoints in service that have it. */
  readonly exposures: Readonly<Partial<Record<Exposure, number>>>;
}

export interface DeadlineReasons {
  readonly policy: PolicyName;
  readonly data: RiskData;
  readonly findings: readonly WeighedFinding[];
}

/** By any name of the vulnerability. `endpoint`: only what this one has. Fifty groups at most. */
export async function deadlineReasons(
  transaction: Transaction,
  vulnerability: string,
  endpoint: string | undefined,
): Promise<DeadlineReasons> {
  const { policy, data } = await riskState(transaction);
  const findings = await transaction.query<WeighedFinding & Record<string, unknown>>(
    `with names as materialized (
       select $2::text as vulnerability
       union select vulnerability from vulnerability_name where organisation = $1 and name = $2
     ), found as materialized (
       select f.finding_group, p.id, p.name, p.version, f.fixed_version from package_finding f
       join package p on p.organisation = $1 and p.id = f.package
       where f.organisation = $1 and f.until is null and f.vulnerability in (select vulnerability from names)
         and (f.vulnerability = $2 or $2 = any(f.aliases) or $2 = any(f.advisories))
     ), held as materialized (
       select distinct found.finding_group, m.package_set from found
       join package_set_member m on m.organisation = $1 and m.package = found.id
     ), placed as materialized (
       select finding_group, exposure, count(*)::int as endpoints from (
         select distinct held.finding_group, e.id, e.exposure from held
         join section s on s.organisation = $1 and s.package_set = held.package_set and s.kind = 'installed'
         join endpoint e on e.organisation = $1 and e.id = s.endpoint and e.state in ('active', 'quarantined')
         where $3::uuid is null or e.id = $3
       ) one group by finding_group, exposure
     )
     select g.said, to_char(g.since, 'YYYY-MM-DD') as since,
       coalesce(g.rated, '{"cvss": []}') as own, coalesce(v.signals, '{"cvss": []}') as signals,
       (select jsonb_object_agg(exposure, endpoints) from placed where placed.finding_group = g.id) as exposures,
       (select jsonb_agg(each order by each ->> 'name', each ->> 'version') from (
          select distinct jsonb_build_object('name', name, 'version', version, 'fixedVersion', fixed_version) as each
          from found where found.finding_group = g.id
            and ($3::uuid is null or exists (select from section s
              join package_set_member m on m.organisation = $1 and m.package_set = s.package_set and m.package = found.id
              where s.organisation = $1 and s.endpoint = $3 and s.kind = 'installed'))
          limit 20) few) as packages
     from finding_group g left join vulnerability v on v.organisation = $1 and v.id = g.vulnerability
     where g.organisation = $1 and g.id in (select finding_group from placed)
     order by g.due_exposed nulls last, g.id limit 50`,
    [transaction.organisation, vulnerability, endpoint ?? null],
  );
  return { policy, data, findings };
}
