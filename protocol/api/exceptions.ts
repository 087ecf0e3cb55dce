// Exceptions in the HTTP API: findings deliberately not acted on, who answers for it, why and until when.
import { line } from '../agent/text.ts';
import { z } from '../agent/zod.ts';
import { instant } from './page.ts';

const day = z.iso.date();

export const exceptionRequest = z.strictObject({
  owner: line(200).min(1).meta({ description: 'the person who answers for it' }),
  reason: z.string().min(1).max(2_000),
  covers: z
    .string()
    .min(1)
    .max(4_000)
    .meta({ description: 'a query of findings', example: 'finding:CVE-2026-1234 endpoint:web-*' }),
  from: day.optional().meta({ description: 'first day; without it today' }),
  until: day.meta({ description: 'last day; a year away at most' }),
});

const exceptionStates = ['waits', 'to-come', 'holds', 'expired', 'ended'] as const;

export const exception = z.object({
  id: z.uuid(),
  state: z.enum(exceptionStates).meta({ description: 'waits: for an approval' }),
  owner: z.string(),
  reason: z.string(),
  covers: z.string(),
  from: z.string(),
  until: z.string(),
  findings: z
    .int()
    .nullable()
    .meta({ description: 'that it covers now, each on each endpoint; null where its query cannot be asked any more' }),
  endpoints: z.int().nullable(),
  createdAt: instant,
  createdBy: z.string(),
  approvedAt: instant.nullable(),
  approvedBy: z.string().nullable(),
  endedAt: instant.nullable(),
  endedBy: z.string().nullable(),
});
export const exceptionList = z.object({ items: z.array(exception).readonly() });
