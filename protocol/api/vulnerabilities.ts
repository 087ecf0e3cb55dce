// The verdict on a vulnerability in the HTTP API: which endpoints have it, which have not, of which nobody can say.
import { z } from '../agent/zod.ts';
import { findingState } from './findings.ts';
import { instant, pageOf, pageParameters } from './page.ts';

const doubt = z.enum([
  'nothing-reported',
  'report-too-old',
  'inventory-failed',
  'inventory-partial',
  'not-yet-judged',
  'packages-without-advisories',
  'package-not-judged',
  'undetermined',
  'quarantined',
  'unheard-of',
  'data-too-old',
  'only-scored',
]);

const count = z.int().min(0);

export const advisoriesKnown = z.enum(['in-use', 'none', 'gone']).meta({
  description:
    'what there is to judge by; none: only what changelogs of updates on offer name; gone: the server has lost its advisories, ' +
    'and what was judged by them stays as it was. Nobody is clear of anything but where they are in use',
});

export const vulnerabilityVerdict = z.object({
  id: z.string(),
  isHeardOf: z.boolean().meta({ description: 'whether any source knows it; where none does, silence clears nobody' }),
  advisories: advisoriesKnown,
  endpoints: count.meta({ description: 'in service; exposed, clear and unknown add up to it' }),
  exposed: count,
  clear: count,
  unknown: count,
  exposedBy: z.partialRecord(findingState, count).meta({ description: 'exposed endpoints by the worst state on each' }),
  unknownBy: z.partialRecord(doubt, count).meta({ description: 'unknown endpoints by reason; one may have several' }),
  silences: z.array(z.string()).readonly().meta({
    description: 'why silence of the data clears nobody, in words; what data-too-old and only-scored stand for',
  }),
  seenSince: instant.meta({ description: 'what an endpoint reported last before this is too old to call it clear' }),
});

/** A CVE, another name of it, or the id of an advisory. */
export const vulnerabilityPath = z.strictObject({
  id: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[!-~]+$/),
});

const verdict = z.enum(['exposed', 'clear', 'unknown']);

export const judgedEndpoint = z.object({
  id: z.uuid(),
  name: z.string(),
  verdict,
  state: findingState.nullable().meta({ description: 'the worst of its findings; null where it has none' }),
  doubts: z.array(doubt).readonly().meta({ description: 'why it is unknown, or would be if it were not exposed' }),
});
export const judgedEndpointPage = pageOf(judgedEndpoint);

export const verdictRequest = z.strictObject({ verdict, ...pageParameters });
