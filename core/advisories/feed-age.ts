// How old the data of feeds are: when they were last asked, and of what day their newest statement is. Both count.
import { familyOf } from '../matching/families.ts';
import { daysBetween, readDay } from '../risk/days.ts';

/** Feeds move daily; data that nobody could renew for two days are stale. */
const STALE_HOURS = 48;

/** The feeds asked about update at least monthly: past this, something was published that the database does not hold. */
const OLD_DAYS = 45;

const HOUR_MS = 3_600_000;

export interface AskedFeed {
  readonly name: string;
  /** When it was last asked, with or without success; RFC 3339. */
  readonly checkedAt: string;
  /** What went wrong then. */
  readonly error: string | null;
}

export interface DatedFeed {
  readonly name: string;
  /** Of its newest statement; null where it has no date. */
  readonly upstreamDate: string | null;
}

/** `since`: RFC 3339. With one decimal; `now` in milliseconds since 1970. */
export const ageHours = (since: string, now: number): number =>
  Math.max(0, Math.round(((now - Date.parse(since)) / HOUR_MS) * 10) / 10);

/** Whether it could not be renewed of late. An old copy, fetched anew, is not stale by this but by `oldFeeds`. */
export const isStale = ({ checkedAt, error }: Pick<AskedFeed, 'checkedAt' | 'error'>, now: number): boolean =>
  error !== null || ageHours(checkedAt, now) > STALE_HOURS;

export interface OldFeed {
  readonly feed: string;
  /** What it would have said. */
  readonly what: string;
  /** `YYYY-MM-DD` of its newest statement. */
  readonly day: string;
}

/**
 * Feeds whose newest statement is old although they were just fetched: an old copy looks as fresh as a new one. Only those
 * that speak of these ecosystems, and of what is exploited, which comes last. @param today `YYYY-MM-DD`
 */
export function oldFeeds(feeds: readonly DatedFeed[], covered: ReadonlySet<string>, today: string): readonly OldFeed[] {
  const families = new Set([...covered].map(familyOf));
  if (families.size === 0) return [];
  const byWeight = feeds.toSorted((a, b) => Number(a.name === 'kev') - Number(b.name === 'kev'));
  return byWeight.flatMap(({ name, upstreamDate }) => {
    const family = familyOfFeed(name);
    const day = readDay(upstreamDate ?? undefined);
    if (day === undefined || daysBetween(day, today) <= OLD_DAYS) return [];
    if (name === 'kev') return [{ feed: name, what: 'what has been exploited', day }];
    return families.has(family) ? [{ feed: name, what: `vulnerabilities of ${family} published`, day }] : [];
  });
}

/** The family of ecosystems that a feed speaks of, as far as its name says. */
export const familyOfFeed = (feed: string): string =>
  feed === 'msrc' ? 'Windows' : feed === 'sofa' ? 'macOS' : feed.startsWith('osv:') ? feed.slice('osv:'.length) : feed;

/** `fetchedAt`: of the data in use, RFC 3339. */
export type FetchedFeed = AskedFeed & DatedFeed & { readonly fetchedAt: string };

/** Why a feed is stale, in a sentence each; none where it is fresh. */
export function whyStale(feed: FetchedFeed, covered: ReadonlySet<string>, now: number): readonly string[] {
  const today = new Date(now).toISOString().slice(0, 10);
  const asked = ageHours(feed.checkedAt, now);
  const fetched = Math.floor(ageHours(feed.fetchedAt, now) / 24);
  return [
    ...(feed.error === null ? [] : [`the last update failed: ${feed.error}`]),
    ...(asked > STALE_HOURS ? [`it was not asked for ${Math.floor(asked / 24)} days`] : []),
    // Asked again and again in vain, it looks young otherwise.
    ...(feed.error !== null && fetched > 0
      ? [`its data were fetched ${fetched === 1 ? '1 day' : `${fetched} days`} ago`]
      : []),
    ...oldFeeds([feed], covered, today).map(({ day }) => `its newest statement is of ${day}`),
  ];
}
