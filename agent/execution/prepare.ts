// The first phase of an attempt: looks, repairs where that is allowed, and downloads; nothing that is installed is changed.
import { mkdir } from 'node:fs/promises';
import * as only from '@suture/adapters/execute-step.ts';
import { judgeBefore, type ProbeReport } from '@suture/core/probes/compare.ts';
import type { Cause } from '@suture/core/rollouts/causes.ts';
import { whyNotTakenBack } from '@suture/core/rollouts/rollback-limits.ts';
import { fetchThrough } from '../downloads/fetch-through.ts';
import {
  blockingOf,
  failure,
  installOptions,
  lookAround,
  saysOf,
  stagingOf,
  stepOf,
  type AttemptParts,
  type Failure,
} from './attempt.ts';
import { mayHaveBegun, openAttempt } from './attempt-journal.ts';
import type { JobOrder } from './order.ts';
import { whyReadOnly } from './read-only.ts';

export type Prepared =
  | {
      readonly kind: 'staged';
      readonly rollback: 'R0' | 'R1';
      readonly why: readonly string[];
      readonly probes: ProbeReport;
    }
  | { readonly kind: 'not-applicable' }
  /** Its slot is given back, and it is tried again. */
  | { readonly kind: 'deferred'; readonly cause: Cause; readonly why: string }
  /** This attempt has begun an install already: look at it, do not prepare it again. */
  | { readonly kind: 'begun-already' }
  | Failure;

/** Looks, repairs where that is allowed, and downloads. Changes nothing that is installed, but what `repair` finishes. */
export async function prepare(
  parts: AttemptParts,
  order: JobOrder,
  onProgress?: (bytes: number) => void,
): Promise<Prepared> {
  const { host, adapter, state } = parts;
  const journal = await openAttempt(state, order, parts.now);
  if (await mayHaveBegun(state, journal, order)) return { kind: 'begun-already' };
  await journal.add({ stage: 'precheck', order });
  const staging = stagingOf(parts, order);
  await mkdir(staging, { recursive: true, mode: 0o755 });
  const fail = async (
    cause: Cause,
    why: string,
    lines: readonly string[] = [],
    probes: ProbeReport | null = null,
  ): Promise<Prepared> => {
    await journal.add({ stage: 'failed', cause, why, changed: [] });
    return failure(cause, why, lines, probes);
  };
  const mended = await repairFirst(parts, order);
  if (mended?.cause === 'lock-held') return { kind: 'deferred', cause: mended.cause, why: mended.why };
  if (mended !== undefined) return fail(mended.cause, mended.why, mended.lines);
  const before = await lookAround(parts, order);
  const probes = judgeBefore(before, blockingOf(order));
  if (probes.verdict === 'fail') return fail(probes.cause ?? 'precheck-failed', saysOf(probes), [], probes);
  const shut = await whyReadOnly(host, adapter.name);
  if (shut !== undefined) return fail('precheck-failed', shut, [], probes);
  await journal.add({ stage: 'downloading', before });
  const staged = await fetchThrough(host, parts.downloads, (via) =>
    only.prefetch(adapter, via, stepOf(order), staging, onProgress),
  );
  if (!staged.ok) {
    if (staged.cause === 'lock-held') return { kind: 'deferred', cause: staged.cause, why: staged.why };
    return fail(staged.cause, staged.why, [], probes);
  }
  if (staged.files.length === 0 && (await isThere(parts, order))) {
    await journal.add({ stage: 'not-applicable' });
    return { kind: 'not-applicable' };
  }
  const unproven = whyNotTakenBack(order.changes);
  const rollback = unproven === undefined ? staged.rollback : ({ class: 'R0', why: [unproven] } as const);
  await journal.add({ stage: 'staged', staged: { ...staged, rollback } });
  return { kind: 'staged', rollback: rollback.class, why: rollback.class === 'R0' ? rollback.why : [], probes };
}

async function repairFirst(parts: AttemptParts, order: JobOrder) {
  if (!order.repair || !parts.adapter.capabilities.includes('repair')) return undefined;
  const standing = await only.look(parts.adapter, parts.host, stepOf(order));
  if (!standing.ok || standing.audit.state !== 'broken') return undefined;
  const repaired = await only.repair(parts.adapter, parts.host, {
    ...installOptions(parts, order, 'repair'),
    begin: async () => undefined,
  });
  return repaired.outcome === 'failed'
    ? { cause: repaired.cause, why: repaired.why, lines: repaired.transcript.decisive }
    : undefined;
}

async function isThere({ adapter, host }: AttemptParts, order: JobOrder): Promise<boolean> {
  const standing = await only.look(adapter, host, stepOf(order));
  return standing.ok && standing.present.every(({ change, now, whole }) => now === change.to && whole);
}
