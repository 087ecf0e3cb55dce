// Of what day the data are that signals come from, by the feeds that they were read from.
import type { RiskData } from './context.ts';

export interface SignalFeed {
  readonly name: string;
  readonly upstreamDate: string | null;
  /** RFC 3339; stands in where the data have no date of their own. */
  readonly fetchedAt: string;
}

/** Null where there is no such feed: its silence means nothing then. */
export function riskDataOf(feeds: readonly SignalFeed[]): RiskData {
  const dateOf = (name: string): string | null => {
    const feed = feeds.find((one) => one.name === name);
    return feed === undefined ? null : (feed.upstreamDate ?? feed.fetchedAt).slice(0, 10);
  };
  return { kev: dateOf('kev'), epss: dateOf('epss'), ssvc: dateOf('vulnrichment') };
}
