// Findings in the HTTP API: over the fleet, and of one endpoint with their history there.
import { z } from '../agent/zod.ts';
import { endpointSummary } from './endpoints.ts';
import { instant, pageOf } from './page.ts';

export const findingState = z.enum([
  'affected',
  'no-fix',
  'will-not-fix',
  'postponed',
  'end-of-life',
  'unimportant',
  'undetermined',
  'unknown',
]);

const findingPackage = z.object({
  id: z.string(),
  purl: z.string(),
  name: z.string(),
  version: z.string(),
  ecosystem: z.string().nullable(),
});

export const severity = z.enum(['low', 'medium', 'high', 'critical', 'unknown']);
export const day = z.string().meta({ description: 'YYYY-MM-DD', format: 'date' });

export const epssPercentile = z
  .number()
  .nullable()
  .meta({ description: 'the share of all vulnerabilities that have no higher EPSS, 0 to 1' });

const risk = z.object({
  severity,
  cvss: z.number().nullable(),
  epss: z.number().nullable().meta({ description: 'probability of exploitation within 30 days, 0 to 1' }),
  epssPercentile,
  exploited: z.boolean().nullable().meta({ description: 'null: there are no data that would say so' }),
  ransomware: z.boolean().nullable(),
  published: instant.nullable(),
  due: z
    .object({ exposed: day.nullable(), internal: day.nullable() })
    .meta({ description: 'on endpoints that face the internet, or may, and on others; null: not due on a day' }),
  rule: z
    .object({ exposed: z.string().nullable(), internal: z.string().nullable() })
    .meta({ description: 'what decided that, in words; null: not decided yet' }),
});

const finding = z.object({
  vulnerability: z.string(),
  aliases: z.array(z.string()).readonly(),
  advisories: z.array(z.string()).readonly(),
  state: findingState.meta({ description: 'what the vendor says of it' }),
  fixedVersion: z.string().nullable().meta({ description: 'null: none is known' }),
  package: findingPackage,
  risk,
});

export const fleetFinding = finding.extend({
  endpoints: z.int().min(1).meta({ description: 'endpoints that the query finds it on' }),
});
export const fleetFindingPage = pageOf(fleetFinding);

const excepted = z.object({
  exception: z.uuid(),
  owner: z.string(),
  reason: z.string(),
  until: z.string().meta({ description: 'last day' }),
});

export const endpointFinding = finding.extend({
  exception: excepted
    .nullable()
    .meta({ description: 'who has said that it is not acted on, and until when; null: nobody' }),
  history: z
    .object({
      firstSeen: instant,
      since: instant.meta({ description: 'since when it is there without a break' }),
      reopened: z.int().min(0).meta({ description: 'how often it came back after it was seen fixed' }),
    })
    .nullable(),
});
export const endpointFindingPage = pageOf(endpointFinding).extend({
  inventory: endpointSummary.shape.inventory,
  unjudged: z
    .int()
    .min(0)
    .meta({ description: 'packages that could not be judged, or not yet: what they have is not among these' }),
});
