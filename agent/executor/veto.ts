// What root's own policy file says to a job, whatever the server signed; asked when it is taken on and again before it begins.
import type { LocalPolicy } from '@suture/protocol/agent/local-policy.ts';
import type { Veto } from '@suture/protocol/deployments/verify-dispatch.ts';
import { verifyStart } from '@suture/protocol/deployments/verify-start.ts';
import { allows } from '../local-policy.ts';
import { outsideLocalWindows } from '../local-windows.ts';
import type { JobAnswer } from './job-answer.ts';
import type { JobParts } from './jobs.ts';
import { refused, type Taken } from './taken.ts';

export const vetoOf =
  (policy: LocalPolicy): Veto =>
  (does, step) => {
    const allowed = allows(policy, does);
    if (!allowed.ok) return allowed.why;
    const commands = step.conduct?.probes.some(({ kind }) => kind === 'command') === true;
    const probing = commands ? allows(policy, 'probe') : allowed;
    if (!probing.ok) return probing.why;
    if (policy.state !== 'in-force' || policy.pinned === undefined) return undefined;
    if ((policy.pinnedCount ?? 0) > policy.pinned.length)
      return 'the policy of this machine pins more packages than can be held to';
    const pinned = step.changes.find((change) => policy.pinned?.includes(change.package));
    return pinned === undefined ? undefined : `the policy of this machine pins ${pinned.package}`;
  };

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
