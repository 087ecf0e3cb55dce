// Deployments told as stories: what happens to a ring, to an endpoint, to people's commands.
import { describe, expect, test } from 'vitest';
import { approve, isApproved } from './approval.ts';
import { causes, isBeforeInstall, isCause } from './causes.ts';
import { deploymentMoves, isOver } from './deployment.ts';
import type { CatchUpMode } from '../maintenance/catch-up.ts';
import type { Cause } from './causes.ts';
import { holdsSlot } from './job.ts';
import type { Job } from './job.ts';
import type { Action, Command, ReportBody } from './rollout.ts';
import { day, hour, minute, planOf, start, target, well, World } from './world.fixture.ts';

const fleetOf = (size: number, change = {}) => Array.from({ length: size }, (_, position) => target(position, change));
const kinds = (actions: readonly Action[] = []) =>
  actions.map(({ kind }) => kind).filter((kind) => kind !== 'look-again');
const one = () => new World(planOf(fleetOf(1)), [1]).begin();

/** Brings the only endpoint to where its install runs. */
function installing(): World {
  const world = one();
  for (const kind of ['dispatched', 'prechecking', 'progress', 'start-requested', 'installing'] as const)
    world.says(0, { kind }, 1_000);
  return world;
}

describe('a deployment', () => {
  test('goes ring by ring to its end when all is well', () => {
    const world = new World(planOf(fleetOf(200)), [50, 150]).begin();
    expect(world.state.deployment.state.kind).toBe('running');
    world.run(start + 5 * day);
    expect(world.state.deployment.state.kind).toBe('completed');
    expect(world.state.rings.map(({ state, outcomes }) => [state.kind, outcomes])).toEqual([
      ['promoted', 50],
      ['promoted', 150],
    ]);
  });

  test('a first ring of five waits for a person, who may promote it', () => {
    const world = new World(planOf(fleetOf(30)), [5, 25]).begin();
    world.run(start + 2 * day);
    expect(world.state.rings.map(({ state }) => state.kind)).toEqual(['evaluating', 'pending']);
    expect(
      world
        .tick()
        .reasons.map(({ text }) => text)
        .join(),
    ).toContain('leave a chance of 46 %');
    world.does({ kind: 'promote', by: 'ada' });
    world.run(start + 4 * day);
    expect(world.state.deployment.state.kind).toBe('completed');
    expect(world.state.rings[0]?.state).toMatchObject({ by: 'ada' });
  });

  test('one failure of 55 takes seven more endpoints in before it goes on', () => {
    const world = new World(planOf(fleetOf(500)), [55, 445]).begin();
    world.run(start + 5 * day, new Map<number, Cause>([[3, 'script-failed']]));
    expect(world.state.rings.map(({ first, end }) => [first, end])).toEqual([
      [0, 62],
      [62, 500],
    ]);
    expect(world.state.deployment.state.kind).toBe('completed-with-failures');
    expect(world.job(3).state).toMatchObject({ kind: 'failed', cause: 'script-failed' });
  });

  test('halts at the second of five failures and leaves the rest untouched', () => {
    const fails = new Map(
      Array.from({ length: 500 }, (_, position): [number, Cause] => [position, 'service-died-in-soak']),
    );
    const world = new World(planOf(fleetOf(500)), [5, 495]).begin();
    world.run(start + 3 * day, fails);
    expect(world.state.deployment.state).toMatchObject({ kind: 'halted', by: 'gate' });
    expect(world.state.rings.map(({ state }) => state.kind)).toEqual(['failed', 'pending']);
    expect(world.state.rings[1]?.census.queued).toBe(495);
  });

  test('after a halt it goes on only with fresh approvals, of as many people', () => {
    const world = new World(planOf(fleetOf(60), { approvalsNeeded: 2 }), [60]).begin();
    world.does({ kind: 'stop', by: 'ada' });
    world.does({ kind: 'resume', by: 'ada' });
    world.does({ kind: 'approve', by: 'ada', planHash: 'plan-1' }, { kind: 'approve', by: 'ada', planHash: 'plan-1' });
    expect(world.state.deployment.state.kind).toBe('halted');
    world.does({ kind: 'approve', by: 'bob', planHash: 'other' });
    expect(world.state.deployment.state.kind).toBe('halted');
    world.does({ kind: 'approve', by: 'bob', planHash: 'plan-1' });
    expect(world.state.deployment.state.kind).toBe('running');
  });

  test('Stop beats promote and approval in the same tick', () => {
    const world = new World(planOf(fleetOf(30)), [5, 25]).begin();
    world.run(start + 2 * day);
    const planned = world.does(
      { kind: 'promote', by: 'ada' },
      { kind: 'approve', by: 'ada', planHash: 'plan-1' },
      { kind: 'stop', by: 'bob' },
    );
    expect(world.state.deployment.state.kind).toBe('halted');
    expect(world.state.rings[1]?.state.kind).toBe('pending');
    expect(planned.reasons.map(({ text }) => text)).toContain('promote of ada was not done: Stop came with it');
  });

  test('Stop before it begins takes it off the way: neither the rehearsal, nor a second approval, nor its date begins it', () => {
    const whatCame: readonly (readonly Command[])[] = [
      [{ kind: 'rehearse', by: 'ada' }],
      [
        { kind: 'submit', by: 'ada' },
        { kind: 'approve', by: 'ada', planHash: 'plan-1' },
      ],
      [
        { kind: 'submit', by: 'ada' },
        { kind: 'approve', by: 'ada', planHash: 'plan-1' },
        { kind: 'approve', by: 'bob', planHash: 'plan-1' },
        { kind: 'schedule', by: 'ada', startAt: start + day },
      ],
    ];
    const states = whatCame.map((commands) => {
      const world = new World(planOf(fleetOf(60), { approvalsNeeded: 2 }), [60]);
      world.does({ kind: 'freeze', by: 'ada' }, ...commands);
      const before = world.state.deployment.state.kind;
      world.does({ kind: 'stop', by: 'eve' });
      world.does({ kind: 'approve', by: 'cleo', planHash: 'plan-1' });
      world.does({ kind: 'rehearsed', by: 'agent', result: 'pass' });
      world.tick({}, 2 * day);
      return [before, world.state.deployment.state.kind];
    });
    expect(states).toEqual([
      ['rehearsing', 'planned'],
      ['awaiting-approval', 'planned'],
      ['scheduled', 'planned'],
    ]);
  });

  test('nobody approves what has expired: a halted deployment stays so until it is given up or rolled back', () => {
    const world = new World(planOf(fleetOf(10), { expiresAt: start + day }), [10]).begin();
    world.does({ kind: 'stop', by: 'ada' });
    world.tick({}, 2 * day);
    const planned = world.does({ kind: 'approve', by: 'ada', planHash: 'plan-1' });
    expect(planned.reasons.map(({ text }) => text)).toContainEqual(expect.stringContaining('the plan has expired'));
    expect(world.state.deployment.state).toMatchObject({ kind: 'halted', approvals: [] });
    world.does({ kind: 'cancel', by: 'ada' });
    expect(world.state.deployment.state.kind).toBe('cancelled');
  });

  test('an edit voids the approval', () => {
    const world = new World(planOf(fleetOf(3)), [3]);
    world.does({ kind: 'freeze', by: 'ada' });
    world.does({ kind: 'submit', by: 'ada' });
    world.does({ kind: 'edit', by: 'ada', planHash: 'plan-2' });
    world.does({ kind: 'submit', by: 'ada' });
    world.does({ kind: 'approve', by: 'ada', planHash: 'plan-1' });
    expect(world.state.deployment).toMatchObject({
      planHash: 'plan-2',
      state: { kind: 'awaiting-approval', approvals: [] },
    });
  });

  test('a failed rehearsal leads back to the plan, not to approval', () => {
    const world = new World(planOf(fleetOf(3)), [3]);
    world.does({ kind: 'freeze', by: 'ada' });
    world.does({ kind: 'rehearse', by: 'ada' });
    world.does({ kind: 'rehearsed', by: 'agent', result: 'fail' });
    expect(world.state.deployment.state.kind).toBe('planned');
  });

  test('an expired plan skips what still waits, and does not start what was scheduled', () => {
    const waiting = new World(planOf(fleetOf(10), { limits: { deployment: 1, ring: 1, group: 1 } }), [10]).begin();
    waiting.tick({}, 31 * day);
    expect(waiting.state.rings[0]?.census).toMatchObject({ queued: 0, skipped: 10 });
    expect(kinds(waiting.last?.actions)).toContain('close-queue');
    const late = new World(planOf(fleetOf(1), { expiresAt: start + hour }), [1]);
    late.does({ kind: 'freeze', by: 'ada' });
    late.tick({}, 2 * hour);
    expect(late.state.deployment.state.kind).toBe('expired');
  });

  test('rolling back undoes what was changed and can be undone, and says when something could not', () => {
    const targets = Array.from({ length: 30 }, (_, position) =>
      target(position, { rollback: position === 0 ? 'R0' : 'R1' }),
    );
    const world = new World(planOf(targets), [30]).begin();
    world.run(start + 20 * minute);
    world.does({ kind: 'stop', by: 'ada' });
    expect(world.state.deployment).toMatchObject({ revertible: 29, stuck: 1 });
    world.does({ kind: 'roll-back', by: 'ada' });
    world.run(start + day);
    expect(world.state.deployment.state.kind).toBe('rollback-incomplete');
    expect([...world.state.jobs.values()].filter(({ state }) => state.kind === 'rolled-back')).toHaveLength(29);
  });
});

