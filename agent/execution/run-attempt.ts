// The phases of one attempt, as the executor does them: each says what came of it, and has it on record before and after.
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Adapter } from '@suture/adapters/adapter.ts';
import * as only from '@suture/adapters/execute-step.ts';
import type { ExecutionStep, InstallOptions, Staged, Standing } from '@suture/adapters/execution.ts';
import type { InstallingHost } from '@suture/adapters/host.ts';
import { judgeAfter, judgeBefore, type ProbeReport } from '@suture/core/probes/compare.ts';
import type { Observation } from '@suture/core/probes/observation.ts';
import type { Cause } from '@suture/core/rollouts/causes.ts';
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import { observe } from '../probes/observe.ts';
import { lastOf, mayHaveBegun, openAttempt } from './attempt-journal.ts';
import { attemptName, type JobOrder } from './order.ts';
import { restartServices, reviveServices } from './services.ts';

export interface AttemptParts {
  readonly host: InstallingHost;
  readonly adapter: Adapter;
  /** Of journals; root's alone. */
  readonly state: string;
  /** Of downloads and transcripts; root's, and others may read it. */
  readonly cache: string;
  readonly now: () => Date;
  /** As the server's clock was seen last; null where it was not. */
  readonly clockSkewMs: number | null;
}

/** In the words of a job's reports; `lines` are those of the transcript that decide. */
export interface Failure {
  readonly kind: 'failed';
  readonly cause: Cause;
  readonly why: string;
  readonly lines: readonly string[];
  readonly probes: ProbeReport | null;
}

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

const failure = (
  cause: Cause,
  why: string,
  lines: readonly string[] = [],
  probes: ProbeReport | null = null,
): Failure => ({
  kind: 'failed',
  cause,
  why,
  lines,
  probes,
});

const stepOf = ({ changes, removals }: JobOrder): ExecutionStep => ({ changes, removals });
const stagingOf = ({ cache }: AttemptParts, order: JobOrder): string => join(cache, attemptName(order));

/** Looks, repairs where that is allowed, and downloads. Changes nothing that is installed, but what `repair` finishes. */
export async function prepare(parts: AttemptParts, order: JobOrder): Promise<Prepared> {
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
  await journal.add({ stage: 'downloading', before });
  const staged = await only.prefetch(adapter, host, stepOf(order), staging);
  if (!staged.ok) {
    if (staged.cause === 'lock-held') return { kind: 'deferred', cause: staged.cause, why: staged.why };
    return fail(staged.cause, staged.why, [], probes);
  }
  if (staged.files.length === 0 && (await isThere(parts, order))) {
    await journal.add({ stage: 'not-applicable' });
    return { kind: 'not-applicable' };
  }
  await journal.add({ stage: 'staged', staged });
  const { rollback } = staged;
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

export type Installed =
  | {
      readonly kind: 'installed';
      readonly changed: readonly VersionChange[];
      readonly kept: readonly string[];
      readonly overdue: boolean;
      readonly rebootPlanned: boolean;
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
      if (order.restart === 'services') await restartServices(host);
      const kept = applied.kept.map(({ path, offered }) =>
        offered === undefined ? path : `${path} (new: ${offered})`,
      );
      const rebootPlanned = order.reboot === 'if-needed' && (await lookAround(parts, order)).rebootPending?.is === true;
      return { kind: 'installed', changed: applied.changed, kept, overdue: applied.overdue, rebootPlanned };
    }
  }
}

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
  const probes = judgeAfter(before, after, { reboot: hasRebooted, blocking: blockingOf(order), soak: when.soak });
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

export type RolledBackTo =
  | { readonly kind: 'rolled-back' }
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
  const options: InstallOptions = {
    ...installOptions(parts, order, 'rollback'),
    begin: () => journal.add({ stage: 'rolling-back', changes }),
  };
  const back = await only.rollback(adapter, host, changes, staged.rollback.files, options);
  if (back.outcome === 'failed') return failed(back.cause, back.why, back.transcript.decisive);
  const before = lastOf(journal, 'downloading')?.before;
  const dead = await reviveServices(host, before?.units?.active ?? []);
  if (dead.length > 0) return failed('rollback-error', `does not run again: ${dead.slice(0, 5).join(', ')}`);
  await journal.add({ stage: 'rolled-back' });
  return { kind: 'rolled-back' };
}

export type Rebooting = { readonly kind: 'rebooting' } | Failure;

