// Deployments in the HTTP API: how far they are, why, and what people do to them.
import { line } from '../agent/text.ts';
import { z } from '../agent/zod.ts';
import { sha256Hex } from '../deployments/statements.ts';
import { instant, pageOf, pageParameters } from './page.ts';
import { label } from './text.ts';

/** Of whoever is named beside it as `user:UUID`, `token:UUID` or `policy:UUID`. */
export const actorName = z
  .string()
  .nullable()
  .meta({ description: 'by name; null where nobody of that id is there any more' });

export const deploymentRequest = z.strictObject({
  plan: sha256Hex,
  name: label,
  acceptDrift: z
    .boolean()
    .default(false)
    .meta({ description: 'also where some endpoints are not as the plan froze them: they refuse, the others go on' }),
  rehearse: z.boolean().default(true).meta({
    description: 'first on throw-away copies of endpoints, where some can; what fails there waits for people',
  }),
});
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
  createdByName: actorName,
});
export const deploymentPage = pageOf(summary);

export const deploymentListRequest = z.strictObject({
  of: z
    .enum(['all', 'waiting', 'going', 'over'])
    .default('all')
    .meta({ description: 'waiting: for people or a date; going: also paused or halted; over: nothing more happens' }),
  ...pageParameters,
});

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

/** The upgrade on throw-away copies of endpoints, before anybody approves it. */
export const rehearsals = z
  .array(
    z.object({
      step: z.int().meta({ description: 'of the plan' }),
      endpoint: z.uuid().meta({ description: 'who tries it' }),
      name: z.string().nullable(),
      standsFor: z.int().meta({ description: 'endpoints that are alike' }),
      release: z.string(),
      adapter: z.string(),
      result: z
        .enum(['pass', 'warn', 'fail', 'not-rehearsed'])
        .nullable()
        .meta({ description: 'null: not known yet; not-rehearsed is no pass' }),
      waitsFor: z.enum(['signatures', 'endpoint']).nullable().meta({ description: 'while it is not known' }),
      says: z.array(z.string()).readonly(),
      lines: z.array(z.string()).readonly().meta({ description: 'of the transcript, those that decide' }),
      checks: z.array(z.string()).readonly().meta({ description: 'what was looked at after the upgrade' }),
      seconds: z.number().nullable().meta({ description: 'in all' }),
      upgradeSeconds: z.number().nullable(),
      bytes: z.number().nullable().meta({ description: 'that it wrote' }),
      reboot: z.boolean().nullable().meta({ description: 'a package asked for one' }),
      restarts: z.array(z.string()).readonly().meta({ description: 'services that ran code which would be replaced' }),
      expectedMinutes: z.number().meta({ description: 'by which it has to fit into a maintenance window' }),
      endedAt: instant.nullable(),
    }),
  )
  .readonly()
  .meta({ description: 'the upgrade on throw-away copies of endpoints; empty: on none' });

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
  createdByName: actorName,
  endpoints: z.int(),
  inFlight: z.int(),
  approvals: z.object({
    needed: z.int(),
    given: z.array(z.object({ person: z.string(), name: actorName, at: instant })).readonly(),
  }),
  rings: z.array(ring).readonly(),
  rehearsals: rehearsals.optional(),
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
  state: z.string().max(400).optional().meta({ description: 'one, or several with commas between' }),
  ring: z.coerce.number().int().min(0).max(1_000).optional(),
  cause: z.string().max(60).optional(),
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

export const jobPath = z.strictObject({ id: z.uuid(), endpoint: z.uuid() });

/** Why a job is where it is: what was signed for it, and what its endpoint said. */
export const job = z.object({
  deployment: z.uuid(),
  name: z.string().meta({ description: 'of the deployment' }),
  plan: sha256Hex,
  deploymentState: z.string(),
  endpoint: z.uuid(),
  ring: z.int(),
  ringState: z.string(),
  state: z.string(),
  attempt: z.int(),
  changedAt: instant,
  waitsFor: z
    .object({ reason: z.string(), until: instant.nullable() })
    .nullable()
    .meta({ description: 'what holds it back' }),
  failure: z
    .object({ cause: z.string(), says: z.string(), remedy: z.string() })
    .nullable()
    .meta({ description: 'why it failed, and what to do' }),
  says: z.array(z.string()).readonly().meta({ description: 'what is said of its ring and of the deployment' }),
  changes: z
    .array(
      z.object({
        package: z.string(),
        architecture: z.string().nullable(),
        from: z.string().nullable(),
        to: z.string().nullable(),
      }),
    )
    .readonly()
    .meta({ description: 'what its step changes' }),
  dispatches: z
    .array(
      z.object({
        attempt: z.int(),
        number: z.int(),
        does: z.enum(['install', 'roll-back']),
        madeAt: instant,
        expiresAt: instant,
        mayBegin: z.boolean().meta({ description: 'it has leave to begin' }),
        refusal: z.string().nullable(),
      }),
    )
    .readonly(),
  reports: z
    .array(
      z.object({
        at: instant,
        receivedAt: instant,
        attempt: z.int(),
        kind: z.string(),
        cause: z.string().nullable(),
        why: z.string().nullable(),
        lines: z.array(z.string()).readonly().meta({ description: 'of the transcript, those that decide' }),
        evidence: z.string().nullable().meta({ description: 'why it changed nothing' }),
      }),
    )
    .readonly()
    .meta({ description: 'the last hundred, the oldest first' }),
});

export const endpointJobs = z.object({
  items: z
    .array(
      z.object({
        deployment: z.uuid(),
        name: z.string(),
        deploymentState: z.string(),
        state: z.string(),
        attempt: z.int(),
        changedAt: instant,
      }),
    )
    .readonly()
    .meta({ description: 'of the last 50 deployments, the newest first' }),
});

export const deploymentState = z.object({ state: z.string() });
export const approvalRequest = z.strictObject({
  plan: sha256Hex.meta({ description: 'what is approved: the hash of the plan as it was looked at' }),
});
export const rehearsalAcceptance = z.strictObject({
  reason: line(1_000).min(1).meta({ description: 'why it goes on without a rehearsal that passed' }),
});
export const startRequest = z.strictObject({ startAt: z.iso.datetime() });
export const jobOrder = z.strictObject({ endpoint: z.uuid() });
