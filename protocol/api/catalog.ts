// The catalog in the HTTP API: products with the rules about them, who has them, and what is in no channel that is known.
import { LONGEST_WAIT, PRESENCES, STANCES } from '@suture/core/catalog/rule.ts';
import { line } from '../agent/text.ts';
import { z } from '../agent/zod.ts';
import { instant } from './page.ts';

export const productPath = z.strictObject({ product: line(200).min(1) });

const catalogRuleText = z.strictObject({
  stance: z
    .enum(STANCES)
    .meta({ description: 'held: no update; blocked: these versions never; pinned: these versions only' }),
  versions: z
    .array(line(100).min(1))
    .max(50)
    .default([])
    .meta({ description: 'with *', example: ['131.*'] }),
  waitDays: z.int().min(0).max(LONGEST_WAIT).default(0),
  presence: z.enum(PRESENCES).default('any'),
  endpoints: z
    .string()
    .max(4_000)
    .default('')
    .meta({ description: 'a query: on which it is required or forbidden; empty is all' }),
  reason: z.string().min(1).max(1_000),
  until: z.iso.date().nullable().default(null),
});

export const catalogRuleChange = z.strictObject({
  said: catalogRuleText,
  version: z.int().min(1).optional().meta({ description: 'the one that was looked at; absent where there is none' }),
});

export const catalogRule = z.object({
  version: z.int(),
  said: catalogRuleText,
  isInForce: z.boolean(),
  changedAt: instant,
  changedBy: z.string(),
});

export const MOST_OVERLAY = 512 * 1024;

export const catalogOverlayChange = z.strictObject({
  text: z
    .string()
    .min(1)
    .max(MOST_OVERLAY)
    .refine((text) => new TextEncoder().encode(text).length <= MOST_OVERLAY, 'is longer than 512 KiB')
    .nullable()
    .meta({ description: 'the whole list as YAML; null takes it back' }),
  version: z.int().min(0).meta({ description: 'the one that was looked at; 0 where there was none' }),
});

export const catalogOverlay = z.object({
  version: z.int().meta({ description: '0: there never was one' }),
  text: z.string().nullable().meta({ description: 'YAML as it was written; null where there is none' }),
  products: z.int(),
  changedAt: instant.nullable(),
  changedBy: z.string().nullable(),
});

export const catalogProduct = z.object({
  product: z.string(),
  name: z.string(),
  vendor: z.string().nullable(),
  rule: catalogRule.nullable(),
  endpoints: z.int().meta({ description: 'in service, that have it' }),
  versions: z.array(z.object({ version: z.string(), endpoints: z.int() })).readonly(),
  channels: z.array(z.string()).readonly().meta({ description: 'by which it came there' }),
  compliance: z
    .object({
      state: z.enum(['compliant', 'missing', 'forbidden', 'not-known']),
      asked: z.int().meta({ description: 'endpoints in service that the rule is about' }),
      wrong: z.int(),
      notKnown: z.int().meta({ description: 'without it as far as is known, and not all that they have is known' }),
      examples: z
        .array(z.string())
        .readonly()
        .meta({ description: 'names of endpoints where it is wrong, ten at most' }),
    })
    .nullable()
    .meta({ description: 'null where nothing is required or forbidden' }),
});

export const catalogList = z.object({
  items: z.array(catalogProduct).readonly(),
  unmanaged: z
    .array(
      z.object({
        adapter: z.string(),
        name: z.string(),
        publisher: z.string().nullable(),
        endpoints: z.int(),
        why: z.string(),
      }),
    )
    .readonly()
    .meta({ description: 'installed, and in no channel that the catalog knows; those on most endpoints first' }),
  unmanagedTotal: z.int(),
  isWhole: z.boolean().meta({ description: 'false: there is more software than is counted here' }),
});
