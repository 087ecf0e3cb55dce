// How old feeds are, in both ways: since they were asked, and since their newest statement; by the rule that a scan goes by.
import * as rule from '@suture/core/advisories/feed-age.ts';
import { coveredEcosystems } from '../store/advisory-generation.ts';
import type { Transaction } from '../store/database.ts';
import { type StoredFeed, feedStates } from '../store/feed-states.ts';

export interface AgedFeed extends StoredFeed {
  /** Since it was last asked, with one decimal. */
  readonly ageHours: number;
  /** Since the day of its newest statement; null where it has no date. */
  readonly dataAgeDays: number | null;
  readonly stale: boolean;
  /** Why it is stale, in a sentence each; none where it is fresh. */
  readonly staleWhy: readonly string[];
}

const DAY_MS = 86_400_000;

const GONE = 'the server has lost the advisory database; what was judged by it stays';

/** By name. `isHere`: whether this server still has the database that they are in. A feed is stale where it could not be renewed, and where it was, but speaks of an ecosystem in use with old data. */
export async function agedFeeds(transaction: Transaction, now: Date, isHere = true): Promise<readonly AgedFeed[]> {
  const covered = await coveredEcosystems(transaction);
  const feeds = await feedStates(transaction);
  return feeds.map((feed) => agedFeed(feed, covered, now, isHere));
}

/** `covered`: the ecosystems in use. */
export function agedFeed(
  feed: StoredFeed,
  covered: Parameters<typeof rule.whyStale>[1],
  now: Date,
  isHere = true,
): AgedFeed {
  const staleWhy = [...(isHere ? [] : [GONE]), ...rule.whyStale(feed, covered, now.getTime())];
  const day = Date.parse(feed.upstreamDate?.slice(0, 10) ?? '');
  return {
    ...feed,
    ageHours: rule.ageHours(feed.checkedAt, now.getTime()),
    dataAgeDays: Number.isNaN(day) ? null : Math.max(0, Math.floor((now.getTime() - day) / DAY_MS)),
    stale: staleWhy.length > 0,
    staleWhy,
  };
}
