// The catalog in the HTTP API: products with the rules about them, who has them, and what is in no channel that is known.
import { CHANNELS } from '@suture/core/catalog/product.ts';
import { LONGEST_WAIT, PRESENCES, STANCES } from '@suture/core/catalog/rule.ts';
import { line } from '../agent/text.ts';
import { z } from '../agent/zod.ts';
import { instant, pageOf, queryRequest } from './page.ts';

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
  q: z.string().meta({ description: 'of endpoints: the list that endpoints counts; also of packages and updates' }),
  versions: z
    .array(z.object({ version: z.string(), endpoints: z.int(), q: z.string() }))
    .readonly()
    .meta({ description: 'those on most endpoints first, twenty at most' }),
  versionsTotal: z.int(),
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
  versionRule: z
    .object({
      state: z.enum(['kept', 'broken']),
      endpoints: z.int().meta({ description: 'with a version that its rule pins away or blocks' }),
      q: z.string().nullable().meta({ description: 'of those endpoints; null where it would be too long' }),
    })
    .nullable()
    .meta({ description: 'null where no rule in force pins or blocks versions' }),
});

/** Whether there is something to go by: `unnamed`: nobody has said what the source calls the product; `no-data`: the source was never read. */
const known = z.enum(['known', 'unnamed', 'no-data']);

const listing = z.object({
  name: z.string(),
  vendor: z.string().nullable(),
  version: z.string().nullable().meta({ description: 'the newest' }),
  changed: z.iso.date().nullable().meta({ description: 'since when' }),
  updatesItself: z.boolean(),
  isDeprecated: z.boolean(),
  source: z.string().meta({ description: 'the feed' }),
});

const release = z.object({
  release: z.string(),
  label: z.string(),
  released: z.string().nullable(),
  state: z.enum(['supported', 'ending', 'extended', 'unsupported', 'unknown']),
  endOfLife: z.string().nullable(),
  extendedUntil: z.string().nullable(),
  latest: z.string().nullable().meta({ description: 'its newest version' }),
  source: z.string(),
  note: z.string().nullable(),
});

const fixes = z.object({
  ecosystem: z.string(),
  package: z.string(),
  sources: z.array(z.string()).readonly(),
  fixes: z
    .array(
      z.object({
        version: z.string(),
        severity: z
          .enum(['critical', 'high', 'medium', 'low', 'unknown'])
          .meta({ description: 'of the worst that it closes' }),
        published: z.string().nullable(),
        vulnerabilities: z.array(z.string()).readonly().meta({ description: 'that it closes, fifty at most' }),
        vulnerabilitiesTotal: z.int(),
      }),
    )
    .readonly()
    .meta({ description: 'the highest version first, twenty at most' }),
  total: z.int(),
  open: z.array(z.string()).readonly().meta({ description: 'that nobody there has a fix for, fifty at most' }),
  openTotal: z.int(),
});

export const catalogDetail = catalogProduct.extend({
  origin: z
    .enum(['own', 'curated', 'channel'])
    .meta({ description: 'who says that its names are one product; channel: nobody, it has the one name' }),
  identities: z
    .array(
      z.object({
        channel: z.enum(CHANNELS),
        id: z.string(),
        publisher: z.string().nullable(),
        listing: listing.nullable().meta({ description: 'null where no index that was read has it' }),
      }),
    )
    .readonly(),
  via: z
    .array(
      z.object({
        channel: z.string(),
        versions: z.int(),
        endpoints: z.int(),
        q: z.string().nullable().meta({ description: 'of those endpoints; null where it would be too long' }),
      }),
    )
    .readonly()
    .meta({ description: 'by which channels endpoints have it' }),
  updates: z
    .array(
      z.object({
        package: z.string(),
        version: z.string(),
        endpoints: z.int(),
        heldOn: z.int().meta({ description: 'of those, where the endpoint itself keeps it back' }),
        security: z.enum(['yes', 'no', 'unknown']),
        ruleSays: z
          .string()
          .nullable()
          .meta({ description: 'why its rule keeps it out of plans; null where it does not' }),
      }),
    )
    .readonly()
    .meta({ description: 'what channels offer in its place, twenty at most' }),
  updatesTotal: z.int(),
  updatesQ: z.string().meta({ description: 'of packages: the list of those updates' }),
  support: z.object({ known, name: z.string().nullable(), releases: z.array(release).readonly() }),
  exploited: z.object({
    known,
    total: z.int(),
    items: z
      .array(
        z.object({
          vulnerability: z.string(),
          name: z.string(),
          vendor: z.string(),
          product: z.string(),
          added: z.string(),
        }),
      )
      .readonly()
      .meta({ description: 'the newest first, fifty at most; in one version or another' }),
  }),
  fixes: z.object({ known, items: z.array(fixes).readonly() }),
  sources: z
    .array(
      z.object({
        name: z.string(),
        ageHours: z.number(),
        dataAgeDays: z.int().nullable(),
        stale: z.boolean(),
      }),
    )
    .readonly()
    .meta({ description: 'the feeds that any of it is from, with their age' }),
  neverFetched: z
    .array(z.string())
    .readonly()
    .meta({ description: 'feeds that would say more, and were never fetched' }),
});

const words = z.string().max(200).default('').meta({ description: 'only what has each of these words in its names' });

export const catalogRequest = queryRequest.extend({
  words,
  of: z.enum(['all', 'ruled', 'wrong']).default('all').meta({
    description:
      'ruled: products that a rule is about; wrong: those of them that are not as asked, in presence or version',
  }),
});

/** What is not as it was asked for comes first, then what is not known, what is as asked, what has a rule, and all else; by id. */
export const catalogPage = pageOf(catalogProduct).extend({
  ruled: z.int().meta({ description: 'of the whole list, as the next three: with a rule' }),
  required: z.int().meta({ description: 'required or forbidden by a rule in force' }),
  wrong: z.int().meta({ description: 'of those, not as asked' }),
  notKnown: z.int().meta({ description: 'of those, not known to be as asked' }),
  wrongVersions: z.int().meta({ description: 'with versions in use that their rule pins away or blocks' }),
  unmanagedTotal: z.int().meta({ description: 'programs in no channel that is known: see /catalog/unmanaged' }),
  isWhole: z.boolean().meta({ description: 'false: there is more software than is counted here' }),
});

export const unmanagedRequest = queryRequest.extend({ words });

export const unmanagedProgram = z.object({
  adapter: z.string(),
  name: z.string(),
  publisher: z.string().nullable(),
  endpoints: z.int(),
  q: z.string().meta({ description: 'of endpoints: the list that endpoints counts' }),
  why: z.string(),
});

export const unmanagedPage = pageOf(unmanagedProgram).extend({
  isWhole: z.boolean().meta({ description: 'false: there is more software than is counted here' }),
});
