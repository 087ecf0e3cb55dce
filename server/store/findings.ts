// Findings as they are now: of one endpoint, of one vulnerability, and grouped over the fleet.
import type { Evidence, FindingState } from '@suture/core/matching/finding.ts';
import type { Transaction } from './database.ts';
import { rankOf, stateAt } from './finding-states.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';
import { PROFILES } from './profiles.ts';

export interface EndpointFinding {
  readonly package: {
    readonly id: string;
    readonly purl: string;
    readonly name: string;
    readonly version: string;
    readonly arch: string | null;
    readonly ecosystem: string | null;
    readonly source: { readonly name: string; readonly version: string };
  };
  readonly vulnerability: string;
  readonly aliases: readonly string[];
  readonly advisories: readonly string[];
  readonly state: FindingState;
  readonly fixedVersion: string | null;
  readonly evidence: Evidence;
}

export interface FindingCursor {
  readonly vulnerability: string;
  readonly package: string;
}

/** What an endpoint's sets have now, in the order of vulnerabilities. `states`: those wanted; all where undefined. */
export async function findingsOfEndpoint(
  transaction: Transaction,
  endpoint: string,
  { after, limit, states }: PageRequest<FindingCursor> & { readonly states?: readonly FindingState[] },
): Promise<Page<EndpointFinding, FindingCursor>> {
  const rows = await transaction.query<EndpointFindingRow & { readonly total: string }>(
    `with wanted as materialized (
       select distinct f.package, f.vulnerability, f.since
       from section s
       join package_set_member m on m.organisation = $1 and m.package_set = s.package_set
       join package_finding f on f.organisation = $1 and f.package = m.package and f.until is null
       where s.organisation = $1 and s.endpoint = $2 and s.kind = 'installed'
         and ($3::text[] is null or f.state = any($3))
     ), page as materialized (
       select * from wanted where $4::text is null or (vulnerability, package) > ($4, $5::bigint)
       order by vulnerability, package limit $6
     )
     select p.id, p.purl, p.name, p.version, p.arch, p.ecosystem, p.source_name, p.source_version, f.vulnerability,
       f.aliases, f.advisories, f.state, f.fixed_version, f.evidence, total
     from (select count(*) as total from wanted) t left join page on true
     left join package_finding f on f.organisation = $1 and f.package = page.package
       and f.vulnerability = page.vulnerability and f.since = page.since
     left join package p on p.organisation = $1 and p.id = page.package
     order by page.vulnerability, page.package`,
    [
      transaction.organisation,
      endpoint,
      states ?? null,
      after?.vulnerability ?? null,
      after?.package ?? null,
      limit + 1,
    ],
  );
  const findings = rows.flatMap((row) => (row.id === null ? [] : [endpointFinding(row)]));
  return pageOf(findings, Number(rows[0]?.total), limit, (row) => ({
    vulnerability: row.vulnerability,
    package: row.package.id,
  }));
}

interface EndpointFindingRow {
  readonly id: string;
  readonly purl: string;
  readonly name: string;
  readonly version: string;
  readonly arch: string | null;
  readonly ecosystem: string | null;
  readonly source_name: string;
  readonly source_version: string;
  readonly vulnerability: string;
  readonly aliases: readonly string[];
  readonly advisories: readonly string[];
  readonly state: FindingState;
  readonly fixed_version: string | null;
  readonly evidence: Evidence;
}

const endpointFinding = (row: EndpointFindingRow): EndpointFinding => ({
  package: {
    id: row.id,
    purl: row.purl,
    name: row.name,
    version: row.version,
    arch: row.arch,
    ecosystem: row.ecosystem,
    source: { name: row.source_name, version: row.source_version },
  },
  vulnerability: row.vulnerability,
  aliases: row.aliases,
  advisories: row.advisories,
  state: row.state,
  fixedVersion: row.fixed_version,
  evidence: row.evidence,
});

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
       select f.vulnerability, s.profile, s.endpoints, min(${rankOf('f.state')}) as worst,
         bool_or(f.fixed_version is not null) as fixable
       from profile_set s
       join package_set_member m on m.organisation = $1 and m.package_set = s.package_set
       join package_finding f on f.organisation = $1 and f.package = m.package and f.until is null
       where $2::text[] is null or f.state = any($2)
       group by f.vulnerability, s.profile, s.endpoints
     ), wanted as materialized (
       select vulnerability, sum(endpoints)::bigint as endpoints, min(worst) as worst,
         coalesce(sum(endpoints) filter (where fixable), 0)::bigint as fixable
       from hits group by vulnerability
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
