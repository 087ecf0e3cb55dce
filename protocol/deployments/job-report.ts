// What an endpoint says of a job, in its check-in: sent again until it is answered, and kept once.
import { causes, type Cause } from '@suture/core/rollouts/causes.ts';
import { filledLine, instant } from '../agent/text.ts';
import { z } from '../agent/zod.ts';
import { MOST } from './limits.ts';

const cause = z.enum(Object.keys(causes) as [Cause, ...Cause[]]);
const boots = z.int().min(0).max(1_000);

/** As `ReportBody` in core/rollouts/rollout.ts has it; `dispatched` is the server's own to say. */
const body = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum([
      'prechecking',
      'progress',
      'start-requested',
      'installing',
      'rebooting',
      'reconciling',
      'rolled-back',
      'not-applicable',
    ]),
  }),
  z.object({ kind: z.literal('verifying'), boots, rebootPlanned: z.boolean() }),
  z.object({
    kind: z.literal('verified'),
    evidence: z.object({ versionsAsPlanned: z.boolean(), newCodeRuns: z.boolean() }).nullable(),
  }),
  z.object({ kind: z.literal('soaked'), evidence: z.object({ probesPass: z.boolean(), boots }).nullable() }),
  z.object({ kind: z.enum(['failed', 'rollback-failed']), cause }),
  /** Of a rehearsal, whose attempt is REHEARSAL.attempt. */
  z.object({
    kind: z.literal('rehearsed'),
    result: z.enum(['pass', 'warn', 'fail', 'not-rehearsed']),
    says: z.array(filledLine(300)).max(20),
    /** In all; and of it the upgrade itself, where it came to that. */
    seconds: z.number().min(0).max(1_000_000),
    upgradeSeconds: z.number().min(0).max(1_000_000).optional(),
    /** Written to disk, were it the real one. */
    bytes: z.number().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
    /** A package asked for one. */
    reboot: z.boolean().optional(),
    /** Services that run code which would be replaced: `nginx.service`. */
    restarts: z.array(filledLine(200)).max(50).optional(),
    /** Names of what was looked at afterwards: `sshd -t`. */
    checks: z.array(filledLine(80)).max(40).optional(),
  }),
]);

export const jobReport = z.object({
  deployment: z.uuid().max(36),
  attempt: z.int().min(1).max(1_000),
  dispatch: z.int().min(1).max(1_000_000),
  /** The endpoint's own count within the dispatch, from 1. */
  number: z.int().min(1).max(1_000_000),
  /** By the endpoint's clock. */
  at: instant,
  body,
  /** For people: what exactly, and the lines of the transcript that decide. */
  why: filledLine(500).optional(),
  lines: z.array(filledLine(300)).max(MOST.lines).optional(),
});
export type JobReport = z.infer<typeof jobReport>;
