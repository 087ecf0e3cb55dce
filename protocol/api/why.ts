// Why findings of a vulnerability are due when they are, in the HTTP API: every input, its source, and what would change it.
import { z } from '../agent/zod.ts';
import { day, epssPercentile, findingState, severity } from './findings.ts';
import { pageOf } from './page.ts';

const count = z.int().min(0);

export const vulnerability = z.object({
  vulnerability: z.string(),
  aliases: z.array(z.string()).readonly(),
  severity,
  cvss: z.number().nullable(),
  epss: z.number().nullable().meta({ description: 'probability of exploitation within 30 days, 0 to 1' }),
  epssPercentile,
  exploited: z.boolean().nullable().meta({ description: 'null: there are no data that would say so' }),
  ransomware: z.boolean().nullable(),
  published: z.string().nullable(),
  due: day.nullable().meta({ description: 'the earliest on any endpoint' }),
  state: findingState.meta({ description: 'the worst on any endpoint' }),
  endpoints: count.meta({ description: 'endpoints in service that the query finds it on' }),
  fixable: count.meta({ description: 'those of them where a version that closes it is known' }),
  packages: z.array(z.string()).readonly().meta({ description: 'what brings it; the first few' }),
});
export const vulnerabilityPage = pageOf(vulnerability);

const factor = z.enum(['exploited', 'exposed', 'automatable', 'impact', 'severity', 'epss', 'counted-from', 'fix']);
const reason = z.object({
  factor,
  value: z.string(),
  source: z.string(),
  date: z.string().optional().meta({ description: 'of the statement or data' }),
  derived: z.string().optional().meta({ description: 'it was missing, and inferred from this' }),
});

const explanation = z.object({
  policy: z.enum(['bod-26-04', 'cvss', 'pci-dss-6.3.3']),
  deadline: z.object({
    due: day.nullable(),
    rule: z.string(),
    days: z.int().nullable(),
    forensics: z.boolean(),
    reasons: z.array(reason).readonly(),
  }),
  overdueDays: z.int().nullable().meta({ description: '0 on and before the due date' }),
  inputs: z.array(z.object({ reason, use: z.enum(['decides', 'orders', 'unused']) })).readonly(),
  changes: z
    .array(z.object({ factor, condition: z.string(), from: z.string(), to: z.string(), due: day.nullable() }))
    .readonly()
    .meta({ description: 'each input that, turned over alone, leads elsewhere' }),
});

export const whyAnswer = z.object({
  id: z.string(),
  items: z
    .array(
      z.object({
        vulnerability: z.string(),
        ecosystem: z.string(),
        state: findingState,
        advisories: z.array(z.string()).readonly(),
        packages: z
          .array(z.object({ name: z.string(), version: z.string(), fixedVersion: z.string().nullable() }))
          .readonly(),
        exposure: z.enum(['internet', 'internal', 'unknown']),
        endpoints: count,
        explanation,
      }),
    )
    .readonly()
    .meta({ description: 'one for each way to have it and each exposure of endpoints that do; empty: nobody has it' }),
});

export const whyRequest = z.strictObject({
  endpoint: z.uuid().optional().meta({ description: 'only as this endpoint has it' }),
});
