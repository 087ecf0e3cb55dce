// A check-in against a server made up of answers: rounds, uploads, deltas, refusals and the numbers in between.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { EndpointFacts } from '@suture/protocol/agent/facts.ts';
import { problem, type ProblemKind } from '@suture/protocol/agent/problem.ts';
import type { Digest } from '@suture/protocol/agent/text.ts';
import { checkIn, type CheckInParts, type Reported } from './check-in.ts';
import { openJournal, type Journal } from './journal.ts';
import type { Asked, Reply, ServerConnection } from './server-connection.ts';

const base = mkdtempSync(join(tmpdir(), 'suture-check-in-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const digestOf = (hex: string) => `sha256:${hex.padEnd(64, '0')}` as Digest;
const lines = Array.from({ length: 100 }, (_, index) => `line ${String(index).padStart(3, '0')}`);
const text = `suture.set/1 installed\n${lines.join('\n')}\n`;
const report: Reported = {
  facts: {} as EndpointFacts,
  policy: { state: 'none' },
  sections: [{ adapter: 'apt', kind: 'installed', status: 'complete', digest: digestOf('a') }],
  sets: [{ digest: digestOf('a'), bytes: Buffer.byteLength(text) }],
};

let journal: Journal;
let kept: Map<string, Buffer>;
let delta: CheckInParts['delta'];
const sets: CheckInParts['sets'] = {
  packed: async (of) => kept.get(of),
  packedDelta: async (to) => kept.get(`${to} delta`),
  forget: async (of) => void kept.delete(of),
};
let folders = 0;
beforeEach(async () => {
  journal = await openJournal(join(base, String((folders += 1))));
  kept = new Map([[digestOf('a'), zstdCompressSync(text)]]);
  delta = async () => undefined;
});

type Given = object | ProblemKind;
const answer = (over: object = {}) => ({
  protocol: 1,
  state: 'active',
  wants: [],
  intervalSeconds: 60,
  jitterSeconds: 5,
  serverTime: '2026-11-22T10:00:00.000Z',
  renewCertificate: false,
  jobs: [],
  ...over,
});
const wanted = (over: object = {}) => answer({ wants: [{ digest: digestOf('a'), ...over }] });

/** Answers in this order, and remembers what was asked. */
function serverOf(...given: readonly (Given | undefined)[]) {
  const asked: Asked[] = [];
  const server: ServerConnection = {
    rest: () => undefined,
    close: () => undefined,
    ask: async (_, question): Promise<Reply<never>> => {
      const next = given[asked.length];
      asked.push(question);
      if (next === undefined) return { kind: 'none', why: 'nothing listens there' };
      if (typeof next === 'string') return { kind: 'problem', document: problem(next) };
      return { kind: 'answer', value: next as never };
    },
  };
  return { server, asked };
}

const call = (server: ServerConnection, now = 1_000_000) =>
  checkIn({ server, journal, sets, delta, now: () => now }, report);
const sequences = (asked: readonly Asked[]) =>
  asked.flatMap(({ method, body }) => (method === 'POST' ? [JSON.parse(String(body)).sequence] : []));

test('what is wanted is uploaded, announced once more, and only then acknowledged', async () => {
  const { server, asked } = serverOf(wanted(), { digest: digestOf('a'), stored: 'new' }, answer());
  const done = { kind: 'done', state: 'active', renewCertificate: false, indexesSince: undefined };
  expect(await call(server)).toMatchObject(done);
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /agent/v1/check-in',
    `PUT /agent/v1/sets/${digestOf('a')}`,
    'POST /agent/v1/check-in',
  ]);
  expect(zstdDecompressSync(asked[1]?.body ?? '').toString()).toBe(text);
  expect(asked[1]?.headers).toMatchObject({ 'suture-length': '923', 'content-encoding': 'zstd' });
  expect(sequences(asked)).toEqual([1_000_000, 1_000_001]);
  expect(journal.state).toMatchObject({ acknowledged: [digestOf('a')], intervalSeconds: 60, jitterSeconds: 5 });
});

test('an upload that fails leaves nothing acknowledged', async () => {
  const { server } = serverOf(wanted(), undefined);
  expect(await call(server)).toEqual({ kind: 'later', why: 'nothing listens there', retryAfterSeconds: undefined });
  expect(journal.state.acknowledged).toEqual([]);
});

