// What root's own policy file says to a job, whatever the server signed.
import type { LocalPolicy } from '@suture/protocol/agent/local-policy.ts';
import type { Veto } from '@suture/protocol/deployments/verify-dispatch.ts';
import { allows } from '../local-policy.ts';

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
