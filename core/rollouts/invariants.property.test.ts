// Random interleavings of time, observations, operator commands, crashes, duplicate and late reports. Each promise is a named property.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { approvalsNeeded } from './approval.ts';
import { deploymentMoves } from './deployment.ts';
import { partOf } from './job.ts';
import { plan } from './plan.ts';
import { censusKind, countRing, newCensus, ringMoves } from './ring.ts';
import type { Action, Planned, Report, RolloutState } from './rollout.ts';
import { fleet, flies, isBusy, live, rings, size, stories, walked } from './stories.fixture.ts';
import type { Moment } from './stories.fixture.ts';
import { day, hour, minute, start } from './world.fixture.ts';

const holds = (check: (moment: Moment) => void, runs = 50): void =>
  fc.assert(
    fc.property(stories, (each) => live(each, check)),
    { numRuns: runs, endOnFailure: true },
  );

const actionsOf = <K extends Action['kind']>(planned: Planned, kind: K): readonly Extract<Action, { kind: K }>[] =>
  planned.actions.filter((action): action is Extract<Action, { kind: K }> => action.kind === kind);
const begins = (planned: Planned): readonly { readonly position: number }[] => [
  ...actionsOf(planned, 'lease'),
  ...actionsOf(planned, 'grant-start'),
];
const ringOf = (state: RolloutState, at: number): number =>
  state.rings.findIndex(({ first, end }) => at >= first && at < end);

