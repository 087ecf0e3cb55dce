// The loop of the resident agent with everything around it made up: what it reports when, and that nothing makes it hurry.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { problem, PROBLEMS, type ProblemKind } from '@suture/protocol/agent/problem.ts';
import type { Digest } from '@suture/protocol/agent/text.ts';
import { saveIdentity, type Identity } from './identity.ts';
import type { TaskAnswer } from './own-process.ts';
import type { ReportMessage } from './report-message.ts';
import { run, type Machine, type Running } from './run.ts';
import type { Worker } from './jobs/worker.ts';
import type { Asked, Reply } from './server-connection.ts';

const base = mkdtempSync(join(tmpdir(), 'suture-run-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const digest = `sha256:${'a'.repeat(64)}` as Digest;
const pem = '-----BEGIN CERTIFICATE-----\nMIIBBBB=\n-----END CERTIFICATE-----\n';
const identity = {
  server: 'https://suture.example:7421',
  endpoint: '0198a5d2-7f3e-7c11-9a40-0c5f6b1d2e3f',
  key: 'none',
  certificate: pem,
  authorities: [pem],
  renewAfter: '2027-01-01T00:00:00.000Z',
  notAfter: '2027-02-01T00:00:00.000Z',
} as unknown as Identity;
const message: ReportMessage = {
  version: 1,
  facts: { hostname: 'a', uptimeSeconds: 1 } as ReportMessage['facts'],
  policy: { state: 'none' },
  sections: [{ adapter: 'apt', kind: 'installed', status: 'complete', digest }],
  sets: [{ digest, bytes: 10 }],
  watches: [{ path: '/var/lib/dpkg/status', with: 'itself' }],
  looked: 'at first',
};
const answer = (over: object = {}) => ({
  protocol: 1,
  state: 'active',
  wants: [],
  intervalSeconds: 300,
  jitterSeconds: 30,
  serverTime: '2026-11-22T10:00:00.000Z',
  renewCertificate: false,
  jobs: [],
  ...over,
});

let folders = 0;
let folder: string;
beforeEach(async () => {
  folder = join(base, String((folders += 1)));
  await saveIdentity(folder, identity);
});

interface Life {
  readonly turns?: number;
  readonly reply?: (asked: Asked) => Reply<unknown>;
  readonly machine?: Partial<Machine>;
  readonly now?: () => number;
}

/** So many turns, with what was asked, said and waited for. */
async function live({ turns = 3, reply = () => ({ kind: 'answer', value: answer() }), machine, now }: Life) {
  const asked: Asked[] = [];
  const lines: string[] = [];
  const pauses: number[] = [];
  let reports = 0;
  let elapsed = 0;
  const running: Running = {
    folder,
    machine: {
      look: () => 'at first',
      report: async () => ((reports += 1), { ok: true, value: message }),
      delta: async () => undefined,
      refreshIndexes: async () => ({ outcome: 'done' }),
      ...machine,
    },
    now: now ?? (() => Date.parse('2026-11-22T10:00:00.000Z') + elapsed),
    monotonic: () => elapsed,
    random: () => 0.5,
    sleep: async (ms) => {
      pauses.push(ms);
      elapsed += ms;
    },
    isStopped: () => pauses.length >= turns,
    log: (line) => void lines.push(line),
    connect: () => ({
      rest: () => undefined,
      close: () => undefined,
      ask: async (_, question) => (asked.push(question), reply(question) as never),
    }),
  };
  const last = await run(running);
  const bodies = asked.flatMap(({ body }) => (body === undefined ? [] : [JSON.parse(String(body))]));
  return { last, asked, bodies, lines, pauses, reports: () => reports };
}

test('while nothing changes there is one report a day, and a check-in at each interval', async () => {
  const { reports, bodies, pauses } = await live({ turns: 280 });
  expect(pauses.every((ms) => ms === 315_000)).toBe(true);
  expect(bodies).toHaveLength(280);
  // 280 times 315 s is a day and half an hour.
  expect(reports()).toBe(2);
});

test('a change is reported at the next check-in, once', async () => {
  const looks = ['at first', 'changed', 'changed', 'changed'];
  const { reports } = await live({ turns: 5, machine: { look: () => looks.shift() ?? 'changed' } });
  expect(reports()).toBe(2);
});

test('a report that was made while an install began is not sent: it may have half of it', async () => {
  let isChanging = false;
  let looks = 0;
  const half = { ...message, sections: [{ ...message.sections[0], digest: `sha256:${'b'.repeat(64)}` }] };
  const worker = {
    said: () => ({ jobs: [], holds: [], obeyed: { epoch: 0, sequence: 0 } }),
    heard: async () => undefined,
    news: () => Promise.resolve(),
    isChanging: () => isChanging,
    turn: async () => 0,
    run: async () => undefined,
  } satisfies Worker;
  const machine = {
    look: () => String((looks += 1)),
    async report() {
      isChanging = looks === 1;
      return { ok: true, value: isChanging ? half : message } as TaskAnswer<ReportMessage>;
    },
    openWorker: async () => worker,
  };
  // Who has jobs pauses twice a turn.
  const { bodies } = await live({ machine, turns: 5 });
  expect(bodies.map(({ sections }) => sections)).toEqual([message.sections, message.sections, message.sections]);
});

test('while new reports fail, sections are known in part, as of the last that did not', async () => {
  let looked = 0;
  let made = 0;
  const report = async (): Promise<TaskAnswer<ReportMessage>> =>
    (made += 1) === 1 ? { ok: true, value: message } : { ok: false, why: 'report did not end within 900 s' };
  const { bodies } = await live({ machine: { look: () => String((looked += 1)), report } });
  expect(bodies[0].sections).toEqual(message.sections);
  for (const { sections } of bodies.slice(1)) {
    expect(sections).toEqual([
      expect.objectContaining({
        status: 'partial',
        digest,
        problems: [expect.stringMatching(/^as of 2026-11-22T10:00:00.000Z; a newer report failed: report did not end/)],
      }),
    ]);
  }
});

test('without any report there is no check-in, and no hurry', async () => {
  const { asked, pauses, lines } = await live({
    turns: 6,
    machine: { report: async () => ({ ok: false, why: 'fork failed' }) },
  });
  expect(asked).toEqual([]);
  expect(pauses).toEqual([3_750, 7_500, 15_000, 30_000, 60_000, 120_000]);
  expect(lines).toContain('no report: fork failed');
});

test('indexes are fetched once for each time that the server asks, however that ends', async () => {
  const outcomes = [{ outcome: 'refused', why: 'observe-only' }, { outcome: 'done' }] as const;
  let refreshed = 0;
  let since = '2026-11-22T09:00:00.000Z';
  let calls = 0;
  const now = (): number => Date.parse('2026-11-22T10:00:00.000Z') + calls * 300_000;
  const { bodies } = await live({
    turns: 6,
    reply: () => {
      calls += 1;
      if (calls === 4) since = '2026-11-22T10:15:00.000Z';
      return { kind: 'answer', value: answer({ indexesSince: since, serverTime: new Date(now()).toISOString() }) };
    },
    now,
    machine: {
      refreshIndexes: async () => outcomes[(refreshed += 1) - 1] ?? { outcome: 'failed', why: 'once too often' },
    },
  });
  expect(refreshed).toBe(2);
  expect(bodies[0].facts.indexRefresh).toBeUndefined();
  expect(bodies[1].facts.indexRefresh).toMatchObject({ outcome: 'refused', why: 'observe-only' });
  expect(bodies[5].facts.indexRefresh).toMatchObject({ outcome: 'done' });
});

test('a clock that is years ahead renews no certificate at each check-in', async () => {
  const { asked } = await live({ now: () => Date.parse('2060-01-01T00:00:00.000Z') });
  expect(asked.map(({ path }) => path)).toEqual(Array.from({ length: 3 }, () => '/agent/v1/check-in'));
});

test('each state that a person has to end is said with what to do', async () => {
  const state = (value: string) =>
    live({ turns: 1, reply: () => ({ kind: 'answer', value: answer({ state: value }) }) });
  expect((await state('quarantined')).lines.join('\n')).toContain('Two machines may be using one identity');
  expect((await state('pending')).lines.join('\n')).toContain('approves it on the server');
  const revoked = await live({ turns: 1, reply: () => ({ kind: 'problem', document: problem('endpoint-revoked') }) });
  expect(revoked.lines.join('\n')).toContain('enrol --replace');
  expect(revoked.pauses[0]).toBeGreaterThanOrEqual(3_600_000);
});

test('whatever breaks, in whatever order, there is a pause of seconds after it, and the loop goes on', async () => {
  const boom = (): never => {
    throw Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' });
  };
  const kinds = Object.keys(PROBLEMS) as ProblemKind[];
  const replies = fc.oneof(
    fc.constantFrom(...kinds).map((kind): Reply<unknown> => ({ kind: 'problem', document: problem(kind) })),
    fc.constant<Reply<unknown>>({ kind: 'none', why: 'nothing listens there' }),
    fc.constant<Reply<unknown>>({ kind: 'answer', value: answer({ wants: [{ digest }] }) }),
    fc.constant<Reply<unknown>>({
      kind: 'answer',
      value: answer({
        intervalSeconds: 5,
        jitterSeconds: 0,
        renewCertificate: true,
        indexesSince: '2026-11-22T10:00:00.000Z',
      }),
    }),
    fc.constant('throws' as const),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(replies, { minLength: 1, maxLength: 12 }),
      fc.array(fc.nat(3), { minLength: 4 }),
      async (given, faults) => {
        let at = 0;
        const fault = (): boolean => faults[(at += 1) % faults.length] === 0;
        const { pauses } = await live({
          turns: 12,
          reply: ({ path }) => {
            if (path.endsWith('/certificate')) return { kind: 'none', why: 'nothing listens there' };
            const next = given[(at += 1) % given.length];
            return next === 'throws' || next === undefined ? boom() : next;
          },
          machine: {
            look: () => (fault() ? boom() : String(at % 3)),
            report: async () => (fault() ? boom() : { ok: true, value: message }),
            delta: async () => (fault() ? boom() : undefined),
            refreshIndexes: async () => (fault() ? boom() : { outcome: 'done' }),
          },
        });
        expect(pauses).toHaveLength(12);
        expect(Math.min(...pauses)).toBeGreaterThanOrEqual(2_500);
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);

test('an identity that is damaged ends the agent, untouched, with the remedy', async () => {
  await saveIdentity(folder, { ...identity, certificate: 'x' });
  await expect(live({ turns: 1 })).rejects.toMatchObject({
    remedy: expect.stringContaining('enrol again with --replace'),
  });
});

test('what is on offer of the organisation’s own packages is fetched once for each number, by who takes jobs', async () => {
  let number = 3;
  let taken = 0;
  const paths: string[] = [];
  const index = { payloadType: 'x', payload: '', signatures: [] };
  const reply = ({ path }: Asked): Reply<unknown> => {
    paths.push(path);
    if (path.endsWith('/own-packages')) return { kind: 'answer', value: { index, releases: [] } };
    return { kind: 'answer', value: answer({ ownPackages: number }) };
  };
  const worker = {
    said: () => ({ jobs: [], holds: [], obeyed: { epoch: 0, sequence: 0 } }),
    heard: async () => undefined,
    news: () => Promise.resolve(),
    isChanging: () => false,
    turn: async () => 0,
    run: async () => undefined,
  } satisfies Worker;
  const takesJobs = { ...message, facts: { ...message.facts, carriesOut: ['install'] } };
  const machine = {
    report: async () => ({ ok: true, value: takesJobs }) as TaskAnswer<ReportMessage>,
    openWorker: async () => worker,
    takeOffer: async () => {
      taken += 1;
      number += taken === 1 ? 0 : 1;
      return { ok: true, why: '' };
    },
  };
  const fetched = () => paths.filter((path) => path.endsWith('/own-packages')).length;
  await live({ turns: 6, reply, machine });
  expect([taken, fetched()]).toEqual([1, 1]);
  // Another life of it knows from its journal; a new number is fetched.
  await live({ turns: 2, reply, machine });
  expect(taken).toBe(1);
  number = 4;
  await live({ turns: 2, reply, machine });
  expect([taken, fetched()]).toEqual([2, 2]);
});
