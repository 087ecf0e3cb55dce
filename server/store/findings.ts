// The findings of an endpoint as they are now, through its sets.
import type { Evidence, FindingState } from '@suture/core/matching/finding.ts';
import type { Transaction } from './database.ts';
import { type FindingRisk, RISK_COLUMNS, RISK_JOINS, type RiskRow, riskOf } from './finding-risk.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';
import { urgency } from './urgency.ts';

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
  readonly risk: FindingRisk;
}

export interface FindingCursor {
  /** As `urgency` of urgency.ts, with the vulnerability after it. */
  readonly place: string;
  readonly package: string;
}

/** What an endpoint's sets have now, the most urgent first. `states`: those wanted; all where undefined. */
export async function findingsOfEndpoint(
  transaction: Transaction,
  endpoint: string,
  { after, limit, skip = 0, states }: PageRequest<FindingCursor> & { readonly states?: readonly FindingState[] },
): Promise<Page<EndpointFinding, FindingCursor>> {
  const rows = await transaction.query<EndpointFindingRow & { readonly total: string }>(
    `with wanted as materialized (
       select distinct f.package, f.vulnerability, f.since, f.finding_group, e.exposure = 'internal' as internal
       from endpoint e join section s on s.organisation = $1 and s.endpoint = e.id
       join package_set_member m on m.organisation = $1 and m.package_set = s.package_set
       join package_finding f on f.organisation = $1 and f.package = m.package and f.until is null
       where e.organisation = $1 and e.id = $2 and s.kind = 'installed'
         and ($3::text[] is null or f.state = any($3))
     ), ranked as (
       select wanted.*, ${urgency({
         due: 'case when internal then due.due_internal else due.due_exposed end',
         rule: 'case when internal then due.rule_internal else due.rule_exposed end',
         exploited: 'known.exploited',
         epss: 'known.epss',
         cvss: 'due.cvss',
       })} || ' ' || wanted.vulnerability as place
       from wanted left join finding_group due on due.organisation = $1 and due.id = wanted.finding_group
       left join vulnerability known on known.organisation = $1 and known.id = wanted.vulnerability
     ), page as materialized (
       select * from ranked where $4::text is null or (place, package) > ($4 collate "C", $5::bigint)
       order by place, package limit $6 offset $7
     )
     select p.id, p.purl, p.name, p.version, p.arch, p.ecosystem, p.source_name, p.source_version, f.vulnerability,
       f.aliases, f.advisories, f.state, f.fixed_version, f.evidence, page.place, total,
       ${RISK_COLUMNS}
     from (select count(*) as total from wanted) t left join page on true
     left join package_finding f on f.organisation = $1 and f.package = page.package
       and f.vulnerability = page.vulnerability and f.since = page.since
     left join package p on p.organisation = $1 and p.id = page.package
     ${RISK_JOINS}
     order by page.place, page.package`,
    [transaction.organisation, endpoint, states ?? null, after?.place ?? null, after?.package ?? null, limit + 1, skip],
  );
  const findings = rows.flatMap((row) => (row.id === null ? [] : [{ row: endpointFinding(row), place: row.place }]));
  const page = pageOf(findings, Number(rows[0]?.total), limit, (each) => ({
    place: each.place,
    package: each.row.package.id,
  }));
  return { ...page, rows: page.rows.map(({ row }) => row) };
}

/** How many packages of an endpoint could not be judged, or not yet. */
export async function unjudgedOn(transaction: Transaction, endpoint: string): Promise<number> {
  const [row] = await transaction.query<{ readonly unjudged: number }>(
    `select count(distinct p.id)::int as unjudged from section s
     join package_set_member m on m.organisation = $1 and m.package_set = s.package_set
     join package p on p.organisation = $1 and p.id = m.package and (p.due or p.unjudged is not null)
     where s.organisation = $1 and s.endpoint = $2 and s.kind = 'installed'`,
    [transaction.organisation, endpoint],
  );
  return row?.unjudged ?? 0;
}

interface EndpointFindingRow extends RiskRow {
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
  readonly place: string;
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
  risk: riskOf(row),
});
