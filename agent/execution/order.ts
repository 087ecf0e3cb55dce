// What the executor is told to do in one attempt, as it stands in the signed dispatch, parsed once.
import { z } from '@suture/protocol/agent/zod.ts';
import { customProbe } from '@suture/protocol/deployments/conduct.ts';
import { filledLine, word } from '@suture/protocol/agent/text.ts';

const name = filledLine(200);
const version = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[\x21-\x7e]+$/);

const versionChange = z.strictObject({
  package: name,
  architecture: z.string().min(1).max(40).nullable(),
  from: version.nullable(),
  to: version.nullable(),
});

export const jobOrder = z.strictObject({
  /** Names the job for ever; the same in every attempt. */
  job: z.uuid(),
  attempt: z.int().min(1).max(1000),
  dispatch: z.int().min(1).max(1_000_000),
  adapter: word,
  changes: z.array(versionChange).min(1).max(20_000),
  removals: z.enum(['none', 'listed']),
  /** May finish what a run of the package manager before this one left half done. */
  repair: z.boolean(),
  /** `services`: those that run replaced code are restarted after the install. */
  restart: z.enum(['none', 'services']),
  /** `ask`: people on the machine are asked to restart it, where it needs it. */
  reboot: z.enum(['never', 'ask', 'if-needed']),
  lockWaitMinutes: z.int().min(0).max(60),
  overdueMinutes: z.int().min(1).max(1440),
  probes: z.array(customProbe).max(50),
});
export type JobOrder = z.infer<typeof jobOrder>;

/** Of one attempt, for folders and units: letters, digits and dashes. */
export const attemptName = ({ job, attempt }: Pick<JobOrder, 'job' | 'attempt'>): string => `${job}-${attempt}`;
