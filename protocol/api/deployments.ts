// Deployments in the HTTP API: how far they are, why, and what people do to them.
import { z } from '../agent/zod.ts';
import { sha256Hex } from '../deployments/statements.ts';
import { instant, pageOf, pageParameters } from './page.ts';
import { label } from './text.ts';

export const deploymentRequest = z.strictObject({ plan: sha256Hex, name: label });
export const newDeployment = z.object({ id: z.uuid() });

const summary = z.object({
  id: z.uuid(),
  name: z.string(),
  plan: sha256Hex,
  state: z.string(),
  endpoints: z.int(),
  inFlight: z.int(),
  done: z.int(),
  failed: z.int(),
  createdAt: instant,
  createdBy: z.string(),
});
export const deploymentPage = pageOf(summary);

const ring = z.object({
  number: z.int(),
  endpoints: z.int(),
  state: z.string(),
  until: instant.nullable().meta({ description: 'end of its soak' }),
  jobs: z.record(z.string(), z.int()).meta({ description: 'jobs by state, without zeros' }),
  outcomes: z.int(),
  failures: z.int(),
  failedBefore: z.int().meta({ description: 'failed before anything was changed' }),
  says: z.string().nullable(),
});

export const deployment = z.object({
  id: z.uuid(),
  name: z.string(),
  plan: sha256Hex,
  state: z.string(),
  pausedBy: z.array(z.string()).readonly(),
  haltedBy: z.string().nullable(),
  startAt: instant.nullable(),
  expiresAt: instant,
  createdAt: instant,
  createdBy: z.string(),
  endpoints: z.int(),
  inFlight: z.int(),
  approvals: z.object({ needed: z.int(), given: z.array(z.object({ person: z.string(), at: instant })).readonly() }),
  rings: z.array(ring).readonly(),
  gate: z.object({ stop: z.string(), promote: z.string() }).meta({ description: 'its arithmetic, in words' }),
  says: z.array(z.string()).readonly().meta({ description: 'why what happens happens, or does not' }),
  failures: z
    .array(
      z.object({
        cause: z.string(),
        says: z.string(),
        remedy: z.string(),
        endpoints: z.int(),
        why: z.string().nullable(),
        lines: z.array(z.string()).readonly(),
      }),
    )
    .readonly(),
  notes: z.array(z.object({ at: instant, about: z.string(), text: z.string() })).readonly(),
});

export const jobListRequest = z.strictObject({
  state: z.string().max(40).optional(),
  ...pageParameters,
});
export const jobPage = pageOf(
  z.object({
    position: z.int(),
    endpoint: z.uuid(),
    name: z.string().nullable(),
    state: z.string(),
    attempt: z.int(),
    reason: z.string().nullable().meta({ description: 'why it waits' }),
    cause: z.string().nullable().meta({ description: 'why it failed' }),
    changedAt: instant,
  }),
);

export const deploymentState = z.object({ state: z.string() });
export const approvalRequest = z.strictObject({
  plan: sha256Hex.meta({ description: 'what is approved: the hash of the plan as it was looked at' }),
});
export const startRequest = z.strictObject({ startAt: z.iso.datetime() });
export const jobOrder = z.strictObject({ endpoint: z.uuid() });
