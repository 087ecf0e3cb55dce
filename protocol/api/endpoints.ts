// Endpoints in the HTTP API: as rows of a list, and one with all it reported.
import { z } from '../agent/zod.ts';
import { instant, pageOf } from './page.ts';

const status = z.enum(['complete', 'partial', 'failed']);

export const endpointSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  state: z.enum(['pending', 'active', 'quarantined', 'revoked']),
  stateReason: z.string().nullable(),
  os: z.object({ id: z.string(), version: z.string() }).nullable(),
  tags: z.array(z.string()).readonly(),
  criticality: z.enum(['lowest', 'low', 'normal', 'high', 'highest']),
  exposure: z.enum(['internet', 'internal', 'unknown']).meta({ description: 'unknown counts as internet' }),
  enrolledAt: instant,
  seenAt: instant.nullable().meta({ description: 'null: never' }),
  inventory: z
    .enum([...status.options, 'none'])
    .meta({ description: 'the worst of its sections; none: nothing reported yet. Only complete is the whole truth' }),
});

export const endpointDetail = endpointSummary.extend({
  facts: z
    .object({
      hostname: z.string(),
      kernel: z.string(),
      arch: z.string(),
      agentVersion: z.string(),
      uptimeSeconds: z.int(),
      rebootRequired: z.boolean().nullable().meta({ description: 'null: the agent could not find out' }),
      virtualization: z.string().nullable(),
      unseen: z
        .string()
        .optional()
        .meta({ description: 'what the agent may not look at: homes that are closed to it; no section has it' }),
    })
    .nullable(),
  sections: z
    .array(
      z.object({
        adapter: z.string(),
        kind: z.enum(['installed', 'available']),
        status,
        problems: z.array(z.string()).readonly(),
        items: z.int().nullable().meta({ description: 'null where it failed: nobody knows' }),
        since: instant,
      }),
    )
    .readonly(),
});

export const endpointPage = pageOf(endpointSummary);
export const endpointPath = z.strictObject({ id: z.uuid() });
