// Standing policies on their days: one server at a time looks, and the database lets only one make each plan.
import type { Log } from '../observability/log.ts';
import { runPolicies, type PolicyWork } from '../actions/run-policy.ts';
import { takeLease } from '../store/leases.ts';
import { repeat, type Repeated } from './repeat.ts';

const everyMs = 60_000;

export function startPolicies(work: PolicyWork & { readonly log: Log; readonly firstMs?: number }): Repeated {
  const { store, organisation, log, firstMs = 20_000 } = work;
  const asking = { ...work, reckoning: new Map<string, number>() };
  return repeat({ name: 'policies', log, firstMs, everyMs }, async (signal) => {
    const lease = await takeLease(store, organisation, 'policies');
    if (lease === undefined) return;
    try {
      const done = await runPolicies(asking, AbortSignal.any([signal, lease.lost]));
      if (done > 0) log.info({ done }, 'standing policies have made or begun deployments');
    } finally {
      await lease.release().catch(() => undefined);
    }
  });
}