describe('whatever happens, in whatever order', { timeout: 120_000 }, () => {
  test('1: never more in flight than any limit allows, and what is lost keeps its place in its group', () => {
    holds(({ before, seen, after, planned }) => {
      const flying = [...after.jobs].filter(([, job]) => flies.includes(job.state.kind)).map(([at]) => at);
      expect(flying.length).toBeLessThanOrEqual(fleet.limits.deployment);
      expect(flying.length - before.deployment.inFlight).toBeLessThanOrEqual(Math.max(0, seen.totalFree));
      for (const index of rings.keys())
        expect(flying.filter((at) => ringOf(after, at) === index).length).toBeLessThanOrEqual(fleet.limits.ring);
      const grouped = [...after.jobs].filter(([, job]) => isBusy(job)).map(([at]) => fleet.targets[at]?.group);
      const started = actionsOf(planned, 'lease').map(({ position: at }) => fleet.targets[at]?.group);
      for (const name of ['group-0', 'group-1', 'group-2']) {
        const elsewhere = seen.groupsElsewhere.get(name) ?? 0;
        const count = grouped.filter((each) => each === name).length;
        expect(count + elsewhere).toBeLessThanOrEqual(fleet.limits.group);
        expect(started.filter((each) => each === name).length).toBeLessThanOrEqual(fleet.limits.group - elsewhere);
      }
    });
  });

  test('2: nothing is given out and no start granted outside of its maintenance window, in a blackout or in a freeze', () => {
    holds(({ seen, now, planned }) => {
      if (planned.deployment.breakGlass.kind === 'broken' && now < planned.deployment.breakGlass.until) return;
      for (const { position: at } of begins(planned)) {
        expect([seen.blackoutUntil, seen.freezeUntil, seen.endpoints.get(at)?.frozenUntil]).toEqual([null, null, null]);
        if (fleet.targets[at]?.schedule !== 'night') continue;
        // 22:00 to 02:00 UTC, and 20 minutes must be left.
        const sinceOpening = (now - start + 2 * hour) % day;
        expect(sinceOpening).toBeLessThanOrEqual(4 * hour - 20 * minute);
      }
      for (const { position: at, expiresAt } of actionsOf(planned, 'grant-start')) {
        if (fleet.targets[at]?.schedule === 'night')
          expect((expiresAt - start + 2 * hour) % day).toBeLessThanOrEqual(4 * hour - 20 * minute);
      }
    });
  });

  test('3: an attempt that may have begun to install is never given out or started again', () => {
    fc.assert(
      fc.property(stories, (each) => {
        const begun = new Set<string>();
        live(each, ({ before, planned, lost, after }) => {
          for (const action of [...actionsOf(planned, 'lease'), ...actionsOf(planned, 'grant-start')]) {
            expect(begun.has(`${action.position}/${action.attempt}`)).toBe(false);
            if (action.kind === 'grant-start') expect(action.dispatch).toBe(after.jobs.get(action.position)?.dispatch);
          }
          if (lost) return;
          for (const [at, job] of after.jobs) {
            const past = ['installing', 'rebooting', 'verifying', 'reconciling', 'soaking'].includes(job.state.kind);
            if (past && before.jobs.get(at)?.attempt === job.attempt) begun.add(`${at}/${job.attempt}`);
          }
        });
      }),
      { numRuns: 50, endOnFailure: true },
    );
  });

  test('4: Stop wins: in its tick and after it nothing is given out or granted until it is approved anew, and no token outlives it by more than 5 minutes', () => {
    fc.assert(
      fc.property(stories, (each) => {
        let stoppedAt: number | undefined;
        let lastToken = 0;
        live(each, ({ seen, now, planned, lost, after }) => {
          const stops = seen.commands.some(({ kind }) => kind === 'stop');
          if (stops) expect(begins(planned)).toEqual([]);
          if (after.deployment.state.kind === 'halted') {
            expect(begins(planned)).toEqual([]);
            expect([...after.jobs.values()].filter(({ state }) => partOf(state.kind) === 'leaving')).toEqual([]);
          }
          if (lost) return;
          for (const { expiresAt } of actionsOf(planned, 'grant-start')) lastToken = Math.max(lastToken, expiresAt);
          if (stops && after.deployment.state.kind === 'halted') {
            stoppedAt = now;
            expect(lastToken - stoppedAt).toBeLessThanOrEqual(5 * minute);
          }
        });
      }),
      { numRuns: 50, endOnFailure: true },
    );
  });

  test('4b: a start token is good for 5 minutes at most, a dispatch for 24 hours, and neither past the plan’s own end', () => {
    holds(({ now, planned }) => {
      for (const { expiresAt } of actionsOf(planned, 'grant-start')) {
        expect(expiresAt - now).toBeLessThanOrEqual(5 * minute);
        expect(expiresAt).toBeLessThanOrEqual(fleet.expiresAt);
      }
      for (const { expiresAt } of actionsOf(planned, 'lease')) {
        expect(expiresAt - now).toBeLessThanOrEqual(day);
        expect(expiresAt).toBeLessThanOrEqual(fleet.expiresAt);
      }
    });
  });

  test('5: a tick that was lost in a crash is decided the same when it is run again', () => {
    holds(({ before, seen, now, planned, lost }) => {
      if (lost) expect(plan(before, seen, now).deployment).toEqual(plan(before, seen, now).deployment);
      for (const [at, job] of planned.changed) expect(before.jobs.get(at)).not.toBe(job);
    });
  });

  test('6: a reboot that was planned is no failure: what fails for a reboot was told of one too many, or of one nobody asked for', () => {
    let survived = 0;
    holds(({ before, seen, planned }) => {
      for (const [at, { state }] of planned.changed) {
        const told = seen.reports.flatMap(({ position, body }) => (position === at ? [body] : []));
        const isPlanned = told.some((body) => body.kind === 'verifying' && body.boots === 1 && body.rebootPlanned);
        if (isPlanned && before.jobs.get(at)?.state.kind === 'rebooting' && state.kind === 'verifying') survived += 1;
        if (state.kind !== 'failed' || (state.cause !== 'unplanned-reboot' && state.cause !== 'reboot-loop')) continue;
        const tooOften = told.some(
          (body) => body.kind === 'verifying' && (body.boots > 1 || (body.boots === 1 && !body.rebootPlanned)),
        );
        expect(tooOften).toBe(true);
      }
    });
    // What never happened was not tested.
    expect(survived).toBeGreaterThan(0);
  });

  test('7: an endpoint whose clock is off by more than 2 minutes, or not known, is given nothing', () => {
    holds(({ seen, planned }) => {
      for (const { position: at } of begins(planned)) {
        const facts = seen.endpoints.get(at);
        expect(facts?.online).toBe(true);
        expect(Math.abs(facts?.clockSkewMs ?? Number.NaN)).toBeLessThanOrEqual(120_000);
      }
    });
  });

  test('7b: an endpoint that was removed is given nothing, keeps no slot that it need not have, and is waited for by nobody', () => {
    let removed = 0;
    holds(({ seen, planned, after, lost }) => {
      for (const { position: at } of begins(planned)) expect(seen.endpoints.get(at)?.isGone).not.toBe(true);
      if (lost) return;
      for (const at of planned.changed.keys()) {
        if (seen.endpoints.get(at)?.isGone !== true) continue;
        removed += 1;
        expect(['queued', 'deferred', 'leased', 'dispatched', 'precheck', 'downloading', 'staged']).not.toContain(
          after.jobs.get(at)?.state.kind,
        );
      }
    });
    expect(removed).toBeGreaterThan(0);
  });

  test('8: a server that is fenced, or hears of a dispatch it never made, gives out nothing', () => {
    holds(({ before, seen, planned }) => {
      const isFromFuture =
        seen.commands.length === 0 &&
        seen.reports.some((report) => report.attempt > (before.jobs.get(report.position)?.attempt ?? Infinity));
      expect(seen.isFenced || isFromFuture ? begins(planned) : []).toEqual([]);
    });
  });

  test('9: the gate opens no ring without evidence: without clear probes, without nine in ten done, with nobody reached', () => {
    holds(({ before, seen, after }) => {
      for (const [index, ring] of after.rings.entries()) {
        const was = before.rings[index]?.state.kind;
        if (ring.state.kind !== 'promoted' || was === 'promoted' || ring.state.by !== null || ring.first === ring.end)
          continue;
        const { done, reachable } = countRing(ring);
        // What was apart when the gate was asked may be given out in the same tick, since the ring is now open for stragglers.
        const apart = [...before.jobs].filter(([at, job]) => {
          const wasApart = job.state.kind === 'deferred' && ['offline', 'coverage'].includes(job.state.reason);
          return (
            ringOf(after, at) === index &&
            wasApart &&
            !['offline', 'coverage'].includes(censusKind(after.jobs.get(at)?.state ?? job.state))
          );
        });
        expect(seen.probes).toBe('clear');
        expect(ring.outcomes + ring.failedBefore).toBeGreaterThan(0);
        expect(done / (reachable - apart.length)).toBeGreaterThanOrEqual(0.9);
      }
    });
  });

  test('10: nothing runs that two people did not approve in exactly this form, and an edit voids what was approved', () => {
    fc.assert(
      fc.property(stories, (each) => {
        let yes = new Set<string>();
        live(each, ({ before, seen, planned, after, lost }) => {
          const all = new Set(yes);
          let edited = false;
          for (const one of seen.commands) {
            if (one.kind === 'approve' && one.planHash === 'plan-1') all.add(one.by);
            if (one.kind === 'edit') edited = true;
          }
          if (
            before.deployment.state.kind !== 'running' &&
            after.deployment.state.kind === 'running' &&
            before.deployment.state.kind !== 'paused'
          ) {
            expect(all.size).toBeGreaterThanOrEqual(2);
            expect(after.deployment.planHash).toBe('plan-1');
          }
          if (edited && after.deployment.state.kind === 'planned') {
            expect(begins(planned)).toEqual([]);
          }
          if (lost) return;
          const { state } = after.deployment;
          // Approvals live in the state alone; where it has none, none are left.
          if (state.kind === 'awaiting-approval' || state.kind === 'halted')
            yes = new Set(state.approvals.map(({ person }) => person));
          else if (state.kind === 'scheduled' || state.kind === 'running' || state.kind === 'paused') yes = all;
          else yes = new Set();
        });
      }),
      { numRuns: 50, endOnFailure: true },
    );
  });

  test('10b: nothing begins by signatures that do not count any more, and what has not begun is called back', () => {
    let recalled = 0;
    holds(({ before, seen, planned, after, lost }) => {
      if (seen.isUnsigned !== true) return;
      expect(begins(planned)).toEqual([]);
      const is = after.deployment.state.kind;
      if (lost || !['running', 'paused'].includes(is)) return;
      const out = ['leased', 'dispatched', 'precheck', 'downloading', 'staged'];
      for (const [at, { state }] of before.jobs) {
        if (!out.includes(state.kind)) continue;
        recalled += 1;
        expect(out).not.toContain(after.jobs.get(at)?.state.kind);
      }
    });
    expect(recalled).toBeGreaterThan(0);
  });

  test('11: deployments and rings only go where their tables say', () => {
    const reachable = <K extends string>(moves: Readonly<Record<K, readonly K[]>>, from: K): ReadonlySet<K> => {
      const found = new Set<K>([from]);
      for (const kind of found) for (const next of moves[kind]) found.add(next);
      return found;
    };
    holds(({ before, after }) => {
      expect(reachable(deploymentMoves, before.deployment.state.kind)).toContain(after.deployment.state.kind);
      for (const [index, ring] of after.rings.entries()) {
        expect(reachable(ringMoves, before.rings[index]?.state.kind ?? 'failed')).toContain(ring.state.kind);
      }
    });
  });

  test('12: nothing is lost: every endpoint has its job, and every counter is what a count of the jobs gives', () => {
    holds(({ after }) => {
      expect(after.jobs.size).toBe(size);
      const { deployment } = after;
      const jobs = [...after.jobs];
      expect(deployment.inFlight).toBe(jobs.filter(([, job]) => flies.includes(job.state.kind)).length);
      for (const [index, ring] of after.rings.entries()) {
        const census: Record<string, number> = { ...newCensus(0) };
        for (const [at, job] of jobs)
          if (ringOf(after, at) === index) census[censusKind(job.state)] = (census[censusKind(job.state)] ?? 0) + 1;
        expect(ring.census).toEqual(census);
      }
      const groups = new Map<string, number>();
      for (const [at, job] of jobs) {
        const group = fleet.targets[at]?.group ?? null;
        if (group !== null && isBusy(job)) groups.set(group, (groups.get(group) ?? 0) + 1);
      }
      expect(Object.fromEntries(deployment.groups)).toEqual(Object.fromEntries(groups));
      const changed = jobs.filter(([, job]) => job.changed);
      expect(deployment.revertible + deployment.stuck).toBe(changed.length);
      expect(deployment.soFar.outcomes).toBe(jobs.filter(([, job]) => job.counted).length);
      expect(after.rings.at(-1)?.end).toBe(size);
    });
  });

  test('13: late and duplicate reports are evidence: a result at rest is never edited, and no outcome counts twice', () => {
    holds(({ before, seen, after }) => {
      const touched = new Set(seen.commands.flatMap((each) => ('position' in each ? [each.position] : [])));
      const [was, is] = [before.deployment.state.kind, after.deployment.state.kind];
      // Where nothing can be undone, as all were removed, it begins and ends in one look.
      const isRollingBack =
        was === 'rolling-back' || (is !== was && ['rolling-back', 'rolled-back', 'rollback-incomplete'].includes(is));
      for (const [at, job] of before.jobs) {
        if (partOf(job.state.kind) !== 'rest' || touched.has(at) || isRollingBack) continue;
        const now = after.jobs.get(at)?.state;
        expect(now?.kind === 'lost' ? { ...now, keepsGroupSlot: true } : now).toEqual(
          job.state.kind === 'lost' ? { ...job.state, keepsGroupSlot: true } : job.state,
        );
      }
      expect(after.deployment.soFar.outcomes).toBeLessThanOrEqual(size);
      expect(after.deployment.soFar.outcomes).toBeGreaterThanOrEqual(before.deployment.soFar.outcomes);
    });
  });

  test('13b: late reports change nothing at all: without them everything is decided the same', () => {
    holds(({ before, seen, now }) => {
      const isTimely = ({ position: at, attempt, dispatch }: Report): boolean => {
        const job = before.jobs.get(at);
        return job === undefined || attempt > job.attempt || (attempt === job.attempt && dispatch >= job.dispatch);
      };
      const timely = seen.reports.filter(isTimely);
      if (timely.length === seen.reports.length) return;
      const lostSlots = [...before.jobs.values()].some(({ state }) => state.kind === 'lost');
      const [withLate, without] = [plan(before, seen, now), plan(before, { ...seen, reports: timely }, now)];
      if (!lostSlots) expect(withLate.changed).toEqual(without.changed);
      expect(withLate.deployment.soFar).toEqual(without.deployment.soFar);
    });
  });

  test('14: an install that has begun is never killed or called back', () => {
    holds(({ before, planned }) => {
      for (const { position: at } of actionsOf(planned, 'recall')) {
        const was = before.jobs.get(at)?.state.kind;
        expect(was === undefined || partOf(was)).not.toBe('changing');
      }
    });
  });

  test('15: a package goes on to a ring only where an earlier ring had it and it went well', () => {
    holds(({ after, planned }) => {
      for (const { position: at } of actionsOf(planned, 'lease')) {
        const index = ringOf(after, at);
        if (index === 0 || after.deployment.coverageWaivedBy !== null) continue;
        const had = new Set(
          after.rings
            .slice(0, index)
            .flatMap(({ succeeded }) => [...succeeded].flatMap((each) => fleet.varieties[each] ?? [])),
        );
        for (const key of fleet.varieties[fleet.targets[at]?.variety ?? 0] ?? []) expect(had).toContain(key);
      }
    });
  });

  test('16: rings open in their order, and only while the deployment runs', () => {
    holds(({ after, planned }) => {
      for (const { position: at } of actionsOf(planned, 'lease')) {
        const index = ringOf(after, at);
        expect(['open', 'promoted']).toContain(after.rings[index]?.state.kind);
        expect(after.rings.slice(0, index).every(({ state }) => state.kind === 'promoted')).toBe(true);
        expect(after.deployment.state.kind).toBe('running');
      }
    });
  });

  test('17: it is a function: the same in, the same out, and what was put in is untouched', () => {
    holds(({ before, seen, now }) => {
      const frozen = structuredClone({ deployment: before.deployment, rings: before.rings, jobs: before.jobs });
      const again = plan(before, seen, now);
      expect(plan(before, seen, now)).toEqual(again);
      expect({ deployment: before.deployment, rings: before.rings, jobs: before.jobs }).toEqual(frozen);
    }, 10);
  });

  test('18: a plan that has expired gives out nothing', () => {
    holds(({ now, planned }) => {
      expect(now >= fleet.expiresAt ? begins(planned) : []).toEqual([]);
    });
  });

  test('the stories came through every state, in 100,000 steps or more', () => {
    // What no story came to was not tested.
    expect(walked.steps).toBeGreaterThanOrEqual(100_000);
    const jobKinds = [
      'leased',
      'dispatched',
      'precheck',
      'downloading',
      'staged',
      'starting',
      'installing',
      'rebooting',
      'verifying',
      'soaking',
      'reconciling',
      'rolling-back',
      'succeeded',
      'failed',
      'lost',
      'rolled-back',
      'skipped',
      'deferred',
      'not-applicable',
    ];
    const deploymentKinds = ['running', 'paused', 'halted', 'rolling-back', 'cancelled'];
    expect([...walked.reached]).toEqual(
      expect.arrayContaining([
        ...jobKinds.map((kind) => `job ${kind}`),
        ...deploymentKinds,
        'ring evaluating',
        'ring promoted',
      ]),
    );
  });
});

test('two people above the larger of 50 endpoints and 5 % of the fleet', () => {
  const examples = [
    [50, 100],
    [51, 100],
    [51, 1_000],
    [500, 10_000],
    [501, 10_000],
    [1, Number.NaN],
    [60, Number.NaN],
  ] as const;
  expect(examples.map(([targets, all]) => approvalsNeeded(targets, all))).toEqual([1, 2, 2, 1, 2, 1, 2]);
});
