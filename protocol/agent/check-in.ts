// The check-in: what an endpoint has, as digests, and what the server still needs of it.
import { z } from './zod.ts';
import { agentClock } from './clock.ts';
import { MOST } from '../deployments/limits.ts';
import { jobReport } from '../deployments/job-report.ts';
import { simulated } from '../deployments/simulation.ts';
import { heldJob, work } from '../deployments/work.ts';
import { endpointFacts } from './facts.ts';
import { INTERVAL, LIST, TEXT } from './limits.ts';
import { localPolicy } from './local-policy.ts';
import { sections } from './section.ts';
import { count, digest, filledLine, instant } from './text.ts';

/** The version of the protocol these schemas speak. A request of another one is refused as `unsupported-protocol`. */
export const PROTOCOL = 1;

/** In answers, for agents that know no work and refuse whatever is in it; work goes to those that ask, as `work`. */
const noJobs = z.array(z.never()).max(0);

/** The last dispatch that was taken on: shows a server whether its database is of the past. */
const obeyed = z.object({ epoch: count(Number.MAX_SAFE_INTEGER), sequence: count(Number.MAX_SAFE_INTEGER) });

export const checkInRequest = z.object({
  protocol: z.literal(PROTOCOL),
  /**
   * Higher at each check-in than at any before, kept over restarts (milliseconds since 1970 will do where they rise).
   * The server refuses one that is not higher: a replay, or a clone. A retry is a new check-in with a new number.
   */
  sequence: count(Number.MAX_SAFE_INTEGER),
  facts: endpointFacts,
  sections,
  /** What became of jobs, oldest first; sent again until a check-in with it is answered. */
  jobs: z.array(jobReport).max(MOST.reports).default([]),
  /** Jobs that this endpoint has taken on and not ended, so that those called back can be named. */
  holds: z.array(heldJob).max(MOST.reports).optional(),
  /** Absent: it carries out no jobs, and is given none. */
  obeyed: obeyed.optional(),
  /** Answers to `simulations` of the last answer. */
  simulated: z.array(simulated).max(MOST.simulations).optional(),
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
  /** The number of what is on offer of packages of the organisation's own; absent or 0: there is none. */
  ownPackages: z.int().min(0).max(Number.MAX_SAFE_INTEGER).optional(),
  jobs: noJobs.default([]),
  work: work.optional(),
});
export type CheckInResponse = z.infer<typeof checkInResponse>;
export type CheckInResponseInput = z.input<typeof checkInResponse>;
