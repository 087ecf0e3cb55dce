// Keeps this server's advisory database up to date: on schedule, one server at a time, and never at requests' cost.
import { statSync } from 'node:fs';
import type { UpdateReport } from '@suture/feeds/database/update.ts';
import type { FeedSource } from '@suture/feeds/obtain.ts';
import type { AdvisoryShelf } from '../advisory-shelf.ts';
import type { Log } from '../observability/log.ts';
import type { OrganisationId, Store } from '../store/database.ts';
import { takeLease } from '../store/leases.ts';
import type { FeedSyncTask } from './feed-sync-thread.ts';
import { repeat, type Repeated } from './repeat.ts';
import { startThread } from './thread.ts';

export interface FeedSync {
  readonly store: Store;
  readonly organisation: OrganisationId;
  readonly log: Log;
  /** The advisory database file. */
  readonly path: string;
  readonly source: FeedSource;
  readonly shelf: Pick<AdvisoryShelf, 'feeds'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called when the file may be another. */
  readonly onUpdated: () => void;
  readonly everyMs?: number;
  readonly firstMs?: number;
}

/** Feeds move a few times a day. */
const usualMs = 4 * 3_600_000;
/** What failed is asked again sooner. */
const afterFailureMs = 15 * 60_000;
const afterBusyMs = 20_000;
/** Longer than any update should take; a thread that hangs must not hold the lease for ever. */
const longestMs = 60 * 60_000;

/** A file that somebody else, such as the command line, has just brought up to date is taken as it is. */
export function startFeedSync(sync: FeedSync): Repeated {
  const { everyMs = usualMs, firstMs = 0, log } = sync;
  return repeat({ name: 'feeds', log, everyMs, firstMs }, async (signal) => {
    const age = sync.now() - (statSync(sync.path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
    const isStale = sync.shelf.feeds().some(({ error }) => error !== null);
    const wanted = isStale ? Math.min(afterFailureMs, everyMs) : everyMs;
    // The pause has jitter, so the file is a little younger or older than the pace says.
    if (age < wanted * 0.9) return wanted - age;
    const lease = await takeLease(sync.store, sync.organisation, 'feeds');
    if (lease === undefined) return afterBusyMs;
    try {
      const report = await update(sync, AbortSignal.any([signal, lease.lost]));
      return report === undefined ? undefined : said(report, sync);
    } finally {
      await lease.release().catch(() => undefined);
    }
  });
}

async function update({ path, source }: FeedSync, signal: AbortSignal): Promise<UpdateReport | undefined> {
  let report: UpdateReport | undefined;
  const task: FeedSyncTask = { path, source };
  const thread = startThread(new URL('feed-sync-thread.ts', import.meta.url), task, (message) => {
    report = message as UpdateReport;
  });
  // An update that is cut off leaves the file in use as it was.
  const end = (): void => void thread.terminate();
  const timer = setTimeout(end, longestMs).unref();
  signal.addEventListener('abort', end, { once: true });
  try {
    if (signal.aborted) await thread.terminate();
    await thread.ended;
    return report;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

/** Logs what became of the feeds; the pause until the next time. */
function said(report: UpdateReport, { log, onUpdated, everyMs = usualMs }: FeedSync): number {
  if (report.kind === 'busy') return afterBusyMs;
  const of = (result: string): readonly string[] =>
    report.outcomes.filter((outcome) => outcome.result === result).map(({ feed }) => feed);
  const failed = of('failed');
  const summary = { updated: of('updated'), failed, unchanged: of('unchanged').length, absent: of('absent').length };
  const why = report.outcomes.find(({ result }) => result === 'failed')?.reason;
  if (failed.length > 0) log.warn({ ...summary, why }, 'some feeds could not be read; their last data stay in use');
  else log.info(summary, 'feeds are up to date');
  onUpdated();
  return failed.length > 0 ? Math.min(afterFailureMs, everyMs) : everyMs;
}