describe('pauses', () => {
  test('a blackout pauses and ends by itself; two people may break the glass', () => {
    const world = new World(planOf(fleetOf(5)), [5]).begin();
    world.tick({ blackoutUntil: world.now + hour });
    expect(world.state.deployment.state).toMatchObject({ kind: 'paused', by: ['blackout'] });
    expect(world.state.rings[0]?.state.kind).toBe('held');
    const until = world.now + hour;
    world.tick({
      blackoutUntil: until,
      commands: [
        { kind: 'break-glass', by: 'ada' },
        { kind: 'break-glass', by: 'ada' },
      ],
    });
    expect(world.state.deployment.state.kind).toBe('paused');
    world.tick({ blackoutUntil: until, commands: [{ kind: 'break-glass', by: 'bob' }] });
    expect(world.state.deployment.state.kind).toBe('running');
    world.tick({ blackoutUntil: world.now + 9 * hour }, 5 * hour);
    expect(world.state.deployment.state.kind).toBe('paused');
    world.tick({}, 10 * hour);
    expect(world.state.deployment.state.kind).toBe('running');
  });

  test('failed prechecks beyond one in five pause it, and count as no failure of the patch', () => {
    const fails = new Map(Array.from({ length: 20 }, (_, position): [number, Cause] => [position * 3, 'disk-full']));
    const world = new World(planOf(fleetOf(60)), [60]).begin();
    world.run(start + hour, fails);
    expect(world.state.deployment.state).toMatchObject({ kind: 'paused', by: ['guard'] });
    expect(world.state.deployment.soFar.failures).toBe(0);
    world.does({ kind: 'resume', by: 'ada' });
    expect(world.state.deployment.state.kind).toBe('running');
  });

  test('a ring whose probe fails pauses it; who resumes has seen it, the gate still holds, and well again it watches anew', () => {
    const world = new World(planOf(fleetOf(60), { limits: { deployment: 3, ring: 3, group: 9 } }), [20, 40]).begin();
    const failing = { probes: 'blocking', probesSay: 'shop: status 500, and not 200' } as const;
    world.tick(failing);
    expect(world.state.deployment.state).toMatchObject({ kind: 'paused', by: ['guard'] });
    expect(world.last?.reasons.map(({ text }) => text)).toContain(
      'a probe of the ring fails: shop: status 500, and not 200',
    );
    world.tick({ ...failing, commands: [{ kind: 'resume', by: 'ada' }] });
    world.tick(failing, minute);
    expect(world.state.deployment.state.kind).toBe('running');
    world.tick({}, minute);
    world.tick(failing, minute);
    expect(world.state.deployment.state).toMatchObject({ kind: 'paused', by: ['guard'] });
    world.tick({ commands: [{ kind: 'resume', by: 'ada' }] });
    // Not asked lately is no failure, and opens no ring.
    world.tick({ probes: undefined }, minute);
    expect(world.state.deployment.state.kind).toBe('running');
  });

  test('a report of a dispatch that was never made fences the server until a person looks', () => {
    const world = new World(planOf(fleetOf(5)), [5]).begin();
    world.tick({ reports: [{ position: 0, attempt: 1, dispatch: 7, body: { kind: 'installing' } }] });
    expect(world.state.deployment.state).toMatchObject({ kind: 'paused', by: ['fence'] });
    world.tick({}, day);
    expect(world.state.deployment.state.kind).toBe('paused');
    world.tick({ isFenced: true, commands: [{ kind: 'resume', by: 'ada' }] });
    expect(world.state.deployment.state.kind).toBe('paused');
    world.does({ kind: 'resume', by: 'ada' });
    expect(world.state.deployment.state.kind).toBe('running');
  });
});

