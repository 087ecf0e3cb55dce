// A small fleet for tests: its plan, what is seen of it, and the report its agents would send next.
import { readWindow } from '../maintenance/read-window.ts';
import { workOut } from '../maintenance/schedule.ts';
import type { WorkedOut } from '../maintenance/schedule.ts';
import type { Cause } from './causes.ts';
import { usualGate } from './gate/decide.ts';
import type { Job } from './job.ts';
import { applied, newRollout, plan } from './plan.ts';
import type {
  Command,
  EndpointFacts,
  Observations,
  Planned,
  Report,
  ReportBody,
  RolloutPlan,
  RolloutState,
  Target,
} from './rollout.ts';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
/** A Monday, 00:00 UTC. */
export const start = Date.parse('2026-11-23T00:00:00Z');

export const target = (position: number, change: Partial<Target> = {}): Target => ({
  endpoint: `endpoint-${position}`,
  group: null,
  stratum: 'debian-12',
  schedule: 'any-time',
  expectedMs: 10 * minute,
  rollbackReserveMs: 10 * minute,
  variety: 0,
  rollback: 'R1',
  isLong: false,
  ...change,
});

export const planOf = (targets: readonly Target[], change: Partial<RolloutPlan> = {}): RolloutPlan => ({
  hash: 'plan-1',
  expiresAt: start + 30 * day,
  targets,
  varieties: [['openssl@debian-12']],
  limits: { deployment: 1_000, ring: 1_000, group: 1_000 },
  gate: usualGate,
  soakMs: hour,
  catchUp: { mode: 'next-window' },
  approvalsNeeded: 1,
  ...change,
});

const everything = { from: start - 40 * day, to: start + 80 * day };
const night = readWindow({
  name: 'night',
  recurrence: 'FREQ=DAILY',
  starts: '22:00',
  duration: '4h',
  zone: 'UTC',
  from: '2026-01-01',
});
export const schedules: ReadonlyMap<string, WorkedOut> = new Map([
  ['any-time', workOut({ windows: 'any-time', blackouts: [] }, everything)],
  ['night', workOut({ windows: night.ok ? [night.value] : [], blackouts: [] }, everything)],
]);

export const well: EndpointFacts = { online: true, clockSkewMs: 0, deferredUntil: null, frozenUntil: null };

const seen = (state: RolloutState, change: Partial<Observations> = {}): Observations => ({
  commands: [],
  reports: [],
  endpoints: new Map(state.plan.targets.map((_, position) => [position, well])),
  schedules,
  blackoutUntil: null,
  freezeUntil: null,
  isFenced: false,
  totalFree: 1_000 - state.deployment.inFlight,
  groupsElsewhere: new Map(),
  probes: 'clear',
  ...change,
});

/** A deployment on a clock that the test turns. */
export class World {
  state: RolloutState;
  now = start;
  last: Planned | undefined;

  constructor(rolloutPlan: RolloutPlan, rings: readonly number[]) {
    this.state = newRollout(rolloutPlan, rings, start);
  }

  tick(change: Partial<Observations> = {}, later = 0): Planned {
    this.now += later;
    this.last = plan(this.state, seen(this.state, change), this.now);
    this.state = applied(this.state, this.last);
    return this.last;
  }

  does(...commands: readonly Command[]): Planned {
    return this.tick({ commands });
  }

  /** Approved and running. */
  begin(): this {
    const { hash } = this.state.plan;
    this.does({ kind: 'freeze', by: 'ada' });
    this.does({ kind: 'submit', by: 'ada' });
    this.does({ kind: 'approve', by: 'ada', planHash: hash }, { kind: 'approve', by: 'bob', planHash: hash });
    return this;
  }

  job(position: number): Job {
    const job = this.state.jobs.get(position);
    if (job === undefined) throw new Error(`no job ${position}`);
    return job;
  }

  says(position: number, body: ReportBody, later = 0): Planned {
    const { attempt, dispatch } = this.job(position);
    return this.tick({ reports: [{ position, attempt, dispatch, body }] }, later);
  }

  /** All that are in flight come a step further, for as long as it takes; `fails` names causes by position. */
  run(until: number, fails: ReadonlyMap<number, Cause> = new Map()): void {
    for (let steps = 0; this.now < until && steps < 2_000; steps++) {
      const reports = [...this.state.jobs].flatMap(([position, job]) =>
        nextReport(position, job, this.now, fails.get(position)),
      );
      const before = this.state;
      this.tick({ reports }, reports.length > 0 ? 1_000 : 0);
      const isQuiet =
        reports.length === 0 &&
        this.last?.changed.size === 0 &&
        before.deployment.state === this.state.deployment.state;
      const look = this.last?.actions.find((action) => action.kind === 'look-again');
      if (isQuiet) this.now = Math.min(until, look?.kind === 'look-again' ? look.at : until);
    }
  }
}

/** What a healthy agent, or one on which `cause` happens, would say next. */
export function nextReport(position: number, job: Job, now: number, cause?: Cause): readonly Report[] {
  const body = nextBody(job, now, cause);
  return body === undefined ? [] : [{ position, attempt: job.attempt, dispatch: job.dispatch, body }];
}

function nextBody({ state }: Job, now: number, cause: Cause | undefined): ReportBody | undefined {
  switch (state.kind) {
    case 'leased':
      return { kind: 'dispatched' };
    case 'dispatched':
      return { kind: 'prechecking' };
    case 'precheck':
      return cause === 'disk-full' ? { kind: 'failed', cause } : { kind: 'progress' };
    case 'downloading':
    case 'staged':
      return { kind: 'start-requested' };
    case 'starting':
      return { kind: 'installing' };
    case 'installing':
      return cause === undefined || cause.includes('soak')
        ? { kind: 'verifying', boots: 0, rebootPlanned: false }
        : { kind: 'failed', cause };
    case 'rebooting':
      return { kind: 'verifying', boots: 1, rebootPlanned: true };
    case 'reconciling':
    case 'verifying':
      return { kind: 'verified', evidence: { versionsAsPlanned: true, newCodeRuns: true } };
    case 'soaking':
      if (now < state.until) return undefined;
      return { kind: 'soaked', evidence: { probesPass: cause === undefined, boots: 0 } };
    case 'rolling-back':
      return { kind: 'rolled-back' };
    default:
      return undefined;
  }
}
