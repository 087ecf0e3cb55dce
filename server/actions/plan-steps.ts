// What is to be done on each endpoint that a plan is asked for: one step for all that are alike, or why there is none.
import { NOT_INSTALLED } from '@suture/core/own-packages/choose.ts';
import { schemeOf } from '@suture/core/packages/ecosystems.ts';
import type { Exclusion, PlannedEndpoint, PlanStep } from '@suture/core/rollouts/plan-document.ts';
import { whyNotTakenBack } from '@suture/core/rollouts/rollback-limits.ts';
import { schemes } from '@suture/core/versions/schemes.ts';
import { MOST } from '@suture/protocol/deployments/limits.ts';
import type { Fixable, Offered } from '../store/plan-candidates.ts';
import { exceptedKey, type Excepted } from './exceptions.ts';
import { type OwnKnown, stepAway, whyNotOffered, withWhatFollows } from './own-in-plans.ts';
import type { Place, Placed } from './plan-places.ts';
import { scheduleOf } from './work-out-schedules.ts';

/** What a plan ships. */
export type Ships =
  | ShipsOffers
  /** Products, which come: `firefox`, `deb:telnetd`, `deb:telnetd@0.17-41`. */
  | { readonly kind: 'install'; readonly packages: readonly string[] }
  /** What rules about products say. */
  | { readonly kind: 'required' | 'forbidden' };

/** What is on offer, or is of one's own. `sources`: `openssl`, or `openssl@3.0.15-1` for that version and no other. */
export type ShipsOffers =
  | { readonly kind: 'all' }
  | { readonly kind: 'security' }
  | { readonly kind: 'sources'; readonly sources: readonly string[] }
  /** Packages of one's own, or products, which go. */
  | { readonly kind: 'remove'; readonly packages: readonly string[] }
  | { readonly kind: 'close'; readonly vulnerabilities: readonly string[] };

export interface Known {
  readonly offers: ReadonlyMap<number, readonly Offered[]>;
  /** By installed set. With `close`, of the vulnerabilities asked for; otherwise of whatever is offered. */
  readonly findings: ReadonlyMap<number, readonly Fixable[]>;
  readonly windows: readonly string[];
  /** By endpoint. What closes nothing but such findings is not taken, unless it is asked for by name. */
  readonly excepted: ReadonlyMap<string, ReadonlyMap<string, Excepted>>;
  /** Of packages of one's own: what is on offer, and what is installed, by installed set. */
  readonly own?: OwnKnown | undefined;
  /** Why an offer is too new to be taken; undefined where it is not. */
  readonly tooNew?: (offer: Offered, closes: readonly Fixable[]) => string | undefined;
}

/** What is done where nobody has reckoned a step that brings new packages along: the rest of it, or why there is none. */
export interface Instead {
  readonly step: PlanStep | string;
  readonly closes: readonly string[];
}

export interface Steps {
  readonly steps: readonly PlanStep[];
  /** By step. */
  readonly instead: ReadonlyMap<number, Instead>;
  /** By step: the vulnerabilities that it closes. */
  readonly closedBy: readonly (readonly string[])[];
  readonly endpoints: readonly PlannedEndpoint[];
  readonly exclusions: readonly Exclusion[];
}

