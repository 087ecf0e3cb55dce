// Random stories of a deployment for tests: time, reports, people, crashes, duplicates; each moment is shown to a check.
import * as fc from 'fast-check';
import type { Cause } from './causes.ts';
import { partOf } from './job.ts';
import type { Job, JobKind, JobState } from './job.ts';
import { applied, newRollout, plan } from './plan.ts';
import type { Command, Observations, Planned, Report, ReportBody, RolloutPlan, RolloutState } from './rollout.ts';
import { day, hour, minute, nextReport, planOf, schedules, start, target } from './world.fixture.ts';

/** Not taken from the code: what counts as in flight, and what keeps a disruption group busy. */
export const flies: readonly JobKind[] = [
  'leased',
  'dispatched',
  'precheck',
  'downloading',
  'staged',
  'starting',
  'installing',
  'rebooting',
  'verifying',
  'reconciling',
  'rolling-back',
];
export const isBusy = ({ state }: Job): boolean =>
  flies.includes(state.kind) || (state.kind === 'lost' && state.keepsGroupSlot);

export const size = 24;
export const rings = [3, 6, 15];

export const fleet: RolloutPlan = planOf(
  Array.from({ length: size }, (_, position) =>
    target(position, {
      group: position % 4 === 0 ? null : `group-${position % 3}`,
      stratum: position % 5 === 0 ? 'rhel-9' : 'debian-12',
      schedule: position % 2 === 0 ? 'any-time' : 'night',
      variety: position % 7 === 1 ? 1 : position % 11 === 6 ? 2 : 0,
      rollback: position % 6 === 5 ? 'R0' : 'R1',
      isLong: position % 8 === 0,
    }),
  ),
  {
    varieties: [['openssl@debian-12'], ['openssl@debian-12', 'nginx@debian-12'], ['redis@debian-12']],
    limits: { deployment: 5, ring: 4, group: 2 },
    gate: { acceptedRate: 0.01, smallRing: 'clean-canary', extend: 'automatic' },
    expiresAt: start + 3 * day,
    approvalsNeeded: 2,
  },
);

const people = ['ada', 'bob', 'cy'];
const commandKinds: readonly Command['kind'][] = [
  'freeze',
  'submit',
  'rehearse',
  'cancel',
  'supersede',
  'reject',
  'rehearsed',
  'approve',
  'approve',
  'approve',
  'edit',
  'schedule',
  'pause',
  'resume',
  'resume',
  'promote',
  'promote',
  'stop',
  'roll-back',
  'break-glass',
  'retry',
  'retry',
  'release',
  'waive-coverage',
];
const position = fc.nat(size);
const by = fc.constantFrom(...people);
const command: fc.Arbitrary<Command> = fc
  .record({
    kind: fc.constantFrom(...commandKinds),
    by,
    position,
    hash: fc.constantFrom('plan-1', 'plan-1', 'plan-1', 'other'),
    later: fc.nat(2 * hour),
  })
  .map(({ kind, by: person, position: at, hash, later }): Command => {
    switch (kind) {
      case 'approve':
      case 'edit':
        return { kind, by: person, planHash: hash };
      case 'rehearsed':
        return { kind, by: person, result: at % 2 === 0 ? 'pass' : 'fail' };
      case 'schedule':
        return { kind, by: person, startAt: start + later };
      case 'retry':
      case 'release':
        return { kind, by: person, position: at };
      default:
        return { kind, by: person };
    }
  });

const cause = fc.constantFrom<Cause>(
  'disk-full',
  'script-failed',
  'service-died-in-soak',
  'interrupted',
  'versions-differ',
);
const body: fc.Arbitrary<ReportBody> = fc.oneof(
  fc.constantFrom<ReportBody>(
    { kind: 'dispatched' },
    { kind: 'prechecking' },
    { kind: 'progress' },
    { kind: 'start-requested' },
    { kind: 'installing' },
    { kind: 'rebooting' },
    { kind: 'reconciling' },
    { kind: 'rolled-back' },
    { kind: 'not-applicable' },
    { kind: 'verifying', boots: 1, rebootPlanned: true },
    { kind: 'verifying', boots: 2, rebootPlanned: true },
    { kind: 'verified', evidence: null },
    { kind: 'soaked', evidence: null },
    { kind: 'verified', evidence: { versionsAsPlanned: true, newCodeRuns: true } },
    { kind: 'soaked', evidence: { probesPass: true, boots: 0 } },
  ),
  cause.map((each) => ({ kind: 'failed' as const, cause: each })),
  cause.map((each) => ({ kind: 'rollback-failed' as const, cause: each })),
);

