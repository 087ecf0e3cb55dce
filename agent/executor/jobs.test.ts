// A job from its signatures to its end: what is not signed, in time, for this machine and allowed by it is never run.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { LocalPolicy } from '@suture/protocol/agent/local-policy.ts';
import { at, pair, signedWork } from '@suture/protocol/deployments/signed-work.fixture.ts';
import {
  signDispatch,
  signStart,
  type DispatchStatement,
  type StartStatement,
} from '@suture/protocol/deployments/statements.ts';
import { writeSigningKey } from '@suture/protocol/trust/keys.ts';
import { machine, type Machine } from '../execution/attempt.fixture.ts';
import { jobsOf, type JobParts, type Jobs } from './jobs.ts';
import { orderOf } from './phases.ts';
import { jobAnswer } from './job-answer.ts';
import { readTrust } from './trust.ts';
import { vetoOf } from './veto.ts';

const base = mkdtempSync(join(tmpdir(), 'suture-jobs-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

let signed: ReturnType<typeof signedWork>;
let box: Machine;
let parts: JobParts;
let jobs: Jobs;
let policy: LocalPolicy;
let minutes: number;
let folders = 0;
const trusting = () => ({ ok: true, trust: signed.trust }) as const;
beforeEach(() => {
  signed = signedWork();
  box = machine();
  policy = { state: 'none' };
  minutes = 22;
  const folder = join(base, String(++folders));
  parts = {
    host: box.host,
    state: join(folder, 'state'),
    cache: join(folder, 'cache'),
    trust: async () => trusting(),
    policy: async () => policy,
    now: () => new Date(at(minutes)),
    rehearse: async () => ({ kind: 'not-rehearsed', why: 'there is no copy of it' }),
    patienceMs: 30_000,
  };
  jobs = jobsOf(parts);
});

const dispatchOf = (over: Partial<DispatchStatement> = {}) =>
  signDispatch({ ...signed.dispatch, ...over }, signed.server.privateKey);
const take = (over: Partial<DispatchStatement> = {}) =>
  jobs.ask({ phase: 'take', dispatch: dispatchOf(over), part: signed.part });
const startOf = (over: Partial<StartStatement> = {}) =>
  signStart({ ...signed.start, ...over }, signed.server.privateKey);
const of = () => ({ deployment: signed.dispatch.deployment, attempt: 1, dispatch: 1 });
const begin = (start: unknown) => jobs.ask({ phase: 'begin', of: of(), start });

test('what is signed for this machine is taken on once, also after a new start', async () => {
  expect(await take()).toEqual({
    kind: 'taken',
    does: 'install',
    rollback: 'R1',
    obeyed: { epoch: 3, sequence: 17 },
  });
  expect(await take()).toMatchObject({ kind: 'refused', refusal: 'replayed' });
  jobs = jobsOf(parts);
  expect(await take()).toMatchObject({ kind: 'refused', refusal: 'replayed' });
  expect(await take({ sequence: 18, epoch: 2 })).toMatchObject({ kind: 'refused', refusal: 'fenced' });
  expect(await take({ sequence: 18 })).toMatchObject({ kind: 'taken' });
});

test('where what was obeyed cannot be read, nothing new is', async () => {
  mkdirSync(parts.state, { recursive: true });
  writeFileSync(join(parts.state, 'obeyed.json'), '{"epoch":');
  expect(await take()).toMatchObject({ kind: 'refused', refusal: 'replayed' });
});

describe('refused, and nothing is run', () => {
  test.each<[string, () => Promise<unknown>, string]>([
    [
      'without a trust file',
      async () => (
        (jobs = jobsOf({ ...parts, trust: async () => ({ ok: false, why: 'no operator is known' }) })),
        take()
      ),
      'unsigned',
    ],
    [
      'another key',
      async () =>
        jobs.ask({ phase: 'take', dispatch: signDispatch(signed.dispatch, pair().privateKey), part: signed.part }),
      'unsigned',
    ],
    ['no envelope at all', async () => jobs.ask({ phase: 'take', dispatch: undefined, part: undefined }), 'unsigned'],
    ['another endpoint', async () => take({ endpoint: signed.dispatch.deployment }), 'other-endpoint'],
    [
      'an edited step',
      async () =>
        jobs.ask({
          phase: 'take',
          dispatch: dispatchOf(),
          part: { ...signed.part, step: { ...signed.part.step, adapter: 'dnf' } },
        }),
      'not-in-plan',
    ],
    [
      'observe-only',
      async () => ((policy = { state: 'in-force', digest: '' as never, observeOnly: true }), take()),
      'vetoed',
    ],
    [
      'an unreadable policy',
      async () => ((policy = { state: 'unreadable', why: 'it is not root’s' }), take()),
      'vetoed',
    ],
    [
      'a pinned package',
      async () => (
        (policy = { state: 'in-force', digest: '' as never, observeOnly: false, pinned: ['openssl'], pinnedCount: 1 }),
        take()
      ),
      'vetoed',
    ],
    [
      'more pins than are shown',
      async () => (
        (policy = { state: 'in-force', digest: '' as never, observeOnly: false, pinned: ['x'], pinnedCount: 2 }),
        take()
      ),
      'vetoed',
    ],
    [
      'a list without it',
      async () => (
        (policy = { state: 'in-force', digest: '' as never, observeOnly: false, verbs: ['refresh-indexes'] }),
        take()
      ),
      'vetoed',
    ],
  ])('%s', async (_, ask, refusal) => {
    expect(await ask()).toMatchObject({ kind: 'refused', refusal });
    expect(await jobs.ask({ phase: 'prepare', of: of() })).toMatchObject({ kind: 'refused', refusal: 'other-job' });
    expect(box.installs).toBe(0);
  });

  test.each<[string, () => unknown, string]>([
    ['no token', () => undefined, 'unsigned'],
    ['a token of another key', () => signStart(signed.start, pair().privateKey), 'unsigned'],
    ['a token of another attempt', () => startOf({ attempt: 2 }), 'other-job'],
    ['a token that is over', () => ((minutes = 26), startOf()), 'expired'],
    [
      'a token outside of the window',
      () => ((minutes = 200), startOf({ at: at(199), expiresAt: at(203) })),
      'outside-window',
    ],
    [
      'the policy has changed since',
      () => ((policy = { state: 'in-force', digest: '' as never, observeOnly: true }), startOf()),
      'vetoed',
    ],
    [
      'a maintenance window of the machine itself',
      () => (
        (policy = {
          state: 'in-force',
          digest: '' as never,
          observeOnly: false,
          maintenanceWindows: ['Sat 22:00 + 4h Europe/Berlin'],
        }),
        startOf()
      ),
      'vetoed',
    ],
    [
      'a maintenance window that nobody can read',
      () => (
        (policy = {
          state: 'in-force',
          digest: '' as never,
          observeOnly: false,
          maintenanceWindows: ['when it suits'],
        }),
        startOf()
      ),
      'vetoed',
    ],
  ])('begin: %s', async (_, start, refusal) => {
    await take();
    expect(await begin(start())).toMatchObject({ kind: 'refused', refusal });
    expect(box.installs).toBe(0);
  });

  test('a machine whose window is open may begin', async () => {
    // 23 November 2026 is a Monday.
    policy = {
      state: 'in-force',
      digest: '' as never,
      observeOnly: false,
      maintenanceWindows: ['Mon,Tue 22:00 + 2h UTC'],
    };
    await take();
    expect(await begin(startOf())).not.toMatchObject({ kind: 'refused' });
  });

  test('a dispatch that a later one has replaced', async () => {
    await take();
    await take({ sequence: 18, dispatch: 2 });
    expect(await begin(startOf())).toMatchObject({ kind: 'refused', refusal: 'other-job' });
  });
});

const inWindow = (): number => Date.parse(signed.dispatch.windows[0]?.from ?? '');

test('the step of the plan is what is done, and the machine’s own policy says what may come with it', () => {
  const step = {
    ...signed.part.step,
    changes: [...signed.part.step.changes, { package: 'x', architecture: null, from: '1', to: null }],
  };
  expect(orderOf(signed.dispatch, step, { state: 'none' }, inWindow())).toMatchObject({
    removals: 'listed',
    repair: true,
    restart: 'services',
    reboot: 'never',
  });
  const strict: LocalPolicy = { state: 'in-force', digest: '' as never, observeOnly: false, verbs: ['install'] };
  expect(orderOf(signed.dispatch, { ...signed.part.step, expectsReboot: true }, strict, inWindow())).toMatchObject({
    removals: 'none',
    repair: false,
    restart: 'none',
    reboot: 'never',
    overdueMinutes: 180,
  });
});

test.each([
  ['never', 'never', 'never'],
  ['if-needed', 'if-needed', 'if-needed'],
  ['in-window', 'if-needed', 'never'],
  ['ask', 'ask', 'ask'],
] as const)(
  'where operators signed that it reboots %s, it is %s in a window and %s outside of it',
  (reboot, within, outside) => {
    const conduct = { restart: 'none', reboot, repair: false, probes: [] } as const;
    const step = { ...signed.part.step, conduct };
    const after = Date.parse(signed.dispatch.windows.at(-1)?.to ?? '');
    expect(orderOf(signed.dispatch, step, { state: 'none' }, inWindow()).reboot).toBe(within);
    expect(orderOf(signed.dispatch, step, { state: 'none' }, after).reboot).toBe(outside);
  },
);

test('what operators signed beside the versions is done, as far as the policy of the machine goes', async () => {
  const probe = {
    kind: 'command',
    name: 'it answers',
    argv: ['/usr/bin/true'],
    timeoutMs: 1_000,
    blocking: true,
  } as const;
  const conduct = { restart: 'none', reboot: 'if-needed', repair: false, probes: [probe] } as const;
  const step = { ...signed.part.step, conduct };
  expect(orderOf(signed.dispatch, step, { state: 'none' }, inWindow())).toMatchObject(conduct);
  const verbs: LocalPolicy = { state: 'in-force', digest: '' as never, observeOnly: false, verbs: ['install'] };
  expect(orderOf(signed.dispatch, step, verbs, inWindow())).toMatchObject({ reboot: 'never' });
  expect(vetoOf(verbs)('install', step)).toBe('the policy of this machine does not list probe');
  expect(vetoOf({ ...verbs, verbs: ['install', 'probe'] })('install', step)).toBeUndefined();
  // It is not what was signed: the proof is of the step without it.
  expect(await jobs.ask({ phase: 'take', dispatch: dispatchOf(), part: { ...signed.part, step } })).toMatchObject({
    kind: 'refused',
    refusal: 'not-in-plan',
  });
});

test('what takes long is under way, is not begun a second time, and its end is heard', async () => {
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (open = () => resolve()));
  const slow = { ...parts.host, run: async () => gate.then(() => ({ kind: 'missing' }) as const) };
  jobs = jobsOf({ ...parts, host: slow, patienceMs: 5 });
  await take();
  const prepare = () => jobs.ask({ phase: 'prepare', of: of() });
  expect(await prepare()).toEqual({ kind: 'under-way', overdue: false, bytes: 0 });
  expect(jobs.isBusy()).toBe(true);
  expect(await jobs.ask({ phase: 'reconcile', of: of() })).toEqual({ kind: 'under-way', overdue: false, bytes: 0 });
  open();
  let answer = await prepare();
  while (answer.kind === 'under-way') answer = await prepare();
  expect(answer).toMatchObject({ kind: 'failed', cause: 'broken-before' });
  expect(jobs.isBusy()).toBe(false);
  expect(jobAnswer.safeParse(answer).success).toBe(true);
});

describe('the trust file', () => {
  const folder = join(base, 'trust');
  const path = join(folder, 'trust.json');
  const owner = process.geteuid?.() ?? 0;
  const write = (over: object = {}): void => {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    const { organisation, endpoint } = signed.trust;
    const [operator, server] = [writeSigningKey(signed.operator.publicKey), writeSigningKey(signed.server.publicKey)];
    const whole = {
      version: 1,
      organisation,
      endpoint,
      operatorKeys: [operator],
      threshold: 1,
      serverKeys: [server],
      ...over,
    };
    writeFileSync(path, JSON.stringify(whole), { mode: 0o644 });
  };

  test('says whom to believe', async () => {
    write();
    expect(await readTrust(path, owner)).toMatchObject({
      ok: true,
      trust: { threshold: 1, endpoint: signed.trust.endpoint },
    });
  });

  test.each([
    [{ threshold: 2 }, 'names fewer operators than have to sign'],
    [{ serverKeys: [] }, 'names no server'],
    [{ operatorKeys: ['x'] }, 'has a key that is none'],
    [{ extra: 1 }, 'has not the shape of a trust file'],
    [{ threshold: 0 }, 'has not the shape of a trust file'],
  ])('that is wrong believes nobody: %j', async (over, why) => {
    write(over);
    expect(await readTrust(path, owner)).toEqual({ ok: false, why: `${path} ${why}` });
  });

  test('that others may write, or that is not there, believes nobody', async () => {
    write();
    chmodSync(path, 0o666);
    expect(await readTrust(path, owner)).toMatchObject({
      ok: false,
      why: expect.stringContaining('written by others'),
    });
    expect(await readTrust(`${path}.none`, owner)).toMatchObject({
      ok: false,
      why: expect.stringContaining('is not there'),
    });
  });
});
