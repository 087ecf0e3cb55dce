// Findings grouped by what a person does about them: the update of one source package to one version.
import { type Urgency, compareUrgency } from '../risk/order.ts';
import type { SeverityWord } from '../advisories/severity.ts';
import { compareSeverity } from '../advisories/severity.ts';
import type { Order } from '../versions/scheme.ts';

/** What grouping needs of a finding. */
export interface Fixable {
  readonly finding: {
    readonly id: string;
    readonly source: { readonly name: string; readonly version: string };
    readonly fixedVersion: string | null;
    readonly severity: SeverityWord;
    /** `YYYY-MM-DD`. */
    readonly deadline: { readonly due: string | null };
  };
  /** The names of the installed packages that have it. */
  readonly packages: readonly string[];
  readonly ecosystem: string | undefined;
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

/** How two versions of an ecosystem stand to each other; undefined where that cannot be told. */
export type OrderIn = (ecosystem: string | undefined, a: string, b: string) => Order | undefined;

/** Most urgent first. Findings without a fix are in no group. */
export function groupByFix(findings: readonly Fixable[], order: OrderIn): readonly FixGroup[] {
  const fixed = findings.filter(({ finding }) => finding.fixedVersion !== null);
  // Findings of one package share its source, whose name need not be put together for each.
  const keys = new Map<Fixable['finding']['source'], string>();
  const groups = Map.groupBy(fixed, ({ ecosystem, finding: { source } }) => {
    const key = keys.get(source) ?? `${ecosystem}\n${source.name}\n${source.version}`;
    keys.set(source, key);
    return key;
  });
  return [...groups]
    .map(([key, group]) => ({ key, group: groupOf(group, order) }))
    .sort((a, b) => compareUrgency(a.group.urgency, b.group.urgency) || (a.key < b.key ? -1 : 1))
    .map(({ group }) => group);
}

/** `group` is never empty. */
function groupOf(group: readonly Fixable[], order: OrderIn): FixGroup {
  const sorted = group.toSorted((a, b) => compareUrgency(a.urgency, b.urgency));
  const { ecosystem, finding, urgency } = sorted.reduce((first) => first);
  let { severity } = finding;
  let to = finding.fixedVersion ?? '';
  let due: string | null = null;
  const packages = new Set<string>();
  const closes = new Set<string>();
  for (const { finding: each, packages: names } of sorted) {
    const { fixedVersion, deadline } = each;
    closes.add(each.id);
    for (const name of names) packages.add(name);
    if (fixedVersion !== null && fixedVersion !== to && order(ecosystem, fixedVersion, to) === 1) to = fixedVersion;
    if (compareSeverity(each.severity, severity) < 0) ({ severity } = each);
    if (deadline.due !== null && (due === null || deadline.due < due)) ({ due } = deadline);
  }
  const { name: source, version: from } = finding.source;
  return { ecosystem, source, from, to, packages: [...packages].sort(), closes: [...closes], severity, due, urgency };
}
