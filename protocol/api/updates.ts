// What channels offer and what closes findings, in the HTTP API: grouped by source package and version.
import { z } from '../agent/zod.ts';
import { day, severity } from './findings.ts';
import { pageOf } from './page.ts';

const names = z.array(z.string()).readonly();
const count = z.int().min(0);

export const isSecurity = z.enum(['yes', 'no', 'unknown']);
export const held = z.object({
  cause: z.string().meta({ description: 'hold, pin, phasing, new-packages, dependencies or unknown' }),
  why: z.string(),
});

export const update = z.object({
  source: z.string().meta({ description: 'the source package' }),
  version: z.string().meta({ description: 'the source version offered' }),
  endpoints: count.meta({ description: 'endpoints in service that the query finds it on' }),
  heldOn: count.meta({ description: 'those of them where it is kept back' }),
  security: isSecurity,
  why: names.meta({ description: 'why we believe so' }),
  held: z.array(held).readonly(),
  packages: z
    .array(z.object({ name: z.string(), installed: z.string(), candidate: z.string() }))
    .readonly()
    .meta({ description: 'installed packages that change with it' }),
  origins: names.meta({ description: 'the channels' }),
});
export const updatePage = pageOf(update);

export const patch = z.object({
  ecosystem: z.string(),
  source: z.string(),
  to: z.string().meta({ description: 'the version that closes all of closes on the endpoints that it is for' }),
  endpoints: count,
  closes: names.meta({ description: 'vulnerabilities' }),
  packages: names.meta({ description: 'installed packages that change with it' }),
  due: day.nullable().meta({ description: 'the earliest of its findings on any endpoint' }),
  severity,
  exploited: z.boolean().nullable().meta({ description: 'null: there are no data that would say so' }),
  offered: names.meta({ description: 'source versions that channels offer anywhere; empty: none is known to' }),
});
export const patchPage = pageOf(patch);

const offer = z.object({
  candidate: z.string(),
  origin: z.string(),
  security: isSecurity,
  why: z.string(),
  held: held.nullable().meta({ description: 'null: it would be installed now' }),
});

export const endpointPackage = z.object({
  id: z.string(),
  adapter: z.string(),
  purl: z.string(),
  name: z.string(),
  version: z.string(),
  arch: z.string().nullable(),
  ecosystem: z.string().nullable(),
  source: z.object({ name: z.string(), version: z.string() }),
  hold: z.boolean(),
  findings: count,
  unjudged: z.string().nullable().meta({ description: 'why it could not be judged' }),
  isWaiting: z.boolean().meta({ description: 'it is new, or something new was said of it' }),
  update: z
    .enum(['available', 'held', 'none', 'unknown'])
    .meta({ description: 'unknown: its channel was not, or not wholly, asked' }),
  offers: z.array(offer).readonly(),
});
export const endpointPackagePage = pageOf(endpointPackage);

export const endpointUpdate = offer.extend({
  id: z.string(),
  adapter: z.string(),
  package: z.string(),
  arch: z.string().nullable(),
  installed: z.string(),
  source: z.object({ name: z.string(), version: z.string() }),
  bytes: z.int().nullable().meta({ description: 'to download; null: not known' }),
});
export const endpointUpdatePage = pageOf(endpointUpdate);
