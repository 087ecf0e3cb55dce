// Whether silence on a vulnerability is an answer: not where the data may be older than it, or where only scores speak of it.
import { type DatedFeed, familyOfFeed, oldFeeds } from '../advisories/feed-age.ts';
import { familyOf } from './families.ts';

export type Silence =
  /** Scores and lists of what is exploited come out before distributions have looked. */
  { readonly doubt: 'only-scored' } | { readonly doubt: 'data-too-old'; readonly feed: string; readonly day: string };

export interface SilenceQuestion {
  readonly vulnerability: string;
  /** Feeds with an advisory of that name. */
  readonly namedBy: readonly string[];
  readonly feeds: readonly DatedFeed[];
  /** Ecosystems of what is installed that some advisories cover. */
  readonly covered: ReadonlySet<string>;
  /** `YYYY-MM-DD` */
  readonly today: string;
}

/** Why it may only be the data that are silent, where no advisory on it names an installed package. */
export function silencesOn({ vulnerability, namedBy, feeds, covered, today }: SilenceQuestion): readonly Silence[] {
  const thisYear = Number(today.slice(0, 4));
  const year = Number(/^CVE-(\d{4})-/.exec(vulnerability)?.[1] ?? thisYear);
  const naming = new Set(namedBy.map(familyOfFeed));
  return [
    ...(year >= thisYear - 1 && namedBy.length === 0 ? [{ doubt: 'only-scored' } as const] : []),
    // A CVE of an earlier year was out when the newest of the data were; and what a feed names is not newer than it.
    ...oldFeeds(feeds, covered, today)
      .filter(({ feed, day }) => feed !== 'kev' && year >= Number(day.slice(0, 4)) && !naming.has(familyOfFeed(feed)))
      .map(({ feed, day }) => ({ doubt: 'data-too-old', feed, day }) as const),
  ];
}

/** Those of the ecosystems that a feed of this silence would have spoken of. */
export const concernedBy = (silence: Silence, ecosystems: Iterable<string>): readonly string[] =>
  [...ecosystems].filter((each) => silence.doubt === 'only-scored' || familyOf(each) === familyOfFeed(silence.feed));

export const silenceText = (silence: Silence, vulnerability: string): string =>
  silence.doubt === 'only-scored'
    ? `no advisory names ${vulnerability} yet; only lists of scores or of exploited vulnerabilities do`
    : `${vulnerability} may be newer than the data of feed ${silence.feed}, which end at ${silence.day}`;
