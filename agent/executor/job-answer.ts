// What the executor answers of a job; the agent makes the reports to the server from it (protocol/deployments/job-report.ts).
import { causes, type Cause } from '@suture/core/rollouts/causes.ts';
import { z } from '@suture/protocol/agent/zod.ts';

const text = z.string().max(500);
const lines = z.array(z.string().max(300)).max(12);
const cause = z.enum(Object.keys(causes) as [Cause, ...Cause[]]);
/** The last dispatch that was taken on. */
const obeyed = z.object({ epoch: z.int().min(0), sequence: z.int().min(0) });
const failure = { cause, why: text, lines };

export const jobAnswer = z.discriminatedUnion('kind', [
  /** Verified and kept. `soakMinutes` and ring are the server's to know. */
  z.object({
    kind: z.literal('taken'),
    does: z.enum(['install', 'roll-back', 'rehearse']),
    rollback: z.string().max(2),
    obeyed,
  }),
  /** Not believed, out of date, outside of its window or vetoed; nothing was run. `refusal` names the rule. */
  z.object({ kind: z.literal('refused'), refusal: z.string().max(40), why: text, obeyed: obeyed.optional() }),
  /** It is being done, longer than an answer takes: ask the same phase again. */
  z.object({ kind: z.literal('under-way'), overdue: z.boolean(), bytes: z.number() }),
  z.object({ kind: z.literal('staged'), rollback: z.enum(['R0', 'R1']), why: z.array(text).max(20) }),
  z.object({ kind: z.literal('not-applicable') }),
  /** A start token is worth asking for. */
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('deferred'), cause, why: text }),
  /** An install has begun in this attempt: ask to reconcile. */
  z.object({ kind: z.literal('begun-already') }),
  z.object({
    kind: z.literal('installed'),
    changed: z.int(),
    kept: z.array(text).max(50),
    overdue: z.boolean(),
    reboot: z.enum(['none', 'planned', 'asked']),
  }),
  z.object({
    kind: z.literal('verified'),
    evidence: z.object({ versionsAsPlanned: z.boolean(), newCodeRuns: z.boolean() }).nullable(),
    probesPass: z.boolean(),
    boots: z.int(),
    says: z.array(text).max(20),
  }),
  z.object({ kind: z.literal('rebooting') }),
  z.object({
    kind: z.literal('rehearsed'),
    result: z.enum(['pass', 'warn', 'fail', 'not-rehearsed']),
    says: z.array(text).max(50),
    lines,
    seconds: z.number(),
    /** Absent where it was not rehearsed. */
    upgradeSeconds: z.number().optional(),
    bytes: z.number().optional(),
    reboot: z.boolean().optional(),
    checks: z.array(z.string().max(80)).max(40).optional(),
    restarts: z.array(z.string().max(200)).max(50).optional(),
  }),
  z.object({ kind: z.literal('rolled-back') }),
  z.object({ kind: z.literal('not-begun') }),
  z.object({ kind: z.literal('still-installing') }),
  z.object({ kind: z.enum(['failed', 'rollback-failed']), ...failure }),
]);
export type JobAnswer = z.infer<typeof jobAnswer>;
