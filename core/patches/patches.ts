// Findings grouped by what a person does about them: the update of one source package to one version.
import { type Urgency, compareUrgency } from '../risk/order.ts';
import type { SeverityWord } from '../advisories/severity.ts';
import { compareSeverity } from '../advisories/severity.ts';
import type { Order } from '../versions/scheme.ts';

/** What grouping needs of a finding. */
export interface Fixable {
  readonly id: string;
  /** The names of the installed packages that have it. */
  readonly packages: readonly string[];
  readonly source: { readonly name: string; readonly version: string };
  readonly ecosystem: string | undefined;
  readonly fixedVersion: string | null;
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

/** How two versions of an ecosystem stand to each other; undefined where that cannot be told. */
export type OrderIn = (ecosystem: string | undefined, a: string, b: string) => Order | undefined;

/** Most urgent first. Findings without a fix are in no group. */
export function groupByFix(findings: readonly Fixable[], order: OrderIn): readonly FixGroup[] {
  const fixed = findings.flatMap((finding) => (hasFix(finding) ? [finding] : []));
  const groups = Map.groupBy(fixed, ({ ecosystem, source }) => `${ecosystem}\n${source.name}\n${source.version}`);
  return [...groups]
    .map(([key, group]) => ({ key, group: groupOf(group, order) }))
    .toSorted((a, b) => compareUrgency(a.group.urgency, b.group.urgency) || (a.key < b.key ? -1 : 1))
    .map(({ group }) => group);
}

type Fixed = Fixable & { readonly fixedVersion: string };

const hasFix = (finding: Fixable): finding is Fixed => finding.fixedVersion !== null;

/** `group` is never empty. */
function groupOf(group: readonly Fixed[], order: OrderIn): FixGroup {
  const sorted = group.toSorted((a, b) => compareUrgency(a.urgency, b.urgency));
  const { ecosystem, source, urgency } = sorted.reduce((first) => first);
  return {
    ecosystem,
    source: source.name,
    from: source.version,
    to: sorted
      .map(({ fixedVersion }) => fixedVersion)
      .reduce((to, fix) => (order(ecosystem, fix, to) === 1 ? fix : to)),
    packages: [...new Set(sorted.flatMap(({ packages }) => packages))].sort(),
    closes: [...new Set(sorted.map(({ id }) => id))],
    severity: sorted
      .map(({ severity }) => severity)
      .reduce((worst, next) => (compareSeverity(next, worst) < 0 ? next : worst)),
    due: sorted.flatMap(({ due }) => due ?? []).sort()[0] ?? null,
    urgency,
  };
}
