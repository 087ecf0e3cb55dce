// Vulnerabilities that a query of findings finds, the most urgent first, with how many endpoints have each.
import type { FindingState } from '@suture/core/matching/finding.ts';
import type { Transaction } from './database.ts';
import { WORST_SEVERITY, epssPercentile } from './finding-groups.ts';
import { rankOf, stateAt } from './finding-states.ts';
import { foundFindings } from './found-findings.ts';
import { gatherFindings } from './gathered-findings.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';
import type { CompiledQuery } from './query-sql.ts';

export type Severity = 'low' | 'medium' | 'high' | 'critical' | 'unknown';

export interface QueriedVulnerability {
  readonly vulnerability: string;
  readonly aliases: readonly string[];
  readonly severity: Severity;
  readonly cvss: number | null;
  /** 0 to 1, as its percentile. */
  readonly epss: number | null;
  readonly epssPercentile: number | null;
  /** Null: there are no data that would say so. */
  readonly exploited: boolean | null;
  readonly ransomware: boolean | null;
  /** RFC 3339. */
  readonly published: string | null;
  /** The earliest on any endpoint, `YYYY-MM-DD`. */
  readonly due: string | null;
  /** The worst on any endpoint. */
  readonly state: FindingState;
  readonly endpoints: number;
  /** Those of them where a version that closes it is known. */
  readonly fixable: number;
  /** What brings it, sorted; the first few. */
  readonly packages: readonly string[];
}

/** `urgency` of urgency.ts. */
export interface UrgencyCursor {
  readonly urgency: string;
  readonly id: string;
}

export async function queriedVulnerabilities(
  transaction: Transaction,
  query: CompiledQuery,
  page: PageRequest<UrgencyCursor>,
): Promise<Page<QueriedVulnerability, UrgencyCursor>> {
  const found = await foundFindings(transaction, query);
  const { rows: gathered, total } = gatherFindings(found, 'vulnerability', page);
  const told = await transaction.query<VulnerabilityRow>(DETAILS, [
    transaction.organisation,
    JSON.stringify(gathered.map(({ id, packages, internal, exposed }) => ({ id, packages, internal, exposed }))),
  ]);
  const counts = found.endpointsOn(gathered.flatMap(({ places, fixable }) => [places, fixable]));
  const rows = told.flatMap((row) => {
    const index = Number(row.n) - 1;
    const one = gathered[index];
    const [endpoints = 0, fixable = 0] = counts.slice(index * 2);
    return one === undefined ? [] : [{ row: { ...vulnerabilityOf(row, one.id), endpoints, fixable }, ...one }];
  });
  const listed = pageOf(rows, total, page.limit, ({ urgency, id }) => ({ urgency, id }));
  return { ...listed, rows: listed.rows.map(({ row }) => row) };
}

const DETAILS = `with page as materialized (
    select * from rows from (jsonb_to_recordset($2::jsonb) as (id text, packages bigint[], internal bigint[], exposed bigint[])) with ordinality
      as page (id, packages, internal, exposed, n)
  )
  select page.n, to_char(least(told.due_internal, told.due_exposed), 'YYYY-MM-DD') as due, shown.worst, names.packages, shown.aliases,
    v.exploited, v.ransomware, v.epss, ${epssPercentile('v')} as epss_percentile, told.cvss, told.published, told.severity
  from page
  join lateral (
    select min(${rankOf('f.state')}) as worst, min(f.aliases) as aliases from package_finding f
    where f.organisation = $1 and f.package = any(page.packages) and f.vulnerability = page.id and f.until is null
  ) shown on shown.worst is not null
  left join vulnerability v on v.organisation = $1 and v.id = page.id
  left join lateral (
    select (array_agg(distinct p.name order by p.name))[1:20] as packages
    from package p where p.organisation = $1 and p.id = any(page.packages)
  ) names on true
  left join lateral (
    select min(g.published) as published, max(g.cvss) as cvss,
      min(g.due_internal) filter (where g.id = any(page.internal)) as due_internal,
      min(g.due_exposed) filter (where g.id = any(page.exposed)) as due_exposed,
      ${WORST_SEVERITY} as severity
    from finding_group g where g.organisation = $1 and g.id = any(page.internal || page.exposed)
  ) told on true
  order by page.n`;

interface VulnerabilityRow {
  readonly n: string;
  readonly aliases: readonly string[];
  readonly due: string | null;
  readonly worst: number;
  readonly packages: readonly string[];
  readonly exploited: boolean | null;
  readonly ransomware: boolean | null;
  readonly epss: number | null;
  readonly epss_percentile: number | null;
  readonly cvss: number | null;
  readonly published: Date | null;
  readonly severity: Severity | null;
}

const vulnerabilityOf = (
  row: VulnerabilityRow,
  vulnerability: string,
): Omit<QueriedVulnerability, 'endpoints' | 'fixable'> => ({
  vulnerability,
  aliases: row.aliases,
  severity: row.severity ?? 'unknown',
  cvss: row.cvss,
  epss: row.epss,
  epssPercentile: row.epss_percentile,
  exploited: row.exploited,
  ransomware: row.ransomware,
  published: row.published?.toISOString() ?? null,
  due: row.due,
  state: stateAt(row.worst),
  packages: row.packages,
});
