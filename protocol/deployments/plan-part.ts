// What one endpoint is given of a plan: its own step, and the proof that operators signed just that for it.
import { filledLine, line, word } from '../agent/text.ts';
import { z } from '../agent/zod.ts';
import { conduct } from './conduct.ts';
import { MOST } from './limits.ts';
import { envelope, sha256Hex } from './statements.ts';

const version = filledLine(256).nullable();

const step = z.strictObject({
  adapter: word,
  release: filledLine(80),
  changes: z
    .array(
      z.strictObject({
        package: filledLine(256),
        architecture: filledLine(64).nullable(),
        from: version,
        to: version,
      }),
    )
    .max(MOST.changes)
    .readonly(),
  heldBack: z
    .array(z.strictObject({ package: filledLine(256), why: line(500) }))
    .max(MOST.heldBack)
    .readonly(),
  downloadBytes: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  expectsReboot: z.boolean(),
  expectedMinutes: z.number().min(0).max(100_000),
  conduct: conduct.optional(),
});

export const planPart = z.strictObject({
  /** Signed by operators: `plan.v1`. */
  plan: envelope,
  position: z.int().min(0).max(MOST.endpoints),
  rollback: z.enum(['R0', 'R1', 'R2', 'R3', 'R4']),
  step,
  proof: z.array(sha256Hex).max(MOST.proof).readonly(),
});
export type PlanPart = z.infer<typeof planPart>;
