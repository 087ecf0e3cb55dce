// Judges one release of one product by its support dates: supported, ending, extended, unsupported, or not known.
import { daysBetween, readDay } from '../risk/days.ts';

export type SupportState = 'supported' | 'ending' | 'extended' | 'unsupported' | 'unknown';

/** Support dates of one release as one feed states them. Dates are `YYYY-MM-DD`; undefined where the source does not say. */
export interface ProductRelease {
  readonly feed: string;
  /** endoflife.date's product name (`debian`, `nodejs`), or `debian-source` for a Debian source package. */
  readonly product: string;
  readonly label: string;
  /** `12`, `22.04`, `20`; for `debian-source` the Debian release. */
  readonly release: string;
  readonly released: string | undefined;
  /** Support by the maker ends. `true`: ended, date unknown; `false`: not ended, date unknown. */
  readonly endOfLife: string | boolean | undefined;
  /** Paid or volunteer extension (LTS, ELTS, ESM, Pro) ends. */
  readonly endOfExtended: string | boolean | undefined;
  readonly extendedName: string | undefined;
  readonly latest: string | undefined;
  /** Ways to recognise the product: purls without version, e.g. `pkg:npm/%40adonisjs/core`; `repology:…`; `cpe:…`. */
  readonly identifiers: readonly string[];
  readonly note: string | undefined;
}

/** The answer, in the shape of the scan document. */
export interface Support {
  readonly product: string;
  readonly release: string;
  readonly label: string;
  readonly state: SupportState;
  readonly endOfLife: string | null;
  /** Until when an extension goes on, whether or not this machine has it. */
  readonly extendedUntil: string | null;
  /** The feed whose dates were followed; empty where no feed says anything. */
  readonly source: string;
  readonly note: string | null;
}

/** Whether an extension past the end of life reaches this machine: it is free for all, paid for, or not known to be paid for. */
export type Entitlement = 'free' | 'subscribed' | 'not-known';

/** Support that ends within so many days counts as ending. */
const ENDING_DAYS = 90;

/** A distribution knows its own dates better than a collection does. */
const PREFERENCE: readonly string[] = ['distro-info', 'debian-security-support', 'endoflife'];

/**
 * Judges what the feeds say of one release. Where they disagree the distribution's own feed is followed and the
 * others' dates are named in the note. The day of the end still counts as supported. `today` is `YYYY-MM-DD`.
 *
 * An extension only counts where it is known to reach the machine: paid support nobody is known to pay for is no support.
 */
export function lifecycleOf(
  releases: readonly [ProductRelease, ...ProductRelease[]],
  today: string,
  entitlement: Entitlement = 'not-known',
): Support {
  const rank = ({ feed }: ProductRelease): number =>
    (PREFERENCE.indexOf(feed) + PREFERENCE.length + 1) % (PREFERENCE.length + 1);
  const [first, ...others] = releases.toSorted((a, b) => rank(a) - rank(b)) as [ProductRelease, ...ProductRelease[]];
  const state = stateOf(first, today, entitlement);
  const notes = [
    ...extensionNotes(first, today, state, entitlement),
    ...(first.endOfLife === true ? ['support has ended; the date is not known'] : []),
    ...(first.endOfLife === undefined ? [unstated(first, today)] : []),
    ...(first.note === undefined ? [] : [first.note]),
    ...others.flatMap((other) => disagreement(first, other)),
  ];
  return {
    product: first.product,
    release: first.release,
    label: first.label,
    state,
    endOfLife: dateOf(first.endOfLife),
    extendedUntil: dateOf(first.endOfExtended),
    source: first.feed,
    note: notes.length === 0 ? null : notes.join('; '),
  };
}

/** An answer where no feed has the release. */
export const unknownSupport = (product: string, release: string, label: string, note: string): Support => ({
  product,
  release,
  label,
  state: 'unknown',
  endOfLife: null,
  extendedUntil: null,
  source: '',
  note,
});

function stateOf(release: ProductRelease, today: string, entitlement: Entitlement): SupportState {
  const { endOfLife } = release;
  if (endOfLife === undefined) return 'unknown';
  if (!isPast(endOfLife, today)) return isNear(endOfLife, today) ? 'ending' : 'supported';
  return entitlement !== 'not-known' && isRunning(release, today) ? 'extended' : 'unsupported';
}

const isPast = (end: string | boolean, today: string): boolean => (typeof end === 'string' ? today > end : end);

function isNear(end: string | boolean, today: string): boolean {
  const [from, to] = [readDay(today), typeof end === 'string' ? readDay(end) : undefined];
  return from !== undefined && to !== undefined && daysBetween(from, to) <= ENDING_DAYS;
}

const isRunning = ({ endOfExtended }: ProductRelease, today: string): boolean =>
  endOfExtended !== undefined && !isPast(endOfExtended, today);

const dateOf = (end: string | boolean | undefined): string | null => (typeof end === 'string' ? end : null);

function extensionNotes(
  release: ProductRelease,
  today: string,
  state: SupportState,
  entitlement: Entitlement,
): readonly string[] {
  if (!isRunning(release, today)) return [];
  const name = release.extendedName ?? 'extended support';
  const until = typeof release.endOfExtended === 'string' ? ` until ${release.endOfExtended}` : '';
  if (state === 'extended') {
    const near = release.endOfExtended !== undefined && isNear(release.endOfExtended, today);
    return [`only ${name} covers it${until}${near ? `, less than ${ENDING_DAYS} days from now` : ''}`];
  }
  if (state !== 'unsupported' || entitlement !== 'not-known') return [];
  return [`${name} goes on${until} where it is paid for; this machine is not known to have it`];
}

const unstated = ({ released }: ProductRelease, today: string): string =>
  released !== undefined && released > today ? 'not released yet' : 'the source gives no end of support';

function disagreement(followed: ProductRelease, other: ProductRelease): readonly string[] {
  const says: string[] = [];
  const [end, extended] = [dateOf(other.endOfLife), dateOf(other.endOfExtended)];
  if (end !== null && end !== dateOf(followed.endOfLife)) says.push(`end of life ${end}`);
  if (extended !== null && extended !== dateOf(followed.endOfExtended))
    says.push(`end of extended support ${extended}`);
  return says.length === 0 ? [] : [`${other.feed} says ${says.join(' and ')}`];
}
