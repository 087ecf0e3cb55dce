// What a deployment to 100,000 endpoints costs: a tick with everything loaded and as a server loads it, and freezing its plan.
import { createHash } from 'node:crypto';
import { newRollout, plan } from '@suture/core/rollouts/plan.ts';
import { usualGate } from '@suture/core/rollouts/gate/decide.ts';
import { freezePlan, planHash } from '@suture/core/rollouts/plan-document.ts';
import { partOf } from '@suture/core/rollouts/job.ts';
import type { Job } from '@suture/core/rollouts/job.ts';
import type { Observations, Planned, Report, RolloutPlan, RolloutState } from '@suture/core/rollouts/rollout.ts';
import { workOut } from '@suture/core/maintenance/schedule.ts';
import { summary } from './measure.ts';
import { memoryNow, type Row, type Section, timeRow } from './report.ts';

const endpoints = 100_000;
const now = Date.UTC(2026, 10, 23);
const minute = 60_000;
const belowMs = 1_000;
const freezeBelowMs = 10_000;

export function reconcile(_: unknown, rounds: number): Section {
  const running = begun();
  const everywhere = allOver(running);
  const busy = inFlight(everywhere, 1_000);
  const offline = new Map(
    running.plan.targets.map((_target, position) => [
      position,
      { online: false, clockSkewMs: 0, deferredUntil: null, frozenUntil: null },
    ]),
  );
  const reports = reportsOf(busy);
  const cases: readonly (readonly [string, () => Planned])[] = [
    ['nothing happens, all 100,000 jobs loaded', () => plan(busy, seen(busy), now + minute)],
    ['1,000 reports, all jobs loaded', () => plan(busy, seen(busy, { reports }), now + minute)],
    ['1,000 reports, loaded as a server does', () => plan(lessLoaded(busy), seen(busy, { reports }), now + minute)],
    ['1,000 slots given out, all jobs loaded', () => plan(everywhere, seen(everywhere), now + minute)],
    [
      'all 100,000 found offline at once',
      () => plan(everywhere, seen(everywhere, { endpoints: offline }), now + minute),
    ],
    [
      'stopped with 1,000 in flight',
      () => plan(busy, seen(busy, { commands: [{ kind: 'stop', by: 'bench' }] }), now + minute),
    ],
  ];
  const timed = (name: string, run: () => unknown, below: number): Row => {
    run();
    const samples = Array.from({ length: rounds }, () => {
      const start = performance.now();
      run();
      return { milliseconds: performance.now() - start, megabytes: undefined };
    });
    return timeRow(summary(name, samples), below);
  };
  const ticks = cases.map(([name, run]) => timed(name, run, belowMs));
  const afterTicks = memoryNow('resident memory after these, all jobs loaded');
  const freeze = timed('the plan frozen, put into rings and hashed', frozenHash, freezeBelowMs);
  const rows = [...ticks, afterTicks, freeze, memoryNow('resident memory after that, too')];
  return { title: 'A deployment to 100,000 endpoints, decided in memory', rows, remarks: [] };
}

const rolloutPlan: RolloutPlan = {
  hash: 'bench',
  expiresAt: now + 30 * 24 * 60 * minute,
  targets: Array.from({ length: endpoints }, (_, position) => ({
    endpoint: `endpoint-${position}`,
    group: `group-${position % 5_000}`,
    stratum: `debian-${position % 3}`,
    schedule: 'any-time',
    expectedMs: 10 * minute,
    rollbackReserveMs: 10 * minute,
    variety: position % 500,
    rollback: 'R1',
    isLong: false,
  })),
  varieties: Array.from({ length: 500 }, (_, variety) => ['openssl@debian-12', `package-${variety % 100}@debian-12`]),
  limits: { deployment: 1_000, ring: 1_000, group: 10 },
  gate: usualGate,
  soakMs: 60 * minute,
  catchUp: { mode: 'next-window' },
  approvalsNeeded: 1,
};

