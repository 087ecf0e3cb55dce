// Looks after the thread that judges: starts it, tells it when advisories changed, starts it again when it breaks.
import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../observability/log.ts';
import type { MatchingNews, MatchingOrder, MatchingTask } from './matching-thread.ts';
import { startThread, type Thread } from './thread.ts';

export interface MatchingWorker {
  /** Feeds were asked: the advisory database may be another, or there is none to be had. */
  readonly look: () => void;
  /** Lets it finish its batch; a batch that takes too long is cut off, and is nobody's then. */
  stop(): Promise<void>;
}

const file = new URL('matching-thread.ts', import.meta.url);
const longestBatchMs = 10_000;
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

export function startMatchingWorker(
  task: MatchingTask,
  log: Log,
  onJudged: (packages: number) => void,
): MatchingWorker {
  const ended = new AbortController();
  let thread: Thread | undefined;
  const order = (message: MatchingOrder): void => thread?.post(message);
  const hear = (message: unknown): void => {
    const news = message as MatchingNews;
    switch (news.kind) {
      case 'matched':
        if (news.outcome.kind === 'matched') {
          onJudged(news.outcome.judged);
          return log.info({ ...news.outcome, ms: news.milliseconds }, 'packages judged');
        }
        return log.info(news.outcome, 'another server judged with newer advisories');
      case 'no-advisories':
        return log.warn('there is no advisory database: only changelogs speak, and nothing counts as clear');
      case 'failed':
        return log.warn({ why: news.why }, 'matching failed and is tried again');
    }
  };
  const run = async (): Promise<void> => {
    let pauseMs = firstPauseMs;
    while (!ended.signal.aborted) {
      const begun = performance.now();
      thread = startThread(file, task, hear);
      try {
        await thread.ended;
      } catch (error) {
        if (ended.signal.aborted) return;
        if (performance.now() - begun > longestPauseMs) pauseMs = firstPauseMs;
        log.error({ err: error, againInMs: pauseMs }, 'the matching thread broke');
        await delay(pauseMs, undefined, { signal: ended.signal }).catch(() => undefined);
        pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      }
    }
  };
  const running = run();
  return {
    look: () => order('look'),
    async stop() {
      ended.abort();
      order('stop');
      const cut = setTimeout(() => void thread?.terminate(), longestBatchMs);
      await running.finally(() => clearTimeout(cut));
    },
  };
}
