// The report of a deployment in the HTTP API: what was to be done, who said yes, what came of it, and what proves it.
import { z } from '../agent/zod.ts';
import { sha256Hex } from '../deployments/statements.ts';
import { actorName } from './deployments.ts';
import { instant } from './page.ts';

const failure = z.object({
  cause: z.string(),
  says: z.string(),
  remedy: z.string(),
  endpoints: z.int(),
  names: z.array(z.string()).readonly().meta({ description: 'of these, twenty at most' }),
  why: z.string().nullable(),
  lines: z.array(z.string()).readonly().meta({ description: 'of the transcript of one of them, those that decide' }),
});

const count = (description: string) => z.int().meta({ description });

const finding = z.object({
  vulnerability: z.string(),
  aliases: z.array(z.string()).readonly(),
  advisories: z.array(z.string()).readonly(),
  package: z.string(),
  from: z.string().meta({ description: 'the version that had it' }),
  fixedVersion: z.string().nullable().meta({ description: 'as the advisories say, of the source package' }),
  planned: z.string().nullable().meta({ description: 'the version that the plan installs' }),
  installed: z.array(z.string()).readonly().meta({ description: 'versions that were reported since, ten at most' }),
  endpoints: count('of the plan'),
  closed: count('report a version since that does not have it, and run it: verified on the endpoint'),
  installedOnly: count('report such a version, but nobody has verified that the new code runs'),
  open: count('have it still'),
  unknown: count('have not reported completely since, or what they report is not judged yet'),
});
export type FindingEvidence = z.infer<typeof finding>;

export const deploymentReport = z.object({
  id: z.uuid(),
  name: z.string(),
  state: z.string(),
  at: instant.meta({ description: 'of this report' }),
  createdAt: instant,
  createdBy: z.string(),
  createdByName: actorName,
  endedAt: instant.nullable(),
  plan: z.object({
    hash: sha256Hex,
    query: z.string(),
    by: z.string(),
    byName: actorName,
    at: instant,
    expiresAt: instant,
    closes: z.array(z.string()).readonly(),
    windows: z.array(z.string()).readonly(),
    soakMinutes: z.number(),
    endpoints: z.int(),
    steps: z
      .array(
        z.object({
          release: z.string(),
          adapter: z.string(),
          endpoints: z.int(),
          changes: z
            .array(z.object({ package: z.string(), from: z.string().nullable(), to: z.string().nullable() }))
            .readonly(),
        }),
      )
      .readonly()
      .meta({ description: 'what it does, the most frequent first, 200 at most' }),
    excluded: z
      .array(z.object({ why: z.string(), endpoints: z.int(), names: z.array(z.string()).readonly() }))
      .readonly(),
  }),
  signatures: z.array(z.object({ key: sha256Hex, label: z.string(), at: instant, revoked: z.boolean() })).readonly(),
  approvals: z.object({
    needed: z.int(),
    given: z
      .array(z.object({ actor: z.string(), name: z.string().nullable(), at: instant, plan: sha256Hex }))
      .readonly(),
  }),
  rings: z
    .array(
      z.object({
        number: z.int(),
        endpoints: z.int(),
        state: z.string(),
        jobs: z.record(z.string(), z.int()),
        outcomes: z.int(),
        failures: z.int(),
        promotedBy: z.string().nullable().meta({ description: 'a person; null: its gate, or nobody' }),
        promotedByName: actorName,
      }),
    )
    .readonly(),
  outcomes: z.record(z.string(), z.int()).meta({ description: 'endpoints by the state of their job' }),
  failures: z.array(failure).readonly(),
  findings: z
    .array(finding)
    .readonly()
    .meta({ description: 'evidence for each that the plan closes, the least closed first, 2,000 at most' }),
  notes: z
    .array(z.object({ at: instant, about: z.string(), text: z.string() }))
    .readonly()
    .meta({ description: 'what happened, the oldest first, 1,000 at most' }),
});
