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
  const [first] = sorted;
  if (first === undefined) throw new TypeError('a group has findings');
  const { ecosystem, finding, urgency } = first;
  let { severity } = finding;
  let due: string | null = null;
  const fixes = new Set<string>();
  const packages = new Set<string>();
  const closes = new Set<string>();
  for (const { finding: each, packages: names } of sorted) {
    closes.add(each.id);
    for (const name of names) packages.add(name);
    if (each.fixedVersion !== null) fixes.add(each.fixedVersion);
    if (each.severity !== severity && compareSeverity(each.severity, severity) < 0) ({ severity } = each);
    const day = each.deadline.due;
    if (day !== null && (due === null || day < due)) due = day;
  }
  const { name: source, version: from } = finding.source;
  // Reading versions is the dear part, and a kernel's thousand findings have sixty fixes.
  const to = [...fixes].reduce((highest, fix) => (order(ecosystem, fix, highest) === 1 ? fix : highest));
  return { ecosystem, source, from, to, packages: [...packages].sort(), closes: [...closes], severity, due, urgency };
}
