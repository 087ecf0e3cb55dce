// Vulnerabilities that a query of findings finds, the most urgent first, with how many endpoints have each.
import type { FindingState } from '@suture/core/matching/finding.ts';
import type { Transaction } from './database.ts';
import { epssPercentile } from './finding-groups.ts';
import { rankOf, stateAt } from './finding-states.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';
import { HAS_FINDINGS, PLACED, endpointsOf, placedBy } from './placed-packages.ts';
import { DUE_JOIN, dueDay, dueRule, withExposure } from './query-exposure.ts';
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
  asked: CompiledQuery,
  { after, limit, skip = 0 }: PageRequest<UrgencyCursor>,
): Promise<Page<QueriedVulnerability, UrgencyCursor>> {
  const query = withExposure(asked);
  const { bind, where, joins, values } = query;
  const [place, id] = [bind(after?.urgency ?? null, 'text'), bind(after?.id ?? null, 'text')];
  const rows = await transaction.query<VulnerabilityRow>(
    `with ${placedBy(query, HAS_FINDINGS)}, hits as materialized (
       select f.vulnerability, min(${rankOf('f.state')}) as worst, bit_or(class.profiles) as profiles,
         bit_or(class.profiles) filter (where f.fixed_version is not null) as fixable,
         min(${dueDay(query)}) as due, min(${dueRule(query)}) as rule, max(due.cvss) as cvss,
         array_agg(distinct f.finding_group) as groups,
         array_agg(distinct p.id) as ids, min(f.aliases) as aliases
       from ${PLACED}
       join package_finding f on f.organisation = $1 and f.package = p.id and f.until is null
       ${DUE_JOIN}
       ${joins}
       where ${where}
       group by f.vulnerability
     ), ranked as materialized (
       select hits.*, ${urgency({ due: 'hits.due', rule: 'hits.rule', exploited: 'known.exploited', epss: 'known.epss', cvss: 'hits.cvss' })} as urgency
       from hits left join vulnerability known on known.organisation = $1 and known.id = hits.vulnerability
     ), page as materialized (
       select * from ranked where ${place} is null or (urgency, vulnerability) > (${place} collate "C", ${id})
       order by urgency, vulnerability limit ${bind(limit + 1, 'int')} offset ${bind(skip, 'int')}
     ), sought as (
       select profiles from page union select fixable from page where fixable is not null
     ), counted as materialized (${endpointsOf('profiles', 'sought')}
     )
     select page.vulnerability, page.urgency, to_char(page.due, 'YYYY-MM-DD') as due, page.worst, names.packages, page.aliases, c.endpoints,
       coalesce(fixed.endpoints, 0) as fixable, total, v.exploited, v.ransomware, v.epss, ${epssPercentile('v')} as epss_percentile, page.cvss, told.*
     from (select count(*) as total from hits) t left join page on true
     left join counted c on c.profiles = page.profiles
     left join counted fixed on fixed.profiles = page.fixable
     left join vulnerability v on v.organisation = $1 and v.id = page.vulnerability
     left join lateral (
       select (array_agg(distinct p.name order by p.name))[1:20] as packages
       from package p where p.organisation = $1 and p.id = any(page.ids)
     ) names on true
     left join lateral (
       select min(g.published) as published,
         (array_agg(g.severity order by array_position('{critical,high,medium,low}'::text[], g.severity)))[1] as severity
       from finding_group g where g.organisation = $1 and g.id = any(page.groups)
     ) told on true
     order by page.urgency, page.vulnerability`,
    values,
  );
  const found = rows.flatMap((row) =>
    row.vulnerability === null ? [] : [{ row: vulnerabilityOf(row, row.vulnerability), urgency: row.urgency }],
  );
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
  readonly endpoints: string;
  readonly fixable: string;
  readonly total: string;
  readonly exploited: boolean | null;
  readonly ransomware: boolean | null;
  readonly epss: number | null;
  readonly epss_percentile: number | null;
  readonly cvss: number | null;
  readonly published: Date | null;
  readonly severity: Severity | null;
}

const vulnerabilityOf = (row: VulnerabilityRow, vulnerability: string): QueriedVulnerability => ({
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
  endpoints: Number(row.endpoints),
  fixable: Number(row.fixable),
  packages: row.packages,
});
