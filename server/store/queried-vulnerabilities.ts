// Vulnerabilities that a query of findings finds, the most urgent first, with how many endpoints have each.
import type { FindingState } from '@suture/core/matching/finding.ts';
import type { Transaction } from './database.ts';
import { epssPercentile } from './finding-groups.ts';
import { rankOf, stateAt } from './finding-states.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';
import { placePackages, placedFindings } from './placed-packages.ts';
import type { CountedRow } from './placing.ts';
import { DUE_DAY, DUE_JOIN, DUE_RULE, WEIGHTS } from './query-exposure.ts';
import type { CompiledQuery } from './query-sql.ts';
import { urgency } from './urgency.ts';

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
  { after, limit, skip = 0 }: PageRequest<UrgencyCursor>,
): Promise<Page<QueriedVulnerability, UrgencyCursor>> {
  const { bind, where, joins } = query;
  const { placed, ask, endpointsOn } = await placePackages(transaction, query);
  const [place, id] = [bind(after?.urgency ?? null, 'text'), bind(after?.id ?? null, 'text')];
  const rows = await ask<VulnerabilityRow>(
    `with ${placed}, ${WEIGHTS}, found as materialized (
       select f.vulnerability, f.finding_group, bool_or(class.internal) as internal, bool_or(class.exposed) as exposed
       from ${placedFindings(`${where} ${joins}`)} ${joins}
       where ${where} group by f.vulnerability, f.finding_group
     ), hits as materialized (
       select f.vulnerability, array_agg(f.finding_group) as groups, min(${DUE_DAY}) as due, min(${DUE_RULE}) as rule,
         max(due.cvss) as cvss, bool_or(due.exploited) as exploited, max(due.epss) as epss
       from found f cross join lateral (select f.internal, f.exposed) class ${DUE_JOIN}
       group by f.vulnerability
     ), ranked as materialized (
       select *, ${urgency({ due: 'due', rule: 'rule', exploited: 'exploited', epss: 'epss', cvss: 'cvss' })} as urgency from hits
     ), page as materialized (
       select * from ranked where ${place} is null or (urgency, vulnerability) > (${place} collate "C", ${id})
       order by urgency, vulnerability limit ${bind(limit + 1, 'int')} offset ${bind(skip, 'int')}
     ), shown as materialized (
       select f.vulnerability, min(${rankOf('f.state')}) as worst, array_agg(class.place) as places,
         array_agg(class.place) filter (where f.fixed_version is not null) as fixable,
         array_agg(class.package) as ids, min(f.aliases) as aliases
       from ${placedFindings(`${where} ${joins}`)} ${joins}
       where f.vulnerability = any(array(select vulnerability from page)) and ${where}
       group by f.vulnerability
     )
     select page.vulnerability, page.urgency, to_char(page.due, 'YYYY-MM-DD') as due, shown.worst, names.packages, shown.aliases,
       shown.places, shown.fixable, total, v.exploited, v.ransomware, v.epss, ${epssPercentile('v')} as epss_percentile, page.cvss, told.*
     from (select count(*) as total from hits) t left join page on true
     left join shown on shown.vulnerability = page.vulnerability
     left join vulnerability v on v.organisation = $1 and v.id = page.vulnerability
     left join lateral (
       select (array_agg(distinct p.name order by p.name))[1:20] as packages
       from package p where p.organisation = $1 and p.id = any(shown.ids)
     ) names on true
     left join lateral (
       select min(g.published) as published,
         (array_agg(g.severity order by array_position('{critical,high,medium,low}'::text[], g.severity)))[1] as severity
       from finding_group g where g.organisation = $1 and g.id = any(page.groups)
     ) told on true
     order by page.urgency, page.vulnerability`,
  );
  const counts = endpointsOn(rows.flatMap(({ places, fixable }) => [places, fixable]));
  const found = rows.flatMap((row, index) => {
    if (row.vulnerability === null) return [];
    const [endpoints = 0, fixable = 0] = counts.slice(index * 2);
    return [{ row: { ...vulnerabilityOf(row, row.vulnerability), endpoints, fixable }, urgency: row.urgency }];
  });
  const page = pageOf(found, Number(rows[0]?.total), limit, (each) => ({
    urgency: each.urgency,
    id: each.row.vulnerability,
  }));
  return { ...page, rows: page.rows.map(({ row }) => row) };
}

interface VulnerabilityRow {
  readonly vulnerability: string | null;
  readonly aliases: readonly string[];
  readonly urgency: string;
  readonly due: string | null;
  readonly worst: number;
  readonly packages: readonly string[];
  readonly places: CountedRow;
  readonly fixable: CountedRow;
  readonly total: string;
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
