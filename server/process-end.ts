// How the server's process ends: when it is told to, or with the cause in the log when it must.
import type { Log } from './observability/log.ts';

export interface ProcessEnd {
  /** Resolves when the process is to end. */
  readonly stopped: Promise<void>;
  /** Aborted when whoever asked is out of patience. */
  readonly hurry: AbortSignal;
}

/** Longest wait after the second request to end. */
const longestHurryMs = 5_000;

/** Exit status of a fault of the program's own: EX_SOFTWARE of sysexits.h. */
const faulty = 70;

export function processEnd(log: Log): ProcessEnd {
  const { promise, resolve } = Promise.withResolvers<void>();
  const hurry = new AbortController();
  let told = 0;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      told += 1;
      if (told === 1) {
        log.info({ signal }, 'stopping');
        return resolve();
      }
      log.warn({ signal }, 'stopping in a hurry');
      hurry.abort();
      // Whatever still takes longer has nothing to lose: what was acknowledged is committed.
      setTimeout(() => process.exit(1), longestHurryMs).unref();
    });
  }
  // Its terminal is gone, and it may be the server of others.
  process.on('SIGHUP', () => undefined);
  // A rejection that nobody handles comes here too.
  process.on('uncaughtException', (error, origin) => {
    log.fatal({ err: error, origin }, 'a fault of the server’s own; it ends');
    process.exit(faulty);
  });
  return { stopped: promise, hurry: hurry.signal };
}
