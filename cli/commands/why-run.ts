// The work of `suture why`.
import { AppError } from '@suture/core/app-error.ts';
import { explain } from '@suture/core/risk/explain.ts';
import { explanationLines } from '@suture/core/risk/explain-text.ts';
import type { RatedSignals } from '@suture/core/risk/deadline.ts';
import type { AdvisoryText } from '@suture/feeds/database/database.ts';
import type { Context } from '../context.ts';
import { printable } from '../output/columns.ts';
import type { ScanDocument, ScannedFinding } from '../scan-document.ts';
import { assemble, releaseDate, riskContextOf, riskData } from '../scan/assemble.ts';
import { look, useDatabase } from '../scan/scan.ts';
import type { WhyOptions } from './why.ts';

export async function whyCommand(subject: string, options: WhyOptions, context: Context): Promise<void> {
  const database = useDatabase(options.db, context);
  try {
    const scanned = await look(options, database, context);
    const now = context.now();
    const document = assemble(scanned, database, { ...options, detail: true }, now);
    const found = about(document, subject);
    const first = found[0];
    if (first === undefined) return absent(document, subject, context);
    const signals = database?.signals([first.id]) ?? new Map<string, RatedSignals>();
    const texts = database?.advisories(first.advisories) ?? new Map<string, AdvisoryText>();
    const risk = riskContextOf(first, signals, texts, riskData(document.feeds), options.exposure, releaseDate(scanned, database));
    const explanation = explain(options.policy, risk, now.toISOString().slice(0, 10));
    if (options.json === true) {
      context.stdout.write(`${JSON.stringify({ schema: 'suture.why/1', finding: first, explanation, others: found.slice(1) }, null, 2)}\n`);
      return;
    }
    const lines = [
      ...explanationLines(`${first.id} in ${first.package.name} ${first.package.version}`, explanation),
      ...evidenceLines(first, found, texts),
    ];
    context.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    database?.close();
  }
}

function about(document: ScanDocument, subject: string): readonly ScannedFinding[] {
  const id = subject.toUpperCase();
  return document.findings.filter(
    (finding) =>
      finding.id.toUpperCase() === id ||
      finding.aliases.some((alias) => alias.toUpperCase() === id) ||
      finding.package.name === subject ||
      finding.source.name === subject ||
      finding.package.purl === subject,
  );
}

function absent(document: ScanDocument, subject: string, context: Context): void {
  const update = document.updates.find(({ package: name, source }) => name === subject || source.name === subject);
  if (update !== undefined) {
    const { installed, candidate, origin, security, heldBack } = update;
    const held = heldBack === null ? '' : `\nHeld back: ${heldBack.why}`;
    context.stdout.write(printableLines(`${subject} ${installed} → ${candidate} from ${origin}\nSecurity: ${security.is}: ${security.why}${held}\nNo vulnerability is known to be closed by it.\n`));
    return;
  }
  const gaps = document.incomplete.map(({ what, why }) => `  ${what}: ${why}`).join('\n');
  throw new AppError('input', `nothing was found about ${printable(subject)} on this machine`, gaps === '' ? undefined : `Not known:\n${gaps}`);
}

const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');

function evidenceLines(finding: ScannedFinding, found: readonly ScannedFinding[], texts: ReadonlyMap<string, AdvisoryText>): readonly string[] {
  const lines = ['', 'Evidence'];
  for (const match of finding.evidence.matches) {
    const url = texts.get(match.advisory)?.url;
    const fix = match.fixedVersion === null ? 'no fix' : `fixed in ${match.fixedVersion}`;
    lines.push(`  ${match.advisory} (${match.feed}): ${finding.source.name} ${match.range}, ${fix}${url == null ? '' : `  ${url}`}`);
  }
  lines.push(...finding.evidence.notes.map((note) => `  ${note}`));
  const packages = [...new Set(found.filter(({ id }) => id === finding.id).map((one) => one.package.name))];
  if (packages.length > 1) lines.push(`  Packages: ${packages.join(', ')}`);
  const others = [...new Set(found.map(({ id }) => id))].filter((id) => id !== finding.id);
  if (others.length > 0) lines.push('', `${others.length} more: ${others.slice(0, 10).join(', ')}${others.length > 10 ? ' …' : ''}`);
  return lines.map(printable);
}
