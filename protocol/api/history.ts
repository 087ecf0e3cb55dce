// What happened to an endpoint, in the HTTP API: the latest first.
import { z } from '../agent/zod.ts';
import { instant, pageOf } from './page.ts';

const section = z.enum(['installed', 'available']);
const entry = <Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) =>
  z.object({ kind: z.literal(kind), at: instant, ...shape });

export const historyEntry = z.discriminatedUnion('kind', [
  entry('enrolled', {}),
  entry('section', {
    adapter: z.string(),
    section,
    status: z.enum(['complete', 'partial', 'failed']),
    items: z.int().nullable().meta({ description: 'null where it failed' }),
  }),
  entry('section-gone', { adapter: z.string(), section }),
  entry('found', { vulnerability: z.string() }),
  entry('fixed', { vulnerability: z.string() }),
  entry('reopened', { vulnerability: z.string() }),
  entry('certificate-issued', { serial: z.string() }),
  entry('certificate-revoked', { serial: z.string(), reason: z.string() }),
  entry('changed', { action: z.string().meta({ description: 'as the audit calls it' }) }),
]);
export const historyPage = pageOf(historyEntry);