/** Only after an install of this attempt, where the order foresees it and the machine wants it; on record first. */
export async function reboot(parts: AttemptParts, order: JobOrder): Promise<Rebooting> {
  const journal = await openAttempt(parts.state, order, parts.now);
  const refusal = (why: string): Failure => failure('old-code-running', why);
  if (lastOf(journal, 'rebooting') !== undefined) return refusal('it was rebooted for this attempt already');
  if (lastOf(journal, 'installed') === undefined) return refusal('nothing was installed that would need it');
  if (order.reboot === 'never') return refusal('it needs a reboot, and is not to be rebooted');
  const now = await lookAround(parts, order);
  if (now.rebootPending?.is !== true) return refusal('no reboot is pending');
  await journal.add({ stage: 'rebooting', bootId: now.bootId });
  const result = await parts.host.run({ argv: ['systemctl', 'reboot'], timeoutMs: 30_000, maxOutputBytes: 65_536 });
  if (result.kind === 'exited' && result.code === 0) return { kind: 'rebooting' };
  return refusal(`it could not be rebooted: ${result.kind === 'exited' ? result.stderr.slice(0, 200) : result.kind}`);
}

export type Reconciled =
  /** Nothing was begun: the attempt may be prepared and installed as if new. */
  | { readonly kind: 'not-begun' }
  /** The package manager is still at it; look again later. */
  | { readonly kind: 'still-installing' }
  /** All is as planned; go on to verify. */
  | { readonly kind: 'installed' }
  | Failure;

/** After a crash: looks at the machine, finishes what was unpacked where that is allowed, and never installs again. */
export async function reconcile(parts: AttemptParts, order: JobOrder): Promise<Reconciled> {
  const { host, adapter, state } = parts;
  const journal = await openAttempt(state, order, parts.now);
  if (!(await mayHaveBegun(state, journal, order))) return { kind: 'not-begun' };
  const ended = lastOf(journal, 'failed');
  if (ended !== undefined && lastOf(journal, 'installed') === undefined) return failure(ended.cause, ended.why);
  const lock = await only.lock(adapter, host);
  if (lock.state === 'held') return { kind: 'still-installing' };
  let standing = await only.look(adapter, host, stepOf(order));
  if (standing.ok && standing.audit.state === 'broken' && order.repair && adapter.capabilities.includes('repair')) {
    await journal.add({ stage: 'reconciling', found: standing.audit.problems.join('; ').slice(0, 300) });
    await only.repair(adapter, host, {
      ...installOptions(parts, order, `reconcile-${journal.entries.length}`),
      begin: async () => undefined,
    });
    standing = await only.look(adapter, host, stepOf(order));
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
    return { kind: 'installed' };
  }
  return cutOff(
    changed.length === 0
      ? 'it was cut off before anything was changed'
      : `it was cut off: ${short.length} of ${standing.present.length} packages are not as planned`,
  );
}

function installOptions(parts: AttemptParts, order: JobOrder, part: string): Omit<InstallOptions, 'begin'> {
  const staging = stagingOf(parts, order);
  const name = `${attemptName(order)}-${part}`;
  // A transcript is never written over: what was cut off before has one of its own.
  const free = existsSync(join(staging, `${name}.log`)) ? `${name}-${parts.now().getTime()}` : name;
  return { staging, name: free, lockWaitMs: order.lockWaitMinutes * 60_000, overdueMs: order.overdueMinutes * 60_000 };
}

const blockingOf = ({ probes }: JobOrder): readonly string[] =>
  probes.filter(({ blocking }) => blocking).map(({ name }) => name);

const saysOf = ({ results }: ProbeReport): string =>
  results
    .filter(({ verdict }) => verdict === 'fail')
    .map(({ probe, says }) => `${probe}: ${says}`)
    .slice(0, 5)
    .join('; ');

async function isThere({ adapter, host }: AttemptParts, order: JobOrder): Promise<boolean> {
  const standing = await only.look(adapter, host, stepOf(order));
  return standing.ok && standing.present.every(({ change, now, whole }) => now === change.to && whole);
}

async function lookAround(parts: AttemptParts, order: JobOrder): Promise<Observation> {
  const { host, adapter, clockSkewMs, now } = parts;
  const audit = async () => {
    const standing = await only.look(adapter, host, stepOf(order));
    return standing.ok ? standing.audit : { state: 'unknown' as const, why: standing.why };
  };
  return observe(host, { audit, custom: order.probes, clockSkewMs, now });
}
