// What a rehearsal says: passed, passed with something to know, failed, or not rehearsed at all and why. Never "passed" for want of trying.
import { z } from '@suture/protocol/agent/zod.ts';

const text = z.string().max(1_000);
const reason = z.object({ verdict: z.enum(['warn', 'fail']), says: text });
export type RehearsalReason = z.infer<typeof reason>;

const rehearsal = z.object({
  verdict: z.enum(['pass', 'warn', 'fail']),
  reasons: z.array(reason).max(50),
  /** Lines of the transcript that decide. */
  lines: z.array(z.string().max(400)).max(12).readonly(),
  /** Names of what was looked at after the upgrade. */
  checks: z.array(z.string().max(80)).max(40),
  /** A package asked for a reboot. */
  reboot: z.boolean(),
  bytesWritten: z.number(),
  seconds: z.object({ overlay: z.number(), upgrade: z.number(), checks: z.number() }),
});
/** What the inside says: who runs this code is seen from outside only. */
export const insideAnswer = rehearsal.extend({ code: z.array(z.string().max(500)).max(1_500).readonly() });
export type InsideAnswer = z.infer<typeof insideAnswer>;
/** `restarts`: services that run code which the upgrade replaces. */
export type Rehearsal = z.infer<typeof rehearsal> & { readonly restarts: readonly string[] };
export type Verdict = Rehearsal['verdict'];

export type Rehearsed =
  | ({ readonly kind: 'rehearsed' } & Rehearsal)
  | { readonly kind: 'not-rehearsed'; readonly why: string };

/** Nothing was tried, as it would not get so far. */
export const failedBefore = (says: string): z.infer<typeof rehearsal> => ({
  verdict: 'fail',
  reasons: [{ verdict: 'fail', says }],
  lines: [],
  checks: [],
  reboot: false,
  bytesWritten: 0,
  seconds: { overlay: 0, upgrade: 0, checks: 0 },
});
