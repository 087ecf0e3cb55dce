// What is known of the vulnerability of a finding `f`, and when that is due, beside a list's own columns.
import { epssPercentile } from './finding-groups.ts';
import type { Severity } from './queried-vulnerabilities.ts';

export interface FindingRisk {
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
  /** `YYYY-MM-DD` on endpoints that face the internet, or may, and on others; null where it is not due on a day. */
  readonly due: { readonly exposed: string | null; readonly internal: string | null };
  /** What decided that, in words. */
  readonly rule: { readonly exposed: string | null; readonly internal: string | null };
}

export interface RiskRow {
  readonly severity: Severity | null;
  readonly cvss: number | null;
  readonly epss: number | null;
  readonly epss_percentile: number | null;
  readonly exploited: boolean | null;
  readonly ransomware: boolean | null;
  readonly published: Date | null;
  readonly due_exposed: string | null;
  readonly due_internal: string | null;
  readonly rule_exposed: string | null;
  readonly rule_internal: string | null;
}

export const RISK_COLUMNS = `risk.severity, risk.cvss, known.epss, ${epssPercentile('known')} as epss_percentile, known.exploited, known.ransomware, risk.published,
  to_char(risk.due_exposed, 'YYYY-MM-DD') as due_exposed, to_char(risk.due_internal, 'YYYY-MM-DD') as due_internal,
  risk.rule_exposed, risk.rule_internal`;

export const RISK_JOINS = `left join finding_group risk on risk.organisation = $1 and risk.id = f.finding_group
  left join vulnerability known on known.organisation = $1 and known.id = f.vulnerability`;

export const riskOf = (row: RiskRow): FindingRisk => ({
  severity: row.severity ?? 'unknown',
  cvss: row.cvss,
  epss: row.epss,
  epssPercentile: row.epss_percentile,
  exploited: row.exploited,
  ransomware: row.ransomware,
  published: row.published?.toISOString() ?? null,
  due: { exposed: row.due_exposed, internal: row.due_internal },
  rule: { exposed: row.rule_exposed, internal: row.rule_internal },
});