/** Mostly what agents would say next; sometimes anything, late, twice or from the future. */
const step = fc.record({
  /** How wild this moment is: 0 calm, 9 anything. */
  mood: fc.nat(9),
  later: fc.oneof(fc.nat(2 * minute), fc.nat(2 * minute), fc.nat(12 * minute), fc.nat(4 * hour)),
  commands: fc.array(command, { maxLength: 2 }),
  /** A person looks after it: resumes what pauses, approves what halted, promotes what waits at its gate. */
  attended: fc.constantFrom(true, true, false),
  /** Of how many agents one speaks; 0 is none. */
  speakers: fc.constantFrom(1, 1, 1, 2, 3, 0),
  failing: fc.option(cause, { nil: undefined, freq: 3 }),
  odd: fc.array(
    fc.record({
      position,
      attempt: fc.constantFrom(0, 0, 0, 0, 0, -1, 1),
      dispatch: fc.constantFrom(0, 0, 0, 0, -1),
      body,
    }),
    { maxLength: 2 },
  ),
  twice: fc.boolean(),
  crash: fc.nat(9).map((each) => each === 0),
  loads: fc.constantFrom('all', 'all', 'some'),
  offline: fc.nat(8),
  skewed: fc.oneof(fc.constant(-1), fc.nat(size)),
  skew: fc.constantFrom(121_000, -121_000, Number.NaN, day),
  /** Of all deployments together; it may shrink under what is in flight. */
  slots: fc.integer({ min: 1, max: 8 }),
  blackout: fc.nat(29).map((each) => each === 0),
  freeze: fc.nat(29).map((each) => each === 0),
  frozen: fc.nat(199),
  removed: fc.nat(299),
  fenced: fc.nat(49).map((each) => each === 0),
  unsigned: fc.nat(49).map((each) => each === 0),
  probes: fc.constantFrom('clear', 'clear', 'clear', 'blocking', undefined),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const approveAll: readonly Command[] = [
  { kind: 'freeze', by: 'ada' },
  { kind: 'submit', by: 'ada' },
  { kind: 'approve', by: 'ada', planHash: 'plan-1' },
];

/** Everything one tick saw and did. */
export interface Moment {
  readonly before: RolloutState;
  readonly seen: Observations;
  readonly now: number;
  readonly planned: Planned;
  readonly after: RolloutState;
  /** The tick was lost: nothing of it was written or sent. */
  readonly lost: boolean;
}

/** How far all stories of this process came. */
export const walked = { steps: 0, reached: new Set<string>() };

/** Runs a story and shows each moment to the check. */
export function live({ wild, story }: Story, check: (moment: Moment) => void): void {
  let state = newRollout(fleet, rings, start);
  let now = start;
  let first = true;
  for (const each of story) {
    now += each.later;
    const commands = [
      ...(each.attended ? attend(state, each.mood) : []),
      ...(wild && each.mood > 5 ? each.commands : []),
    ];
    // Together with whatever would make it go on.
    if (wild && each.mood === 9) commands.push({ kind: 'stop', by: 'cy' });
    const seen = observe(state, each, now, wild, first ? approveAll : commands);
    const given = each.loads === 'all' ? state : { ...state, jobs: lessLoaded(state, seen, now) };
    const planned = plan(given, seen, now);
    const after = applyAll(state, planned);
    check({ before: state, seen, now, planned, after, lost: each.crash });
    if (!each.crash) {
      state = after;
      first = false;
    }
    walked.steps += 1;
    walked.reached.add(state.deployment.state.kind);
    for (const { state: ringState } of state.rings) walked.reached.add(`ring ${ringState.kind}`);
    for (const { state: jobState } of state.jobs.values()) walked.reached.add(`job ${jobState.kind}`);
  }
}

function attend(state: RolloutState, mood: number): readonly Command[] {
  switch (state.deployment.state.kind) {
    case 'paused':
      return [{ kind: 'resume', by: 'ada' }];
    case 'awaiting-approval':
      // The same person again is no second person.
      return mood < 5
        ? [{ kind: 'approve', by: 'ada', planHash: 'plan-1' }]
        : [{ kind: 'approve', by: 'bob', planHash: 'plan-1' }];
    case 'halted':
      if (mood < 3) return [{ kind: 'roll-back', by: 'ada' }];
      return people.map((person) => ({ kind: 'approve', by: person, planHash: 'plan-1' }));
    case 'running': {
      const failed = [...state.jobs].find(([, job]) => job.state.kind === 'failed');
      const again: readonly Command[] =
        failed === undefined || mood !== 4 ? [] : [{ kind: 'retry', by: 'ada', position: failed[0] }];
      return [{ kind: 'promote', by: 'ada' }, ...again];
    }
    default:
      return [];
  }
}

const rebooting = (report: Report): Report => ({ ...report, body: { kind: 'rebooting' } });

function observe(
  state: RolloutState,
  each: Step,
  now: number,
  wild: boolean,
  commands: readonly Command[],
): Observations {
  const natural = [...state.jobs].flatMap(([at, job]) =>
    each.speakers > 0 && at % each.speakers === 0
      ? nextReport(at, job, now, (wild || each.mood > 7) && at % 9 === 4 ? each.failing : undefined).map(
          // Some have a reboot in their plan.
          (report): Report => (at % 7 === 2 && job.state.kind === 'installing' ? rebooting(report) : report),
        )
      : [],
  );
  const odd = (wild || each.mood > 7 ? each.odd : []).flatMap((report): Report[] => {
    const job = state.jobs.get(report.position);
    return [
      { ...report, attempt: (job?.attempt ?? 1) + report.attempt, dispatch: (job?.dispatch ?? 0) + report.dispatch },
    ];
  });
  const reports = [...natural, ...odd];
  return {
    commands,
    reports: each.twice ? [...reports, ...reports] : reports,
    endpoints: new Map(
      fleet.targets.flatMap((_, at) =>
        at === each.offline
          ? []
          : [
              [
                at,
                {
                  online: at !== each.offline + 1 && at !== each.removed,
                  clockSkewMs: at === each.skewed ? each.skew : 0,
                  deferredUntil: null,
                  frozenUntil: at % 12 === each.frozen ? now + hour : null,
                  isGone: at === each.removed,
                },
              ],
            ],
      ),
    ),
    schedules,
    blackoutUntil: each.blackout ? now + hour : null,
    freezeUntil: each.freeze ? now + hour : null,
    isFenced: each.fenced,
    isUnsigned: each.unsigned,
    totalFree: each.slots - state.deployment.inFlight,
    groupsElsewhere: new Map([['group-2', 1]]),
    probes: each.probes,
  };
}

/** What a worker has to load: what is in flight or soaking, what is named, changed jobs while rolling back, and a few that wait. */
function lessLoaded(state: RolloutState, seen: Observations, now: number): ReadonlyMap<number, Job> {
  const named = new Set([
    ...seen.reports.map((report) => report.position),
    ...seen.commands.flatMap((each) => ('position' in each ? [each.position] : [])),
  ]);
  let waiting = 0;
  return new Map(
    [...state.jobs].filter(([at, job]) => {
      const part = partOf(job.state.kind);
      if (part === 'waiting') return named.has(at) || (waiting++ + (now % 3)) % 3 === 0;
      return part !== 'rest' || named.has(at) || job.changed;
    }),
  );
}

/** As a database would: the changed rows, and the one statement that closes the queue. */
function applyAll(state: RolloutState, planned: Planned): RolloutState {
  const after = applied(state, planned);
  const close = planned.actions.find((action) => action.kind === 'close-queue');
  if (close === undefined) return after;
  const jobs = [...after.jobs].map(([at, job]): [number, Job] => {
    if (partOf(job.state.kind) !== 'waiting') return [at, job];
    const end: JobState =
      close.as === 'skipped' ? { kind: close.as, at: 0, reason: 'expired' } : { kind: close.as, at: 0 };
    return [at, { ...job, state: end }];
  });
  return { ...after, jobs: new Map(jobs) };
}

export interface Story {
  /** Whether people and agents do odd things in it, or it is let alone. */
  readonly wild: boolean;
  readonly story: readonly Step[];
}

export const stories: fc.Arbitrary<Story> = fc.record({
  wild: fc.boolean(),
  story: fc.array(step, { minLength: 150, maxLength: 150, size: 'max' }),
});
