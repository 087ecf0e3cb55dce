// The patches of a scan: findings grouped by their fix, joined with what the machine's channels offer now.
import type { Update } from '@suture/adapters/adapter.ts';
import { schemeOf } from '@suture/core/packages/ecosystems.ts';
import { type FixGroup, groupByFix } from '@suture/core/patches/patches.ts';
import { daysBetween } from '@suture/core/risk/days.ts';
import type { Order } from '@suture/core/versions/scheme.ts';
import { compareVersions, schemes } from '@suture/core/versions/schemes.ts';
import type { Patch } from '../scan-document.ts';
import type { Dated } from './dated.ts';
import type { Finds } from './fix-list.ts';

/** Most urgent first; then security updates whose vulnerabilities nobody names. `updates` undefined: nobody was asked. */
export function patchesOf(
  dated: readonly Dated[],
  updates: readonly Update[] | undefined,
  today: string,
): readonly Patch[] {
  return withUnnamed(groupByFix(dated, orderIn), updates, today);
}

/** The same of what was brought together for a table. */
export const listedPatches = (finds: Finds, updates: readonly Update[] | undefined, today: string): readonly Patch[] =>
  withUnnamed(finds.fixes(orderIn), updates, today);

function withUnnamed(
  groups: readonly FixGroup[],
  updates: readonly Update[] | undefined,
  today: string,
): readonly Patch[] {
  const patches = groups.map((group) => patchOf(group, updates, today));
  const covered = new Set(groups.map(({ source }) => source));
  return [...patches, ...unnamed(updates ?? [], covered)];
}

const orderIn = (ecosystem: string | undefined, a: string, b: string): Order | undefined => {
  const scheme = ecosystem === undefined ? undefined : schemeOf(ecosystem);
  return scheme === undefined ? undefined : compareVersions(schemes[scheme], a, b);
};

function patchOf(group: FixGroup, updates: readonly Update[] | undefined, today: string): Patch {
  const { due } = group;
  return {
    source: group.source,
    from: group.from,
    to: group.to,
    packages: group.packages,
    closes: group.closes,
    due,
    overdueDays: due === null || due >= today ? null : daysBetween(due, today),
    severity: group.severity,
    exploited: group.urgency.exploited,
    ...offer(group, updates),
  };
}

function offer(group: FixGroup, updates: readonly Update[] | undefined): Pick<Patch, 'offered' | 'why'> {
  if (updates === undefined) return { offered: 'unknown', why: null };
  const mine = updates.filter(
    ({ adapter, source, package: name }) =>
      (adapter === 'npm') === (group.ecosystem === 'npm') &&
      (source.name === group.source || group.packages.includes(name)),
  );
  const [first] = mine;
  if (first === undefined)
    return { offered: 'no', why: 'no configured source offers it; are the package indexes up to date?' };
  const held = mine.find(({ heldBack }) => heldBack !== undefined);
  if (held?.heldBack !== undefined) return { offered: 'held', why: `${held.package}: ${held.heldBack.why}` };
  const newest = first.source.version;
  const short = orderIn(group.ecosystem, newest, group.to) === -1;
  return short ? { offered: 'no', why: `the sources offer only ${newest}` } : { offered: 'yes', why: null };
}

/** Security updates that no finding explains: still to be installed, for a reason the publisher has not put in words. */
function unnamed(updates: readonly Update[], covered: ReadonlySet<string>): readonly Patch[] {
  const rest = updates.filter(({ security, source }) => security.is === true && !covered.has(source.name));
  return [...Map.groupBy(rest, ({ source }) => source.name).values()].flatMap((group): readonly Patch[] => {
    const [first] = group;
    if (first === undefined) return [];
    const held = group.find(({ heldBack }) => heldBack !== undefined);
    const patch: Patch = {
      source: first.source.name,
      from: first.installed,
      to: first.candidate,
      packages: [...new Set(group.map((update) => update.package))].sort(),
      closes: [],
      due: null,
      overdueDays: null,
      severity: 'unknown',
      exploited: false,
      offered: held === undefined ? 'yes' : 'held',
      why: held?.heldBack === undefined ? first.security.why : `${held.package}: ${held.heldBack.why}`,
    };
    return [patch];
  });
}
