// Findings that a query finds: one row for each vulnerability of a package version, with how many endpoints have it.
import type { FindingState } from '@suture/core/matching/finding.ts';
import type { Transaction } from './database.ts';
import { type FindingRisk, RISK_COLUMNS, RISK_JOINS, type RiskRow, riskOf } from './finding-risk.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';
import { placePackages, placedFindings } from './placed-packages.ts';
import type { CountedRow } from './placing.ts';
import { URGENCIES } from './query-exposure.ts';
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
  /** As `urgency` of urgency.ts, with the vulnerability after it. */
  readonly place: string;
  readonly package: string;
}

const ONE_PLACE = 'array[class.place] as places, class.internal, class.exposed';
const PLACES =
  'array_agg(class.place) as places, bool_or(class.internal) as internal, bool_or(class.exposed) as exposed';

/** The most urgent first. `query` is one of findings. */
export async function queriedFindings(
  transaction: Transaction,
  query: CompiledQuery,
  { after, limit, skip = 0 }: PageRequest<QueriedFindingCursor>,
): Promise<Page<QueriedFinding, QueriedFindingCursor>> {
  const { bind, where, joins } = query;
  const { placed, isOnce, ask, endpointsOn } = await placePackages(transaction, query);
  const place = bind(after?.place ?? null, 'text');
  const pkg = bind(after?.package ?? null, 'bigint');
  const rows = await ask<FindingRow>(
    `with ${placed}, ${URGENCIES}, wanted as materialized (
       select f.package, f.vulnerability, f.finding_group, ${isOnce ? ONE_PLACE : PLACES}
       from ${placedFindings(`${where} ${joins}`)}
       ${joins}
       where ${where}
       ${isOnce ? '' : 'group by f.package, f.vulnerability, f.finding_group'}
     ), ranked as (
       select wanted.*, coalesce(least(case when wanted.internal then urgent.internal end, case when wanted.exposed then urgent.exposed end), '')
         || ' ' || wanted.vulnerability as place
       from wanted left join urgent on urgent.id = wanted.finding_group
     ), page as materialized (
       select * from ranked where ${place} is null or (place, package) > (${place} collate "C", ${pkg})
       order by place, package limit ${bind(limit + 1, 'int')} offset ${bind(skip, 'int')}
     )
     select p.id, p.purl, p.name, p.version, p.ecosystem, f.vulnerability, f.aliases, f.advisories, f.state,
       f.fixed_version, page.places, page.place, total, ${RISK_COLUMNS}
     from (select count(*) as total from wanted) t left join page on true
     left join package_finding f on f.organisation = $1 and f.package = page.package
       and f.vulnerability = page.vulnerability and f.until is null
     left join package p on p.organisation = $1 and p.id = page.package
     ${RISK_JOINS}
     order by page.place, page.package`,
  );
  const endpoints = endpointsOn(rows.map(({ places }) => places));
  const found = rows.flatMap((row, index) =>
    row.id === null ? [] : [{ row: findingOf(row, endpoints[index] ?? 0), place: row.place }],
  );
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
  readonly places: CountedRow;
  readonly place: string;
  readonly total: string;
}

const findingOf = (row: FindingRow, endpoints: number): QueriedFinding => ({
  vulnerability: row.vulnerability,
  aliases: row.aliases,
  advisories: row.advisories,
  state: row.state,
  fixedVersion: row.fixed_version,
  package: { id: row.id, purl: row.purl, name: row.name, version: row.version, ecosystem: row.ecosystem },
  endpoints,
  risk: riskOf(row),
});
