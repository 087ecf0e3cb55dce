// So many at once, so many in line, and no more: what comes then is told to come back.
import { problem, type ProblemDocument } from '@suture/protocol/agent/problem.ts';

type Refused = { readonly ok: false; readonly problem: ProblemDocument };

/** Runs what it is given, at most `atOnce` at a time and at most `waiting` behind them; else `unavailable`. */
export function limitAtOnce({ atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }) {
  const line: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T | Refused> => {
    if (running >= atOnce) {
      if (line.length >= waiting) return { ok: false, problem: problem('unavailable', { retryAfterSeconds: 5 }) };
      // Its place is handed over, so that nobody slips in between.
      await new Promise<void>((resolve) => line.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      const next = line.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
