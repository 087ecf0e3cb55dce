// Findings grouped by what a person does about them: the update of one source package to one version.
import type { FindingState } from '../matching/finding.ts';
import { type Urgency, compareUrgency } from '../risk/order.ts';
import type { SeverityWord } from '../advisories/severity.ts';
import { compareSeverity } from '../advisories/severity.ts';
import type { Order } from '../versions/scheme.ts';

/** What grouping needs of a finding. */
export interface Fixable {
  readonly id: string;
  readonly package: { readonly name: string; readonly version: string };
  readonly source: { readonly name: string; readonly version: string };
  readonly ecosystem: string | undefined;
  readonly fixedVersion: string | null;
  readonly state: FindingState;
  readonly severity: SeverityWord;
  /** `YYYY-MM-DD`. */
  readonly due: string | null;
  readonly urgency: Urgency;
}

export interface FixGroup {
  readonly ecosystem: string | undefined;
  readonly source: string;
  readonly from: string;
  /** The version that closes every one of `closes`. */
  readonly to: string;
  /** Installed packages that change with it, sorted. */
  readonly packages: readonly string[];
  /** Vulnerabilities it closes, most urgent first. */
  readonly closes: readonly string[];
  readonly severity: SeverityWord;
  /** The earliest of its findings' due dates. */
  readonly due: string | null;
  /** That of the most urgent finding. */
  readonly urgency: Urgency;
}

/** Most urgent first. Findings without a fix are in no group. */
export function groupByFix(
  findings: readonly Fixable[],
  order: (ecosystem: string | undefined, a: string, b: string) => Order | undefined,
): readonly FixGroup[] {
  const groups = new Map<string, Fixable[]>();
  for (const finding of findings) {
    if (finding.fixedVersion === null) continue;
    const key = `${finding.ecosystem}\n${finding.source.name}\n${finding.source.version}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].map((group) => groupOf(group, order)).toSorted((a, b) => compareUrgency(a.urgency, b.urgency));
}

function groupOf(
  group: readonly Fixable[],
  order: (ecosystem: string | undefined, a: string, b: string) => Order | undefined,
): FixGroup {
  const sorted = group.toSorted((a, b) => compareUrgency(a.urgency, b.urgency));
  const first = sorted[0]!;
  let to = first.fixedVersion!;
  for (const { fixedVersion } of sorted) if (order(first.ecosystem, fixedVersion!, to) === 1) to = fixedVersion!;
  return {
    ecosystem: first.ecosystem,
    source: first.source.name,
    from: first.source.version,
    to,
    packages: [...new Set(sorted.map((finding) => finding.package.name))].sort(),
    closes: [...new Set(sorted.map(({ id }) => id))],
    severity: sorted.map(({ severity }) => severity).toSorted(compareSeverity)[0]!,
    due: sorted.flatMap(({ due }) => due ?? []).sort()[0] ?? null,
    urgency: first.urgency,
  };
}
