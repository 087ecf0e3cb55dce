// What the executor has taken on: verified once, and on its disk before anything is done of it.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { adapterNames, type AdapterName } from '@suture/adapters/registry.ts';
import { z } from '@suture/protocol/agent/zod.ts';
import { planPart } from '@suture/protocol/deployments/plan-part.ts';
import { dispatchStatement, type DispatchStatement } from '@suture/protocol/deployments/statements.ts';
import { verifyDispatch } from '@suture/protocol/deployments/verify-dispatch.ts';
import type { HeldJob } from '@suture/protocol/deployments/work.ts';
import { attemptFolder } from '../execution/attempt-journal.ts';
import { pruneDownloads } from '../execution/prune.ts';
import { readIfThere, replaceFile } from '../state-file.ts';
import type { JobAnswer } from './job-answer.ts';
import type { JobParts } from './jobs.ts';
import type { JobRequest } from './request.ts';
import { vetoOf } from './veto.ts';

const obeyedFile = z.object({ epoch: z.int().min(0), sequence: z.int().min(0) });
const takenFile = z.object({
  dispatch: dispatchStatement,
  step: planPart.shape.step,
  rollback: planPart.shape.rollback,
});
export type Taken = z.infer<typeof takenFile>;

export const refused = (refusal: string, why: string): Extract<JobAnswer, { kind: 'refused' }> => ({
  kind: 'refused',
  refusal,
  why: why.slice(0, 500),
});

export const isAdapter = (name: string): name is AdapterName => (adapterNames as readonly string[]).includes(name);

export async function take(
  parts: JobParts,
  { dispatch, part }: Extract<JobRequest, { phase: 'take' }>,
): Promise<JobAnswer> {
  const [trust, policy, obeyed] = await Promise.all([parts.trust(), parts.policy(), obeyedBy(parts)]);
  if (!trust.ok) return refused('unsigned', trust.why);
  if (obeyed === undefined) return refused('replayed', 'what was obeyed before cannot be read, so nothing new is');
  const taken = verifyDispatch({ dispatch, part }, trust.trust, obeyed, vetoOf(policy), parts.now().getTime());
  if (!taken.ok) return { ...refused(taken.cause, taken.why), obeyed };
  if (!isAdapter(taken.step.adapter)) return refused('malformed', `there is no adapter ${taken.step.adapter} here`);
  await mkdir(parts.state, { recursive: true, mode: 0o700 });
  // Before anything else, so that it is never taken on twice; a power cut in between loses it, and the server sends another.
  const { epoch, sequence } = taken.dispatch;
  await replaceFile(join(parts.state, 'obeyed.json'), JSON.stringify({ epoch, sequence }));
  const { dispatch: order, step, rollback } = taken;
  await replaceFile(takenPath(parts, idOf(order)), JSON.stringify({ dispatch: order, step, rollback }));
  await pruneDownloads(parts.cache, parts.state, parts.now().getTime());
  return { kind: 'taken', does: order.does, rollback, obeyed: { epoch, sequence } };
}

const idOf = ({ deployment, attempt: number, dispatch }: DispatchStatement): HeldJob => ({
  deployment,
  attempt: number,
  dispatch,
});

const takenPath = ({ state }: JobParts, { deployment, attempt: number }: HeldJob): string =>
  join(attemptFolder(state, { job: deployment, attempt: number }), 'taken.json');

/** Undefined where it is there and damaged: then nothing is known of what was obeyed. */
async function obeyedBy({ state }: JobParts): Promise<z.infer<typeof obeyedFile> | undefined> {
  const text = await readIfThere(join(state, 'obeyed.json'));
  if (text === undefined) return { epoch: 0, sequence: 0 };
  return parsed(obeyedFile, text.toString());
}

export const takenOf = async (parts: JobParts, of: HeldJob): Promise<Taken | undefined> =>
  parsed(takenFile, (await readIfThere(takenPath(parts, of)))?.toString());

function parsed<T extends z.ZodType>(schema: T, text: string | undefined): z.infer<T> | undefined {
  try {
    return text === undefined ? undefined : schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
