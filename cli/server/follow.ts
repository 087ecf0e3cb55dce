// Waits for changes at a server: by its events where they come, else by looking again after a while.
import type { Connection } from './connect.ts';

export interface Changes {
  /** Resolves when something may have changed; at the latest after a while, `mostMs` where that is sooner. */
  next(mostMs?: number): Promise<void>;
  end(): void;
}

/** Events are hints and may be lost: it is looked again this often whatever is heard. */
const lookMs = 15_000;
/** Not more often than this, however many come. */
const leastMs = 250;
const silentMs = 60_000;

/** Of one topic. Never rejects: where no events come, time alone leads on. */
export function changes({ api, fetch }: Connection, topic: string): Changes {
  const ended = new AbortController();
  let isNew = false;
  let wake: (() => void) | undefined;
  const heard = (): void => {
    isNew = true;
    wake?.();
  };
  void listen();
  async function listen(): Promise<void> {
    while (!ended.signal.aborted) {
      try {
        const { data } = await api.GET('/api/v1/events', {
          params: { header: {} },
          parseAs: 'stream',
          fetch: fetch({ silentMs, mostBytes: Number.POSITIVE_INFINITY }),
        });
        for await (const name of names(data as ReadableStream<Uint8Array> | undefined)) {
          if (ended.signal.aborted) return;
          if (name === topic || name === 'resync') heard();
        }
      } catch {
        // The server is away, or lets nobody listen: looking again will say so.
      }
      await pause(3_000);
    }
  }
  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      ended.signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
    });
  return {
    async next(mostMs = lookMs) {
      await pause(leastMs);
      if (!isNew && !ended.signal.aborted) {
        await Promise.race([
          pause(Math.min(lookMs, Math.max(0, mostMs))),
          new Promise<void>((resolve) => (wake = resolve)),
        ]);
      }
      [isNew, wake] = [false, undefined];
    },
    end: () => ended.abort(),
  };
}

const mostLine = 64 * 1024;

/** Names of events in a stream of them (WHATWG HTML §9.2). */
async function* names(stream: ReadableStream<Uint8Array> | undefined): AsyncGenerator<string> {
  if (stream === undefined) return;
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
    const lines = text.split(/\r?\n/);
    text = lines.pop() ?? '';
    if (text.length > mostLine) return;
    for (const line of lines) if (line.startsWith('event:')) yield line.slice('event:'.length).trim();
  }
}