describe('an endpoint', () => {
  test.each([
    ['is offline', { endpoints: new Map([[0, { ...well, online: false }]]) }, 'offline'],
    ['was never heard of', { endpoints: new Map() }, 'offline'],
    ['has a clock two minutes ahead', { endpoints: new Map([[0, { ...well, clockSkewMs: 120_001 }]]) }, 'clock'],
    ['has a clock a day behind', { endpoints: new Map([[0, { ...well, clockSkewMs: -day }]]) }, 'clock'],
    [
      'has a user who asked to wait',
      { endpoints: new Map([[0, { ...well, deferredUntil: start + hour }]]) },
      'user-deferral',
    ],
    ['is in a freeze', { freezeUntil: start + hour }, 'freeze'],
    [
      'is in a freeze of some, and offline',
      { endpoints: new Map([[0, { ...well, online: false, frozenUntil: start + hour }]]) },
      'freeze',
    ],
    ['has a schedule nobody knows', { schedules: new Map() }, 'maintenance-window'],
    ['shares its group with one that is down', { groupsElsewhere: new Map([['db', 1]]) }, 'disruption-group'],
  ])('that %s waits, with the reason', (_, seen, reason) => {
    const world = new World(
      planOf([target(0, { group: 'db' })], { limits: { deployment: 5, ring: 5, group: 1 } }),
      [1],
    );
    world.does({ kind: 'freeze', by: 'ada' });
    world.does({ kind: 'submit', by: 'ada' });
    world.tick({ ...seen, commands: [{ kind: 'approve', by: 'ada', planHash: 'plan-1' }] });
    expect(world.job(0).state).toMatchObject({ kind: 'deferred', reason });
  });

  test('waits for its maintenance window, and is looked at again when it opens', () => {
    const world = new World(planOf([target(0, { schedule: 'night' })]), [1]);
    world.now = start + 12 * hour;
    world.begin();
    expect(world.job(0).state).toMatchObject({
      kind: 'deferred',
      reason: 'maintenance-window',
      until: start + 22 * hour,
    });
    world.tick({}, 10 * hour);
    expect(world.job(0).state.kind).toBe('leased');
  });

  test('gets a start token that ends while there is still time to finish, however much of its 5 minutes is left', () => {
    const world = new World(planOf([target(0, { schedule: 'night' })]), [1]);
    // The window closes at 02:00 and 20 minutes are needed: nothing may begin after 01:40.
    world.now = start + hour + 38 * minute;
    world.begin();
    world.says(0, { kind: 'start-requested' });
    expect(world.last?.actions).toContainEqual(
      expect.objectContaining({ kind: 'grant-start', expiresAt: start + hour + 40 * minute }),
    );
  });

  describe('that was offline in its window, from 22:00 to 02:00', () => {
    const away = { endpoints: new Map([[0, { ...well, online: false }]]) };
    /** In its window at 23:00, away until noon. */
    const backAtNoon = (catchUp: CatchUpMode, seen: Parameters<World['tick']>[0] = {}): World => {
      const world = new World(planOf([target(0, { schedule: 'night' })], { catchUp }), [1]);
      world.now = start + 23 * hour;
      const { hash: planHash } = world.state.plan;
      world.does({ kind: 'freeze', by: 'ada' }, { kind: 'submit', by: 'ada' });
      world.tick({ ...away, commands: [{ kind: 'approve', by: 'ada', planHash }] });
      world.tick(away, minute);
      expect(world.job(0).state).toMatchObject({ reason: 'offline' });
      world.tick(away, noon - world.now - minute);
      world.tick(seen, minute);
      return world;
    };
    const noon = start + 36 * hour;
    const until = ({ state }: Job): number => (state.kind === 'deferred' ? state.until : Number.NaN);

    test('waits for the next one, where nothing else is said', () => {
      const world = backAtNoon({ mode: 'next-window' });
      expect(world.job(0).state).toMatchObject({ reason: 'maintenance-window', until: start + 46 * hour });
    });

    test('begins so long after it came back, and up to half an hour later, that all do not begin at once', () => {
      const world = backAtNoon({ mode: 'after-grace', graceMs: 2 * hour });
      const from = until(world.job(0));
      expect(from).toBeGreaterThanOrEqual(noon + 2 * hour);
      expect(from).toBeLessThan(noon + 2.5 * hour);
      world.tick({}, from - noon);
      expect(world.job(0).state.kind).toBe('leased');
      for (const kind of ['dispatched', 'prechecking', 'progress', 'start-requested'] as const) world.says(0, { kind });
      expect(world.last?.actions).toContainEqual(expect.objectContaining({ kind: 'grant-start', isCatchUp: true }));
    });

    test('begins at the deadline, and not before', () => {
      const world = backAtNoon({ mode: 'force-at-deadline', deadline: noon + 5 * hour });
      const from = until(world.job(0));
      expect(from).toBeGreaterThanOrEqual(noon + 5 * hour);
      world.tick({}, from - noon - 1);
      expect(world.job(0).state).toMatchObject({ reason: 'maintenance-window' });
      world.tick({}, 1);
      expect(world.job(0).state.kind).toBe('leased');
    });

    test('begins in no blackout, and in none that it would run into', () => {
      const world = backAtNoon({ mode: 'after-grace', graceMs: 0 });
      const audit = [{ name: 'audit', from: noon + 49 * minute, to: noon + 2 * hour }];
      const night = { range: { from: start, to: start + 3 * day }, allowed: [], blackouts: audit };
      world.tick({ schedules: new Map([['night', night]]) }, 30 * minute);
      expect(world.job(0).state).toMatchObject({ reason: 'blackout', until: noon + 2 * hour });
    });

    test('and that is offline again begins to wait anew', () => {
      const world = backAtNoon({ mode: 'after-grace', graceMs: 2 * hour });
      world.tick(away, until(world.job(0)) - noon);
      expect(world.job(0)).toMatchObject({ state: { reason: 'offline' }, missed: { backSince: null } });
    });
  });

  test('that was given work under a key that is revoked is called back, and gets it again once the plan is signed anew', () => {
    const world = new World(planOf([target(0), target(1)]), [2]).begin();
    world.says(0, { kind: 'prechecking' });
    world.says(0, { kind: 'start-requested' });
    world.says(0, { kind: 'installing' });
    world.says(1, { kind: 'dispatched' });
    const { actions, reasons } = world.tick({ isUnsigned: true });
    expect(actions).toContainEqual({ kind: 'recall', position: 1 });
    expect(reasons.map(({ text }) => text).join()).toContain('nothing begins until it is signed again');
    expect([world.job(0).state.kind, world.job(1).state]).toMatchObject(['installing', { reason: 'signatures' }]);
    world.tick({}, minute);
    expect(world.job(1).state.kind).toBe('leased');
  });

  test('that is removed before its turn is skipped and not waited for, also while it has a slot', () => {
    const world = new World(planOf([target(0), target(1), target(2)]), [3]).begin();
    world.says(1, { kind: 'prechecking' });
    const gone = { ...well, online: false, isGone: true };
    const endpoints = new Map([
      [0, well],
      [1, gone],
      [2, { ...well, online: false }],
    ]);
    const { reasons } = world.tick({ endpoints });
    expect(reasons).toContainEqual({ about: 'deployment', text: '1 skipped, as no longer in the fleet' });
    expect(world.job(1).state).toEqual({ kind: 'skipped', at: world.now, reason: 'removed' });
    expect(world.job(2).state.kind).toBe('leased');
    expect(world.state.deployment.inFlight).toBe(2);
  });

  test('that is removed while it installs is lost in its time, and ends a rollback that would wait for it', () => {
    const world = new World(planOf([target(0), target(1)]), [2]).begin();
    for (const position of [0, 1]) {
      world.says(position, { kind: 'prechecking' });
      world.says(position, { kind: 'start-requested' });
      world.says(position, { kind: 'installing' });
    }
    const endpoints = new Map([
      [0, { ...well, online: false, isGone: true }],
      [1, well],
    ]);
    world.tick({ endpoints });
    expect(world.job(0).state.kind).toBe('installing');
    world.says(0, { kind: 'failed', cause: 'script-failed' });
    world.says(1, { kind: 'failed', cause: 'script-failed' });
    expect(world.state.deployment.state.kind).toBe('halted');
    world.tick({ commands: [{ kind: 'roll-back', by: 'ada' }], endpoints });
    expect(world.job(0).state).toMatchObject({ kind: 'rollback-failed', cause: 'rollback-impossible' });
    world.tick({ endpoints, reports: [{ position: 1, attempt: 1, dispatch: 2, body: { kind: 'rolled-back' } }] });
    expect(world.state.deployment.state.kind).toBe('rollback-incomplete');
  });

  test('that was offline outside of its window has missed none', () => {
    const mode = { catchUp: { mode: 'after-grace', graceMs: 0 } } as const;
    const world = new World(planOf([target(0, { schedule: 'night' })], mode), [1]);
    world.now = start + 12 * hour;
    const { hash: planHash } = world.state.plan;
    world.does({ kind: 'freeze', by: 'ada' }, { kind: 'submit', by: 'ada' });
    const away = { endpoints: new Map([[0, { ...well, online: false }]]) };
    world.tick({ ...away, commands: [{ kind: 'approve', by: 'ada', planHash }] });
    world.tick(away, minute);
    world.tick({}, 5 * minute);
    world.tick({}, minute);
    expect(world.job(0)).not.toHaveProperty('missed');
    expect(world.job(0).state).toMatchObject({ reason: 'maintenance-window' });
  });

  test('a ring that is in doubt when the plan expires takes nobody in', () => {
    const world = new World(planOf(fleetOf(500), { expiresAt: start + 30 * minute }), [55, 445]).begin();
    world.run(start + 5 * day, new Map<number, Cause>([[3, 'script-failed']]));
    expect(world.state.rings.map(({ census }) => census.queued)).toEqual([0, 0]);
    expect(world.state.deployment.state.kind).toBe('completed-with-failures');
  });

  test.each([
    [{ freezeUntil: start + 13 * hour, groupsElsewhere: new Map([['db', 1]]) }, 'freeze'],
    [{ groupsElsewhere: new Map([['db', 1]]) }, 'disruption-group'],
    [{ endpoints: new Map([[0, { ...well, deferredUntil: start + 20 * hour }]]) }, 'maintenance-window'],
  ])('with several reasons to wait is shown the first in order (%#)', (seen, reason) => {
    const plan = planOf([target(0, { group: 'db', schedule: 'night' })], {
      limits: { deployment: 5, ring: 5, group: 1 },
    });
    const world = new World(plan, [1]);
    world.now = start + 12 * hour;
    world.does({ kind: 'freeze', by: 'ada' });
    world.does({ kind: 'submit', by: 'ada' });
    world.tick({ ...seen, commands: [{ kind: 'approve', by: 'ada', planHash: 'plan-1' }] });
    expect(world.job(0).state).toMatchObject({ kind: 'deferred', reason });
  });

  test('is refused its start when the window has no room left by then', () => {
    const world = new World(planOf([target(0, { schedule: 'night' })]), [1]).begin();
    world.says(0, { kind: 'progress' });
    world.says(0, { kind: 'progress' }, 9 * minute);
    while (world.now < start + 2 * hour - 20 * minute) world.says(0, { kind: 'progress' }, 9 * minute);
    world.says(0, { kind: 'start-requested' }, 9 * minute);
    expect(world.last?.actions).toContainEqual({
      kind: 'refuse-start',
      position: 0,
      why: 'it waits: maintenance-window',
    });
    // The window is over until the evening: its slot is for others, and it is called back with nothing changed.
    expect(world.last?.actions).toContainEqual({ kind: 'recall', position: 0 });
    world.tick({}, 5_000);
    expect(world.job(0)).toMatchObject({ changed: false, state: { kind: 'deferred', reason: 'maintenance-window' } });
    expect(world.state.deployment.inFlight).toBe(0);
    world.tick({}, 21 * hour);
    expect(world.job(0)).toMatchObject({ dispatch: 2, state: { kind: 'leased' } });
  });

  test('that may begin within half an hour keeps its slot, and begins without downloading again', () => {
    const world = new World(planOf([target(0)]), [1]).begin();
    world.says(0, { kind: 'progress' });
    const frozen = new Map([[0, { ...well, frozenUntil: world.now + 20 * minute }]]);
    const { attempt, dispatch } = world.job(0);
    const asks = [{ position: 0, attempt, dispatch, body: { kind: 'start-requested' } }] as const;
    world.tick({ reports: asks, endpoints: frozen });
    expect(world.job(0).state.kind).toBe('staged');
    world.tick({ reports: asks }, 21 * minute);
    expect(world.job(0).state.kind).toBe('starting');
  });

  test('that came back in a ring that has moved on follows as a straggler', () => {
    const world = new World(planOf(fleetOf(60)), [50, 10]).begin();
    const without = new Map(Array.from({ length: 59 }, (_, position) => [position + 1, well] as const));
    const away = new World(world.state.plan, [50, 10]);
    away.does({ kind: 'freeze', by: 'ada' });
    away.does({ kind: 'submit', by: 'ada' });
    away.tick({ endpoints: without, commands: [{ kind: 'approve', by: 'ada', planHash: 'plan-1' }] });
    expect(away.job(0).state).toMatchObject({ reason: 'offline' });
    away.run(start + 3 * day);
    expect(away.job(0).state.kind).toBe('succeeded');
    expect(away.state.deployment.state.kind).toBe('completed');
  });

  test('may reboot once where that was planned, and not twice, and not unasked', () => {
    const rebooted = (boots: number, rebootPlanned: boolean) => {
      const world = installing();
      world.says(0, { kind: 'rebooting' });
      world.says(0, { kind: 'verifying', boots, rebootPlanned });
      return world.job(0).state;
    };
    expect(rebooted(1, true).kind).toBe('verifying');
    expect(rebooted(2, true)).toMatchObject({ kind: 'failed', cause: 'reboot-loop' });
    expect(rebooted(1, false)).toMatchObject({ kind: 'failed', cause: 'unplanned-reboot' });
  });

  test('is not verified by an exit status: without evidence it goes on verifying and then fails', () => {
    const world = installing();
    world.says(0, { kind: 'verifying', boots: 0, rebootPlanned: false });
    world.says(0, { kind: 'verified', evidence: null });
    expect(world.job(0).state.kind).toBe('verifying');
    world.tick({}, 15 * minute);
    expect(world.job(0).state).toMatchObject({ kind: 'failed', cause: 'verification-timeout' });
  });

  test.each([
    [{ versionsAsPlanned: false, newCodeRuns: true }, 'versions-differ'],
    [{ versionsAsPlanned: true, newCodeRuns: false }, 'old-code-running'],
  ])('%j after the install fails it', (evidence, cause) => {
    const world = installing();
    world.says(0, { kind: 'verified', evidence });
    expect(world.job(0).state).toMatchObject({ kind: 'failed', cause });
  });

  test('has not survived its soak before the soak is over', () => {
    const world = installing();
    world.says(0, { kind: 'verified', evidence: { versionsAsPlanned: true, newCodeRuns: true } });
    world.says(0, { kind: 'soaked', evidence: { probesPass: true, boots: 0 } }, 59 * minute);
    expect(world.job(0).state.kind).toBe('soaking');
    world.says(0, { kind: 'soaked', evidence: { probesPass: true, boots: 0 } }, minute);
    expect(world.job(0).state.kind).toBe('succeeded');
  });

  test('that crashed looks first and then decides; what it says late is evidence', () => {
    const world = installing();
    world.says(0, { kind: 'reconciling' });
    expect(world.job(0).state.kind).toBe('reconciling');
    world.tick({}, 30 * minute);
    expect(world.job(0).state).toMatchObject({ kind: 'failed', cause: 'no-report-after-crash' });
    world.says(0, { kind: 'verified', evidence: { versionsAsPlanned: true, newCodeRuns: true } });
    expect(world.job(0).state.kind).toBe('failed');
    expect(kinds(world.last?.actions)).toContain('record-evidence');
  });
});

