// Findings that a query finds: one row for each vulnerability of a package version, with how many endpoints have it.
import type { FindingState } from '@suture/core/matching/finding.ts';
import type { Transaction } from './database.ts';
import { firstRows } from './first-rows.ts';
import { foundFindings, rowsOfFindings } from './found-findings.ts';
import { type FindingRisk, RISK_COLUMNS, RISK_JOINS, type RiskRow, riskOf } from './finding-risk.ts';
import { type Page, type PageRequest, pageOf } from './page.ts';
import type { CompiledQuery } from './query-sql.ts';
import { urgencyText } from './urgency.ts';

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
  query: CompiledQuery,
  { after, limit, skip = 0 }: PageRequest<QueriedFindingCursor>,
): Promise<Page<QueriedFinding, QueriedFindingCursor>> {
  const found = await foundFindings(transaction, query);
  const { kinds } = found;
  const findings = rowsOfFindings(found);
  const urgencies = new Float64Array(findings.length);
  const names = new Float64Array(findings.length);
  for (let row = 0; row < findings.length; row += 1) {
    const kind = findings.kinds[row] ?? 0;
    urgencies[row] = kinds.urgency(kind, findings.exposures[row] ?? 0);
    names[row] = kinds.placeByName(kind);
  }
  const vulnerabilityOf = (row: number): string => kinds.at(findings.kinds[row] ?? 0).vulnerability;
  const placeOf = (row: number): string => `${urgencyText(urgencies[row] ?? 0)} ${vulnerabilityOf(row)}`;
  const isAfter = (row: number, last: QueriedFindingCursor): boolean => {
    const place = placeOf(row);
    return place > last.place || (place === last.place && (findings.packages[row] ?? 0) > Number(last.package));
  };
  const all = Uint32Array.from({ length: findings.length }, (_, row) => row);
  const rest = after === undefined ? all : all.filter((row) => isAfter(row, after));
  const page = firstRows(rest, [urgencies, names, findings.packages], skip + limit + 1).slice(skip);
  const rows = await transaction.query<FindingRow>(
    `select page.n, p.id, p.purl, p.name, p.version, p.ecosystem, f.vulnerability, f.aliases, f.advisories, f.state,
       f.fixed_version, ${RISK_COLUMNS}
     from unnest($2::bigint[], $3::text[]) with ordinality as page (package, vulnerability, n)
     join package_finding f on f.organisation = $1 and f.package = page.package
       and f.vulnerability = page.vulnerability and f.until is null
     join package p on p.organisation = $1 and p.id = page.package
     ${RISK_JOINS}
     order by page.n`,
    [transaction.organisation, page.map((row) => findings.packages[row]), page.map(vulnerabilityOf)],
  );
  const endpoints = found.endpointsOn(page.map(findings.placesOf));
  const shown = rows.flatMap((told) => {
    const index = Number(told.n) - 1;
    const row = page[index];
    return row === undefined ? [] : [{ row: findingOf(told, endpoints[index] ?? 0), place: placeOf(row) }];
  });
  const listed = pageOf(shown, findings.length, limit, ({ row, place }) => ({ place, package: row.package.id }));
  return { ...listed, rows: listed.rows.map(({ row }) => row) };
}

interface FindingRow extends RiskRow {
  readonly n: string;
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
