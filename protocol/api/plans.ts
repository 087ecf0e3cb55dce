// Plans in the HTTP API: frozen, looked at, signed; and the keys that sign them.
import { readCatchUp } from '@suture/core/maintenance/catch-up.ts';
import { mostProbes, mostRingProbes, probeFault } from '@suture/core/probes/probe-text.ts';
import { filledLine, line } from '../agent/text.ts';
import { z } from '../agent/zod.ts';
import { customProbe } from '../deployments/conduct.ts';
import { envelope, sha256Hex } from '../deployments/statements.ts';
import { actorName, rehearsals } from './deployments.ts';
import { instant } from './page.ts';
import { label } from './text.ts';

export const planPath = z.strictObject({ hash: sha256Hex });

const ships = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('all') }),
    z.strictObject({ kind: z.literal('security') }),
    z.strictObject({
      kind: z.literal('sources'),
      sources: z
        .array(line(256).min(1))
        .min(1)
        .max(500)
        .meta({ description: 'openssl, or openssl@3.0.15-1 for that version' }),
    }),
    z.strictObject({
      kind: z.literal('remove'),
      packages: z
        .array(line(200).min(1))
        .min(1)
        .max(100)
        .meta({ description: 'packages of one’s own, or products, which are taken away: notes, firefox, deb:telnetd' }),
    }),
    z.strictObject({
      kind: z.literal('install'),
      packages: z
        .array(line(200).min(1))
        .min(1)
        .max(100)
        .meta({ description: 'products: firefox, deb:telnetd, or deb:telnetd@0.17-41 for that version' }),
    }),
    z.strictObject({ kind: z.literal('required') }).meta({ description: 'what rules require and is not there' }),
    z.strictObject({ kind: z.literal('forbidden') }).meta({ description: 'what rules forbid and is there: it goes' }),
    z.strictObject({ kind: z.literal('close'), vulnerabilities: z.array(line(64).min(1)).min(1).max(500) }),
  ])
  .meta({ description: 'what it installs, or takes away' });

const asked = {
  name: z.string().min(1).max(80),
  timeoutMs: z.int().min(1).max(60_000).default(10_000),
  blocking: z.boolean().default(true).meta({ description: 'false: one that fails is told, and fails nothing' }),
};
/** As `customProbe` has it, in words that every language has types for. */
const planProbe = z
  .discriminatedUnion('kind', [
    z.strictObject({
      ...asked,
      kind: z.literal('command'),
      argv: z
        .array(z.string().max(400))
        .min(1)
        .max(40)
        .readonly()
        .meta({ description: 'a program by its whole path; no shell' }),
    }),
    z.strictObject({
      ...asked,
      kind: z.literal('http'),
      url: z.string().max(2_000),
      expectStatus: z.int().min(100).max(599).default(200),
      expectText: z.string().max(1_000).default(''),
    }),
  ])
  .superRefine((probe, context) => {
    const read = customProbe.safeParse(probe);
    const fault = read.success ? probeFault(read.data) : 'it is no probe';
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
  });

const planConduct = z
  .strictObject({
    reboot: z.enum(['never', 'if-needed', 'in-window', 'ask']).default('if-needed').meta({
      description:
        'in-window: while a maintenance window of the plan is open; ask: whoever is logged in is asked to, and it waits for that',
    }),
    restart: z.enum(['none', 'services']).default('services').meta({ description: 'services on replaced code' }),
    probes: z
      .array(planProbe)
      .max(mostProbes)
      .readonly()
      .default([])
      .meta({ description: 'asked on each endpoint before, after, and at the end of the soak' }),
  })
  .meta({ description: 'how it is gone about, signed with the plan; absent: a restart where one is expected' });
export type PlanConduct = z.infer<typeof planConduct>;

const ringProbe = z
  .strictObject({
    name: filledLine(80),
    url: z.string().max(2_000).meta({ example: 'https://shop.example.org/health' }),
    expectStatus: z.int().min(100).max(599).default(200),
    expectText: z.string().max(1_000).default('').meta({ description: 'somewhere in its first 64 KiB' }),
    timeoutMs: z.int().min(1).max(60_000).default(10_000),
  })
  .superRefine((probe, context) => {
    const fault = probeFault({ ...probe, kind: 'http', blocking: true });
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault });
  });

/** As people write it: core/maintenance/catch-up.ts. */
export const catchUp = z
  .string()
  .max(20)
  .refine((text) => readCatchUp(text).ok, 'next-window, after:2h or force:5d, up to 90 days')
  .meta({
    description:
      'who was offline in its window begins in the next one, so long after it is back, or so long after the plan is frozen',
    example: 'after:2h',
  });

