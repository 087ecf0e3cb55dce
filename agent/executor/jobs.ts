// Jobs as the executor does them: verified, remembered before they are acted on, and each phase done once at a time.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadAdapter, adapterNames, type AdapterName } from '@suture/adapters/registry.ts';
import type { InstallingHost } from '@suture/adapters/host.ts';
import type { PlanStep } from '@suture/core/rollouts/plan-document.ts';
import type { LocalPolicy } from '@suture/protocol/agent/local-policy.ts';
import { z } from '@suture/protocol/agent/zod.ts';
import { planPart } from '@suture/protocol/deployments/plan-part.ts';
import { dispatchStatement, type DispatchStatement } from '@suture/protocol/deployments/statements.ts';
import { verifyDispatch, type Veto } from '@suture/protocol/deployments/verify-dispatch.ts';
import { verifyStart } from '@suture/protocol/deployments/verify-start.ts';
import type { HeldJob } from '@suture/protocol/deployments/work.ts';
import { attemptFolder, lastOf, openAttempt } from '../execution/attempt-journal.ts';
import type { JobOrder } from '../execution/order.ts';
import { pruneDownloads } from '../execution/prune.ts';
import * as attempt from '../execution/run-attempt.ts';
import { allows } from '../local-policy.ts';
import { outsideLocalWindows } from '../local-windows.ts';
import { readIfThere, replaceFile } from '../state-file.ts';
import type { JobAnswer } from './job-answer.ts';
import type { JobRequest } from './request.ts';
import type { TrustRead } from './trust.ts';

export interface JobParts {
  readonly host: InstallingHost;
  /** Root's alone: journals, what was obeyed and what was taken on. */
  readonly state: string;
  /** Downloads and transcripts; others may read it. */
  readonly cache: string;
  readonly trust: () => Promise<TrustRead>;
  readonly policy: () => Promise<LocalPolicy>;
  readonly now: () => Date;
  /** An answer is given by then, if only that it is under way. */
  readonly patienceMs: number;
}

export interface Jobs {
  /** Never rejects. */
  ask(request: JobRequest): Promise<JobAnswer>;
  /** Something is being done: this process should not end of its own will. */
  isBusy(): boolean;
}

const obeyedFile = z.object({ epoch: z.int().min(0), sequence: z.int().min(0) });
const takenFile = z.object({
  dispatch: dispatchStatement,
  step: planPart.shape.step,
  rollback: planPart.shape.rollback,
});
type Taken = z.infer<typeof takenFile>;

interface Run {
  readonly phase: JobRequest['phase'];
  readonly done: Promise<JobAnswer>;
  answer: JobAnswer | undefined;
  overdue: boolean;
}

const refused = (refusal: string, why: string): JobAnswer => ({ kind: 'refused', refusal, why: why.slice(0, 500) });
const nameOf = ({ deployment, attempt: number }: HeldJob): string => `${deployment}-${number}`;

export function jobsOf(parts: JobParts): Jobs {
  const runs = new Map<string, Run>();
  const under = async (
    name: string,
    phase: JobRequest['phase'],
    work: (told: () => void) => Promise<JobAnswer>,
  ): Promise<JobAnswer> => {
    const known = runs.get(name);
    if (known !== undefined && known.answer === undefined && known.phase !== phase)
      return { kind: 'under-way', overdue: known.overdue };
    let run = known?.phase === phase ? known : undefined;
    if (run === undefined) {
      const { promise, resolve } = Promise.withResolvers<JobAnswer>();
      const begun: Run = { phase, done: promise, answer: undefined, overdue: false };
      run = begun;
      runs.set(name, begun);
      const ended = (answer: JobAnswer): void => {
        begun.answer = answer;
        resolve(answer);
      };
      work(() => (begun.overdue = true)).then(ended, (error: unknown) => ended(brokenOff(error)));
    }
    const answer = await atMost(run.done, parts.patienceMs);
    if (answer === undefined) return { kind: 'under-way', overdue: run.overdue };
    runs.delete(name);
    return answer;
  };
  return {
    isBusy: () => [...runs.values()].some(({ answer }) => answer === undefined),
    async ask(request) {
      try {
        if (request.phase === 'take') return await take(parts, request);
        const taken = await takenOf(parts, request.of);
        if (taken === undefined) return refused('other-job', 'this job was never taken on');
        if (taken.dispatch.dispatch !== request.of.dispatch)
          return refused('other-job', 'a later dispatch was taken on');
        if (request.phase === 'begin') {
          const late = await mayBegin(parts, taken, request.start);
          // Asked again while it is under way, the token may be over by then.
          if (late !== undefined && runs.get(nameOf(request.of))?.phase !== 'begin') return late;
        }
        return await under(nameOf(request.of), request.phase, (told) => act(parts, taken, request.phase, told));
      } catch (error) {
        return brokenOff(error);
      }
    },
  };
}

