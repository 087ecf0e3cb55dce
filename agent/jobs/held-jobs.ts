// The jobs that this machine has in hand and what is still to be said of them: on disk before anything follows from it.
import { mkdir, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { endpointId, instant } from '@suture/protocol/agent/text.ts';
import { z } from '@suture/protocol/agent/zod.ts';
import { jobReport, type JobReport } from '@suture/protocol/deployments/job-report.ts';
import { envelope } from '@suture/protocol/deployments/statements.ts';
import { heldJob, type HeldJob } from '@suture/protocol/deployments/work.ts';
import { readIfThere, replaceFile } from '../state-file.ts';

const held = z.object({
  of: heldJob,
  does: z.enum(['install', 'roll-back', 'rehearse']),
  /**
   * `asking`: for a start token. `beginning`: the executor was, or is about to be, asked to begin; how far it came is its to say.
   */
  stage: z.enum(['rehearsing', 'preparing', 'asking', 'beginning', 'rebooting', 'verifying', 'soaking']),
  /** When the stage began, by this machine's clock. */
  since: instant,
  /** Reports said of it so far. */
  said: z.int().min(0),
  /** Signed: `start.v1`. */
  start: envelope.optional(),
  /** Begin was asked, so that only a look tells what came of it. */
  isBegun: z.boolean(),
  isInstallingSaid: z.boolean(),
  bootId: z.string().max(64),
  boots: z.int().min(0),
  rebootPlanned: z.boolean(),
  /** Until when the server watches it; absent before it said so. */
  soakUntil: instant.optional(),
});
export type Held = z.infer<typeof held>;

const state = z.object({
  version: z.literal(1),
  /** Of which server: what another one gave is not carried on with. */
  endpoint: endpointId,
  held: z.array(held).max(100),
  unsaid: z.array(jobReport).max(10_000),
  obeyed: z.object({ epoch: z.int().min(0), sequence: z.int().min(0) }),
});
export type HeldState = z.infer<typeof state>;

export interface HeldJobs {
  readonly state: HeldState;
  /** On disk when it resolves. Rejects where it cannot be, and then nothing may follow from it. */
  write(next: HeldState): Promise<void>;
}

export const isSame = (a: HeldJob, b: HeldJob): boolean =>
  a.deployment === b.deployment && a.attempt === b.attempt && a.dispatch === b.dispatch;

/** Reports that will never be sent again once they were answered. */
export const without = (unsaid: readonly JobReport[], said: readonly JobReport[]): JobReport[] =>
  unsaid.filter((report) => !said.some((each) => isSame(each, report) && each.number === report.number));

/** A damaged file is put aside and said; the executor still remembers what it did. */
export async function openHeldJobs(
  path: string,
  endpoint: HeldState['endpoint'],
  log: (line: string) => void,
): Promise<HeldJobs> {
  const none: HeldState = { version: 1, endpoint, held: [], unsaid: [], obeyed: { epoch: 0, sequence: 0 } };
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const read = await readState(path);
  if (read === null) {
    await rename(path, `${path}.damaged`).catch(() => undefined);
    log(`what was known of jobs was damaged; it is kept as ${path}.damaged`);
  }
  let known = read?.endpoint === endpoint ? read : none;
  return {
    get state() {
      return known;
    },
    async write(next) {
      await replaceFile(path, `${JSON.stringify(next)}\n`);
      known = next;
    },
  };
}

/** Undefined where there is none, null where it is damaged. */
async function readState(path: string): Promise<HeldState | undefined | null> {
  const text = (await readIfThere(path))?.toString();
  if (text === undefined) return undefined;
  try {
    return state.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
