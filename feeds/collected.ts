// Reads one file with a feed and keeps everything it says, for tests.
import type { Feed, FeedSink } from './feed.ts';

type Rows<Method extends keyof FeedSink> = Parameters<FeedSink[Method]>[0][];

export interface Collected {
  readonly upstreamDate: string | undefined;
  readonly advisories: Rows<'advisory'>;
  readonly exploited: Rows<'exploited'>;
  readonly epss: Rows<'epss'>;
  readonly ssvc: Rows<'ssvc'>;
  readonly cvss: Rows<'cvss'>;
  readonly lifecycle: Rows<'lifecycle'>;
  readonly products: Rows<'product'>;
  readonly listings: Rows<'listing'>;
  /** `record: reason`. */
  readonly malformed: string[];
}

/** `file` is the index of the feed's file that `path` stands for. */
export async function collect(feed: Feed, path: string, file = 0): Promise<Collected> {
  const rows: Omit<Collected, 'upstreamDate'> = {
    advisories: [],
    exploited: [],
    epss: [],
    ssvc: [],
    cvss: [],
    lifecycle: [],
    products: [],
    listings: [],
    malformed: [],
  };
  const sink: FeedSink = {
    advisory: (row) => void rows.advisories.push(row),
    exploited: (row) => void rows.exploited.push(row),
    epss: (row) => void rows.epss.push(row),
    ssvc: (row) => void rows.ssvc.push(row),
    cvss: (row) => void rows.cvss.push(row),
    lifecycle: (row) => void rows.lifecycle.push(row),
    product: (row) => void rows.products.push(row),
    listing: (row) => void rows.listings.push(row),
    malformed: (record, reason) => void rows.malformed.push(`${record}: ${reason}`),
  };
  const feedFile = feed.files[file];
  if (feedFile === undefined) throw new Error(`${feed.name} has no file ${file}`);
  const { upstreamDate } = await feed.read({ path, file: feedFile }, sink);
  return { ...rows, upstreamDate };
}
