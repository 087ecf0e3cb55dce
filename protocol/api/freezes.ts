// Freezes in the HTTP API: nothing new begins, everywhere or where a query says, until somebody lifts it or its time is over.
import { line } from '../agent/text.ts';
import { z } from '../agent/zod.ts';
import { actorName } from './deployments.ts';
import { instant } from './page.ts';

export const freezeRequest = z.strictObject({
  covers: line(4_000)
    .default('')
    .meta({ description: 'a query of endpoints; empty: all of them', example: 'tag:shop' }),
  reason: line(2_000).min(1).meta({ example: 'The end of the year: nothing changes until the books are closed.' }),
  until: z.iso.datetime().optional().meta({ description: 'without it until it is lifted' }),
});

export const freeze = z.object({
  id: z.uuid(),
  state: z.enum(['holds', 'over', 'lifted']),
  covers: z.string(),
  reason: z.string(),
  endpoints: z
    .int()
    .nullable()
    .meta({ description: 'that it covers now; null where it does not hold, or its query cannot be asked any more' }),
  until: instant.nullable(),
  createdAt: instant,
  createdBy: z.string(),
  createdByName: actorName,
  liftedAt: instant.nullable(),
  liftedBy: z.string().nullable(),
});
export const freezeList = z.object({ items: z.array(freeze).readonly() });
