// A check-in against a server made up of answers: rounds, uploads, deltas, refusals and the numbers in between.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { EndpointFacts } from '@suture/protocol/agent/facts.ts';
import { problem, type ProblemKind } from '@suture/protocol/agent/problem.ts';
import type { Digest } from '@suture/protocol/agent/text.ts';
import { checkIn } from './check-in.ts';
import { openJournal, type Journal } from './journal.ts';
import type { Report } from './report.ts';
import type { Asked, Reply, ServerConnection } from './server-connection.ts';

const base = mkdtempSync(join(tmpdir(), 'suture-check-in-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

const digestOf = (hex: string) => `sha256:${hex.padEnd(64, '0')}` as Digest;
const machine = { facts: {} as EndpointFacts, policy: { state: 'none' } as const };
const lines = Array.from({ length: 100 }, (_, index) => `line ${String(index).padStart(3, '0')}`);
const text = `suture.set/1 installed\n${lines.join('\n')}\n`;
const report: Report = {
  sections: [{ adapter: 'apt', kind: 'installed', status: 'complete', digest: digestOf('a') }],
  sets: new Map([[digestOf('a'), text]]),
};

let journal: Journal;
let folders = 0;
beforeEach(async () => {
  journal = await openJournal(join(base, String((folders += 1))));
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
  checkIn({ server, journal, now: () => now }, machine, report);
const sequences = (asked: readonly Asked[]) =>
  asked.flatMap(({ method, body }) => (method === 'POST' ? [JSON.parse(String(body)).sequence] : []));

test('what is wanted is uploaded, announced once more, and only then acknowledged', async () => {
  const { server, asked } = serverOf(wanted(), { digest: digestOf('a'), stored: 'new' }, answer());
  expect(await call(server)).toEqual({ kind: 'done', state: 'active', renewCertificate: false });
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
