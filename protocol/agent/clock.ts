// The difference between the endpoint's clock and the server's, measured at each check-in inside the authenticated connection.
import { z } from './zod.ts';
import { instant } from './text.ts';

/** Ten years: beyond it the clock is simply wrong. */
const MOST_OFFSET_MS = 315_576_000_000;

/** What the agent says of its clock: now, and the last measurement. */
export const agentClock = z.object({
  /** By the endpoint's clock, when the request was made. */
  now: instant,
  /** Server minus endpoint, milliseconds; absent before the first measurement. */
  offsetMs: z.int().min(-MOST_OFFSET_MS).max(MOST_OFFSET_MS).optional(),
  /** The offset is right to within this many milliseconds. */
  uncertaintyMs: z.int().min(0).max(MOST_OFFSET_MS).optional(),
});

/**
 * The offset that one exchange shows. All times in milliseconds since 1970; `sentAt` and `receivedAt` by the endpoint's
 * clock, `serverTime` by the server's, at some moment between the two. Source: RFC 5905 §8, with one server stamp.
 * Undefined where the answer came before the question, which a clock set back in between does.
 */
export function measureClock(exchange: {
  readonly sentAt: number;
  readonly receivedAt: number;
  readonly serverTime: number;
}): { readonly offsetMs: number; readonly uncertaintyMs: number } | undefined {
  const roundTripMs = exchange.receivedAt - exchange.sentAt;
  const offsetMs = Math.round(exchange.serverTime - (exchange.sentAt + roundTripMs / 2));
  if (!(roundTripMs >= 0) || !(Math.abs(offsetMs) <= MOST_OFFSET_MS)) return undefined;
  return { offsetMs, uncertaintyMs: Math.ceil(roundTripMs / 2) };
}
