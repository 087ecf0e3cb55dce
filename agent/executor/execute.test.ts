// The executor's verbs: refused unless the schema, the policy and the journal all allow them, and on record before they act.
import { appendFileSync, chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { monotonousHost } from '@suture/adapters/conformance.ts';
import type { Command, CommandResult, Host } from '@suture/adapters/host.ts';
import type { LocalPolicy } from '@suture/protocol/agent/local-policy.ts';
import type { Brought } from '../own-packages/bring.ts';
import { execute } from './execute.ts';
import { openExecutorJournal, type ExecutorJournal } from './executor-journal.ts';
import type { Jobs } from './jobs.ts';
import { executorAnswer } from './request.ts';

const base = mkdtempSync(join(tmpdir(), 'suture-executor-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const ID = '0f2a1f0e-5f5e-4b52-9a52-2f6f4b1f2a10';
const request = (over: object = {}) => JSON.stringify({ version: 1, id: ID, verb: 'refresh-indexes', ...over });
const done: CommandResult = {
  kind: 'exited',
  code: 0,
  stdout: 'Reading package lists...\n',
  stderr: '',
  truncated: false,
};

let folders = 0;
let folder: string;
let journal: ExecutorJournal;
let ran: Command[];
let policy: LocalPolicy;
beforeEach(async () => {
  folder = join(base, String((folders += 1)));
  journal = await openExecutorJournal(folder);
  ran = [];
  policy = { state: 'none' };
});

const host = (result: CommandResult = done): Host => ({
  ...monotonousHost(result, { kind: 'missing' }),
  exists: async (path) => path === '/var/lib/dpkg/status',
  run: async (command) => {
    ran.push(command);
    return command.argv.includes('update') ? result : { kind: 'missing' };
  },
});
const asked = (text: string, result?: CommandResult) =>
  execute(
    { host: host(result), journal, policy: async () => policy, now: () => new Date(1_800_000_000_000), jobs },
    text,
  );
const jobs: Jobs = { isBusy: () => false, ask: async () => ({ kind: 'not-begun' }) };
const updates = () => ran.filter(({ argv }) => argv.includes('update'));
const stages = async () => (await journal.entries()).map(({ stage }) => stage);

test('indexes are refreshed when root has said nothing against it, and both ends are on record', async () => {
  expect(await asked(request())).toEqual({ version: 1, id: ID, outcome: 'done' });
  expect(updates()).toHaveLength(1);
  expect(await stages()).toEqual(['begun', 'done']);
});

test('the beginning is on disk before anything runs, and nothing runs where it cannot be', async () => {
  const seen: string[] = [];
  const watching: Host = {
    ...host(),
    run: async (command) => {
      if (command.argv.includes('update')) seen.push(readFileSync(join(folder, 'journal.jsonl'), 'utf8'));
      return done;
    },
  };
  await execute({ host: watching, journal, policy: async () => policy, now: () => new Date(), jobs }, request());
  expect(seen).toEqual([expect.stringContaining('"begun"')]);
  const full: ExecutorJournal = {
    entries: async () => [],
    add: async () => Promise.reject(new Error('ENOSPC: no space left')),
  };
  const parts = { host: host(), journal: full, policy: async () => policy, now: () => new Date(), jobs };
  expect(await execute(parts, request())).toMatchObject({ outcome: 'failed', why: 'ENOSPC: no space left' });
  expect(updates()).toHaveLength(0);
});

test('a failure is said in the words of the package manager', async () => {
  const locked = { ...done, code: 100, stderr: 'E: Could not get lock\n' };
  expect(await asked(request(), locked)).toMatchObject({
    outcome: 'failed',
    why: 'apt: apt-get update failed (exit 100): Could not get lock',
  });
  expect(await stages()).toEqual(['begun', 'failed']);
});

test.each<[string, LocalPolicy]>([
  ['observe-only', { state: 'in-force', digest: `sha256:${'0'.repeat(64)}` as never, observeOnly: true }],
  [
    'a list without the verb',
    { state: 'in-force', digest: `sha256:${'0'.repeat(64)}` as never, observeOnly: false, verbs: ['describe'] },
  ],
  ['a policy that cannot be read', { state: 'unreadable', why: '/etc/suture/policy.yaml does not belong to root' }],
])('%s refuses, on record, and nothing runs', async (_, rule) => {
  policy = rule;
  expect(await asked(request())).toMatchObject({ outcome: 'refused' });
  expect(ran).toEqual([]);
  expect(await stages()).toEqual(['refused']);
  // What it would do may be asked all the same.
  expect(await asked(request({ verb: 'describe' }))).toMatchObject({
    outcome: 'done',
    describes: {
      verbs: ['describe', 'refresh-indexes', 'take-offer', 'simulate', 'job'],
      policy: { state: rule.state },
    },
  });
});

test.each([
  '',
  'null',
  '[]',
  '{"version":1}',
  request({ verb: 'install' }),
  request({ verb: 'constructor' }),
  request({ verb: ['refresh-indexes'] }),
  request({ id: 'x' }),
  request({ version: 2 }),
  request({ argv: ['rm'] }),
  request({ envelope: { payloadType: 'application/vnd.suture.dispatch.v1+json', payload: '', signatures: [] } }),
])('what is not exactly a known request is refused: %s', async (text) => {
  expect(await asked(text)).toMatchObject({ outcome: 'refused' });
  expect(ran).toEqual([]);
});

test('a replay is refused, also after a new start', async () => {
  await asked(request());
  journal = await openExecutorJournal(folder);
  expect(await asked(request())).toMatchObject({ outcome: 'refused', why: 'this request was made before' });
  expect(updates()).toHaveLength(1);
});

test('what was begun when the power went is named, and half a line of it is passed over', async () => {
  await journal.add({ at: '2026-11-22T10:00:00.000Z', id: 'a', verb: 'refresh-indexes', stage: 'begun' });
  appendFileSync(join(folder, 'journal.jsonl'), '\n{"at":"2026-11-22T10:0');
  await journal.add({ at: '2026-11-22T11:00:00.000Z', id: 'b', verb: 'refresh-indexes', stage: 'done' });
  expect(await asked(request({ verb: 'describe' }))).toMatchObject({
    describes: { interrupted: [{ at: '2026-11-22T10:00:00.000Z', verb: 'refresh-indexes' }] },
  });
});

test('the record does not grow for ever', async () => {
  writeFileSync(join(folder, 'journal.jsonl'), `${'x'.repeat(99)}\n`.repeat(3000));
  await asked(request());
  await asked(request({ id: '0f2a1f0e-5f5e-4b52-9a52-2f6f4b1f2a11' }));
  expect(statSync(join(folder, 'journal.jsonl')).size).toBeLessThan(10_000);
  expect(statSync(join(folder, 'journal.jsonl.1')).size).toBe(300_000);
});

test('a folder that others may write to is not believed', async () => {
  chmodSync(folder, 0o777);
  await expect(openExecutorJournal(folder)).rejects.toThrow('not a folder of this user');
});

test('whatever is asked, the answer has its shape', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc
          .record({ version: fc.anything(), id: fc.anything(), verb: fc.anything() })
          .map((value) => JSON.stringify(value) ?? ''),
      ),
      async (text) => {
        expect(executorAnswer.safeParse(await asked(text)).success).toBe(true);
      },
    ),
    { numRuns: 100 },
  );
  expect(ran).toEqual([]);
});