export function planSteps(placed: readonly Placed[], ships: ShipsOffers, known: Known): Steps {
  const steps: PlanStep[] = [];
  const closedBy: (readonly string[])[] = [];
  const instead = new Map<number, Instead>();
  const endpoints: PlannedEndpoint[] = [];
  const exclusions: Exclusion[] = [];
  const made = new Map<Place, Map<string, number | string>>();
  const schedule = scheduleOf(known.windows);
  /** Its place in `steps`, or why there is none. */
  const stepAt = (place: Place, excepted: ReadonlyMap<string, Excepted>): number | string => {
    const alike = made.get(place) ?? new Map<string, number | string>();
    made.set(place, alike);
    const variety = [...excepted.keys()].toSorted().join(' ');
    let step = alike.get(variety);
    if (step === undefined) {
      const { installed, available } = place;
      const [offers, findings] = [known.offers.get(available) ?? [], known.findings.get(installed) ?? []];
      if (ships.kind === 'remove') {
        const away = stepAway(ships.packages, place, known.own);
        step = typeof away === 'string' ? away : steps.push(away) - 1;
        if (typeof away !== 'string') closedBy.push([]);
        alike.set(variety, step);
        return step;
      }
      const free = withheld(ships, offers, findings, excepted, known.tooNew);
      const stepFrom = (from: readonly Offered[]): Instead => {
        const chosen = choose(ships, from, findings, excepted);
        return typeof chosen === 'string'
          ? { step: chosen, closes: [] }
          : { step: wholeStep(place, chosen, known), closes: chosen.closes };
      };
      const whole = stepFrom(free);
      if (typeof whole.step === 'string') step = whole.step;
      else {
        step = steps.push(whole.step) - 1;
        closedBy.push(whole.closes);
        if (bringsNew(whole.step, free)) instead.set(step, stepFrom(free.map(withoutNew)));
      }
      alike.set(variety, step);
    }
    return step;
  };
  // Few steps, and many endpoints.
  const proven = new Map<number, boolean>();
  const goesBack = (step: number): boolean => {
    const does = proven.get(step) ?? whyNotTakenBack(steps[step]?.changes ?? []) === undefined;
    proven.set(step, does);
    return does;
  };
  const isByName = ships.kind === 'sources' || ships.kind === 'close' || ships.kind === 'remove';
  for (const { endpoint, place, without, others, rollback, group } of placed) {
    const excepted = known.excepted.get(endpoint) ?? nothing;
    // What the system's own package manager says of it is the reason that is given.
    let step = without ?? stepAt(place, excepted);
    const elsewhere = without === undefined ? others : [place, ...others];
    for (const other of isByName && typeof step === 'string' ? elsewhere : []) {
      const found = stepAt(other, excepted);
      if (typeof found === 'string') {
        // What is taken away is there alone, and so is why it cannot be.
        if (ships.kind === 'remove' && (known.own === undefined || other.adapter === 'own')) step = found;
        continue;
      }
      step = found;
      break;
    }
    if (typeof step === 'string')
      exclusions.push({ endpoint, why: whyNotOwn(ships, known, [place, ...others]) ?? step });
    else endpoints.push({ endpoint, step, rollback: goesBack(step) ? rollback : 'R0', group, schedule });
  }
  return { steps, instead, closedBy, endpoints, exclusions };
}

/** What is asked for may be a package of one's own, of which more can be said. */
function whyNotOwn(ships: ShipsOffers, { own }: Known, places: readonly Place[]): string | undefined {
  if (ships.kind !== 'sources' || own === undefined) return undefined;
  return whyNotOffered(
    ships.sources,
    own,
    places.find(({ adapter }) => adapter === 'own'),
    places[0]?.release ?? '',
  );
}

/** With what follows from it, or why that cannot be. */
function wholeStep(place: Place, chosen: Chosen, { own, offers }: Known): PlanStep | string {
  const step = stepOf(place.adapter, place.release, chosen);
  return own === undefined || place.adapter !== 'own'
    ? step
    : withWhatFollows(step, own, { installed: place.installed, offers: offers.get(place.available) ?? [] });
}

const bringsNew = ({ changes }: PlanStep, offers: readonly Offered[]): boolean =>
  offers.some(
    ({ package: name, candidate, brings = null }) =>
      brings !== null && changes.some((change) => change.package === name && change.to === candidate),
  );

/** Which versions of new packages would come is known to the endpoint alone, and nothing is done that does not stand in a plan. */
const withoutNew = (offer: Offered): Offered => {
  const { heldWhy, brings = null } = offer;
  if (brings === null || heldWhy !== null) return offer;
  return { ...offer, heldWhy: `${brings}; once an endpoint has reckoned it, it is taken (suture plan --simulate)` };
};

const nothing: ReadonlyMap<string, Excepted> = new Map();

/** The offers, those held back that only close what is excepted, or are too new. What is asked for by name is taken. */
function withheld(
  ships: ShipsOffers,
  offers: readonly Offered[],
  findings: readonly Fixable[],
  excepted: ReadonlyMap<string, Excepted>,
  tooNew: Known['tooNew'],
): readonly Offered[] {
  if (ships.kind === 'sources' || (excepted.size === 0 && tooNew === undefined)) return offers;
  return offers.map((offer) => {
    if (offer.heldWhy !== null) return offer;
    const closes = findings.filter((finding) => isClosedBy(finding, offer));
    const exceptions = closes.map((finding) => excepted.get(exceptedKey(finding)));
    const [first] = exceptions;
    if (first !== undefined && !exceptions.includes(undefined)) return { ...offer, heldWhy: exceptedText(first) };
    return { ...offer, heldWhy: tooNew?.(offer, closes) ?? null };
  });
}

const exceptedText = ({ owner, until, reason }: Excepted): string =>
  `${owner} has excepted what it closes until ${until}: ${reason.replaceAll(/\s+/g, ' ').slice(0, 200)}`;

interface Chosen {
  readonly offers: readonly Offered[];
  readonly held: readonly Offered[];
  readonly closes: readonly string[];
}

