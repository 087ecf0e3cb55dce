// What an endpoint reports now against what the plan froze: whether the plan still fits, and if not, what moved.
import type { PlanDocument, VersionChange } from './plan-document.ts';

/** What an endpoint has of the packages that a plan names. */
export interface Present {
  /** Version by `package` or `package:architecture`, as the plan names them; missing where not installed. */
  readonly installed: ReadonlyMap<string, string>;
  /** Every version that its channels offer. */
  readonly offered: ReadonlyMap<string, readonly string[]>;
}

export type Drift =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'installed-differs'; readonly change: VersionChange; readonly now: string | null }
  | { readonly kind: 'no-longer-offered'; readonly change: VersionChange; readonly offers: readonly string[] };

/** As a plan and a report name a package. */
export const packageKey = ({ package: name, architecture }: Pick<VersionChange, 'package' | 'architecture'>): string =>
  architecture === null ? name : `${name}:${architecture}`;

/**
 * What drifted on one endpoint since the plan was frozen; empty where it still fits. A package that already is at its planned version is
 * no drift: there is only less to do. An endpoint of which nothing is known has drifted. `listsNew`: whether its package manager
 * lists what is not there yet among what it offers.
 */
export function driftOf(
  changes: readonly VersionChange[],
  present: Present | undefined,
  listsNew = true,
): readonly Drift[] {
  if (present === undefined) return [{ kind: 'unknown' }];
  return changes.flatMap((change): Drift[] => {
    const now = present.installed.get(packageKey(change)) ?? null;
    if (now === change.to) return [];
    if (now !== change.from) return [{ kind: 'installed-differs', change, now }];
    const offers = present.offered.get(packageKey(change)) ?? [];
    // What is new to an endpoint comes along with something that is on offer; the endpoint says itself when that has changed.
    if (change.from === null && offers.length === 0 && !(listsNew && isAlone(changes))) return [];
    return change.to === null || offers.includes(change.to) ? [] : [{ kind: 'no-longer-offered', change, offers }];
  });
}

/** Nothing in it is there already: what comes was asked for by itself, and is known to be on offer. */
const isAlone = (changes: readonly VersionChange[]): boolean => changes.every(({ from }) => from === null);

/** All drift of a plan, in its order; endpoints that still fit are not in it. */
export function driftOfPlan(
  plan: PlanDocument,
  present: (endpoint: string) => Present | undefined,
): readonly { readonly endpoint: string; readonly drift: readonly Drift[] }[] {
  return plan.endpoints.flatMap(({ endpoint, step }) => {
    const drift = driftOf(plan.steps[step]?.changes ?? [], present(endpoint));
    return drift.length === 0 ? [] : [{ endpoint, drift }];
  });
}

/** One sentence. */
export function driftText(drift: Drift): string {
  if (drift.kind === 'unknown') return 'Nothing is known of the endpoint now.';
  const { change } = drift;
  const name = packageKey(change);
  if (drift.kind === 'installed-differs') {
    const was = change.from === null ? 'was not installed' : `was ${change.from}`;
    return `${name} ${was} when the plan was made and ${drift.now === null ? 'is not installed now' : `is ${drift.now} now`}.`;
  }
  const offers =
    drift.offers.length === 0 ? 'nothing is offered' : `now it offers ${drift.offers.slice(0, 3).join(', ')}`;
  return `${name} ${change.to} is not offered to it any more; ${offers}.`;
}
