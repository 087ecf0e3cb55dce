// What a table of fixes shows of a scan, brought together without a finding for each vulnerability.
import type { FindingState } from '@suture/core/matching/finding.ts';
import { type FixClass, FixGroups } from '@suture/core/patches/fix-groups.ts';
import type { FixGroup, OrderIn } from '@suture/core/patches/patches.ts';
import { compareSeverity } from '@suture/core/advisories/severity.ts';
import { type Urgency, compareUrgency } from '@suture/core/risk/order.ts';
import type { ScanDocument, ScannedFinding } from '../scan-document.ts';
import type { Dated } from './dated.ts';

/** Of what a patch closes, the most urgent comes first and the rest in no order. */
export interface FixList extends Omit<ScanDocument, 'findings'>, Found {}

export interface Found {
  /** Those in KEV, most urgent first. */
  readonly exploited: readonly Exploited[];
  /** Ids of what has no fix. */
  readonly open: ReadonlySet<string>;
  /** Ids of what could not be judged. */
  readonly unclear: ReadonlySet<string>;
  /** The sources that have what has no fix, most urgent first; empty unless asked for. */
  readonly withoutFix: readonly WithoutFix[];
  /** Microsoft's updates by the name of the source and the fixed version, a space between. */
  readonly kbs: ReadonlyMap<string, string>;
  /** `YYYY-MM-DD`, the earliest of all; null where nothing is due. */
  readonly due: string | null;
  readonly hasCritical: boolean;
}

export interface Exploited extends Pick<ScannedFinding, 'id' | 'source' | 'fixedVersion' | 'state' | 'epss'> {
  readonly added: string;
  readonly forensics: boolean;
}

export interface WithoutFix {
  readonly source: ScannedFinding['source'];
  /** How many vulnerabilities are in which state. */
  readonly counts: readonly (readonly [FindingState, number])[];
  readonly severity: ScannedFinding['severity'];
  /** The most urgent of them. */
  readonly first: string;
}

/** Vulnerabilities of one source package with one fix, or none, that are equally urgent but for EPSS and CVSS. */
export interface Rated extends Pick<ScannedFinding, 'source' | 'fixedVersion' | 'state' | 'severity'> {
  readonly ecosystem: string | undefined;
  /** The names of the packages that have them. */
  readonly packages: readonly string[];
  /** The most urgent first. */
  readonly ids: readonly string[];
  /** Of the first. Undefined only of what has no fix, where nobody asks for it. */
  readonly urgency: Urgency | undefined;
  /** Where it is in KEV; `ids` is then one. */
  readonly exploited: Pick<Exploited, 'added' | 'epss'> | null;
}

interface Open {
  readonly source: ScannedFinding['source'];
  readonly states: Map<FindingState, { readonly ids: Set<string>; first: Urgency }>;
  first: Urgency;
  id: string;
  severity: ScannedFinding['severity'];
}

export class Finds {
  readonly #all: boolean;
  readonly #fixes = new FixGroups();
  readonly #exploited: { readonly finding: Exploited; readonly urgency: Urgency }[] = [];
  // Arrays until all is there: a set made of one takes a third of the time.
  readonly #open: string[] = [];
  readonly #unclear: string[] = [];
  readonly #withoutFix = new Map<string, Open>();
  readonly #kbs = new Map<string, string>();
  #due: string | null = null;
  #hasCritical = false;

  /** `all`: whether it is asked for what has no fix. */
  constructor(all: boolean) {
    this.#all = all;
  }

  add(rated: Rated): void {
    const { source, fixedVersion, state, ids, severity, urgency, exploited } = rated;
    if (severity === 'critical') this.#hasCritical = true;
    if (state === 'unknown') this.#unclear.push(...ids);
    else if (fixedVersion === null) this.#open.push(...ids);
    if (urgency === undefined) return;
    const { since: due } = urgency;
    if (typeof due === 'string' && (this.#due === null || due < this.#due)) this.#due = due;
    if (isFixable(rated)) this.#fixes.add(rated);
    else if (this.#all) this.#addOpen(rated, urgency);
    const id = ids[0];
    if (exploited !== null && id !== undefined) {
      const finding = { id, source, fixedVersion, state, ...exploited, forensics: urgency.forensics };
      this.#exploited.push({ finding, urgency });
    }
  }

  #addOpen({ source, state, ids, severity }: Rated, urgency: Urgency): void {
    const key = `${source.name} ${source.version}`;
    let open = this.#withoutFix.get(key);
    if (open === undefined)
      this.#withoutFix.set(key, (open = { source, states: new Map(), first: urgency, id: ids[0] ?? '', severity }));
    if (compareUrgency(urgency, open.first) < 0) {
      open.first = urgency;
      open.id = ids[0] ?? '';
    }
    if (compareSeverity(severity, open.severity) < 0) open.severity = severity;
    let counted = open.states.get(state);
    if (counted === undefined) open.states.set(state, (counted = { ids: new Set(), first: urgency }));
    if (compareUrgency(urgency, counted.first) < 0) counted.first = urgency;
    for (const id of ids) counted.ids.add(id);
  }

  addFinding({ finding, ecosystem, packages, urgency }: Dated): void {
    const { id, exploited, epss, evidence, source, fixedVersion } = finding;
    this.add({
      ...finding,
      ecosystem,
      packages,
      ids: [id],
      urgency,
      exploited: exploited === null ? null : { added: exploited.added, epss },
    });
    for (const { kb, fixedVersion: fix } of evidence.matches)
      if (kb !== undefined && fixedVersion !== null) this.#kbs.set(`${source.name} ${fix}`, kb);
  }

  /** The fixes, most urgent first. */
  fixes = (order: OrderIn): readonly FixGroup[] => this.#fixes.inOrder(order);

  get found(): Found {
    return {
      exploited: this.#exploited.sort((a, b) => compareUrgency(a.urgency, b.urgency)).map(({ finding }) => finding),
      open: new Set(this.#open),
      unclear: new Set(this.#unclear),
      withoutFix: [...this.#withoutFix.values()].sort(byUrgency).map(({ source, states, severity, id }) => ({
        source,
        counts: [...states].sort(([, a], [, b]) => byUrgency(a, b)).map(([state, { ids }]) => [state, ids.size]),
        severity,
        first: id,
      })),
      kbs: this.#kbs,
      due: this.#due,
      hasCritical: this.#hasCritical,
    };
  }
}

const isFixable = (rated: Rated): rated is Rated & FixClass =>
  rated.fixedVersion !== null && rated.urgency !== undefined;

const byUrgency = (a: { readonly first: Urgency }, b: { readonly first: Urgency }): number =>
  compareUrgency(a.first, b.first);
