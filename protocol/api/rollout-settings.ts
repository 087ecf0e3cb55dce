// What deployments go by, in the HTTP API: maintenance windows, blackouts, and limits.
import { line } from '../agent/text.ts';
import { z } from '../agent/zod.ts';
import { instant } from './page.ts';

const name = line(80).min(1);
const text = z.string().max(200);

const windowText = z.strictObject({
  name,
  recurrence: text.meta({ example: 'FREQ=MONTHLY;BYDAY=2TU' }),
  plusDays: z.int().optional(),
  starts: text.meta({ example: '22:00' }),
  zone: text.meta({ example: 'Europe/Berlin' }),
  duration: text.optional(),
  ends: text.optional(),
  startMargin: text.optional(),
  from: text.meta({ example: '2026-01-01' }),
  until: text.optional(),
});
const spanText = z.strictObject({ name, from: text, to: text, zone: text });

/** A window opens; a blackout, that recurs or is a span of time, closes. */
export const windowRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['window', 'blackout']), said: windowText }),
  z.strictObject({ kind: z.literal('span'), said: spanText }),
]);

export const maintenanceWindow = z.object({
  id: z.uuid(),
  kind: z.enum(['window', 'blackout', 'span']),
  name: z.string(),
  said: z.union([windowText, spanText]),
  says: z.string().meta({ description: 'in one plain sentence' }),
  next: z
    .array(z.object({ from: instant, to: instant }))
    .readonly()
    .meta({ description: 'its times in the next 35 days, ten at most' }),
  changedAt: instant,
  changedBy: z.string(),
});
const time = z.object({ from: instant, to: instant });

/** What a window would be, before it is kept. */
export const windowPreview = z.object({
  says: z.string().nullable().meta({ description: 'in one plain sentence; null where it cannot be read' }),
  problems: z.array(z.object({ field: z.string(), problem: z.string(), remedy: z.string() })).readonly(),
  next: z.array(time).readonly().meta({ description: 'its next five times within two years' }),
  clockChange: z
    .object({ at: instant, times: z.array(time).readonly() })
    .nullable()
    .meta({ description: 'the next change of its zone’s clocks within a year, and its five times about it' }),
});

export const calendarRequest = z.strictObject({ from: z.iso.datetime(), to: z.iso.datetime() });
export const calendar = z.object({
  items: z
    .array(
      z.object({
        kind: z.enum(['window', 'blackout', 'ring']),
        from: instant,
        to: instant.nullable().meta({ description: 'null for a moment' }),
        name: z.string().meta({ description: 'of the window, the blackout or the deployment' }),
        zone: z.string().nullable(),
        deployment: z.uuid().nullable(),
        ring: z.int().nullable().meta({ description: 'that opens then at the earliest' }),
      }),
    )
    .readonly()
    .meta({ description: 'by when they begin; a thousand at most' }),
  isMore: z.boolean(),
});

export const maintenanceWindowList = z.object({ items: z.array(maintenanceWindow).readonly() });

const limits = {
  mostInFlight: z.int().min(1).max(100_000).meta({ description: 'endpoints at once, of all deployments' }),
  mostInGroup: z.int().min(1).max(1_000).meta({ description: 'at once, of one disruption group (a tag group:NAME)' }),
  signaturesNeeded: z.int().min(1).max(16).meta({ description: 'operator keys that have to sign a plan' }),
};
export const rolloutLimitsRequest = z.strictObject(limits);
export const rolloutLimits = z.object({ ...limits, inFlight: z.int() });