test('a retry is a new attempt, and counts for the gate only the first time', () => {
  const world = installing();
  world.says(0, { kind: 'failed', cause: 'script-failed' });
  expect(world.state.deployment.soFar).toEqual({ outcomes: 1, failures: 1 });
  world.does({ kind: 'retry', by: 'ada', position: 0 });
  expect(world.job(0)).toMatchObject({ attempt: 2 });
  world.run(start + day, new Map<number, Cause>([[0, 'script-failed']]));
  expect(world.job(0)).toMatchObject({ attempt: 2, state: { kind: 'failed' } });
  expect(world.state.deployment.soFar).toEqual({ outcomes: 1, failures: 1 });
});

describe('time limits', () => {
  test('a lease goes back after a minute, a dispatch that nobody took after five', () => {
    const world = one();
    const first = world.job(0).dispatch;
    world.tick({ endpoints: new Map() }, minute);
    expect(world.job(0).state.kind).toBe('deferred');
    world.tick();
    expect(world.job(0)).toMatchObject({ dispatch: first + 1, attempt: 1, state: { kind: 'leased' } });
    world.says(0, { kind: 'dispatched' });
    world.tick({}, 5 * minute);
    expect(world.job(0)).toMatchObject({ dispatch: first + 2, attempt: 1, state: { kind: 'leased' } });
    expect(kinds(world.last?.actions)).toEqual(['recall', 'lease']);
  });

  test.each([
    ['prechecking', 'precheck-timeout'],
    ['progress', 'download-stalled'],
  ] as const)('ten minutes after %s: %s', (kind, cause) => {
    const world = one();
    world.says(0, { kind });
    world.tick({}, 10 * minute);
    expect(world.job(0).state).toMatchObject({ kind: 'failed', cause });
    expect(world.state.deployment.soFar.outcomes).toBe(0);
  });

  test('a start token that was given and not heard of again counts as an install that began', () => {
    const world = one();
    world.says(0, { kind: 'start-requested' });
    expect(world.last?.actions).toContainEqual({
      kind: 'grant-start',
      position: 0,
      attempt: 1,
      dispatch: 1,
      expiresAt: world.now + 5 * minute,
      isCatchUp: false,
    });
    world.tick({}, 5 * minute);
    expect(world.job(0)).toMatchObject({ changed: true, state: { kind: 'installing' } });
  });

  test('an install is overdue after an hour and lost after two, is never recalled, and keeps its group busy until it is heard of', () => {
    const world = new World(planOf([target(0, { group: 'db' })]), [1]).begin();
    for (const kind of ['start-requested', 'installing'] as const) world.says(0, { kind });
    world.tick({}, hour);
    expect(world.job(0).state).toMatchObject({ kind: 'installing', overdue: true });
    world.tick({}, hour);
    expect(world.job(0).state).toMatchObject({ kind: 'lost', keepsGroupSlot: true });
    expect(world.state.deployment.groups.get('db')).toBe(1);
    expect(world.state.deployment.inFlight).toBe(0);
    world.says(0, { kind: 'verified', evidence: { versionsAsPlanned: true, newCodeRuns: true } });
    expect(world.job(0).state).toMatchObject({ kind: 'lost', keepsGroupSlot: false });
    expect(world.state.deployment.groups.get('db')).toBeUndefined();
  });

  test('a long install has three times as long', () => {
    const world = new World(planOf([target(0, { isLong: true })]), [1]).begin();
    for (const kind of ['start-requested', 'installing'] as const) world.says(0, { kind });
    world.tick({}, 3 * hour - 1);
    expect(world.job(0).state).toMatchObject({ overdue: false });
    world.tick({}, 1);
    expect(world.job(0).state).toMatchObject({ overdue: true });
  });

  test('Stop calls back what has not begun and leaves an install alone', () => {
    const world = new World(planOf(fleetOf(2)), [2]).begin();
    for (const kind of ['start-requested', 'installing'] as const) world.says(0, { kind });
    world.says(1, { kind: 'progress' });
    world.does({ kind: 'stop', by: 'ada' });
    expect(kinds(world.last?.actions)).toEqual(['recall']);
    expect([world.job(0).state.kind, world.job(1).state.kind]).toEqual(['installing', 'queued']);
    world.says(1, { kind: 'start-requested' });
    expect(kinds(world.last?.actions)).toEqual(['record-evidence']);
  });
});