const step = { adapter: 'apt', changes: [{ package: 'openssl', architecture: null, from: '1', to: '2' }] };

test('a step is simulated without a record, as nothing is changed; what cannot be asked is said', async () => {
  const text = request({ verb: 'simulate', step });
  expect(await asked(text)).toMatchObject({
    outcome: 'done',
    simulated: { kind: 'would-not', cause: 'broken-before' },
  });
  expect(await asked(text)).toMatchObject({ outcome: 'done' });
  expect(await asked(request({ verb: 'simulate', step: { ...step, adapter: 'brew-like' } }))).toMatchObject({
    simulated: { kind: 'not-simulated', why: 'there is no adapter brew-like here' },
  });
  expect(await journal.entries()).toEqual([]);
  expect(await asked(request({ verb: 'simulate', step: { ...step, more: 1 } }))).toMatchObject({ outcome: 'done' });
});

test('a step is not simulated where root says observe-only', async () => {
  policy = { state: 'in-force', digest: `sha256:${'0'.repeat(64)}` as never, observeOnly: true };
  expect(await asked(request({ verb: 'simulate', step }))).toMatchObject({ outcome: 'refused' });
  expect(ran).toEqual([]);
});

test('what is on offer of packages of one’s own is taken also by a machine that is only observed; what is not believed is said', async () => {
  policy = { state: 'in-force', digest: `sha256:${'0'.repeat(64)}` as never, observeOnly: true };
  const take = (bringOffer?: () => Promise<Brought>) =>
    execute(
      {
        host: host(),
        journal,
        policy: async () => policy,
        now: () => new Date(),
        jobs,
        ...(bringOffer === undefined ? {} : { bringOffer }),
      },
      request({ verb: 'take-offer' }),
    );
  expect(await take(async () => ({ ok: true, left: [] }))).toMatchObject({ outcome: 'done' });
  expect(await take(async () => ({ ok: true, left: ['notes 1.0: nobody signed it'] }))).toMatchObject({
    outcome: 'failed',
    why: 'not believed: notes 1.0: nobody signed it',
  });
  expect(await take(async () => ({ ok: false, why: 'it is older' }))).toMatchObject({ outcome: 'failed' });
  expect(await take()).toMatchObject({ outcome: 'failed' });
});
