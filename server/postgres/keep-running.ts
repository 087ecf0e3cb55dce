// Starts the embedded PostgreSQL again when it dies under a server that needs it.
import { startEmbedded } from './embedded.ts';
import type { EmbeddedOptions, EmbeddedStart, Running, StopOptions, StopOutcome } from './embedded.ts';
import type { Refusal } from './refusal.ts';

/** `back`: it takes connections again, the same way as before. `down`: it does not start; tried again in `nextTryMs`. */
export type Interruption =
  | { readonly kind: 'back'; readonly downMs: number; readonly pid: number }
  | { readonly kind: 'down'; readonly refusal: Refusal; readonly nextTryMs: number };

const lookEveryMs = 250;
const longestPauseMs = 30_000;

/**
 * As `startEmbedded`, and from then on looks after it until `stop` or `leave`. Connections break when PostgreSQL dies;
 * new ones work again after about half a second. `pid` is that of the first start.
 */
export async function keepRunning(
  options: EmbeddedOptions,
  report: (interruption: Interruption) => void,
): Promise<EmbeddedStart> {
  const first = await startEmbedded(options);
  if (first.kind === 'refused') return first;

  let current: Running = first;
  let isOver = false;
  let pauseMs = lookEveryMs;
  let downSince: number | undefined;
  let looking: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout;

  const look = async (): Promise<void> => {
    if (downSince === undefined && (await current.isAlive())) return;
    downSince ??= performance.now();
    const again = await startEmbedded(options);
    if (again.kind === 'refused') {
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
      return report({ kind: 'down', refusal: again, nextTryMs: pauseMs });
    }
    // The new hold on it comes before the old one goes, or another server could stop it in between.
    current.leave();
    current = again;
    report({ kind: 'back', downMs: performance.now() - downSince, pid: again.pid });
    pauseMs = lookEveryMs;
    downSince = undefined;
  };
  const schedule = (): void => {
    if (isOver) return;
    timer = setTimeout(() => {
      looking = look()
        // Anything unforeseen, such as no more file handles: the next look may succeed.
        .catch((error: unknown) => {
          pauseMs = Math.min(pauseMs * 2, longestPauseMs);
          report({ kind: 'down', refusal: unforeseen(error), nextTryMs: pauseMs });
        })
        .then(schedule);
    }, pauseMs).unref();
  };
  schedule();

  const end = (): void => {
    isOver = true;
    clearTimeout(timer);
  };
  return {
    ...first,
    isAlive: () => current.isAlive(),
    async stop(stopOptions?: StopOptions): Promise<StopOutcome> {
      end();
      await looking;
      return current.stop(stopOptions);
    },
    leave: () => {
      end();
      void looking.then(() => current.leave());
    },
  };
}

function unforeseen(error: unknown): Refusal {
  return {
    kind: 'refused',
    cause: 'did-not-start',
    reason: `PostgreSQL could not be started again: ${error instanceof Error ? error.message : String(error)}`,
    remedy: 'It is tried again by itself.',
  };
}
