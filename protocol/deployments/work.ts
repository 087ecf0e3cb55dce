// The work in an answer to a check-in: what to take on, what may begin, what to drop.
import { instant } from '../agent/text.ts';
import { z } from '../agent/zod.ts';
import { MOST } from './limits.ts';
import { simulationRequest } from './simulation.ts';
import { envelope } from './statements.ts';

/** How an endpoint and a server name a job between them. */
export const heldJob = z.object({
  deployment: z.uuid().max(36),
  attempt: z.int().min(1).max(1_000),
  dispatch: z.int().min(1).max(1_000_000),
});
export type HeldJob = z.infer<typeof heldJob>;

export const work = z.object({
  /** Signed: `dispatch.v1`. Given again until the endpoint says something of the job. Its part of the plan is fetched apart. */
  dispatches: z.array(envelope).max(MOST.work).readonly().default([]),
  /** Signed: `start.v1`. */
  starts: z.array(envelope).max(MOST.work).readonly().default([]),
  /** Jobs that are watched since they took effect, and until when by the server's clock. */
  soaks: z
    .array(heldJob.extend({ until: instant }))
    .max(MOST.reports)
    .readonly()
    .default([]),
  /** Called back: none of these may begin any more. What has begun goes on. */
  drop: z.array(heldJob).max(MOST.drop).readonly().default([]),
  /** What to reckon for a plan that is being made; asked again until it is answered. */
  simulations: z.array(simulationRequest).max(MOST.simulations).readonly().default([]),
});
export type WorkInput = z.input<typeof work>;
