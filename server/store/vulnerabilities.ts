// The vulnerabilities of the fleet, each with how many endpoints have it.
import type { FindingState } from '@suture/core/matching/finding.ts';
import type { Transaction } from './database.ts';
import { rankOf, stateAt } from './finding-states.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';
import { PROFILES, endpointsOf } from './profiles.ts';

export interface VulnerabilitySummary {
  readonly vulnerability: string;
  /** Endpoints in service that have it, in whatever state. */
  readonly endpoints: number;
  /** The worst state on any of them. */
  readonly state: FindingState;
  /** Endpoints where a version that closes it is known. */
  readonly fixable: number;
}

export interface VulnerabilityCursor {
  readonly endpoints: number;
  readonly vulnerability: string;
}

/** What the fleet has, most endpoints first. Grows with distinct inventories, and with endpoints only by one pass. */
export async function vulnerabilities(
  transaction: Transaction,
  { after, limit, states }: PageRequest<VulnerabilityCursor> & { readonly states?: readonly FindingState[] },
): Promise<Page<VulnerabilitySummary, VulnerabilityCursor>> {
  const rows = await transaction.query<{
    readonly vulnerability: string | null;
    readonly endpoints: string;
    readonly fixable: string;
    readonly worst: number;
    readonly total: string;
  }>(
    `with ${PROFILES}, hits as materialized (
       select f.vulnerability, min(${rankOf('f.state')}) as worst, bit_or(spread.profiles) as profiles,
         bit_or(spread.profiles) filter (where f.fixed_version is not null) as fixable
       from package_finding f join spread on spread.package = f.package
       where f.organisation = $1 and f.until is null and ($2::text[] is null or f.state = any($2))
       group by f.vulnerability
     ), sought as (
       select profiles from hits union select fixable from hits where fixable is not null
     ), counted as materialized (${endpointsOf('profiles', 'sought')}
     ), wanted as materialized (
       select vulnerability, worst, c.endpoints, coalesce(f.endpoints, 0) as fixable
       from hits join counted c using (profiles) left join counted f on f.profiles = hits.fixable
     ), page as (
       select * from wanted
       where $3::bigint is null or endpoints < $3 or (endpoints = $3 and vulnerability > $4)
       order by endpoints desc, vulnerability limit $5
     )
     select page.*, total from (select count(*) as total from wanted) t left join page on true
     order by endpoints desc, vulnerability`,
    [transaction.organisation, states ?? null, after?.endpoints ?? null, after?.vulnerability ?? null, limit + 1],
  );
  const found = rows.flatMap(({ vulnerability, endpoints, fixable, worst }) =>
    vulnerability === null
      ? []
      : [{ vulnerability, endpoints: Number(endpoints), fixable: Number(fixable), state: stateAt(worst) }],
  );
  return pageOf(found, Number(rows[0]?.total), limit, ({ vulnerability, endpoints }) => ({ vulnerability, endpoints }));
}
