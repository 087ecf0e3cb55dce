// The one install of an attempt, and the reboot that may come with it: on record before they begin.
import * as only from '@suture/adapters/execute-step.ts';
import type { InstallOptions } from '@suture/adapters/execution.ts';
import type { Cause } from '@suture/core/rollouts/causes.ts';
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import { failure, installOptions, lookAround, stepOf, type AttemptParts, type Failure } from './attempt.ts';
import { lastOf, mayHaveBegun, openAttempt } from './attempt-journal.ts';
import type { JobOrder } from './order.ts';
import { askForRestart, restartMachine } from './restart-machine.ts';
import { restartServices } from './services.ts';

/** `planned`: the executor does it. `asked`: people on the machine are asked to. */
export type NextReboot = 'none' | 'planned' | 'asked';

export type Installed =
  | {
      readonly kind: 'installed';
      readonly changed: readonly VersionChange[];
      readonly kept: readonly string[];
      readonly overdue: boolean;
      readonly reboot: NextReboot;
    }
  | { readonly kind: 'deferred'; readonly cause: Cause; readonly why: string }
  | { readonly kind: 'begun-already' }
  | Failure;

/** The one install of this attempt. */
export async function install(parts: AttemptParts, order: JobOrder, onOverdue?: () => void): Promise<Installed> {
  const { host, adapter, state } = parts;
  const journal = await openAttempt(state, order, parts.now);
  if (await mayHaveBegun(state, journal, order)) return { kind: 'begun-already' };
  const staged = lastOf(journal, 'staged')?.staged;
  if (staged === undefined) return failure('precheck-failed', 'nothing is staged for this attempt');
  const bootId = lastOf(journal, 'downloading')?.before.bootId ?? null;
  const options: InstallOptions = {
    ...installOptions(parts, order, 'install'),
    begin: () => journal.add({ stage: 'installing', bootId }),
    ...(onOverdue === undefined ? {} : { onOverdue }),
  };
  const applied = await only.apply(adapter, host, stepOf(order), staged, options);
  switch (applied.outcome) {
    case 'refused':
      if (applied.cause === 'lock-held') return { kind: 'deferred', cause: applied.cause, why: applied.why };
      await journal.add({ stage: 'failed', cause: applied.cause, why: applied.why, changed: [] });
      return failure(applied.cause, applied.why);
    case 'failed':
      await journal.add({ stage: 'failed', cause: applied.cause, why: applied.why, changed: applied.changed });
      return failure(applied.cause, applied.why, applied.transcript.decisive);
    case 'installed': {
      await journal.add({ stage: 'installed', changed: applied.changed });
      const kept = applied.kept.map(({ path, offered }) =>
        offered === undefined ? path : `${path} (new: ${offered})`,
      );
      const next = await settle(parts, order);
      return { kind: 'installed', changed: applied.changed, kept, overdue: applied.overdue, reboot: next };
    }
  }
}

/**
 * After packages are there: restarts what runs their old code, where that may be, and says whether a reboot is due and foreseen.
 * Does no harm when done again.
 */
export async function settle(parts: AttemptParts, order: JobOrder): Promise<NextReboot> {
  if (order.restart === 'services') await restartServices(parts.host);
  if (order.reboot === 'never' || (await lookAround(parts, order)).rebootPending?.is !== true) return 'none';
  return order.reboot === 'ask' ? 'asked' : 'planned';
}

const PLEASE_RESTART =
  'Updates are installed that work only after a restart. Please save your work and restart this machine within 50 minutes.';

export type Rebooting = { readonly kind: 'rebooting' } | Failure;

/** Only after an install of this attempt, where the order foresees it and the machine wants it; on record first. Once. */
export async function reboot(parts: AttemptParts, order: JobOrder): Promise<Rebooting> {
  const journal = await openAttempt(parts.state, order, parts.now);
  const refusal = (why: string): Failure => failure('old-code-running', why);
  const isAsked = order.reboot === 'ask';
  if (lastOf(journal, 'rebooting') !== undefined)
    return isAsked ? { kind: 'rebooting' } : refusal('it was rebooted for this attempt already');
  if (lastOf(journal, 'installed') === undefined) return refusal('nothing was installed that would need it');
  if (order.reboot === 'never') return refusal('it needs a reboot, and is not to be rebooted');
  const now = await lookAround(parts, order);
  if (now.rebootPending?.is !== true) return refusal('no reboot is pending');
  await journal.add({ stage: 'rebooting', bootId: now.bootId });
  if (isAsked) {
    await askForRestart(parts.host, PLEASE_RESTART);
    return { kind: 'rebooting' };
  }
  const why = await restartMachine(parts.host);
  return why === undefined ? { kind: 'rebooting' } : refusal(why);
}
