// Changes as they happen, in the HTTP API: server-sent events, each a hint to look again.
import { z } from '../agent/zod.ts';
import { instant } from './page.ts';

export const eventTopics = [
  'endpoint-seen',
  'endpoint-enrolled',
  'endpoint-changed',
  'findings-changed',
  'feeds-updated',
  'generation-changed',
  'deployments-changed',
  // Of catalog rules and lists, policies, exceptions, maintenance windows and freezes.
  'rules-changed',
  'own-packages-changed',
  // Told to who may read it.
  'audit-changed',
] as const;
export type EventTopic = (typeof eventTopics)[number];

/** The data of an event; its name is the topic. `ready` and `resync` have none. */
export const event = z.object({
  topic: z.enum(eventTopics),
  at: instant,
  endpoints: z
    .array(z.uuid())
    .readonly()
    .optional()
    .meta({ description: 'what it is about, a hundred at most; absent where it is about none in particular' }),
  isMore: z.boolean().meta({ description: 'it is about more than are named' }),
});

export const eventHeaders = z.object({
  'last-event-id': z.string().max(100).optional().meta({
    description:
      'the id of the last event heard; what came after it follows, or resync where that is not known any more',
  }),
});
