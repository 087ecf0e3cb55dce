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

const finding = z.object({
  vulnerability: z.string(),
  aliases: z.array(z.string()).readonly(),
  advisories: z.array(z.string()).readonly(),
  state: findingState.meta({ description: 'what the vendor says of it' }),
  fixedVersion: z.string().nullable().meta({ description: 'null: none is known' }),
  package: findingPackage,
});

export const fleetFinding = finding.extend({
  endpoints: z.int().min(1).meta({ description: 'endpoints that the query finds it on' }),
});
export const fleetFindingPage = pageOf(fleetFinding);

export const endpointFinding = finding.extend({
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
