// Findings that a query finds: one row for each vulnerability of a package version, with how many endpoints have it.
import type { FindingState } from '@suture/core/matching/finding.ts';
import type { Transaction } from './database.ts';
import { type FindingRisk, RISK_COLUMNS, RISK_JOINS, type RiskRow, riskOf } from './finding-risk.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';
import { HAS_FINDINGS, PLACED, endpointsOf, placedBy } from './placed-packages.ts';
import { withExposure } from './query-exposure.ts';
import type { CompiledQuery } from './query-sql.ts';
import { urgency } from './urgency.ts';

export interface QueriedFinding {
  readonly vulnerability: string;
  readonly aliases: readonly string[];
  readonly advisories: readonly string[];
  readonly state: FindingState;
  readonly fixedVersion: string | null;
  readonly package: {
    readonly id: string;
    readonly purl: string;
    readonly name: string;
    readonly version: string;
    readonly ecosystem: string | null;
  };
  /** Endpoints that the query finds it on. */
  readonly endpoints: number;
  readonly risk: FindingRisk;
}

export interface QueriedFindingCursor {
  /** As `urgency` of urgency.ts, with the vulnerability after it. */
  readonly place: string;
  readonly package: string;
}

/** The most urgent first. `query` is one of findings. */
export async function queriedFindings(
  transaction: Transaction,
  asked: CompiledQuery,
  { after, limit, skip = 0 }: PageRequest<QueriedFindingCursor>,
): Promise<Page<QueriedFinding, QueriedFindingCursor>> {
  const query = withExposure(asked);
  const { bind, where, joins, values } = query;
  const isInternal = `class.c${asked.asked.length}`;
  const place = bind(after?.place ?? null, 'text');
  const pkg = bind(after?.package ?? null, 'bigint');
  const rows = await transaction.query<FindingRow>(
    `with ${placedBy(query, HAS_FINDINGS)}, wanted as materialized (
       select f.package, f.vulnerability, f.finding_group, bit_or(class.profiles) as profiles,
         bool_or(${isInternal}) as internal, bool_or(${isInternal} is not true) as exposed
       from ${PLACED}
       join package_finding f on f.organisation = $1 and f.package = p.id and f.until is null
       ${joins}
       where ${where}
       group by f.package, f.vulnerability, f.finding_group
     ), ranked as (
       select wanted.*, ${urgency({
         due: 'least(case when internal then due.due_internal end, case when exposed then due.due_exposed end)',
         rule: 'case when exposed then due.rule_exposed else due.rule_internal end',
         exploited: 'known.exploited',
         epss: 'known.epss',
         cvss: 'due.cvss',
       })} || ' ' || wanted.vulnerability as place
       from wanted left join finding_group due on due.organisation = $1 and due.id = wanted.finding_group
       left join vulnerability known on known.organisation = $1 and known.id = wanted.vulnerability
     ), page as materialized (
       select * from ranked where ${place} is null or (place, package) > (${place} collate "C", ${pkg})
       order by place, package limit ${bind(limit + 1, 'int')} offset ${bind(skip, 'int')}
     ), counted as materialized (${endpointsOf('profiles', 'page')}
     )
     select p.id, p.purl, p.name, p.version, p.ecosystem, f.vulnerability, f.aliases, f.advisories, f.state,
       f.fixed_version, c.endpoints, page.place, total, ${RISK_COLUMNS}
     from (select count(*) as total from wanted) t left join page on true
     left join counted c on c.profiles = page.profiles
     left join package_finding f on f.organisation = $1 and f.package = page.package
       and f.vulnerability = page.vulnerability and f.until is null
     left join package p on p.organisation = $1 and p.id = page.package
     ${RISK_JOINS}
     order by page.place, page.package`,
    values,
  );
  const found = rows.flatMap((row) => (row.id === null ? [] : [{ row: findingOf(row), place: row.place }]));
  const page = pageOf(found, Number(rows[0]?.total), limit, (each) => ({
    place: each.place,
    package: each.row.package.id,
  }));
  return { ...page, rows: page.rows.map(({ row }) => row) };
}

interface FindingRow extends RiskRow {
  readonly id: string;
  readonly purl: string;
  readonly name: string;
  readonly version: string;
  readonly ecosystem: string | null;
  readonly vulnerability: string;
  readonly aliases: readonly string[];
  readonly advisories: readonly string[];
  readonly state: FindingState;
  readonly fixed_version: string | null;
  readonly endpoints: string;
  readonly place: string;
  readonly total: string;
}

const findingOf = (row: FindingRow): QueriedFinding => ({
  vulnerability: row.vulnerability,
  aliases: row.aliases,
  advisories: row.advisories,
  state: row.state,
  fixedVersion: row.fixed_version,
  package: { id: row.id, purl: row.purl, name: row.name, version: row.version, ecosystem: row.ecosystem },
  endpoints: Number(row.endpoints),
  risk: riskOf(row),
});
