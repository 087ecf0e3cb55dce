// Until when systems are supported, and the feeds that say so, in the HTTP API.
import { z } from '../agent/zod.ts';
import { day } from './findings.ts';
import { instant, pageOf } from './page.ts';
import { advisoriesKnown } from './vulnerabilities.ts';

export const systemLifecycle = z.object({
  product: z.string(),
  release: z.string(),
  label: z.string().meta({ description: 'as people call it' }),
  os: z.string().meta({ description: 'as the query field os' }),
  state: z.enum(['supported', 'ending', 'extended', 'unsupported', 'unknown']),
  endOfLife: day.nullable(),
  extendedUntil: day.nullable(),
  source: z.string().meta({ description: 'the feed whose dates are followed; empty where none says anything' }),
  note: z.string().nullable(),
  endpoints: z.int().min(0),
});
export const lifecyclePage = pageOf(systemLifecycle);

export const softwareLifecycle = systemLifecycle.omit({ os: true }).extend({
  q: z
    .string()
    .nullable()
    .meta({ description: 'of endpoints: the list that endpoints counts; null where it would be too long' }),
});
export const softwareLifecyclePage = pageOf(softwareLifecycle).extend({
  isWhole: z.boolean().meta({ description: 'false: there is more software than is looked at' }),
});

export const feed = z.object({
  name: z.string(),
  records: z.int().min(0),
  malformed: z.int().min(0).meta({ description: 'records that could not be read' }),
  examples: z.array(z.string()).readonly().meta({ description: 'some of them' }),
  upstreamDate: z.string().nullable(),
  fetchedAt: instant.meta({ description: 'when the data in use were fetched' }),
  checkedAt: instant.meta({ description: 'when it was last asked, with or without success' }),
  ageHours: z.number().min(0).meta({ description: 'since it was last asked' }),
  dataAgeDays: z
    .int()
    .min(0)
    .nullable()
    .meta({ description: 'since its newest statement, upstreamDate; null where it has no date' }),
  stale: z.boolean().meta({ description: 'it could not be renewed, or its data are old though it was' }),
  staleWhy: z.array(z.string()).readonly().meta({ description: 'a sentence for each reason; none where it is fresh' }),
  error: z.string().nullable().meta({ description: 'what went wrong then; the data in use are older' }),
});
export const feedPage = pageOf(feed).extend({
  advisories: advisoriesKnown,
  neverFetched: z.array(z.string()).readonly().meta({
    description: 'feeds that there are and that this server has never had data of: nothing is known from them',
  }),
});
