// What an endpoint is asked to reckon before a plan is frozen, and its answer. Nothing is changed by it, so nobody signs it.
import { filledLine, word } from '../agent/text.ts';
import { z } from '../agent/zod.ts';
import { sha256Hex } from './statements.ts';

/** Steps with more changes are not simulated: an answer to a check-in has to hold two. */
export const MOST_SIMULATED = 500;

const version = filledLine(256).nullable();
const change = z.object({
  package: filledLine(256),
  architecture: filledLine(64).nullable(),
  from: version,
  to: version,
});

export const simulationRequest = z.object({
  /** Names the question: the step, and the package sets that it is asked of. */
  id: sha256Hex,
  adapter: word,
  changes: z.array(change).min(1).max(MOST_SIMULATED).readonly(),
});
export type SimulationRequest = z.infer<typeof simulationRequest>;

export const simulationOutcome = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('would'),
    /** What the package manager would change beside the step; removals have no `to`. */
    more: z.array(change).max(200),
    /** Null: no index says. */
    bytes: z.number().min(0).max(Number.MAX_SAFE_INTEGER).nullable(),
    /** Null: it cannot be told. */
    reboot: z.boolean().nullable(),
  }),
  /** The package manager refuses; `cause` is one of core/rollouts/causes.ts. */
  z.object({ kind: z.literal('would-not'), cause: filledLine(40), why: filledLine(500) }),
  z.object({ kind: z.literal('not-simulated'), why: filledLine(500) }),
]);
export type SimulationOutcome = z.infer<typeof simulationOutcome>;

export const simulated = z.object({ id: sha256Hex, outcome: simulationOutcome });
export type Simulated = z.infer<typeof simulated>;
