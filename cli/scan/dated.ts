// Findings with their deadlines, in the order a person should look at them.
import type { Evidence, Finding } from '@suture/core/matching/finding.ts';
import type { Package } from '@suture/core/packages/package.ts';
import type { RiskContext, RiskData } from '@suture/core/risk/context.ts';
import type { Deadline, Exposure, PolicyName, RatedSignals } from '@suture/core/risk/deadline.ts';
import { decideDeadline, overdueDays } from '@suture/core/risk/decide.ts';
import { NO_SIGNALS, fixDateOf, ownRatings, riskContextOf } from '@suture/core/risk/finding-context.ts';
import { type Urgency, compareUrgency } from '@suture/core/risk/order.ts';
import { severityWord, worstCvss } from '@suture/core/risk/rating.ts';
import type { AdvisoryDatabase, AdvisoryText } from '@suture/feeds/database/database.ts';
import type { ScannedFinding } from '../scan-document.ts';

/** A finding of the document beside what it was made from, for grouping and ordering. */
export interface Dated {
  readonly finding: ScannedFinding;
  readonly ecosystem: string | undefined;
  /** The names of the packages it is of: its own, and where detail is not wanted all others of the source. */
  readonly packages: readonly string[];
  readonly urgency: Urgency;
}

export interface Dating {
  readonly policy: PolicyName;
  readonly exposure: Exposure;
  /**
   * Whether every package, reason and text is wanted (machine-readable output), or a list of fixes: one finding for each
   * source package and vulnerability, without what a table does not show.
   */
  readonly detail: boolean;
  /** When the system's release came out, `YYYY-MM-DD`. */
  readonly released: string | undefined;
  readonly today: string;
  /** The dates of the signals' data. */
  readonly data: RiskData;
}

/** What is said of a vulnerability on one version, whichever packages have it. */
export interface Decided {
  readonly shared: Omit<ScannedFinding, 'package' | 'source'>;
  readonly urgency: Urgency;
  readonly packages: readonly Package[];
}

/** Decides on findings with all that is known of them. */
export function decideFindings(
  findings: readonly Finding[],
  database: AdvisoryDatabase | undefined,
  dating: Dating,
): readonly Decided[] {
  if (findings.length === 0) return [];
  const signals = database?.signals([...new Set(findings.map(({ id }) => id))]) ?? new Map<string, RatedSignals>();
  const wanted = findings.filter(({ id }) => dating.detail || (signals.get(id)?.cvss.length ?? 0) === 0);
  const texts =
    database?.advisories([...new Set(wanted.flatMap(({ advisories }) => advisories))]) ??
    new Map<string, AdvisoryText>();
  // Binary packages of one source share their evidence, and so their decision and their place in the order.
  const decided = new Map<Evidence, Omit<Decided, 'packages'> & { readonly packages: Package[] }>();
  for (const finding of findings) {
    const known = decided.get(finding.evidence);
    if (known === undefined)
      decided.set(finding.evidence, { ...decideFinding(finding, signals, texts, dating), packages: [finding.package] });
    else known.packages.push(finding.package);
  }
  return [...decided.values()];
}

/** Most urgent first: one for each package, or without `detail` one for each source package. */
export function inOrder(decided: readonly Decided[], detail: boolean): readonly Dated[] {
  return decided
    .map((each) => {
      const packages = each.packages.length === 1 ? each.packages : each.packages.toSorted(byName);
      return {
        shared: each.shared,
        packages,
        urgency: { ...each.urgency, id: `${each.urgency.id} ${packages[0]?.name}` },
      };
    })
    .sort((a, b) => compareUrgency(a.urgency, b.urgency))
    .flatMap(({ shared, packages, urgency }) =>
      (detail ? packages.map((one) => [one]) : bySource(packages)).map((group) => datedOf(shared, group, urgency)),
    );
}

