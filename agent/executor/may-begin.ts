// Whether a job that was taken on may begin now: asked when a token is worth asking for, and again before anything is changed.
import type { LocalPolicy } from '@suture/protocol/agent/local-policy.ts';
import { verifyStart } from '@suture/protocol/deployments/verify-start.ts';
import { outsideLocalWindows } from '../local-windows.ts';
import type { JobAnswer } from './job-answer.ts';
import type { JobParts } from './jobs.ts';
import { refused, type Taken } from './taken.ts';
import { vetoOf } from './veto.ts';

function outsideWindows(policy: LocalPolicy, { dispatch }: Taken, now: number): string | undefined {
  const windows = policy.state === 'in-force' ? policy.maintenanceWindows : undefined;
  return dispatch.does === 'install' ? outsideLocalWindows(windows, now) : undefined;
}

/** The last look before anything is changed: token, windows, and the policy as it is now. Undefined where it may begin. */
export async function mayBegin(parts: JobParts, taken: Taken, start: unknown): Promise<JobAnswer | undefined> {
  const [trust, policy] = await Promise.all([parts.trust(), parts.policy()]);
  if (!trust.ok) return refused('unsigned', trust.why);
  const now = parts.now().getTime();
  const { dispatch, step } = taken;
  const vetoed = vetoOf(policy)(dispatch.does, step) ?? outsideWindows(policy, taken, now);
  const leave = verifyStart(start, dispatch, trust.trust, vetoed, now);
  return leave.ok ? undefined : refused(leave.cause, leave.why);
}

/** Whether it is worth asking for a start token now. A window that is not open yet is waited for; a veto is a veto. */
export async function isReady(parts: JobParts, taken: Taken): Promise<JobAnswer> {
  const policy = await parts.policy();
  const vetoed = vetoOf(policy)(taken.dispatch.does, taken.step);
  if (vetoed !== undefined) return refused('vetoed', vetoed);
  const why = outsideWindows(policy, taken, parts.now().getTime());
  return why === undefined ? { kind: 'ready' } : { kind: 'deferred', cause: 'vetoed', why };
}