/** What of the offers is taken, or why nothing is. */
function choose(
  ships: Exclude<ShipsOffers, { kind: 'remove' }>,
  offers: readonly Offered[],
  all: readonly Fixable[],
  excepted: ReadonlyMap<string, Excepted>,
): Chosen | string {
  const findings = ships.kind === 'close' ? all.filter((finding) => !excepted.has(exceptedKey(finding))) : all;
  const [left] = findings.length === 0 ? all.flatMap((finding) => excepted.get(exceptedKey(finding)) ?? []) : [];
  if (ships.kind === 'close' && left !== undefined) return `All of it is left alone: ${exceptedText(left)}.`;
  const picked = pick(ships, offers, findings);
  if (typeof picked === 'string') return picked;
  // Packages of one source are made to go together.
  const sources = new Set(picked.map(({ source }) => source));
  const together = offers.filter(
    (offer) => picked.includes(offer) || (ships.kind !== 'all' && sources.has(offer.source)),
  );
  const taken = latestOf(together.filter(({ heldWhy }) => heldWhy === null));
  const held = together.filter(({ heldWhy }) => heldWhy !== null);
  if (taken.length === 0) {
    const [first] = held;
    return first === undefined
      ? 'Nothing of it is offered to it.'
      : `All of it is held back: ${first.package}: ${first.heldWhy}.`;
  }
  if (taken.length > MOST.changes) return `It would change more than ${MOST.changes} packages at once.`;
  const closed = all.filter((finding) => taken.some((offer) => isClosedBy(finding, offer)));
  return { offers: taken, held, closes: closed.map(({ vulnerability }) => vulnerability) };
}

function pick(
  ships: Exclude<ShipsOffers, { kind: 'remove' }>,
  offers: readonly Offered[],
  findings: readonly Fixable[],
): readonly Offered[] | string {
  switch (ships.kind) {
    case 'all':
      return offers.length === 0 ? 'It has nothing to update.' : offers;
    case 'security': {
      const found = offers.filter(({ security }) => security === true);
      return found.length === 0 ? 'It has no security update.' : found;
    }
    case 'sources': {
      const found = offers.filter(({ source, sourceVersion }) =>
        ships.sources.some((asked) => asked === source || asked === `${source}@${sourceVersion}`),
      );
      return found.length === 0 ? 'None of it is offered to it.' : found;
    }
    case 'close': {
      if (findings.length === 0) return 'It does not have any of it.';
      const found = offers.filter((offer) => findings.some((finding) => isClosedBy(finding, offer)));
      if (found.length > 0) return found;
      const open = findings.find(({ fixedVersion }) => fixedVersion !== null);
      return open === undefined
        ? `There is no fix of ${findings[0]?.vulnerability} for ${findings[0]?.package}.`
        : `Its channels do not offer ${open.package} ${open.fixedVersion}, which fixes ${open.vulnerability}.`;
    }
  }
}

/** By the order of versions of its ecosystem; a version that cannot be read closes nothing. */
function isClosedBy({ package: name, installed, ecosystem, fixedVersion }: Fixable, offer: Offered): boolean {
  if (fixedVersion === null || offer.package !== name || offer.installed !== installed) return false;
  const scheme = schemeOf(ecosystem);
  if (scheme === undefined) return false;
  const versions = schemes[scheme];
  const [fixed, offered] = [versions.parse(fixedVersion), versions.parse(offer.sourceVersion)];
  return fixed.ok && offered.ok && versions.compare(offered.version, fixed.version) >= 0;
}

/** Of several offers for one package, the last: offers come in the order of their texts. */
function latestOf(offers: readonly Offered[]): readonly Offered[] {
  return [...new Map(offers.map((offer) => [`${offer.package} ${offer.arch ?? ''}`, offer])).values()];
}

/** Kernels and what every process holds: after these a machine is started anew. Simulations will say it better. */
const needsReboot =
  /^(linux-image|kernel($|-(core|default|rt))|linux($|-(lts|zen|hardened))$|systemd$|dbus$|libc6$|glibc$)/;

function stepOf(adapter: string, release: string, { offers, held }: Chosen): PlanStep {
  const expectsReboot = offers.some(({ package: name }) => needsReboot.test(name));
  const heldBack = new Map(held.map((offer) => [offer.package, offer.heldWhy ?? '']));
  return {
    adapter,
    release,
    changes: offers.map(({ package: name, arch, installed, candidate }) => ({
      package: name,
      architecture: arch,
      from: installed === NOT_INSTALLED ? null : installed,
      to: candidate,
    })),
    heldBack: [...heldBack].slice(0, MOST.heldBack).map(([name, why]) => ({ package: name, why })),
    downloadBytes: offers.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
    expectsReboot,
    expectedMinutes: 5 + Math.ceil(offers.length / 20) + (expectsReboot ? 10 : 0),
  };
}