const byName = (a: Package, b: Package): number => (a.name === b.name ? 0 : a.name < b.name ? -1 : 1);

/** A kernel's image is built from a source of its own, and judged as the kernel. */
function bySource(packages: readonly Package[]): readonly (readonly Package[])[] {
  const [first] = packages;
  const isOne = packages.every(
    ({ source }) => source.name === first?.source.name && source.version === first.source.version,
  );
  return isOne ? [packages] : [...Map.groupBy(packages, ({ source }) => `${source.name} ${source.version}`).values()];
}

function datedOf(shared: Decided['shared'], packages: readonly Package[], urgency: Urgency): Dated {
  const [first] = packages;
  if (first === undefined) throw new TypeError('a finding is of a package');
  const { purl, name, version, arch, source, ecosystem } = first;
  return {
    finding: { ...shared, package: { purl, name, version, arch: arch ?? null }, source },
    ecosystem,
    packages: packages.map((one) => one.name),
    urgency,
  };
}

/** The context a finding is decided in; `suture why` explains the same one. */
export function contextOf(
  finding: Pick<Finding, 'id' | 'state' | 'fixedVersion' | 'advisories' | 'evidence'>,
  signals: ReadonlyMap<string, RatedSignals>,
  texts: ReadonlyMap<string, AdvisoryText>,
  { data, exposure, released }: Pick<Dating, 'data' | 'exposure' | 'released'>,
): RiskContext {
  const own = ownRatings(finding, (advisory) => texts.get(advisory)?.severity ?? []);
  const fix = fixDateOf(finding.evidence, released);
  return riskContextOf(finding, fix, signals.get(finding.id) ?? NO_SIGNALS, own, data, exposure);
}

function decideFinding(
  finding: Finding,
  signals: ReadonlyMap<string, RatedSignals>,
  texts: ReadonlyMap<string, AdvisoryText>,
  dating: Dating,
): Omit<Decided, 'packages'> {
  const { policy, today, detail, data } = dating;
  const context = contextOf(finding, signals, texts, dating);
  const deadline = decideDeadline(policy, context, today);
  const cvss = worstCvss(context.signals.cvss);
  const { epss, exploited } = context.signals;
  return {
    shared: {
      id: finding.id,
      aliases: finding.aliases,
      advisories: finding.advisories,
      summary: finding.advisories.map((id) => texts.get(id)?.summary ?? '').find((summary) => summary !== '') ?? null,
      fixedVersion: finding.fixedVersion,
      state: finding.state,
      severity: severityWord(cvss, context.vendorSeverity),
      cvss: cvss === undefined ? null : { score: cvss.score, vector: cvss.vector, source: cvss.source },
      epss: epss === undefined ? null : { ...epss, date: data.epss ?? null },
      exploited: exploited === undefined ? null : { added: exploited.added, ransomware: exploited.ransomware },
      // Letting go of the reasons saves 7 MB and 20 ms of collecting garbage for 8,000 findings.
      deadline: deadlineShown(detail ? deadline : { ...deadline, reasons: [] }, today),
      evidence: finding.evidence,
    },
    urgency: urgencyOf(finding.id, deadline, exploited !== undefined, epss?.score, cvss?.score, today),
  };
}

export const deadlineShown = (deadline: Deadline, today: string): ScannedFinding['deadline'] => ({
  due: deadline.due,
  rule: deadline.rule,
  overdueDays: overdueDays(deadline, today),
  forensics: deadline.forensics,
  reasons: deadline.reasons,
});

export const urgencyOf = (
  id: string,
  { due, forensics }: Pick<Deadline, 'due' | 'forensics'>,
  exploited: boolean,
  epss: number | undefined,
  cvss: number | undefined,
  today: string,
): Urgency => ({
  // What is late is due now, however late: among the late, danger decides what comes first.
  due: due !== null && due < today ? today : due,
  forensics,
  exploited,
  epss,
  cvss,
  since: due,
  id,
});
