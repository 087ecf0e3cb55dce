// Installed package versions in the HTTP API, each with what is known of it.
import { z } from '../agent/zod.ts';
import { pageOf } from './page.ts';

const findings = z.int().min(0);

const judgement = z.discriminatedUnion('status', [
  z.object({
    status: z.literal('judged'),
    findings,
    fixedBy: z.string().nullable().meta({ description: 'the version that closes every finding that has a fix' }),
  }),
  z
    .object({ status: z.literal('waiting'), findings })
    .meta({ description: 'it is new, or something new was said of it' }),
  z.object({ status: z.literal('not-judged'), findings, why: z.string() }).meta({ description: 'nobody can say' }),
]);

export const installedPackage = z.object({
  id: z.string(),
  purl: z.string(),
  name: z.string(),
  version: z.string(),
  arch: z.string().nullable(),
  ecosystem: z.string().nullable(),
  source: z.object({ name: z.string(), version: z.string() }),
  endpoints: z.int().min(1).meta({ description: 'endpoints that the query finds it on' }),
  judgement,
});
export const packagePage = pageOf(installedPackage);
