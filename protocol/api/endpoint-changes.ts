// What people do to endpoints over the HTTP API.
import { z } from '../agent/zod.ts';
import { endpointSummary } from './endpoints.ts';
import { instant } from './page.ts';
import { tags } from './text.ts';

export const endpointChange = z.strictObject({
  criticality: endpointSummary.shape.criticality.optional(),
  exposure: endpointSummary.shape.exposure.optional(),
});
export const tagChange = z.strictObject({ add: tags.default([]), remove: tags.default([]) });

/** What a query finds but for some, or those that are named. */
export const selecting = z.union([
  z.strictObject({
    q: z.string().meta({ description: 'a query of endpoints; empty for all' }),
    except: z.array(z.uuid()).max(1000).readonly().default([]),
  }),
  z.strictObject({ endpoints: z.array(z.uuid()).min(1).max(1000).readonly() }),
]);

const count = z.int().min(0);

export const endpointSelection = z.object({
  id: z.uuid(),
  count,
  digest: z.string().meta({ description: 'SHA-256 of the ids in their order, each followed by a line feed' }),
  expiresAt: instant,
});

/** Done in pieces, so that each is short and one can stop between them. */
const piece = {
  from: z.int().min(0).max(1_000_000_000).default(0).meta({ description: 'next of the answer before; 0 to begin' }),
};
export const selectionApproval = z.strictObject(piece);
export const selectionTags = tagChange.extend(piece);
export const selectionDescription = endpointChange.extend(piece);

export const selectionChanged = z.object({
  total: count.meta({ description: 'endpoints in the whole selection' }),
  changed: count.meta({ description: 'of this piece' }),
  unchanged: count.meta({ description: 'of this piece; they were so before' }),
  excluded: z
    .array(z.object({ why: z.string(), count, names: z.array(z.string()).readonly() }))
    .readonly()
    .meta({ description: 'of this piece; names: ten at most' }),
  undo: z
    .array(
      z.object({
        endpoints: z.array(z.uuid()).readonly(),
        add: z.array(z.string()).readonly(),
        remove: z.array(z.string()).readonly(),
        ...endpointChange.shape,
      }),
    )
    .readonly()
    .meta({ description: 'what takes the changes of this piece back, as changes of these; approvals have none' }),
  next: count.nullable().meta({ description: 'where the next piece begins; null: this was the last' }),
});
