// Standing policies in the HTTP API: rules that make plans by themselves, in versions, and what they would have done.
import { line } from '../agent/text.ts';
import { z } from '../agent/zod.ts';
import { sha256Hex } from '../deployments/statements.ts';
import { actorName } from './deployments.ts';
import { instant } from './page.ts';
import { catchUp } from './plans.ts';

const text = z.string().max(200);
const lines = z.array(z.string().max(3_000)).max(20).readonly();

/** As people write it: `PolicyText` of core/policies/read-policy.ts. */
export const policyText = z.strictObject({
  name: line(80).min(1),
  ships: z.string().max(4_000).meta({ description: 'security, all, or a query of findings', example: 'exploited:yes' }),
  endpoints: z.string().max(4_000).meta({ description: 'a query; empty is all', example: 'os:debian' }),
  days: text.meta({ description: 'days on which it makes a plan', example: 'FREQ=WEEKLY;BYDAY=TU' }),
  daysFrom: text.meta({ example: '2026-01-01' }),
  zone: text.meta({ example: 'Europe/Berlin' }),
  wait: text.meta({ description: 'only what has been published so long, or is exploited', example: '3d' }),
  rings: text.meta({ example: '2,10%,rest' }),
  windows: z
    .array(line(80).min(1))
    .max(10)
    .readonly()
    .meta({ description: 'names of maintenance windows; none is any time' }),
  catchUp: catchUp.optional(),
  soak: text.meta({ example: '24h' }),
  automaticUpTo: z
    .int()
    .optional()
    .meta({ description: 'plans up to so many endpoints need no approval; absent: people approve each' }),
  reboot: text.meta({ example: 'in-window' }),
  restart: text.optional().meta({ description: 'services on replaced code: services (as is usual), or none' }),
  probes: lines.optional().meta({
    description:
      'asked on each endpoint before, after and at the end of the soak: an address with the status and text it is to answer, or a command by its whole path',
    example: ['http://shop.example.org/health', '/usr/sbin/nginx -t'],
  }),
  ringProbes: lines.optional().meta({
    description: 'addresses that the server asks while a ring is under way',
    example: ['https://shop.example.org/health'],
  }),
  cleanCanary: z.boolean(),
  isOn: z.boolean(),
});

const run = z.object({
  day: z.string(),
  version: z.int(),
  at: instant,
  plan: sha256Hex.nullable(),
  deployment: z.uuid().nullable(),
  says: z.string().meta({ description: 'what came of the day' }),
});

export const policy = z.object({
  id: z.uuid(),
  version: z.int(),
  said: policyText,
  says: z.string().meta({ description: 'in plain sentences' }),
  nextDay: z.string().nullable().meta({ description: 'on which it makes a plan; null where it is off, or never' }),
  lastRun: run.nullable(),
  changedAt: instant,
  changedBy: z.string(),
});
export const policyList = z.object({ items: z.array(policy).readonly() });
export const policyRequest = z.strictObject({ said: policyText });
export const policyChange = z.strictObject({
  said: policyText,
  version: z.int().min(1).meta({ description: 'the one that was looked at; refused where there is a newer one' }),
});
export const policyVersions = z.object({
  items: z
    .array(
      z.object({
        version: z.int(),
        said: policyText,
        says: z.string(),
        at: instant,
        by: z.string(),
        byName: actorName,
        removed: z.boolean(),
      }),
    )
    .readonly()
    .meta({ description: 'the newest first' }),
  runs: z.array(run).readonly().meta({ description: 'the last hundred, the newest first' }),
});

export const previewRequest = z.strictObject({
  said: policyText,
  days: z.int().min(1).max(90).default(30),
});
export const policyPreview = z.object({
  first: z.string(),
  last: z.string(),
  plans: z
    .array(
      z.object({
        day: z.string(),
        says: z.string(),
        endpoints: z.int(),
        rings: z.array(z.int()).readonly(),
        approvals: z.int().meta({ description: '0 where the policy’s own approval is enough' }),
        patches: z
          .array(
            z.object({
              source: z.string(),
              to: z.string(),
              endpoints: z.int(),
              closes: z.array(z.string()).readonly(),
            }),
          )
          .readonly(),
      }),
    )
    .readonly(),
  says: z.array(z.string()).readonly().meta({ description: 'what it could not know of the past' }),
});
