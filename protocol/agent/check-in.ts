// The check-in: what an endpoint has, as digests, and what the server still needs of it.
import { z } from './zod.ts';
import { agentClock } from './clock.ts';
import { endpointFacts } from './facts.ts';
import { INTERVAL, LIST, TEXT } from './limits.ts';
import { localPolicy } from './local-policy.ts';
import { sections } from './section.ts';
import { count, digest, filledLine, instant } from './text.ts';

/** The version of the protocol these schemas speak. A request of another one is refused as `unsupported-protocol`. */
export const PROTOCOL = 1;

/** Nothing yet: work comes with deployments. Anything in it is refused until then, since it would be lost. */
const noJobs = z.array(z.never()).max(0);

export const checkInRequest = z.object({
  protocol: z.literal(PROTOCOL),
  /**
   * Higher at each check-in than at any before, kept over restarts (milliseconds since 1970 will do where they rise).
   * The server refuses one that is not higher: a replay, or a clone. A retry is a new check-in with a new number.
   */
  sequence: count(Number.MAX_SAFE_INTEGER),
  facts: endpointFacts,
  sections,
  jobs: noJobs.default([]),
  policy: localPolicy,
  clock: agentClock,
});
export type CheckInRequest = z.infer<typeof checkInRequest>;

/** A set to upload: whole, or as a delta against `base`, which the server has. */
const want = z.object({ digest, base: digest.optional() });

export const checkInResponse = z.object({
  protocol: z.literal(PROTOCOL),
  /** `pending`: waiting for approval; `quarantined`: looked at by a person first. In both nothing is wanted. */
  state: z.enum(['pending', 'active', 'quarantined']),
  wants: z.array(want).max(LIST.sections),
  /** Call again after this long, plus a random part of the jitter. */
  intervalSeconds: z.int().min(INTERVAL.least).max(INTERVAL.most),
  jitterSeconds: count(INTERVAL.mostJitter),
  serverTime: instant,
  /** The certificate is to be renewed now, before its time. */
  renewCertificate: z.boolean().default(false),
  /**
   * Package indexes are to be fetched anew unless that was tried since this moment, by the server's clock. An interval is a
   * moment that moves along; a wish is one that stays. Absent: the endpoint's own system looks after them.
   */
  indexesSince: instant.optional(),
  /**
   * Security updates on offer that no advisory explains: what their changelogs say they close is wanted among what is
   * available. Absent: as before.
   */
  changelogs: z
    .array(z.object({ source: filledLine(TEXT.name), version: filledLine(TEXT.name) }))
    .max(LIST.changelogs)
    .optional(),
  jobs: noJobs.default([]),
});
export type CheckInResponse = z.infer<typeof checkInResponse>;
export type CheckInResponseInput = z.input<typeof checkInResponse>;