describe('slots of the organisation', () => {
  const inFlight = ({ state }: World): readonly number[] =>
    [...state.jobs].flatMap(([position, { state: each }]) => (holdsSlot(each.kind) ? [position] : []));
  const oneAtATime = (): World => {
    const world = new World(planOf(fleetOf(2)), [2]);
    world.does({ kind: 'freeze', by: 'ada' }, { kind: 'submit', by: 'ada' });
    world.tick({ totalFree: 1, commands: [{ kind: 'approve', by: 'ada', planHash: world.state.plan.hash }] });
    world.tick({ totalFree: 1 - inFlight(world).length });
    expect(inFlight(world)).toEqual([0]);
    return world;
  };
  const tookEffect: ReportBody = { kind: 'verified', evidence: { versionsAsPlanned: true, newCodeRuns: true } };

  test('one that comes back is given to the next in the same look, though the one before soaks for an hour', () => {
    const world = oneAtATime();
    world.says(0, { kind: 'dispatched' });
    world.says(0, { kind: 'installing' });
    const { attempt, dispatch } = world.job(0);
    world.tick({ totalFree: 0, reports: [{ position: 0, attempt, dispatch, body: tookEffect }] });
    expect(world.job(0).state.kind).toBe('soaking');
    expect(inFlight(world)).toEqual([1]);
  });

  test('where others have them all it says so, and looks again within seconds', () => {
    const world = oneAtATime();
    const { actions, reasons } = world.tick({ totalFree: 0 });
    expect(inFlight(world)).toEqual([0]);
    expect(reasons).toContainEqual({ about: 'deployment', text: 'no slot is free in the organisation' });
    expect(actions).toContainEqual({ kind: 'look-again', at: world.now + 5_000 });
  });
});

