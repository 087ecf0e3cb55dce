// What of a step is there: packages as they stand, what of them a change speaks of, and what differs between two looks.
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import type { Change } from './adapter.ts';
import type { PackagePresence } from './execution.ts';

export interface Present {
  readonly name: string;
  readonly arch: string | undefined;
  readonly version: string;
  /** Another name of the very same version: a commit. */
  readonly alias?: string;
  /** False where it is unpacked and not configured, or half of it. */
  readonly whole: boolean;
  readonly held: boolean;
  /** Versions of it stand side by side: a newer one comes beside the old one. */
  readonly beside?: boolean;
}

/** By name; several of one name where architectures or versions live side by side. */
export type Packages = ReadonlyMap<string, readonly Present[]>;

export function byName(found: readonly Present[]): Packages {
  const packages = new Map<string, Present[]>();
  for (const each of found) {
    const same = packages.get(each.name);
    if (same === undefined) packages.set(each.name, [each]);
    else same.push(each);
  }
  return packages;
}

/** Where versions stand side by side, the one that the change speaks of. */
export function presenceIn(packages: Packages, change: VersionChange): PackagePresence {
  const { package: name, architecture, from, to } = change;
  const all = packages.get(name) ?? [];
  const same = all.filter(({ arch }) => architecture === null || arch === architecture);
  // A package may go from an architecture to one that fits all, and back: where there is one of a name, it is that.
  const found = same.length > 0 ? same : all.length === 1 ? all : [];
  const called = (version: string | null) => (each: Present) =>
    version !== null && (each.version === version || each.alias === version);
  const one = found.find(called(to)) ?? found.find(called(from)) ?? found.find(({ beside }) => beside !== true);
  const now = one === undefined ? null : called(to)(one) ? to : called(from)(one) ? from : one.version;
  return { change, now, whole: one?.whole ?? true, held: one?.held ?? false };
}

/** What differs between two looks, as changes. */
export function differenceOf(before: Packages, after: Packages): readonly VersionChange[] {
  const changes: VersionChange[] = [];
  for (const name of [...new Set([...before.keys(), ...after.keys()])].sort()) {
    const [was, is] = [before.get(name) ?? [], after.get(name) ?? []];
    const isIn = (list: readonly Present[], { arch, version, alias }: Present): boolean =>
      list.some((other) => other.arch === arch && other.version === version && other.alias === alias);
    const left = was.filter((each) => !isIn(is, each));
    for (const now of is.filter((each) => !isIn(was, each))) {
      const at = left.findIndex(({ arch }) => arch === now.arch);
      const [then] = left.splice(at === -1 ? 0 : at, 1);
      changes.push({ package: name, architecture: now.arch ?? null, from: then?.version ?? null, to: now.version });
    }
    for (const gone of left) {
      changes.push({ package: name, architecture: gone.arch ?? null, from: gone.version, to: null });
    }
  }
  return changes;
}

/** A sentence for each change that only one of the two has. */
export function differencesOf(planned: readonly VersionChange[], would: readonly Change[]): readonly string[] {
  const target = (change: Change): string | null => (change.kind === 'remove' ? null : change.to);
  const missing = planned.filter(
    (plan) => !would.some((each) => each.package === plan.package && target(each) === plan.to),
  );
  const extra = would.filter(
    (each) => !planned.some((plan) => plan.package === each.package && plan.to === target(each)),
  );
  return [
    ...missing.map(({ package: name, to }) => `${name} would not ${to === null ? 'be removed' : `become ${to}`}`),
    ...extra.map((each) =>
      each.kind === 'remove'
        ? `${each.package} ${each.from} would be removed too`
        : `${each.package} would ${each.kind === 'install' ? 'be installed' : `be ${each.kind}d`} too, to ${each.to}`,
    ),
  ].slice(0, 50);
}