test('numbers rise over a clock that was set back, and over restarts', async () => {
  const { server, asked } = serverOf(answer(), answer());
  await call(server, 5_000_000);
  await call(server, 1_000_000);
  expect(sequences(asked)).toEqual([5_000_000, 5_000_001]);
});

test('a number that the server has seen is followed by a higher one, not by giving up', async () => {
  const { server, asked } = serverOf('sequence-not-higher', answer());
  expect(await call(server)).toMatchObject({ kind: 'done' });
  expect(sequences(asked)).toEqual([1_000_000, 1_000_001]);
});

test('a server that never has enough is left alone', async () => {
  const stored = { digest: digestOf('a'), stored: 'known' };
  const { server, asked } = serverOf(wanted(), stored, wanted(), stored, wanted(), stored, wanted(), stored, wanted());
  expect(await call(server)).toMatchObject({ kind: 'later' });
  expect(asked).toHaveLength(8);
  const { server: other } = serverOf(answer({ wants: [{ digest: digestOf('b') }] }));
  expect(await call(other)).toMatchObject({ kind: 'later' });
});

test.each(['endpoint-revoked', 'certificate-required', 'too-large', 'unsupported-protocol'] as const)(
  '%s is final',
  async (kind) => {
    expect(await call(serverOf(kind).server)).toMatchObject({ kind: 'refused', document: problem(kind) });
  },
);

test.each(['server-error', 'unavailable', 'rate-limited', 'endpoint-quarantined'] as const)(
  '%s is not',
  async (kind) => {
    expect(await call(serverOf(kind).server)).toMatchObject({ kind: 'later' });
    expect(await call(serverOf(wanted(), kind).server)).toMatchObject({ kind: 'later' });
  },
);

test('pending and quarantined endpoints have nothing acknowledged', async () => {
  for (const state of ['pending', 'quarantined']) {
    expect(await call(serverOf(answer({ state })).server)).toMatchObject({ kind: 'done', state });
    expect(journal.state.acknowledged).toEqual([]);
  }
});

test('the clock’s difference is measured and told the next time', async () => {
  const { server, asked } = serverOf(answer(), answer());
  const now = Date.parse('2026-11-22T09:59:00.000Z');
  await call(server, now);
  await call(server, now + 1);
  expect(JSON.parse(String(asked[0]?.body)).clock).toEqual({ now: '2026-11-22T09:59:00.000Z' });
  expect(JSON.parse(String(asked[1]?.body)).clock).toMatchObject({ offsetMs: 60_000, uncertaintyMs: 0 });
});

test('a delta goes where there is one, and the whole set where the server has lost its base', async () => {
  delta = async () => 7;
  kept.set(`${digestOf('a')} delta`, Buffer.from('packed'));
  const stored = { digest: digestOf('a'), stored: 'new' };
  const { server, asked } = serverOf(wanted({ base: digestOf('b') }), 'base-unknown', stored, answer());
  expect(await call(server)).toMatchObject({ kind: 'done' });
  expect(asked.map(({ path, headers }) => [path, headers?.['suture-length']]).slice(1, 3)).toEqual([
    [`/agent/v1/sets/${digestOf('a')}?base=${digestOf('b')}`, '7'],
    [`/agent/v1/sets/${digestOf('a')}`, '923'],
  ]);
});

test('a set that is gone or was damaged on disk is reported anew, and not sent again as it is', async () => {
  kept.clear();
  expect(await call(serverOf(wanted()).server)).toMatchObject({ kind: 'stale' });
  kept.set(digestOf('a'), Buffer.from('damaged'));
  expect(await call(serverOf(wanted(), 'digest-mismatch').server)).toMatchObject({ kind: 'stale' });
  expect(kept.size).toBe(0);
});

test('the moment from which indexes are wanted is told by this machine’s clock', async () => {
  const { server } = serverOf(answer({ indexesSince: '2026-11-22T04:00:00.000Z' }));
  const anHourBehind = Date.parse('2026-11-22T09:00:00.000Z');
  expect(await call(server, anHourBehind)).toMatchObject({ indexesSince: Date.parse('2026-11-22T03:00:00.000Z') });
});
