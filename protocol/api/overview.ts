// The numbers to begin with, and the values of a field to choose from, in the HTTP API.
import { z } from '../agent/zod.ts';
import { instant } from './page.ts';
import { advisoriesKnown } from './vulnerabilities.ts';

const count = z.int().min(0);

export const overview = z.object({
  numbers: z
    .array(
      z.object({
        name: z.enum([
          'endpoints',
          'overdue',
          'overdue-7-days',
          'overdue-30-days',
          'exploited',
          'exposed-criticals',
          'silent',
          'inventory-incomplete',
          'pending',
          'quarantined',
          'unsupported',
          'reboot',
          'feeds-stale',
        ]),
        count,
        resource: z.enum(['endpoints', 'findings', 'feeds']).meta({ description: 'the list that it counts' }),
        q: z.string().meta({ description: 'the query whose list it counts; empty for the whole list' }),
      }),
    )
    .readonly(),
  advisories: advisoriesKnown,
});

export const daysRequest = z.strictObject({
  days: z.coerce.number().int().min(1).max(400).default(90).meta({ description: 'how far back' }),
});

export const overviewDays = z.object({
  items: z
    .array(
      z.object({
        day: z.iso.date().meta({ description: 'in UTC' }),
        endpoints: count.meta({ description: 'in service' }),
        severe: count.meta({ description: 'findings, critical or high' }),
        exploited: count.meta({ description: 'findings' }),
        overdue: count.meta({ description: 'findings' }),
      }),
    )
    .readonly()
    .meta({ description: 'as kept on each day, the oldest first; a day on which no server ran is not there' }),
  isLimited: z
    .boolean()
    .meta({ description: 'who asks is limited to tags: figures are of all endpoints, and not given' }),
});

export const timeToFixRequest = z.strictObject({
  q: z.string().default('').meta({ description: 'only on endpoints that this query finds', example: 'tag:production' }),
  by: z
    .enum(['none', 'severity'])
    .default('none')
    .meta({ description: 'a curve for each severity beside that of all' }),
  days: z.coerce
    .number()
    .int()
    .min(1)
    .max(400)
    .default(180)
    .meta({ description: 'what began so many days ago at most' }),
});

export const timeToFix = z.object({
  since: z.iso
    .date()
    .meta({ description: 'in UTC; a vulnerability counts from when its fix was out and it was there' }),
  until: z.iso.date(),
  asOf: instant.meta({ description: 'when it was worked out: ten minutes ago at most' }),
  endpoints: z.object({
    read: count.meta({ description: 'of which it is made' }),
    of: count.meta({
      description: 'in service, that the query finds; where more than read, they are drawn by their ids',
    }),
  }),
  curves: z
    .array(
      z.object({
        severity: z.enum(['all', 'critical', 'high', 'medium', 'low', 'unknown']),
        lifetimes: count.meta({ description: 'vulnerabilities with a fix, each on an endpoint' }),
        closed: count.meta({ description: 'of them, seen to be gone by a complete inventory; the others wait' }),
        medianDays: count
          .nullable()
          .meta({ description: 'after which half or fewer are open; null: it has not come to that' }),
        points: z
          .array(
            z.object({
              day: count.meta({ description: 'whole days since the fix could be installed' }),
              atRisk: count.meta({ description: 'seen open until this day at least' }),
              closed: count.meta({ description: 'on this day' }),
              open: z.number().min(0).max(1).meta({ description: 'the share still open after it (Kaplan-Meier)' }),
            }),
          )
          .readonly()
          .meta({ description: 'days on which any was closed, and the last that any was seen on' }),
      }),
    )
    .readonly()
    .meta({ description: 'that of all first, then from critical to unknown those that have any' }),
});

export const valuesRequest = z.strictObject({
  resource: z.enum(['endpoints', 'packages', 'findings']),
  field: z.string().min(1).max(40).meta({ description: 'a field of the query language that the resource itself has' }),
  q: z.string().default('').meta({ description: 'only among what this finds' }),
  typed: z.string().max(200).default('').meta({ description: 'how the value begins' }),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export const fieldValues = z.object({
  field: z.string(),
  values: z
    .array(z.object({ value: z.string(), count: count.meta({ description: 'rows of the resource that have it' }) }))
    .readonly()
    .meta({ description: 'the most frequent first' }),
});
