// A scan as CSV: one line for each finding. RFC 4180, and safe to open in a spreadsheet.
import type { ScanDocument, ScannedFinding } from '../scan-document.ts';
import { csvField } from './csv-field.ts';

const COLUMNS: readonly (readonly [string, (finding: ScannedFinding) => string | number | null | undefined])[] = [
  ['vulnerability', ({ id }) => id],
  ['severity', ({ severity }) => severity],
  ['state', ({ state }) => state],
  ['due', ({ deadline }) => deadline.due],
  ['overdue_days', ({ deadline }) => deadline.overdueDays],
  ['package', (finding) => finding.package.name],
  ['installed', (finding) => finding.package.version],
  ['arch', (finding) => finding.package.arch],
  ['source', ({ source }) => source.name],
  ['source_version', ({ source }) => source.version],
  ['fixed', ({ fixedVersion }) => fixedVersion],
  ['exploited_since', ({ exploited }) => exploited?.added],
  ['epss', ({ epss }) => epss?.score],
  ['cvss', ({ cvss }) => cvss?.score],
  ['rule', ({ deadline }) => deadline.rule],
  ['advisories', ({ advisories }) => advisories.join(' ')],
  ['aliases', ({ aliases }) => aliases.join(' ')],
  ['purl', (finding) => finding.package.purl],
];

export function csv(document: ScanDocument): string {
  const lines = [
    COLUMNS.map(([name]) => name),
    ...document.findings.map((finding) => COLUMNS.map(([, read]) => csvField(read(finding)))),
  ];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}
