// Findings that a query finds: one row for each vulnerability of a package version, with how many endpoints have it.
import type { FindingState } from '@suture/core/matching/finding.ts';
import type { Transaction } from './database.ts';
import { type FindingRisk, RISK_COLUMNS, RISK_JOINS, type RiskRow, riskOf } from './finding-risk.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';
import { classesBy } from './query-classes.ts';
import type { CompiledQuery } from './query-sql.ts';

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
  readonly vulnerability: string;
  readonly package: string;
}

/** By vulnerability. `query` is one of findings. */
export async function queriedFindings(
  transaction: Transaction,
  query: CompiledQuery,
  { after, limit, skip = 0 }: PageRequest<QueriedFindingCursor>,
): Promise<Page<QueriedFinding, QueriedFindingCursor>> {
  const { bind, where, joins, values } = query;
  const vulnerability = bind(after?.vulnerability ?? null, 'text');
  const pkg = bind(after?.package ?? null, 'bigint');
  const rows = await transaction.query<FindingRow>(
    `with ${classesBy(query)}, hit as (
       select distinct class.class, class.endpoints, f.package, f.vulnerability
       from class
       join class_set using (class)
       join package_set_member m on m.organisation = $1 and m.package_set = class_set.package_set
       join package p on p.organisation = $1 and p.id = m.package
       join package_finding f on f.organisation = $1 and f.package = p.id and f.until is null
       ${joins}
       where ${where}
     ), wanted as materialized (
       select package, vulnerability, sum(endpoints)::bigint as endpoints from hit group by package, vulnerability
     ), page as materialized (
       select * from wanted where ${vulnerability} is null or (vulnerability, package) > (${vulnerability}, ${pkg})
       order by vulnerability, package limit ${bind(limit + 1, 'int')} offset ${bind(skip, 'int')}
     )
     select p.id, p.purl, p.name, p.version, p.ecosystem, f.vulnerability, f.aliases, f.advisories, f.state,
       f.fixed_version, page.endpoints, total, ${RISK_COLUMNS}
     from (select count(*) as total from wanted) t left join page on true
     left join package_finding f on f.organisation = $1 and f.package = page.package
       and f.vulnerability = page.vulnerability and f.until is null
     left join package p on p.organisation = $1 and p.id = page.package
     ${RISK_JOINS}
     order by page.vulnerability, page.package`,
    values,
  );
  const found = rows.flatMap((row) => (row.id === null ? [] : [findingOf(row)]));
  return pageOf(found, Number(rows[0]?.total), limit, (row) => ({
    vulnerability: row.vulnerability,
    package: row.package.id,
  }));
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
