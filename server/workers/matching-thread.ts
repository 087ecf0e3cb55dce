// Judges packages in a thread of its own, with its own connections: whenever new ones came, or other advisories.
import { parentPort, workerData } from 'node:worker_threads';
import { advisoryShelf, fileMark } from '../advisory-shelf.ts';
import { openStore, type OrganisationId, type StoreOptions } from '../store/database.ts';
import { listenForDue } from '../store/due-packages.ts';
import { matchPending, type MatchOutcome } from './matching.ts';
import { withoutAdvisories } from './without-advisories.ts';

export interface MatchingTask {
  readonly connection: StoreOptions['connection'];
  readonly organisation: OrganisationId;
  /** The advisory database file. */
  readonly advisories: string;
}

/** To the thread: look again, as feeds were asked, whatever became of it; or finish. */
export type MatchingOrder = 'look' | 'stop';

export type MatchingNews =
  | { readonly kind: 'matched'; readonly outcome: MatchOutcome; readonly milliseconds: number }
  /** Nothing counts as clear. */
  | { readonly kind: 'no-advisories' }
  | { readonly kind: 'failed'; readonly why: string };

/** Words come at once where the connection can listen; this is for poolers. */
const lookEveryMs = 30_000;
/** The command line may replace the advisory database too. */
const fileEveryMs = 1_000;
const afterFailureMs = 5_000;
/** Sets come in crowds. */
const gatherMs = 50;
/** A server that has just been set up may get its first advisories any moment: until then its endpoints read no changelogs. */
const hopeMs = 60_000;

const { connection, organisation, advisories: file } = workerData as MatchingTask;
const store = openStore({ connection, size: 2 });
const shelf = advisoryShelf(file);
const ended = new AbortController();
let wake: () => void = () => undefined;
let isWanted = true;
const look = (): void => {
  isWanted = true;
  wake();
};
const listening = listenForDue(connection, look);
let mark = fileMark(file);
const watching = setInterval(() => {
  const now = fileMark(file);
  if (now === mark) return;
  mark = now;
  look();
}, fileEveryMs);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- it speaks of windows; this is a thread
const say = (news: MatchingNews): void => parentPort?.postMessage(news);

let hasHope = true;
const loseHope = (): void => {
  hasHope = false;
  look();
};
const hoping = setTimeout(loseHope, hopeMs);

parentPort?.on('message', (order: MatchingOrder) => {
  if (order === 'stop') ended.abort();
  loseHope();
});

function pause(ms: number, isWoken: boolean): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      clearTimeout(timer);
      ended.signal.removeEventListener('abort', go);
      resolve();
    };
    const timer = setTimeout(go, ms);
    if (isWoken) wake = go;
    ended.signal.addEventListener('abort', go);
  });
}

let hadAdvisories = true;
while (!ended.signal.aborted) {
  if (!isWanted) await pause(lookEveryMs, true);
  wake = () => undefined;
  await pause(gatherMs, false);
  if (ended.signal.aborted) break;
  isWanted = false;
  try {
    const database = shelf.database();
    if (database === undefined) {
      if (hadAdvisories) say({ kind: 'no-advisories' });
      hadAdvisories = false;
      if (hasHope) continue;
    } else hadAdvisories = true;
    const begun = performance.now();
    const advisories = database ?? withoutAdvisories;
    const outcome = await matchPending(store, organisation, advisories, () => new Date(), { signal: ended.signal });
    const isNews = outcome.kind === 'older' ? database !== undefined : outcome.judged > 0 || outcome.again > 0;
    if (isNews) say({ kind: 'matched', outcome, milliseconds: Math.round(performance.now() - begun) });
  } catch (error) {
    if (ended.signal.aborted) break;
    say({ kind: 'failed', why: error instanceof Error ? error.message : String(error) });
    await pause(afterFailureMs, false);
    isWanted = true;
  }
}
clearInterval(watching);
clearTimeout(hoping);
await listening.close();
shelf.close();
await store.close();
parentPort?.close();
