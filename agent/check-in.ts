// One check-in with all that follows from it: uploads of what is wanted, and the acknowledgement kept in the journal.
import { checkInResponse, type CheckInResponse } from '@suture/protocol/agent/check-in.ts';
import { measureClock } from '@suture/protocol/agent/clock.ts';
import { agentPaths, setPath } from '@suture/protocol/agent/paths.ts';
import { problemKind, remedyFor, type ProblemDocument } from '@suture/protocol/agent/problem.ts';
import { DELTA_TYPE, SET_TYPE, setUploadResponse } from '@suture/protocol/agent/set-upload.ts';
import type { Digest } from '@suture/protocol/agent/text.ts';
import type { Simulated, SimulationRequest } from '@suture/protocol/deployments/simulation.ts';
import type { Journal } from './journal.ts';
import type { KeptSets } from './kept-sets.ts';
import type { ReportMessage } from './report-message.ts';
import type { ServerConnection } from './server-connection.ts';
import type { Worker } from './jobs/worker.ts';

export interface CheckInParts {
  readonly server: ServerConnection;
  readonly journal: Journal;
  readonly sets: Pick<KeptSets, 'packed' | 'packedDelta' | 'forget'>;
  /** Puts a delta among the sets; its bytes, or undefined where there is none worth sending. */
  readonly delta: (base: Digest, target: Digest) => Promise<number | undefined>;
  /** Milliseconds since 1970, by this machine's clock. */
  readonly now: () => number;
  /** Absent: this agent carries out no jobs. */
  readonly jobs?: Pick<Worker, 'said' | 'heard'>;
  /** What was reckoned since the last check-in. */
  readonly simulated?: readonly Simulated[];
}

export type CheckedIn =
  /** Nothing is wanted any more: all that was reported is acknowledged, or the endpoint waits for a person. */
  | {
      readonly kind: 'done';
      readonly state: CheckInResponse['state'];
      readonly renewCertificate: boolean;
      /** Package indexes are to be newer than this; milliseconds since 1970 by this machine's clock. */
      readonly indexesSince: number | undefined;
      /** Whether the server wants the changelogs of other updates than before: they are in the journal, for a new report. */
      readonly wantsChangelogs: boolean;
      /** What the server wants reckoned. */
      readonly simulations: readonly SimulationRequest[];
      /** The number of what is on offer of packages of one's own; 0: there is none. */
      readonly ownPackages: number;
      /** The server's clock against this machine's, however far apart they are. */
      readonly serverAheadMs: number;
    }
  | { readonly kind: 'later'; readonly why: string; readonly retryAfterSeconds: number | undefined }
  /** What was reported cannot be shown any more: it takes a new report. */
  | { readonly kind: 'stale'; readonly why: string }
  /** The same will never do: the server says that this endpoint or this message is none of its. */
  | { readonly kind: 'refused'; readonly document: ProblemDocument };

/** What check-ins say of the machine; the sets themselves are among `sets`. */
export type Reported = Pick<ReportMessage, 'facts' | 'policy' | 'sections' | 'sets'>;

/** Check-ins of one report: one says what there is, one that it was uploaded, and one is in hand for a change in between. */
const mostRounds = 4;

export async function checkIn(parts: CheckInParts, report: Reported): Promise<CheckedIn> {
  for (let round = 0; round < mostRounds; round += 1) {
    const answer = await announce(parts, report);
    if ('kind' in answer) {
      if (answer.kind === 'again') continue;
      return answer;
    }
    const { state, wants, renewCertificate, indexesSince: since } = answer;
    if (wants.length === 0) {
      if (state === 'active') await parts.journal.acknowledge(report.sets.map(({ digest }) => digest));
      const serverAheadMs = Date.parse(answer.serverTime) - parts.now();
      const indexesSince = since === undefined ? undefined : Date.parse(since) - serverAheadMs;
      const wantsChangelogs = await noteChangelogs(parts.journal, answer.changelogs);
      const { simulations = [] } = answer.work ?? {};
      const { ownPackages = 0 } = answer;
      return {
        kind: 'done',
        state,
        renewCertificate,
        indexesSince,
        wantsChangelogs,
        simulations,
        ownPackages,
        serverAheadMs,
      };
    }
    for (const want of wants) {
      const failed = await upload(parts, report, want);
      if (failed !== undefined) return failed;
    }
  }
  return { kind: 'later', why: 'the server goes on asking for what it was given', retryAfterSeconds: undefined };
}

