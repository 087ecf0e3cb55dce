// One phase of a job that was taken on: what the signed step comes to on this machine, and what the attempt makes of it.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAdapter } from '@suture/adapters/registry.ts';
import type { PlanStep, StepConduct } from '@suture/core/rollouts/plan-document.ts';
import type { LocalPolicy } from '@suture/protocol/agent/local-policy.ts';
import type { DispatchStatement } from '@suture/protocol/deployments/statements.ts';
import type { AttemptParts } from '../execution/attempt.ts';
import { lastOf, openAttempt } from '../execution/attempt-journal.ts';
import { install, reboot } from '../execution/install.ts';
import { attemptName, type JobOrder } from '../execution/order.ts';
import { prepare } from '../execution/prepare.ts';
import { reconcile } from '../execution/reconcile.ts';
import { rollBack } from '../execution/roll-back.ts';
import { verify } from '../execution/verify.ts';
import { allows } from '../local-policy.ts';
import type { JobAnswer } from './job-answer.ts';
import type { JobParts } from './jobs.ts';
import type { JobRequest } from './request.ts';
import { rehearsed, said } from './say-answer.ts';
import { isAdapter, refused, type Taken } from './taken.ts';
import { isReady } from './may-begin.ts';

const shortMinutes = 60;
const longMinutes = 180;

/** What a step that says nothing of it means. */
const usual = ({ expectsReboot }: PlanStep): StepConduct => ({
  restart: 'services',
  reboot: expectsReboot ? 'if-needed' : 'never',
  repair: true,
  probes: [],
});

/** `in-window`: while a window that the dispatch names is open. */
function rebootNow(policy: StepConduct['reboot'], { windows }: DispatchStatement, now: number): JobOrder['reboot'] {
  if (policy !== 'in-window') return policy;
  return windows.some(({ from, to }) => Date.parse(from) <= now && now < Date.parse(to)) ? 'if-needed' : 'never';
}

/** What the signed step comes to on this machine, at this moment (UTC milliseconds). */
export function orderOf(dispatch: DispatchStatement, step: PlanStep, policy: LocalPolicy, now: number): JobOrder {
  const { restart, reboot: rebooting, repair, probes } = step.conduct ?? usual(step);
  return {
    job: dispatch.deployment,
    attempt: dispatch.attempt,
    dispatch: dispatch.dispatch,
    adapter: step.adapter,
    changes: [...step.changes],
    // Operators signed each of them by name.
    removals: step.changes.some(({ to }) => to === null) ? 'listed' : 'none',
    repair: repair && allows(policy, 'repair').ok,
    restart: allows(policy, 'restart').ok ? restart : 'none',
    reboot: allows(policy, 'reboot').ok ? rebootNow(rebooting, dispatch, now) : 'never',
    // Shorter than a start token is good for: until that is over, the server knows that nothing was begun.
    lockWaitMinutes: 3,
    overdueMinutes: step.expectsReboot || step.changes.length > 50 ? longMinutes : shortMinutes,
    probes: [...probes],
  };
}

const rehearsalLimits = { mostBytes: 8 * 1024 ** 3, timeoutMs: 60 * 60_000 } as const;

/** In a folder of its own, which is gone afterwards. */
async function rehearseStep(
  parts: JobParts,
  { adapter, cache, downloads }: AttemptParts,
  order: JobOrder,
): Promise<JobAnswer> {
  const staging = join(cache, attemptName(order));
  try {
    const { changes, removals } = order;
    const options = { adapter, step: { changes, removals }, staging, downloads, ...rehearsalLimits };
    return rehearsed(await parts.rehearse(options));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Packages of one's own are verified before anything looks at them; undefined where all is well. */
async function bringOwn({ bringFiles }: JobParts, { adapter, changes }: JobOrder): Promise<JobAnswer | undefined> {
  const why = adapter === 'own' ? await bringFiles?.(changes) : undefined;
  return why === undefined ? undefined : { kind: 'failed', cause: 'not-trusted', why, lines: [] };
}

/** What is told meanwhile to whoever asks. */
export interface Telling {
  readonly overdue: () => void;
  readonly progress: (bytes: number) => void;
}

export async function act(
  parts: JobParts,
  taken: Taken,
  phase: JobRequest['phase'],
  tell: Telling,
): Promise<JobAnswer> {
  const { dispatch, step } = taken;
  if (!isAdapter(step.adapter)) return refused('malformed', `there is no adapter ${step.adapter} here`);
  // What was signed as a rehearsal is one, and nothing else is.
  if ((dispatch.does === 'rehearse') !== (phase === 'rehearse')) {
    return refused('malformed', `a dispatch to ${dispatch.does} has no ${phase}`);
  }
  const policy = await parts.policy();
  const order = orderOf(dispatch, step, policy, parts.now().getTime());
  const { host, state, cache, now } = parts;
  const at: AttemptParts = {
    host,
    adapter: await loadAdapter(step.adapter),
    state,
    cache,
    now,
    clockSkewMs: 0,
    downloads: policy.state === 'in-force' ? policy.downloads : undefined,
  };
  const takesBack = dispatch.does === 'roll-back';
  switch (phase) {
    case 'take':
      return refused('malformed', 'it is taken on already');
    case 'ready':
      return isReady(parts, taken);
    case 'prepare':
      // What a rollback needs was staged by the install that it takes back.
      if (takesBack) return { kind: 'staged', rollback: 'R1', why: [] };
      return (await bringOwn(parts, order)) ?? said(await prepare(at, order, tell.progress));
    case 'begin':
      return said(takesBack ? await rollBack(at, order) : await install(at, order, tell.overdue));
    case 'verify':
    case 'soak': {
      const rebootPlanned = lastOf(await openAttempt(state, order, now), 'rebooting') !== undefined;
      return said(await verify(at, order, { soak: phase === 'soak', rebootPlanned }));
    }
    case 'reconcile':
      return said(await reconcile(at, order));
    case 'reboot':
      return said(await reboot(at, order));
    case 'rehearse':
      return (await bringOwn(parts, order)) ?? rehearseStep(parts, at, order);
  }
}