/** 500 different steps of 20 packages each. */
function frozenHash(): string | undefined {
  const frozen = freezePlan({
    organisation: 'bench',
    by: 'bench',
    at: '2026-11-23T00:00:00.000Z',
    expiresAt: '2026-11-30T00:00:00.000Z',
    query: '',
    closes: [],
    rings: '2,10%,rest',
    soakMinutes: 60,
    limits: rolloutPlan.limits,
    gate: usualGate,
    steps: Array.from({ length: 500 }, (_, step) => ({
      adapter: 'apt',
      release: `debian-${11 + (step % 3)}`,
      changes: Array.from({ length: 20 }, (_change, each) => ({
        package: `package-${(step * 7 + each) % 2_000}`,
        architecture: 'amd64',
        from: '1.0-1',
        to: '1.0-2',
      })),
      heldBack: [],
      downloadBytes: 1_000_000,
      expectsReboot: false,
      expectedMinutes: 5,
    })),
    endpoints: rolloutPlan.targets.map(({ endpoint, group, schedule, rollback, variety }) => ({
      endpoint,
      step: variety,
      rollback,
      group,
      schedule,
    })),
    exclusions: [],
    seed: 'bench',
  });
  if (!frozen.ok) throw new Error(frozen.problems[0]?.problem);
  return planHash(frozen.value, (bytes) => createHash('sha256').update(bytes).digest('hex'));
}

const schedules = new Map([
  ['any-time', workOut({ windows: 'any-time', blackouts: [] }, { from: now - minute, to: now + 10_000 * minute })],
]);
const well = new Map(
  rolloutPlan.targets.map((_, position) => [
    position,
    { online: true, clockSkewMs: 0, deferredUntil: null, frozenUntil: null },
  ]),
);

const seen = (state: RolloutState, change: Partial<Observations> = {}): Observations => ({
  commands: [],
  reports: [],
  endpoints: well,
  schedules,
  blackoutUntil: null,
  freezeUntil: null,
  isFenced: false,
  totalFree: 1_000 - state.deployment.inFlight,
  groupsElsewhere: new Map(),
  probes: 'clear',
  ...change,
});

function begun(): RolloutState {
  const fresh = newRollout(rolloutPlan, [500, 9_500, 90_000], now);
  const [first, second, third] = fresh.rings;
  if (first === undefined || second === undefined || third === undefined) throw new Error('three rings were asked for');
  return { ...fresh, deployment: { ...fresh.deployment, state: { kind: 'running' }, coverageWaivedBy: 'bench' } };
}

/** All rings open, which is more than ever happens. */
const allOver = (state: RolloutState): RolloutState => ({
  ...state,
  rings: state.rings.map((ring, index) => ({
    ...ring,
    state: index < 2 ? { kind: 'promoted', at: now, by: null } : { kind: 'open', since: now },
  })),
});

function inFlight(state: RolloutState, count: number): RolloutState {
  const planned = plan(state, seen(state), now);
  if (planned.deployment.inFlight !== count) throw new Error(`${planned.deployment.inFlight} are in flight`);
  return {
    ...state,
    deployment: planned.deployment,
    rings: planned.rings,
    jobs: new Map([...state.jobs, ...planned.changed]),
  };
}

const reportsOf = ({ jobs }: RolloutState): readonly Report[] =>
  [...jobs].flatMap(([position, { attempt, dispatch, state }]) =>
    state.kind === 'leased' ? [{ position, attempt, dispatch, body: { kind: 'start-requested' as const } }] : [],
  );

function lessLoaded(state: RolloutState): RolloutState {
  let waiting = 0;
  const isLoaded = ({ state: { kind } }: Job): boolean =>
    partOf(kind) === 'waiting' ? waiting++ < 1_000 : partOf(kind) !== 'rest';
  return { ...state, jobs: new Map([...state.jobs].filter(([, job]) => isLoaded(job))) };
}