async function noteChangelogs(journal: Journal, wanted: CheckInResponse['changelogs']): Promise<boolean> {
  if (wanted === undefined || JSON.stringify(wanted) === JSON.stringify(journal.state.changelogs)) return false;
  await journal.update({ changelogs: wanted });
  return true;
}

async function announce(
  { server, journal, now, jobs, simulated = [] }: CheckInParts,
  { facts, policy, sections }: Reported,
): Promise<CheckInResponse | CheckedIn | { readonly kind: 'again' }> {
  const sentAt = now();
  // Kept before it is sent: after a crash the next one is higher still, also where the clock went back.
  const sequence = Math.max(sentAt, journal.state.sequence + 1);
  await journal.update({ sequence });
  const { clock: measured } = journal.state;
  const clock = { now: new Date(sentAt).toISOString(), ...measured };
  const said = jobs?.said();
  const body = JSON.stringify({ protocol: 1, sequence, facts, sections, policy, clock, ...said, simulated });
  const askedAt = now();
  const reply = await server.ask(checkInResponse, { method: 'POST', path: agentPaths.checkIn, body });
  if (reply.kind === 'none') return later(reply.why);
  if (reply.kind === 'problem')
    return remedyFor(reply.document) === 'check-in' ? { kind: 'again' } : after(reply.document);
  const { intervalSeconds, jitterSeconds, serverTime } = reply.value;
  const exchange = measureClock({ sentAt: askedAt, receivedAt: now(), serverTime: Date.parse(serverTime) });
  await journal.update({ intervalSeconds, jitterSeconds, ...(exchange === undefined ? {} : { clock: exchange }) });
  await jobs?.heard(said?.jobs ?? [], reply.value, server);
  return reply.value;
}

async function upload(
  { server, sets, delta }: CheckInParts,
  report: Reported,
  { digest, base }: CheckInResponse['wants'][number],
): Promise<CheckedIn | undefined> {
  const bytes = report.sets.find((set) => set.digest === digest)?.bytes;
  // Asked for what was not announced; another check-in will tell what to make of it.
  if (bytes === undefined) return later('the server asks for a set that this report does not have');
  const deltaBytes = base === undefined ? undefined : await delta(base, digest);
  const packed = deltaBytes === undefined ? undefined : await sets.packedDelta(digest);
  if (packed !== undefined && deltaBytes !== undefined) {
    const reply = await put(server, digest, packed, deltaBytes, base);
    if (reply.kind === 'answer') return undefined;
    if (reply.kind === 'none') return later(reply.why);
    if (remedyFor(reply.document) !== 'upload-whole') return outcomeOf(reply.document);
  }
  const whole = await sets.packed(digest);
  if (whole === undefined) return { kind: 'stale', why: 'a set that was reported is gone' };
  const reply = await put(server, digest, whole, bytes);
  if (reply.kind === 'answer') return undefined;
  if (reply.kind === 'none') return later(reply.why);
  const kind = problemKind(reply.document);
  if (kind === 'digest-mismatch' || kind === 'not-canonical' || kind === 'malformed-request') {
    // Damaged on disk since it was written, most likely; the next report writes it again.
    await sets.forget(digest);
    return { kind: 'stale', why: `the server does not take a set: ${reply.document.title}` };
  }
  return outcomeOf(reply.document);
}

function put(server: ServerConnection, digest: Digest, packed: Uint8Array, bytes: number, base?: Digest) {
  const headers = {
    'content-type': base === undefined ? SET_TYPE : DELTA_TYPE,
    'content-encoding': 'zstd',
    'suture-length': String(bytes),
  };
  return server.ask(setUploadResponse, { method: 'PUT', path: setPath(digest, base), body: packed, headers });
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
