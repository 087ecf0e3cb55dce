// After a crash: looks at the machine, finishes what was unpacked where that is allowed, and never installs again.
import * as only from '@suture/adapters/execute-step.ts';
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import { failure, installOptions, stepOf, type AttemptParts, type Failure } from './attempt.ts';
import { lastOf, mayHaveBegun, openAttempt } from './attempt-journal.ts';
import { type NextReboot, settle } from './install.ts';
import type { JobOrder } from './order.ts';
import { isUnderWay } from './under-way.ts';

export type Reconciled =
  /** Nothing was begun: the attempt may be prepared and installed as if new. */
  | { readonly kind: 'not-begun' }
  /** The package manager is still at it; look again later. */
  | { readonly kind: 'still-installing' }
  /** All is as planned; go on to verify. */
  | { readonly kind: 'installed'; readonly changed: readonly VersionChange[]; readonly reboot: NextReboot }
  | Failure;

export async function reconcile(parts: AttemptParts, order: JobOrder): Promise<Reconciled> {
  const { host, adapter, state } = parts;
  const journal = await openAttempt(state, order, parts.now);
  if (!(await mayHaveBegun(state, journal, order))) return { kind: 'not-begun' };
  const ended = lastOf(journal, 'failed');
  if (ended !== undefined && lastOf(journal, 'installed') === undefined) return failure(ended.cause, ended.why);
  if (await isUnderWay(parts, order, 'install')) return { kind: 'still-installing' };
  let isRepaired = false;
  let standing = await only.look(adapter, host, stepOf(order));
  if (standing.ok && standing.audit.state === 'broken' && order.repair && adapter.capabilities.includes('repair')) {
    await journal.add({ stage: 'reconciling', found: standing.audit.problems.join('; ').slice(0, 300) });
    await only.repair(adapter, host, {
      ...installOptions(parts, order, `reconcile-${journal.entries.length}`),
      begin: async () => undefined,
    });
    standing = await only.look(adapter, host, stepOf(order));
    isRepaired = true;
  }
  const changed = standing.ok
    ? standing.present.flatMap(({ change, now }) => (now === change.from ? [] : [{ ...change, to: now }]))
    : [];
  const cutOff = async (why: string): Promise<Failure> => {
    await journal.add({ stage: 'failed', cause: 'interrupted', why, changed });
    return failure('interrupted', why);
  };
  if (!standing.ok) return cutOff(`what is installed is not known: ${standing.why}`);
  if (standing.audit.state !== 'clean') {
    return cutOff(
      standing.audit.state === 'broken' ? standing.audit.problems.slice(0, 3).join('; ') : standing.audit.why,
    );
  }
  const short = standing.present.filter(({ change, now }) => now !== change.to);
  if (short.length === 0) {
    if (lastOf(journal, 'installed') === undefined) await journal.add({ stage: 'installed', changed });
    const isRebooted = lastOf(journal, 'rebooting') !== undefined;
    return { kind: 'installed', changed, reboot: isRebooted ? 'none' : await settle(parts, order) };
  }
  return cutOff(
    changed.length === 0
      ? isRepaired
        ? 'it was cut off in the middle, and what was half done was made whole as it was before'
        : 'it was cut off before anything was changed'
      : `it was cut off: ${short.length} of ${standing.present.length} packages are not as planned`,
  );
}
