// Packages of one's own in plans: what they need comes along, what they supersede goes, and why one is not offered to a machine.
import { follow, takeAway } from '@suture/core/own-packages/follow.ts';
import { readRelease } from '@suture/core/own-packages/read-release.ts';
import type { Release } from '@suture/core/own-packages/release.ts';
import type { PlanStep } from '@suture/core/rollouts/plan-document.ts';
import { MOST } from '@suture/protocol/deployments/limits.ts';
import type { Transaction } from '../store/database.ts';
import { ownInstalled, ownReleases } from '../store/own-packages.ts';
import type { Offered } from '../store/plan-candidates.ts';
import type { Place } from './plan-places.ts';
import type { ShipsOffers } from './plan-steps.ts';

export interface OwnKnown {
  readonly releases: readonly Release[];
  /** Those that are on offer no more. */
  readonly withdrawn: readonly Release[];
  /** Versions by installed set and name. */
  readonly installed: ReadonlyMap<number, ReadonlyMap<string, string>>;
}

/** `sets`: installed sets of the adapter `own`. Undefined where no package of one's own is asked for, which comes by name alone. */
export async function ownKnown(
  transaction: Transaction,
  ships: ShipsOffers,
  sets: readonly number[],
): Promise<OwnKnown | undefined> {
  const asked = ships.kind === 'sources' ? ships.sources : ships.kind === 'remove' ? ships.packages : [];
  if (asked.length === 0) return undefined;
  const all = await ownReleases(transaction);
  if (!all.some((row) => isAsked(asked, row.package))) return undefined;
  const rows = all.flatMap(({ document, withdrawnAt }) => {
    const read = readRelease(JSON.parse(document));
    return read.ok ? [{ release: read.release, isWithdrawn: withdrawnAt !== null }] : [];
  });
  return {
    releases: rows.flatMap(({ release, isWithdrawn }) => (isWithdrawn ? [] : [release])),
    withdrawn: rows.flatMap(({ release, isWithdrawn }) => (isWithdrawn ? [release] : [])),
    installed: await ownInstalled(transaction, sets),
  };
}

/** `notes`, or `notes@1.2`. */
const isAsked = (asked: readonly string[], name: string): boolean =>
  asked.some((each) => each === name || each.startsWith(`${name}@`));

/** Where the machine is: its installed set, and what it is offered. */
interface At {
  readonly installed: number;
  readonly offers: readonly Offered[];
}

/** The step with all that follows from it, or a sentence. */
export function withWhatFollows(
  step: PlanStep,
  { releases, withdrawn, installed }: OwnKnown,
  at: At,
): PlanStep | string {
  const followed = follow(step.changes, {
    releases: [...releases, ...withdrawn],
    installed: installed.get(at.installed) ?? new Map(),
    offered: new Map(at.offers.flatMap((each) => (each.heldWhy === null ? [[each.package, each.candidate]] : []))),
  });
  if (!followed.ok) return `${followed.why}.`;
  const changes = [...step.changes, ...followed.more];
  if (changes.length > MOST.changes) return `It would change more than ${MOST.changes} packages at once.`;
  const bytes = at.offers
    .filter((offer) => followed.more.some(({ package: name, to }) => name === offer.package && to === offer.candidate))
    .reduce((sum, offer) => sum + (offer.bytes ?? 0), 0);
  return {
    ...step,
    changes,
    heldBack: [...step.heldBack, ...followed.stays].slice(0, MOST.heldBack),
    downloadBytes: step.downloadBytes + bytes,
  };
}

/** What takes these away from machines of one place, or a sentence. */
export function stepAway(
  packages: readonly string[],
  { adapter, release, installed }: Place,
  own: OwnKnown | undefined,
): PlanStep | string {
  if (own === undefined) return `Plans take away packages of one’s own alone, and none is called ${packages[0] ?? ''}.`;
  const has = adapter === 'own' ? own.installed.get(installed) : undefined;
  const releases = [...own.releases, ...own.withdrawn];
  const changes = has === undefined ? [] : takeAway(packages, { releases, installed: has });
  if (typeof changes === 'string') return `${changes}.`;
  if (changes.length === 0) return 'None of it is there.';
  const figures = { downloadBytes: 0, expectsReboot: false, expectedMinutes: 5 };
  return { adapter, release, changes, heldBack: [], ...figures };
}

/** Why none of these is offered to machines of this place; undefined where none of them is a package of one's own. */
export function whyNotOffered(
  asked: readonly string[],
  { releases, withdrawn, installed }: OwnKnown,
  place: Place | undefined,
  release: string,
): string | undefined {
  const name = [...releases, ...withdrawn].find((each) => isAsked(asked, each.package))?.package;
  if (name === undefined) return undefined;
  const all = releases.filter((each) => each.package === name);
  if (all.length === 0) return `${name} is on offer no more: its releases were withdrawn.`;
  const has = place === undefined ? undefined : installed.get(place.installed)?.get(name);
  const id = release.replace(/-[^-]*$/, '');
  const fitting = all.filter(({ installers }) =>
    installers.some(({ fits }) => fits.systems.includes(id) || fits.systems.includes('linux')),
  );
  if (has !== undefined && fitting.some(({ version }) => version === has)) return `It has ${name} ${has} already.`;
  if (fitting.length > 0)
    return `${name} is not offered to it: it fits other machines, too few operators have signed it, or what is on offer has not reached it.`;
  const systems = [...new Set(all.flatMap(({ installers }) => installers.flatMap(({ fits }) => fits.systems)))];
  const isElsewhere = systems.every((system) => system === 'macos');
  const more = isElsewhere ? ', and there no agent carries it out yet' : '';
  return `${name} has no installer for ${id}; it is for ${systems.slice(0, 5).join(', ')}${more}.`;
}