function brokenOff(error: unknown): JobAnswer {
  const why = error instanceof Error ? error.message : String(error);
  return { kind: 'failed', cause: 'precheck-failed', why: `the executor broke off: ${why}`.slice(0, 500), lines: [] };
}

async function atMost<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function take(parts: JobParts, { dispatch, part }: Extract<JobRequest, { phase: 'take' }>): Promise<JobAnswer> {
  const [trust, policy, obeyed] = await Promise.all([parts.trust(), parts.policy(), obeyedBy(parts)]);
  if (!trust.ok) return refused('unsigned', trust.why);
  if (obeyed === undefined) return refused('replayed', 'what was obeyed before cannot be read, so nothing new is');
  const taken = verifyDispatch({ dispatch, part }, trust.trust, obeyed, vetoOf(policy), parts.now().getTime());
  if (!taken.ok) return refused(taken.cause, taken.why);
  if (!isAdapter(taken.step.adapter)) return refused('malformed', `there is no adapter ${taken.step.adapter} here`);
  await mkdir(parts.state, { recursive: true, mode: 0o700 });
  // Before anything else, so that it is never taken on twice; a power cut in between loses it, and the server sends another.
  const { epoch, sequence } = taken.dispatch;
  await replaceFile(join(parts.state, 'obeyed.json'), JSON.stringify({ epoch, sequence }));
  const { dispatch: order, step, rollback } = taken;
  await replaceFile(takenPath(parts, idOf(order)), JSON.stringify({ dispatch: order, step, rollback }));
  await pruneDownloads(parts.cache, parts.state, parts.now().getTime());
  return { kind: 'taken', does: order.does, rollback };
}

const isAdapter = (name: string): name is AdapterName => (adapterNames as readonly string[]).includes(name);

const idOf = ({ deployment, attempt: number, dispatch }: DispatchStatement): HeldJob => ({
  deployment,
  attempt: number,
  dispatch,
});

const takenPath = ({ state }: JobParts, { deployment, attempt: number }: HeldJob): string =>
  join(attemptFolder(state, { job: deployment, attempt: number }), 'taken.json');

/** Undefined where it is there and damaged: then nothing is known of what was obeyed. */
async function obeyedBy({ state }: JobParts): Promise<z.infer<typeof obeyedFile> | undefined> {
  const text = await readIfThere(join(state, 'obeyed.json'));
  if (text === undefined) return { epoch: 0, sequence: 0 };
  return parsed(obeyedFile, text.toString());
}

const takenOf = async (parts: JobParts, of: HeldJob): Promise<Taken | undefined> =>
  parsed(takenFile, (await readIfThere(takenPath(parts, of)))?.toString());

