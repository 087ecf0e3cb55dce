// What time alone does to jobs: the limits of the table in job.ts.
import type { Job, JobKind } from './job.ts';
import { longFactor, stages } from './job.ts';
import { failBefore, failed } from './reports.ts';
import type { Tick } from './tick.ts';
import { dueAt, explain, giveBack, setJob, setOutcome, setState, targetAt } from './tick.ts';

const limitOf = (kind: JobKind): number => stages[kind].limitMs ?? Infinity;

/** Applies to one job whatever its time limit says now, and remembers when the next one is due. */
export function applyTime(tick: Tick, position: number, job: Job): void {
  const { now } = tick;
  const { state } = job;
  switch (state.kind) {
    case 'leased':
      return when(tick, state.since + limitOf(state.kind), () => giveBack(tick, position, job));
    case 'dispatched':
      return when(tick, Math.min(state.expiresAt, state.since + limitOf(state.kind)), () =>
        giveBack(tick, position, job),
      );
    case 'precheck':
    case 'downloading': {
      const cause = state.kind === 'precheck' ? 'precheck-timeout' : 'download-stalled';
      if (now >= state.expiresAt) return giveBack(tick, position, job);
      dueAt(tick, state.expiresAt);
      return when(tick, state.since + limitOf(state.kind), () => failBefore(tick, position, job, cause));
    }
    case 'staged':
      return when(tick, state.expiresAt, () => giveBack(tick, position, job));
    case 'starting':
      // It may have begun until its last moment, and nothing was heard: it counts as installing from then on.
      return when(tick, state.tokenExpiresAt, () =>
        setJob(tick, position, {
          ...job,
          changed: true,
          state: { kind: 'installing', since: state.tokenExpiresAt, overdue: false },
        }),
      );
    case 'installing':
    case 'rebooting':
      return applyOverdue(tick, position, job, state);
    case 'verifying':
      return when(tick, state.since + limitOf(state.kind), () => failed(tick, position, job, 'verification-timeout'));
    case 'reconciling':
      return when(tick, state.since + limitOf(state.kind), () => failed(tick, position, job, 'no-report-after-crash'));
    case 'rolling-back':
      return when(tick, state.since + limitOf(state.kind), () => {
        setState(tick, position, job, { kind: 'rollback-failed', at: now, cause: 'rollback-timeout' });
        tick.actions.push({
          kind: 'call-person',
          about: `the rollback on ${targetAt(tick, position)?.endpoint} did not end`,
        });
      });
    case 'soaking':
      dueAt(tick, state.until);
      return when(tick, state.until + limitOf(state.kind), () => lose(tick, position, job));
    case 'queued':
    case 'deferred':
    case 'succeeded':
    case 'failed':
    case 'lost':
    case 'rolled-back':
    case 'rollback-failed':
    case 'skipped':
    case 'cancelled':
    case 'superseded':
    case 'not-applicable':
      return undefined;
  }
}

function when(tick: Tick, moment: number, act: () => unknown): void {
  if (tick.now >= moment) act();
  else dueAt(tick, moment);
}

const lose = (tick: Tick, position: number, job: Job): void =>
  setOutcome(tick, position, { ...job, changed: true }, { kind: 'lost', at: tick.now, keepsGroupSlot: true }, true);

function applyOverdue(
  tick: Tick,
  position: number,
  job: Job,
  state: Extract<Job['state'], { kind: 'installing' | 'rebooting' }>,
): void {
  const factor = targetAt(tick, position)?.isLong === true ? longFactor[state.kind] : 1;
  const limit = limitOf(state.kind) * factor;
  if (tick.now >= state.since + 2 * limit) return lose(tick, position, job);
  dueAt(tick, state.since + 2 * limit);
  if (state.overdue) return;
  when(tick, state.since + limit, () => {
    setState(tick, position, job, { ...state, overdue: true });
    explain(tick, `job ${position}`, `${state.kind} for longer than expected; it is not killed`);
  });
}
