// Builds the advisory database, in a thread of its own: reading feeds keeps a processor busy for minutes.
import { parentPort, workerData } from 'node:worker_threads';
import { updateDatabase, type UpdateReport } from '@suture/feeds/database/update.ts';
import type { FeedSource } from '@suture/feeds/obtain.ts';
import { feeds } from '@suture/feeds/registry.ts';

export interface FeedSyncTask {
  readonly path: string;
  readonly source: FeedSource;
}

const { path, source } = workerData as FeedSyncTask;
const report: UpdateReport = await updateDatabase({ path, feeds, source, now: () => new Date() });
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- it speaks of windows; this is a thread
parentPort?.postMessage(report);
