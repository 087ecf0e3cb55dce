// The work of `suture why`.
import { AppError } from '@suture/core/app-error.ts';
import type { RatedSignals } from '@suture/core/risk/deadline.ts';
import { explanationLines } from '@suture/core/risk/explain-text.ts';
import { riskDataOf } from '@suture/core/risk/risk-data.ts';
import { explain } from '@suture/core/risk/explain.ts';
import type { AdvisoryText } from '@suture/feeds/database/database.ts';
import type { Context } from '../context.ts';
import { printable } from '../output/columns.ts';
import { inertJson } from '../output/inert-json.ts';
import { listed, nameOf } from '../output/words.ts';
import type { ScanDocument, ScannedFinding, ScannedUpdate } from '../scan-document.ts';
import { releaseDate } from '../scan/assemble.ts';
import { contextOf } from '../scan/dated.ts';
import { judge, look, useDatabase } from '../scan/scan.ts';
import type { WhyOptions } from './why.ts';

/** `orElse`: what is done where nothing is found, in the place of saying so. */
export async function whyCommand(
  subject: string,
  options: WhyOptions,
  context: Context,
  orElse: (absent: AppError) => Promise<void>,
): Promise<void> {
  const database = useDatabase(options.db, context);
  try {
    const scanned = await look(options, database, context);
    const now = context.now();
    const document = await judge(scanned, database, options, now);
    const found = about(document, subject);
    const first = found[0];
    if (first === undefined) return await absent(document, subject, options, context, orElse);
    const signals = database?.signals([first.id]) ?? new Map<string, RatedSignals>();
    const texts = database?.advisories(first.advisories) ?? new Map<string, AdvisoryText>();
    const released = releaseDate(scanned, database);
    const risk = contextOf(first, signals, texts, {
      data: riskDataOf(document.feeds),
      exposure: options.exposure,
      released,
    });
    const explanation = explain(options.policy, risk, now.toISOString().slice(0, 10));
    if (options.json === true) {
      const others = found.slice(1);
      context.stdout.write(inertJson({ schema: 'suture.why/1', finding: first, explanation, others }));
      return;
    }
    const lines = [
      ...explanationLines(`${first.id} in ${nameOf(first)} ${first.package.version}`, explanation),
      ...evidenceLines(first, texts),
      ...otherLines(first, found),
      ...updateLines(pendingFor(document, first.source.name)),
    ];
    context.stdout.write(`${lines.map(printable).join('\n')}\n`);
  } finally {
    database?.close();
  }
}

/** Findings of a vulnerability by any of its names, or of a package, source package or package URL; most urgent first. */
function about({ findings }: ScanDocument, subject: string): readonly ScannedFinding[] {
  const id = subject.toUpperCase();
  return findings.filter(
    (finding) =>
      [finding.id, ...finding.aliases, ...finding.advisories].some((name) => name.toUpperCase() === id) ||
      [finding.package.name, finding.source.name, finding.package.purl].includes(subject),
  );
}

/** No finding: a pending update tells its own reasons; otherwise the person should know what was not looked at. */
async function absent(
  document: ScanDocument,
  subject: string,
  options: WhyOptions,
  context: Context,
  orElse: (absent: AppError) => Promise<void>,
): Promise<void> {
  const { incomplete, endpoint } = document;
  const update = pendingFor(document, subject);
  if (update === undefined) {
    const gaps = incomplete.map(({ what, why }) => `\n  ${what}: ${why}`).join('');
    const remedy = gaps === '' ? 'Whether it is clear of a vulnerability: suture cve' : `Not known:${gaps}`;
    return orElse(new AppError('input', `nothing was found about ${subject} on ${endpoint.name}`, remedy));
  }
  if (options.json === true) {
    context.stdout.write(inertJson({ schema: 'suture.why/1', update }));
    return;
  }
  const lines = [...updateLines(update), 'No known vulnerability of the installed version names it as the fix.'];
  context.stdout.write(`${lines.slice(1).map(printable).join('\n')}\n`);
}

const pendingFor = ({ updates }: ScanDocument, subject: string): ScannedUpdate | undefined =>
  updates.find(({ package: name, source }) => name === subject || source.name === subject);

function updateLines(update: ScannedUpdate | undefined): readonly string[] {
  if (update === undefined) return [];
  const { installed, candidate, origin, security, heldBack } = update;
  const is =
    security.is === 'unknown'
      ? 'it is not known whether for security'
      : security.is
        ? 'for security'
        : 'not for security';
  return [
    '',
    `Pending: ${update.package} ${installed} → ${candidate} from ${origin}, ${is} (${security.why})`,
    ...(heldBack === null ? [] : [`Held back: ${heldBack.why}`]),
  ];
}

function evidenceLines(
  { source, evidence }: ScannedFinding,
  texts: ReadonlyMap<string, AdvisoryText>,
): readonly string[] {
  const matches = evidence.matches.map(({ advisory, feed, range, fixedVersion, kb }) => {
    const fix = fixedVersion === null ? 'no fix' : `fixed in ${fixedVersion}${kb === undefined ? '' : ` by KB${kb}`}`;
    return [`  ${advisory} (${feed}): ${source.name} ${range}, ${fix}`, texts.get(advisory)?.urls[feed] ?? '']
      .filter((part) => part !== '')
      .join('  ');
  });
  return ['', 'Evidence', ...matches, ...evidence.notes.map((note) => `  ${note}`)];
}

function otherLines(first: ScannedFinding, found: readonly ScannedFinding[]): readonly string[] {
  const packages = [...new Set(found.filter(({ id }) => id === first.id).map((one) => one.package.name))];
  const others = [...new Set(found.map(({ id }) => id))].filter((id) => id !== first.id);
  return [
    ...(packages.length > 1 ? ['', `Packages it is in: ${listed(packages)}`] : []),
    ...(others.length > 0 ? ['', `Less urgent: ${listed(others)}`] : []),
  ];
}