export const planRequest = z.strictObject({
  q: z.string().max(4_000).default('').meta({ description: 'a query of endpoints; empty is all', example: 'tag:web' }),
  ships,
  rings: z.string().max(200).default('2,10%,rest').meta({ description: 'sizes, the last one rest' }),
  windows: z
    .array(line(80).min(1))
    .max(10)
    .default([])
    .meta({ description: 'names of maintenance windows; none is any time' }),
  catchUp: catchUp.default('next-window'),
  soakMinutes: z
    .int()
    .min(0)
    .max(30 * 1_440)
    .default(60),
  ringProbes: z
    .array(ringProbe)
    .max(mostRingProbes)
    .refine((probes) => new Set(probes.map(({ name }) => name)).size === probes.length, 'two have one name')
    .default([])
    .meta({
      description: 'addresses that the server asks while a ring is under way; where one fails nothing new begins',
    }),
  expiresInHours: z
    .int()
    .min(1)
    .max(90 * 24)
    .default(7 * 24),
  mostInFlight: z.int().min(1).max(10_000).default(50).meta({ description: 'endpoints at once' }),
  cleanCanary: z
    .boolean()
    .default(false)
    .meta({ description: 'a small first ring without a failure passes by itself' }),
  conduct: planConduct.optional(),
});

const change = z.object({
  package: z.string(),
  architecture: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});

const excluded = z
  .array(
    z.object({
      why: z.string(),
      endpoints: z.int(),
      examples: z.array(z.string()).readonly().meta({ description: 'ids, ten at most' }),
      names: z.array(z.string()).readonly().meta({ description: 'of these; the id where there is no name any more' }),
    }),
  )
  .readonly()
  .meta({ description: 'who is left out, by why' });

export const plan = z.object({
  hash: sha256Hex,
  query: z.string(),
  by: z.string(),
  byName: actorName,
  at: instant,
  expiresAt: instant,
  closes: z.array(z.string()).readonly(),
  endpoints: z.int(),
  rings: z
    .array(z.object({ endpoints: z.int(), uncovered: z.array(z.string()).readonly() }))
    .readonly()
    .meta({
      description: 'in order; uncovered: what no earlier ring would have tried',
    }),
  soakMinutes: z.number(),
  ringProbes: z
    .array(
      z.object({
        name: z.string(),
        url: z.string(),
        expectStatus: z.int(),
        expectText: z.string(),
        timeoutMs: z.number(),
      }),
    )
    .readonly()
    .optional()
    .meta({ description: 'asked by the server while a ring is under way; absent: none' }),
  steps: z
    .array(
      z.object({
        adapter: z.string(),
        release: z.string(),
        endpoints: z.int(),
        changes: z.array(change).readonly(),
        heldBack: z.array(z.object({ package: z.string(), why: z.string() })).readonly(),
        downloadBytes: z.number(),
        expectsReboot: z.boolean(),
        expectedMinutes: z.number(),
      }),
    )
    .readonly()
    .meta({ description: 'what is done, the same for all that are alike; the first 200' }),
  figures: z
    .object({ simulated: z.int(), rehearsed: z.int() })
    .meta({ description: 'endpoints whose figures were simulated, and whose minutes a rehearsal took; else reckoned' }),
  conduct: z
    .object({ reboot: z.string(), restart: z.string(), probes: z.array(z.string()).readonly() })
    .nullable()
    .meta({
      description: 'how it is gone about; null: services are restarted, and the machine where that is expected',
    }),
  rollback: z.record(z.string(), z.int()).meta({ description: 'endpoints by rollback class' }),
  excluded,
  windows: z.array(z.string()).readonly().meta({ description: 'names of maintenance windows; none is any time' }),
  catchUp: z.string().meta({ description: 'in words: what becomes of who is offline in its window' }),
  mostInFlight: z.int(),
  cleanCanary: z.boolean(),
  approvalsNeeded: z.int(),
  signatures: z.object({ needed: z.int(), given: z.int() }),
  rehearsals: rehearsals.meta({ description: 'of its newest deployment that was rehearsed; empty: it was on none' }),
});

/** What would be frozen now; nothing is kept of it. */
export const planPreview = z.object({
  plan: plan
    .omit({ hash: true, signatures: true, rehearsals: true })
    .nullable()
    .meta({ description: 'null where there would be none; why says what is in the way' }),
  why: z.string().nullable(),
  excluded,
});

/** How far the simulations of what a plan would do are; asked again, it says how far they have come. */
export const planSimulations = z.object({
  simulated: z.int().meta({ description: 'endpoints whose figures are simulated' }),
  endpoints: z.int(),
  waiting: z.int().meta({ description: 'kinds of endpoints of which one was asked, and has not answered' }),
  nobody: z.int().meta({ description: 'kinds of which nobody who can was heard of lately' }),
});

export const planDrift = z.object({
  drifted: z.int().meta({ description: 'endpoints that the plan does not fit any more' }),
  items: z.array(z.object({ endpoint: z.string(), says: z.array(z.string()).readonly() })).readonly(),
});

export const planToSign = z.object({
  envelope: envelope.meta({ description: 'with the signatures there are; what operators sign is its payload' }),
});
export const planSignature = z.strictObject({ envelope });
export const planSigned = z.object({ signers: z.array(sha256Hex).readonly() });

export const operatorKey = z.object({
  fingerprint: sha256Hex,
  publicKey: z.string(),
  label: z.string(),
  addedAt: instant,
  addedBy: z.string(),
  revokedAt: instant.nullable(),
});
export const operatorKeyList = z.object({ items: z.array(operatorKey).readonly() });
export const operatorKeyRequest = z.strictObject({
  publicKey: z.string().max(200).meta({ description: 'Ed25519, SubjectPublicKeyInfo in DER, base64' }),
  label,
});
export const operatorKeyPath = z.strictObject({ fingerprint: sha256Hex });
