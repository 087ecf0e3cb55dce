// Takes an install back (R1), once in an attempt.
import * as only from '@suture/adapters/execute-step.ts';
import type { InstallOptions, PackagePresence, Staged } from '@suture/adapters/execution.ts';
import type { Cause } from '@suture/core/rollouts/causes.ts';
import { installOptions, stepOf, type AttemptParts } from './attempt.ts';
import { lastOf, openAttempt } from './attempt-journal.ts';
import type { JobOrder } from './order.ts';
import { reviveServices } from './services.ts';
import { isUnderWay } from './under-way.ts';

export type RolledBackTo =
  | { readonly kind: 'rolled-back' }
  /** One that was cut off goes on by itself: look again later. */
  | { readonly kind: 'still-installing' }
  | {
      readonly kind: 'rollback-failed';
      readonly cause: Cause;
      readonly why: string;
      readonly lines: readonly string[];
    };

/** R1, once in an attempt: exactly what it changed, to exactly what was there, and what ran before runs again. */
export async function rollBack(parts: AttemptParts, order: JobOrder): Promise<RolledBackTo> {
  const { host, adapter, state } = parts;
  const journal = await openAttempt(state, order, parts.now);
  const staged: Staged | undefined = lastOf(journal, 'staged')?.staged;
  const failed = async (cause: Cause, why: string, lines: readonly string[] = []): Promise<RolledBackTo> => {
    await journal.add({ stage: 'rollback-failed', cause, why });
    return { kind: 'rollback-failed', cause, why, lines };
  };
  if (lastOf(journal, 'rolled-back') !== undefined) return { kind: 'rolled-back' };
  const ended = lastOf(journal, 'rollback-failed');
  if (ended !== undefined) return { kind: 'rollback-failed', cause: ended.cause, why: ended.why, lines: [] };
  const wasBegun = lastOf(journal, 'rolling-back') !== undefined;
  if (wasBegun && (await isUnderWay(parts, order, 'rollback'))) return { kind: 'still-installing' };
  const done = async (): Promise<RolledBackTo> => {
    const before = lastOf(journal, 'downloading')?.before;
    const dead = await reviveServices(host, before?.units?.active ?? []);
    if (dead.length > 0) return failed('rollback-error', `does not run again: ${dead.slice(0, 5).join(', ')}`);
    await journal.add({ stage: 'rolled-back' });
    return { kind: 'rolled-back' };
  };
  if (staged?.rollback.class !== 'R1') {
    return failed(
      'rollback-impossible',
      staged === undefined
        ? 'nothing was staged'
        : `R0: ${staged.rollback.class === 'R0' ? staged.rollback.why.slice(0, 3).join('; ') : ''}`,
    );
  }
  // What the install reported, or, where it reported nothing, all that it might have changed: what is as before is left.
  const reported = lastOf(journal, 'installed')?.changed ?? lastOf(journal, 'failed')?.changed ?? [];
  const changes = [
    ...reported,
    ...order.changes.filter((change) => !reported.some((known) => known.package === change.package)),
  ];
  if (wasBegun) {
    const standing = await only.look(adapter, host, stepOf(order));
    const isBack = standing.ok && standing.audit.state === 'clean' && standing.present.every(wentBack);
    if (!isBack) return failed('rollback-error', 'it was cut off, and is not done a second time');
    return done();
  }
  const options: InstallOptions = {
    ...installOptions(parts, order, 'rollback'),
    begin: () => journal.add({ stage: 'rolling-back', changes }),
  };
  const back = await only.rollback(adapter, host, changes, staged.rollback.files, options);
  if (back.outcome === 'failed') return failed(back.cause, back.why, back.transcript.decisive);
  return done();
}

const wentBack = ({ change, now }: PackagePresence): boolean => now === change.from;
