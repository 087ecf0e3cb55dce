// Work that comes round: one at a time, at its pace with jitter, whatever fails, until it is stopped.
import type { Log } from '../observability/log.ts';

export interface Repeated {
  /** Comes round now instead of later. */
  now(): void;
  /** Begins no more, and waits for what is under way, which the signal tells. */
  stop(): Promise<void>;
}

export interface RepeatOptions {
  readonly name: string;
  readonly log: Log;
  readonly firstMs: number;
  /** How long until it comes round again; up to a tenth more by chance, so that servers do not all do it at once. */
  readonly everyMs: number;
  /** 0 to 1. */
  readonly random?: () => number;
}

/** `work` may answer with another pause in milliseconds. */
export function repeat(
  { name, log, firstMs, everyMs, random = Math.random }: RepeatOptions,
  work: (signal: AbortSignal) => Promise<number | void>,
): Repeated {
  const ended = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> | undefined;
  let isWanted = false;
  const round = async (): Promise<void> => {
    let pauseMs: number | void;
    try {
      pauseMs = await work(ended.signal);
    } catch (error) {
      // Never less than a while: what fails at once would go round like mad.
      pauseMs = Math.min(everyMs, 60_000);
      if (!ended.signal.aborted) log.warn({ err: error, worker: name }, 'work failed and is tried again');
    }
    underWay = undefined;
    if (isWanted) schedule(0);
    else schedule(Math.round((pauseMs ?? everyMs) * (1 + random() / 10)));
  };
  const begin = (): void => {
    isWanted = false;
    underWay = round();
  };
  function schedule(ms: number): void {
    if (!ended.signal.aborted) timer = setTimeout(begin, ms).unref();
  }
  schedule(firstMs);
  return {
    now() {
      if (ended.signal.aborted) return;
      if (underWay !== undefined) return void (isWanted = true);
      clearTimeout(timer);
      begin();
    },
    async stop() {
      ended.abort(new Error('the server stops'));
      clearTimeout(timer);
      await underWay;
    },
  };
}
