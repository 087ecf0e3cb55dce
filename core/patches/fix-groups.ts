// Fixes brought together class by class: what `groupByFix` makes of findings, without a finding for each vulnerability.
import { compareSeverity, type SeverityWord } from '../advisories/severity.ts';
import { type Urgency, compareUrgency } from '../risk/order.ts';
import type { FixGroup, OrderIn } from './patches.ts';

/** Vulnerabilities of one source package that one version closes, and on which the policy decides alike. */
export interface FixClass {
  readonly ecosystem: string | undefined;
  readonly source: { readonly name: string; readonly version: string };
  /** The names of the installed packages that have them. */
  readonly packages: readonly string[];
  readonly fixedVersion: string;
  /** The most urgent first. */
  readonly ids: readonly string[];
  readonly severity: SeverityWord;
  /** Of the first; `since` is the day they fall due. */
  readonly urgency: Urgency;
}

/** As it grows. */
interface Growing {
  readonly key: string;
  readonly packages: (readonly string[])[];
  readonly ids: string[];
  readonly fixes: string[];
  first: FixClass;
  severity: SeverityWord;
  due: string | null;
}

export class FixGroups {
  readonly #groups = new Map<string, Growing>();
  /** Classes of one package share its source, whose name need not be put together for each. */
  #last: { readonly source: FixClass['source']; readonly group: Growing } | undefined;

  add(added: FixClass): void {
    const group = this.#groupOf(added);
    group.ids.push(...added.ids);
    if (group.packages.at(-1) !== added.packages) group.packages.push(added.packages);
    if (group.fixes.at(-1) !== added.fixedVersion) group.fixes.push(added.fixedVersion);
    if (added.severity !== group.severity && compareSeverity(added.severity, group.severity) < 0)
      group.severity = added.severity;
    const { since: due } = added.urgency;
    if (typeof due === 'string' && (group.due === null || due < group.due)) group.due = due;
    if (added !== group.first && compareUrgency(added.urgency, group.first.urgency) < 0) group.first = added;
  }

  #groupOf(first: FixClass): Growing {
    const { ecosystem, source, severity } = first;
    if (this.#last?.source === source) return this.#last.group;
    const key = `${ecosystem}\n${source.name}\n${source.version}`;
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { key, packages: [], ids: [], fixes: [], first, severity, due: null };
      this.#groups.set(key, group);
    }
    this.#last = { source, group };
    return group;
  }

  /** Most urgent first. Of what each closes the most urgent comes first, and the rest in no order. */
  inOrder(order: OrderIn): readonly FixGroup[] {
    return [...this.#groups.values()]
      .sort((a, b) => compareUrgency(a.first.urgency, b.first.urgency) || (a.key < b.key ? -1 : 1))
      .map(({ first, packages, ids, fixes, severity, due }): FixGroup => {
        const { ecosystem, source, urgency } = first;
        const closes = [...new Set(first.ids.slice(0, 1).concat(ids))];
        const to = [...new Set(fixes)].reduce((highest, fix) => (order(ecosystem, fix, highest) === 1 ? fix : highest));
        const names = [...new Set(packages.flat())].sort();
        return {
          ecosystem,
          source: source.name,
          from: source.version,
          to,
          packages: names,
          closes,
          severity,
          due,
          urgency,
        };
      });
  }
}
