// One check-in with all that follows from it: uploads of what is wanted, and the acknowledgement kept in the journal.
import { zstdCompressSync } from 'node:zlib';
import { deltaBetween, encodeDelta } from '@suture/core/packages/package-set-delta.ts';
import { checkInResponse, type CheckInResponse } from '@suture/protocol/agent/check-in.ts';
import { measureClock } from '@suture/protocol/agent/clock.ts';
import type { EndpointFacts } from '@suture/protocol/agent/facts.ts';
import { agentPaths, setPath } from '@suture/protocol/agent/paths.ts';
import { remedyFor, type ProblemDocument } from '@suture/protocol/agent/problem.ts';
import { DELTA_TYPE, SET_TYPE, setUploadResponse } from '@suture/protocol/agent/set-upload.ts';
import type { Digest } from '@suture/protocol/agent/text.ts';
import type { Journal } from './journal.ts';
import type { LocalPolicy } from '@suture/protocol/agent/local-policy.ts';
import type { Report } from './report.ts';
import type { ServerConnection } from './server-connection.ts';

export interface CheckInParts {
  readonly server: ServerConnection;
  readonly journal: Journal;
  /** Milliseconds since 1970, by this machine's clock. */
  readonly now: () => number;
}

export type CheckedIn =
  /** Nothing is wanted any more: all that was reported is acknowledged, or the endpoint waits for a person. */
  | { readonly kind: 'done'; readonly state: CheckInResponse['state']; readonly renewCertificate: boolean }
  | { readonly kind: 'later'; readonly why: string; readonly retryAfterSeconds: number | undefined }
  /** The same will never do: the server says that this endpoint or this message is none of its. */
  | { readonly kind: 'refused'; readonly document: ProblemDocument };

/** Check-ins of one report: one says what there is, one that it was uploaded, and one is in hand for a change in between. */
const mostRounds = 4;

/** What check-ins say of the machine beside its sections. */
export interface Machine {
  readonly facts: EndpointFacts;
  readonly policy: LocalPolicy;
}

export async function checkIn(parts: CheckInParts, machine: Machine, report: Report): Promise<CheckedIn> {
  for (let round = 0; round < mostRounds; round += 1) {
    const answer = await announce(parts, machine, report);
    if ('kind' in answer) {
      if (answer.kind === 'again') continue;
      return answer;
    }
    const { state, wants, renewCertificate } = answer;
    if (wants.length === 0) {
      if (state === 'active') await parts.journal.acknowledge(report.sets);
      return { kind: 'done', state, renewCertificate };
    }
    for (const want of wants) {
      const failed = await upload(parts, report, want);
      if (failed !== undefined) return failed;
    }
  }
  return { kind: 'later', why: 'the server goes on asking for what it was given', retryAfterSeconds: undefined };
}

async function announce(
  { server, journal, now }: CheckInParts,
  { facts, policy }: Machine,
  { sections }: Report,
): Promise<CheckInResponse | CheckedIn | { readonly kind: 'again' }> {
  const sentAt = now();
  // Kept before it is sent: after a crash the next one is higher still, also where the clock went back.
  const sequence = Math.max(sentAt, journal.state.sequence + 1);
  await journal.update({ sequence });
  const { clock: measured } = journal.state;
  const clock = { now: new Date(sentAt).toISOString(), ...measured };
  const body = JSON.stringify({ protocol: 1, sequence, facts, sections, policy, clock });
  const askedAt = now();
  const reply = await server.ask(checkInResponse, { method: 'POST', path: agentPaths.checkIn, body });
  if (reply.kind === 'none') return later(reply.why);
  if (reply.kind === 'problem')
    return remedyFor(reply.document) === 'check-in' ? { kind: 'again' } : after(reply.document);
  const { intervalSeconds, jitterSeconds, serverTime } = reply.value;
  const exchange = measureClock({ sentAt: askedAt, receivedAt: now(), serverTime: Date.parse(serverTime) });
  await journal.update({ intervalSeconds, jitterSeconds, ...(exchange === undefined ? {} : { clock: exchange }) });
  return reply.value;
}

async function upload(
  { server, journal }: CheckInParts,
  { sets }: Report,
  { digest, base }: CheckInResponse['wants'][number],
): Promise<CheckedIn | undefined> {
  const text = sets.get(digest);
  // Asked for what was not announced; another check-in will tell what to make of it.
  if (text === undefined) return later('the server asks for a set that this report does not have');
  const before = base === undefined ? undefined : await journal.text(base);
  const delta = base === undefined || before === undefined ? undefined : { base, text: deltaText(before, text) };
  // A delta that is longer than half the set is hardly one, and costs the server more.
  if (delta?.text !== undefined && delta.text.length < text.length / 2) {
    const reply = await put(server, digest, delta.text, delta.base);
    if (reply.kind === 'answer') return undefined;
    if (reply.kind === 'none') return later(reply.why);
    if (remedyFor(reply.document) !== 'upload-whole') return outcomeOf(reply.document);
  }
  const reply = await put(server, digest, text);
  if (reply.kind === 'answer') return undefined;
  return reply.kind === 'none' ? later(reply.why) : outcomeOf(reply.document);
}

function put(server: ServerConnection, digest: Digest, text: string, base?: Digest) {
  const headers = {
    'content-type': base === undefined ? SET_TYPE : DELTA_TYPE,
    'content-encoding': 'zstd',
    'suture-length': String(Buffer.byteLength(text)),
  };
  return server.ask(setUploadResponse, {
    method: 'PUT',
    path: setPath(digest, base),
    body: zstdCompressSync(text),
    headers,
  });
}

/** Undefined where the two are not of one kind. */
function deltaText(base: string, target: string): string | undefined {
  const [header = '', ...before] = base.split('\n');
  const [other, ...wanted] = target.split('\n');
  if (other !== header) return undefined;
  return encodeDelta(header, deltaBetween(before.slice(0, -1), wanted.slice(0, -1)));
}

const later = (why: string, retryAfterSeconds?: number): CheckedIn => ({ kind: 'later', why, retryAfterSeconds });

/** `not-wanted` is one: the server changed its mind in between, and the next round asks again. */
const outcomeOf = (document: ProblemDocument): CheckedIn | undefined =>
  remedyFor(document) === 'check-in' ? undefined : after(document);

function after(document: ProblemDocument): CheckedIn {
  const { title, status, retryAfterSeconds } = document;
  if (remedyFor(document) === 'stop') return { kind: 'refused', document };
  return later(title || `status ${status}`, retryAfterSeconds);
}