describe('coverage', () => {
  test('a package that no earlier ring had waits for a person, and holds nobody else up', () => {
    const targets = fleetOf(60).map((each, position) => (position === 59 ? { ...each, variety: 1 } : each));
    const world = new World(
      planOf(targets, { varieties: [['openssl@debian-12'], ['nginx@debian-12']] }),
      [55, 5],
    ).begin();
    world.run(start + 3 * day);
    expect(world.job(59).state).toMatchObject({ kind: 'deferred', reason: 'coverage' });
    expect(world.state.rings[1]?.state.kind).toBe('promoted');
    world.does({ kind: 'waive-coverage', by: 'ada' });
    world.run(start + 4 * day);
    expect(world.state.deployment.state.kind).toBe('completed');
  });
});

test('a person approves once, and only the plan that is named', () => {
  const yes = (person: string, planHash = 'a') => ({ person, planHash, at: 0 });
  const ada = approve([], yes('ada'), 'a');
  expect(approve(ada, yes('ada'), 'a')).toBe(ada);
  expect(approve(ada, yes('bob', 'b'), 'a')).toBe(ada);
  expect(approve(ada, yes('bob'), 'a')).toHaveLength(2);
  expect([isApproved(ada, 'a', 1), isApproved(ada, 'b', 1), isApproved([...ada, ...ada], 'a', 2)]).toEqual([
    true,
    false,
    false,
  ]);
});

test('a cause is one of the list and nothing else', () => {
  expect(['disk-full', 'toString', '__proto__', ''].map(isCause)).toEqual([true, false, false, false]);
  expect([isBeforeInstall('disk-full'), isBeforeInstall('script-failed')]).toEqual([true, false]);
});

test('what is over stays over', () => {
  const over = Object.keys(deploymentMoves).filter((kind) => isOver(kind as keyof typeof deploymentMoves));
  expect(over.sort()).toEqual([
    'cancelled',
    'completed',
    'completed-with-failures',
    'expired',
    'rejected',
    'rollback-incomplete',
    'rolled-back',
  ]);
});

test('every cause says what happened and what to do, in sentences', () => {
  for (const [id, { says, remedy }] of Object.entries(causes)) {
    expect(id).toMatch(/^[a-z][a-z-]+$/);
    expect(says).not.toMatch(/[.]$/);
    expect(remedy).toMatch(/^[A-Z].+[.]$/);
  }
});
