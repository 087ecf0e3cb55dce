// Jobs in the hands of the resident part, with an executor and a server made up: in order, once, and the same after every restart.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { CheckInResponse } from '@suture/protocol/agent/check-in.ts';
import type { EndpointId } from '@suture/protocol/agent/text.ts';
import { signedWork } from '@suture/protocol/deployments/signed-work.fixture.ts';
import { signDispatch, signStart, type DispatchStatement } from '@suture/protocol/deployments/statements.ts';
import type { WorkInput } from '@suture/protocol/deployments/work.ts';
import type { JobAnswer } from '../executor/job-answer.ts';
import type { JobRequest } from '../executor/request.ts';
import type { ServerConnection } from '../server-connection.ts';
import { openWorker, type Worker } from './worker.ts';

const base = mkdtempSync(join(tmpdir(), 'suture-worker-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const signed = signedWork();
const of = { deployment: signed.dispatch.deployment, attempt: 1, dispatch: 1 };
const obeyed = { epoch: 3, sequence: 17 };
const endpoint = signed.trust.endpoint as EndpointId;
const dispatch = (over: Partial<DispatchStatement> = {}) =>
  signDispatch({ ...signed.dispatch, ...over }, signed.server.privateKey);
const start = signStart(signed.start, signed.server.privateKey);

let folders = 0;
let folder: string;
let now: number;
let boot: string;
let asked: string[];
let lines: string[];
/** What the executor says to each phase; undefined: it is not there. */
let answers: Partial<Record<JobRequest['phase'], JobAnswer | undefined>>;
let worker: Worker;

const good: typeof answers = {
  take: { kind: 'taken', does: 'install', rollback: 'R1', obeyed },
  prepare: { kind: 'staged', rollback: 'R1', why: [] },
  ready: { kind: 'ready' },
  begin: { kind: 'installed', changed: 1, kept: [], overdue: false, reboot: 'none' },
  verify: {
    kind: 'verified',
    evidence: { versionsAsPlanned: true, newCodeRuns: true },
    probesPass: true,
    boots: 0,
    says: [],
  },
  soak: {
    kind: 'verified',
    evidence: { versionsAsPlanned: true, newCodeRuns: true },
    probesPass: true,
    boots: 0,
    says: [],
  },
};

const open = (): Promise<Worker> =>
  openWorker({
    folder,
    endpoint,
    log: (line) => void lines.push(line),
    now: () => now,
    bootId: () => boot,
    wait: async () => undefined,
    async ask({ phase }) {
      asked.push(phase);
      return answers[phase];
    },
  });

beforeEach(async () => {
  folder = join(base, String((folders += 1)));
  now = Date.parse('2026-11-23T22:20:00.000Z');
  boot = 'one';
  asked = [];
  lines = [];
  answers = { ...good };
  worker = await open();
});

const server: ServerConnection = {
  rest: () => undefined,
  close: () => undefined,
  ask: async () => ({ kind: 'answer', value: signed.part as never }),
};
/** A check-in: what was said of jobs, as kinds. */
async function checkIn(work: Partial<WorkInput> = {}): Promise<readonly string[]> {
  const { jobs } = worker.said();
  const whole = { dispatches: [], starts: [], drop: [], soaks: [], ...work };
  const response = { work: whole, serverTime: new Date(now).toISOString() } as unknown as CheckInResponse;
  await worker.heard(jobs, response, server);
  return jobs.map(({ body }) => ('cause' in body ? `${body.kind} ${body.cause}` : body.kind));
}
/** Steps until nothing is due. */
async function settle(): Promise<void> {
  for (let most = 50; (await worker.turn()) === 0; most -= 1) if (most === 0) throw new Error('it never rests');
}
const count = (phase: JobRequest['phase']): number => asked.filter((each) => each === phase).length;

test('goes from the dispatch to the end of its soak, says so in order, and asks to begin once', async () => {
  expect(worker.said()).toEqual({ jobs: [], holds: [], obeyed: { epoch: 0, sequence: 0 } });
  expect(await checkIn({ dispatches: [dispatch()] })).toEqual([]);
  await settle();
  expect(worker.said()).toMatchObject({ holds: [of], obeyed });
  expect(await checkIn({ dispatches: [dispatch()] })).toEqual(['prechecking', 'progress', 'start-requested']);
  await settle();
  expect(await checkIn({ starts: [start] })).toEqual([]);
  await settle();
  expect(await checkIn({ starts: [start] })).toEqual(['installing', 'verifying', 'verified']);
  const until = new Date(now + 600_000).toISOString();
  await checkIn({ soaks: [{ ...of, until }] });
  await settle();
  now += 599_000;
  await settle();
  expect(await checkIn()).toEqual([]);
  now += 2_000;
  await settle();
  expect(await checkIn()).toEqual(['soaked']);
  await checkIn({ drop: [of] });
  expect(worker.said().holds).toEqual([]);
  expect([count('take'), count('begin')]).toEqual([1, 1]);
});

test('a check-in without an answer is said again, and each report has its number once', async () => {
  await checkIn({ dispatches: [dispatch()] });
  await settle();
  const first = worker.said().jobs;
  worker = await open();
  expect(worker.said().jobs).toEqual(first);
  expect(first.map(({ number }) => number)).toEqual([1, 2, 3]);
});

test('while it waits for a token it asks ever more seldom', async () => {
  await checkIn({ dispatches: [dispatch()] });
  let requests = 0;
  for (let second = 0; second < 3_600; second += 5) {
    await settle();
    requests += (await checkIn()).filter((kind) => kind === 'start-requested').length;
    now += 5_000;
  }
  expect(requests).toBeGreaterThan(10);
  expect(requests).toBeLessThan(25);
});

test.each([
  ['nothing was begun', { kind: 'not-begun' }, ['installing', 'verifying', 'verified'], 1],
  [
    'it is done',
    { kind: 'installed', changed: 1, kept: [], overdue: false, reboot: 'none' },
    ['reconciling', 'verifying', 'verified'],
    0,
  ],
  [
    'it broke',
    { kind: 'failed', cause: 'interrupted', why: 'cut off', lines: [] },
    ['reconciling', 'failed interrupted'],
    0,
  ],
] as const)(
  'after a crash in the middle of an install it looks, and where %s goes on from there',
  async (_, found, said, begun) => {
    await checkIn({ dispatches: [dispatch()] });
    await settle();
    await checkIn({ starts: [start] });
    answers = { ...answers, begin: undefined };
    // On record, and asked; then the power goes.
    await worker.turn();
    await worker.turn();
    asked = [];
    answers = { ...good, reconcile: { ...found } as JobAnswer };
    worker = await open();
    await settle();
    expect(await checkIn()).toEqual(said);
    expect(count('begin')).toBe(begun);
    expect(asked[0]).toBe('reconcile');
  },
);

test('what is called back before it began is dropped and says so; what has begun goes on', async () => {
  await checkIn({ dispatches: [dispatch()] });
  await settle();
  await checkIn();
  await checkIn({ drop: [of] });
  expect(await checkIn()).toEqual(['failed not-begun']);
  expect(worker.said().holds).toEqual([]);
  await checkIn({ dispatches: [dispatch({ dispatch: 2, sequence: 18 })] });
  await settle();
  const second = { ...of, dispatch: 2 };
  await checkIn({ starts: [signStart({ ...signed.start, dispatch: 2 }, signed.server.privateKey)] });
  answers = { ...answers, begin: { kind: 'under-way', overdue: false, bytes: 0 } };
  await worker.turn();
  await worker.turn();
  await checkIn();
  await checkIn({ drop: [second] });
  answers = { ...good };
  await settle();
  expect(await checkIn()).toEqual(['verifying', 'verified']);
});

test('a word of the server from before it heard what happened drops nothing', async () => {
  await checkIn({ dispatches: [dispatch()] });
  await settle();
  await checkIn({ starts: [start] });
  await settle();
  expect(await checkIn({ drop: [of] })).toEqual(['installing', 'verifying', 'verified']);
  expect(worker.said().holds).toEqual([of]);
});

test('nor does one that was on its way while it happened', async () => {
  await checkIn({ dispatches: [dispatch()] });
  await settle();
  await checkIn();
  const { jobs } = worker.said();
  await checkIn({ starts: [start] });
  await settle();
  const work = { dispatches: [], starts: [], drop: [of], soaks: [] };
  const answer = { work, serverTime: new Date(now).toISOString() } as unknown as CheckInResponse;
  await worker.heard(jobs, answer, server);
  expect(worker.said().holds).toEqual([of]);
  expect(await checkIn()).toEqual(['installing', 'verifying', 'verified']);
});

test.each([
  ['vetoed', 'failed vetoed'],
  ['plan-unsigned', 'failed not-trusted'],
  ['not-in-plan', 'failed not-trusted'],
  ['expired', 'failed not-begun'],
  ['not-yet', 'failed not-begun'],
])('a dispatch that is refused as %s is said to be', async (refusal, said) => {
  answers = { ...answers, take: { kind: 'refused', refusal, why: 'so it is' } };
  await checkIn({ dispatches: [dispatch()] });
  expect(await checkIn()).toEqual([said]);
  expect(worker.said().holds).toEqual([]);
});

test('a server of the past is told only by the epoch that was obeyed', async () => {
  answers = { ...answers, take: { kind: 'refused', refusal: 'fenced', why: 'its epoch is over', obeyed } };
  await checkIn({ dispatches: [dispatch()] });
  expect(worker.said()).toEqual({ jobs: [], holds: [], obeyed });
});

test('a new start of the machine before the install looks anew; one while it verifies is a failure', async () => {
  await checkIn({ dispatches: [dispatch()] });
  await settle();
  await checkIn();
  boot = 'two';
  worker = await open();
  asked = [];
  await settle();
  expect(asked).toEqual(['prepare', 'ready']);
  await checkIn({ starts: [start] });
  answers = { ...answers, verify: { kind: 'under-way', overdue: false, bytes: 0 } };
  for (let turns = 0; turns < 4; turns += 1) await worker.turn();
  await checkIn();
  boot = 'three';
  worker = await open();
  expect(await checkIn()).toEqual(['failed unplanned-reboot']);
});

test('a reboot that is planned is survived, and verified after', async () => {
  answers = {
    ...answers,
    begin: { kind: 'installed', changed: 1, kept: [], overdue: false, reboot: 'planned' },
    reboot: { kind: 'rebooting' },
  };
  await checkIn({ dispatches: [dispatch()] });
  await settle();
  await checkIn({ starts: [start] });
  await settle();
  expect(await checkIn()).toEqual(['installing', 'rebooting']);
  boot = 'two';
  worker = await open();
  await settle();
  const [verifying] = worker.said().jobs;
  expect(verifying?.body).toEqual({ kind: 'verifying', boots: 1, rebootPlanned: true });
});

test('a restart that people are asked for is waited for, and not for ever', async () => {
  answers = {
    ...answers,
    begin: { kind: 'installed', changed: 1, kept: [], overdue: false, reboot: 'asked' },
    reboot: { kind: 'rebooting' },
  };
  await checkIn({ dispatches: [dispatch()] });
  await settle();
  await checkIn({ starts: [start] });
  await settle();
  expect(worker.said().jobs.map(({ body, why }) => [body.kind, why])).toEqual([
    ['installing', undefined],
    ['rebooting', 'whoever is on it is asked to restart it; it waits for that for 50 minutes'],
  ]);
  await checkIn();
  now += 49 * 60_000;
  await settle();
  expect(worker.said().jobs).toEqual([]);
  now += 60_000;
  await settle();
  expect(worker.said().jobs.map(({ body, why }) => [body, why])).toEqual([
    [{ kind: 'failed', cause: 'old-code-running' }, 'it was not restarted within 50 minutes'],
  ]);
});

test('a rehearsal is asked for until it says what came of it', async () => {
  answers = { ...answers, take: { kind: 'taken', does: 'rehearse', rollback: 'R1', obeyed }, rehearse: undefined };
  await checkIn({ dispatches: [dispatch({ does: 'rehearse', attempt: 1_000 })] });
  await settle();
  now += 60_000;
  answers = { ...answers, rehearse: { kind: 'rehearsed', result: 'warn', says: ['it asks'], lines: [], seconds: 3 } };
  await settle();
  expect(worker.said().jobs.map(({ body }) => body)).toEqual([
    { kind: 'rehearsed', result: 'warn', says: ['it asks'], seconds: 3 },
  ]);
});

test('where what was known is damaged or of another server, it begins anew and keeps what it cannot read', async () => {
  writeFileSync(join(folder, 'jobs.json'), '{"version":1,');
  worker = await open();
  expect(worker.said().holds).toEqual([]);
  expect(lines).toEqual([expect.stringContaining('was damaged')]);
  expect(readFileSync(join(folder, 'jobs.json.damaged'), 'utf8')).toBe('{"version":1,');
  // The executor has taken it on before: its number of then is not used again.
  answers = { ...answers, take: { kind: 'refused', refusal: 'replayed', why: 'it was taken on before' } };
  await checkIn({ dispatches: [dispatch()] });
  expect(worker.said().jobs[0]?.number).toBeGreaterThanOrEqual(100_000);
});