function parsed<T extends z.ZodType>(schema: T, text: string | undefined): z.infer<T> | undefined {
  try {
    return text === undefined ? undefined : schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** What root's own file says to it, whatever the server signed. */
const vetoOf =
  (policy: LocalPolicy): Veto =>
  (does, step) => {
    const allowed = allows(policy, does);
    if (!allowed.ok) return allowed.why;
    if (policy.state !== 'in-force' || policy.pinned === undefined) return undefined;
    if ((policy.pinnedCount ?? 0) > policy.pinned.length)
      return 'the policy of this machine pins more packages than can be held to';
    const pinned = step.changes.find((change) => policy.pinned?.includes(change.package));
    return pinned === undefined ? undefined : `the policy of this machine pins ${pinned.package}`;
  };

/** The last look before anything is changed: token, windows, and the policy as it is now. Undefined where it may begin. */
async function mayBegin(parts: JobParts, { dispatch, step }: Taken, start: unknown): Promise<JobAnswer | undefined> {
  const [trust, policy] = await Promise.all([parts.trust(), parts.policy()]);
  if (!trust.ok) return refused('unsigned', trust.why);
  const now = parts.now().getTime();
  const windows = policy.state === 'in-force' ? policy.maintenanceWindows : undefined;
  const vetoed =
    vetoOf(policy)(dispatch.does, step) ??
    (dispatch.does === 'install' ? outsideLocalWindows(windows, now) : undefined);
  const leave = verifyStart(start, dispatch, trust.trust, vetoed, now);
  return leave.ok ? undefined : refused(leave.cause, leave.why);
}

const shortMinutes = 60;
const longMinutes = 180;

/** What the signed step comes to on this machine. */
export function orderOf(dispatch: DispatchStatement, step: PlanStep, policy: LocalPolicy): JobOrder {
  return {
    job: dispatch.deployment,
    attempt: dispatch.attempt,
    dispatch: dispatch.dispatch,
    adapter: step.adapter,
    changes: [...step.changes],
    // Operators signed each of them by name.
    removals: step.changes.some(({ to }) => to === null) ? 'listed' : 'none',
    repair: allows(policy, 'repair').ok,
    restart: allows(policy, 'restart').ok ? 'services' : 'none',
    reboot: step.expectsReboot && allows(policy, 'reboot').ok ? 'if-needed' : 'never',
    lockWaitMinutes: 5,
    overdueMinutes: step.expectsReboot || step.changes.length > 50 ? longMinutes : shortMinutes,
    probes: [],
  };
}

async function act(parts: JobParts, taken: Taken, phase: JobRequest['phase'], told: () => void): Promise<JobAnswer> {
  const { dispatch, step } = taken;
  if (!isAdapter(step.adapter)) return refused('malformed', `there is no adapter ${step.adapter} here`);
  const order = orderOf(dispatch, step, await parts.policy());
  const { host, state, cache, now } = parts;
  const at: attempt.AttemptParts = {
    host,
    adapter: await loadAdapter(step.adapter),
    state,
    cache,
    now,
    clockSkewMs: 0,
  };
  switch (phase) {
    case 'take':
      return refused('malformed', 'it is taken on already');
    case 'prepare':
      // What a rollback needs was staged by the install that it takes back.
      if (dispatch.does === 'roll-back') return { kind: 'staged', rollback: 'R1', why: [] };
      return said(await attempt.prepare(at, order));
    case 'begin':
      return said(
        dispatch.does === 'roll-back' ? await attempt.rollBack(at, order) : await attempt.install(at, order, told),
      );
    case 'verify':
    case 'soak': {
      const journal = await openAttempt(state, order, now);
      return said(
        await attempt.verify(at, order, {
          soak: phase === 'soak',
          rebootPlanned: lastOf(journal, 'rebooting') !== undefined,
        }),
      );
    }
    case 'reconcile': {
      const found = await attempt.reconcile(at, order);
      return found.kind === 'installed'
        ? { kind: 'installed', changed: 0, kept: [], overdue: false, rebootPlanned: false }
        : said(found);
    }
    case 'reboot':
      return said(await attempt.reboot(at, order));
  }
}

type Outcome =
  | attempt.Prepared
  | attempt.Installed
  | attempt.Verification
  | attempt.RolledBackTo
  | attempt.Rebooting
  | Exclude<attempt.Reconciled, { kind: 'installed' }>;

const short = (text: string, most = 500): string => text.slice(0, most);
const shorter = (lines: readonly string[]): string[] => lines.slice(0, 12).map((line) => short(line, 300));

function said(outcome: Outcome): JobAnswer {
  switch (outcome.kind) {
    case 'staged':
      return { kind: 'staged', rollback: outcome.rollback, why: outcome.why.slice(0, 20).map((why) => short(why)) };
    case 'deferred':
      return { ...outcome, why: short(outcome.why) };
    case 'failed':
    case 'rollback-failed':
      return { kind: outcome.kind, cause: outcome.cause, why: short(outcome.why), lines: shorter(outcome.lines) };
    case 'installed':
      return {
        ...outcome,
        changed: outcome.changed.length,
        kept: outcome.kept.slice(0, 50).map((path) => short(path)),
      };
    case 'verified': {
      const { verdict, results } = outcome.probes;
      const says = results
        .filter((result) => result.verdict !== 'pass')
        .map((result) => short(`${result.probe}: ${result.says}`));
      const probesPass = verdict === 'pass' || verdict === 'warn';
      return {
        kind: 'verified',
        evidence: outcome.evidence,
        probesPass,
        boots: outcome.boots,
        says: says.slice(0, 20),
      };
    }
    default:
      return { kind: outcome.kind };
  }
}
