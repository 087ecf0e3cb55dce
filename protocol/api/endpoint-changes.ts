// What people do to endpoints over the HTTP API.
import { z } from '../agent/zod.ts';
import { endpointSummary } from './endpoints.ts';
import { tags } from './text.ts';

export const endpointChange = z.strictObject({
  criticality: endpointSummary.shape.criticality.optional(),
  exposure: endpointSummary.shape.exposure.optional(),
});
export const tagChange = z.strictObject({ add: tags.default([]), remove: tags.default([]) });
