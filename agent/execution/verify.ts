// Whether an install did what it was to do: looks at the machine, compares with the look before, and is asked again after the soak.
import * as only from '@suture/adapters/execute-step.ts';
import type { Standing } from '@suture/adapters/execution.ts';
import { judgeAfter, type ProbeReport } from '@suture/core/probes/compare.ts';
import type { Observation } from '@suture/core/probes/observation.ts';
import { blockingOf, failure, lookAround, saysOf, stepOf, type AttemptParts, type Failure } from './attempt.ts';
import { lastOf, openAttempt } from './attempt-journal.ts';
import type { JobOrder } from './order.ts';

export interface Verification {
  readonly kind: 'verified';
  /** Null where it could not be seen: no evidence, never good evidence. */
  readonly evidence: { readonly versionsAsPlanned: boolean; readonly newCodeRuns: boolean } | null;
  readonly boots: number;
  readonly probes: ProbeReport;
}

/** After the install (and its reboot), and again at the end of the soak. */
export async function verify(
  parts: AttemptParts,
  order: JobOrder,
  when: { readonly soak: boolean; readonly rebootPlanned: boolean },
): Promise<Verification | Failure> {
  const journal = await openAttempt(parts.state, order, parts.now);
  const before = lastOf(journal, 'downloading')?.before;
  if (before === undefined) return failure('verification-timeout', 'there is no look from before the install');
  const soakFrom = lastOf(journal, 'soaking');
  if (!when.soak) await journal.add({ stage: 'verifying' });
  const [standing, after] = await Promise.all([
    only.look(parts.adapter, parts.host, stepOf(order)),
    lookAround(parts, order),
  ]);
  const hasRebooted = when.soak ? before.bootId !== (soakFrom?.bootId ?? before.bootId) : when.rebootPlanned;
  const removes = order.changes.every(({ to }) => to === null);
  const expected = { reboot: hasRebooted, blocking: blockingOf(order), soak: when.soak, removes };
  const probes = judgeAfter(before, after, expected);
  const since = when.soak ? (soakFrom?.bootId ?? null) : before.bootId;
  const boots = since !== null && after.bootId !== null && since !== after.bootId ? 1 : 0;
  const evidence = evidenceOf(standing, after);
  if (when.soak && boots > 0) return failure('unplanned-reboot', 'it rebooted in the soak', [], probes);
  if (probes.verdict === 'fail' && probes.cause !== 'old-code-running') {
    const cause = probes.cause ?? (when.soak ? 'probe-failed-in-soak' : 'probe-failed');
    await journal.add({
      stage: 'failed',
      cause,
      why: saysOf(probes),
      changed: lastOf(journal, 'installed')?.changed ?? [],
    });
    return failure(cause, saysOf(probes), [], probes);
  }
  if (evidence?.versionsAsPlanned === true && evidence.newCodeRuns && probes.verdict !== 'unknown') {
    await journal.add(when.soak ? { stage: 'succeeded' } : { stage: 'soaking', bootId: after.bootId });
  }
  return { kind: 'verified', evidence: probes.verdict === 'unknown' ? null : evidence, boots, probes };
}

function evidenceOf(standing: Standing, after: Observation): Verification['evidence'] {
  if (!standing.ok || standing.audit.state === 'unknown' || after.oldCode === null || after.rebootPending === null)
    return null;
  const versionsAsPlanned =
    standing.audit.state === 'clean' && standing.present.every(({ change, now, whole }) => now === change.to && whole);
  return { versionsAsPlanned, newCodeRuns: after.oldCode.length === 0 && !after.rebootPending.is };
}
