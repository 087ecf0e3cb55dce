// A check-in: what an endpoint says it has is noted, and what is missing of it is asked for.
import { createHash } from 'node:crypto';
import type { CheckInRequest, CheckInResponseInput } from '@suture/protocol/agent/check-in.ts';
import type { Digest } from '@suture/protocol/agent/text.ts';
import { LIST } from '@suture/protocol/agent/limits.ts';
import { type Unexplained, unexplainedUpdates } from '../store/changelogs.ts';
import type { Transaction } from '../store/database.ts';
import { standingOf } from '../store/endpoint-certificates.ts';
import { lastSeen, recordSeen, type CertificateAge } from '../store/endpoint-seen.ts';
import { setState, updateFacts } from '../store/endpoints.ts';
import { replaceWants, type Want } from '../store/wants.ts';
import { refused, type AgentDoor, type Answered, type KnownPeer } from './agent-door.ts';
import { fileSections } from './file-sections.ts';
import { handOutWork } from './hand-out-work.ts';
import { ownIndexNumber } from './own-offer.ts';

/** Starts of a machine that are remembered to tell a clone from a restart. */
const mostBoots = 8;
/** Until packages that were just brought are judged, and it can be said what is left to explain. */
const soonSeconds = 30;

/** Answers after the commit. One that says nothing new is written together with others' (seen-batches.ts). */
export async function checkIn(
  door: AgentDoor,
  peer: KnownPeer,
  request: CheckInRequest,
): Promise<Answered<CheckInResponseInput>> {
  const { answered: bare, hasJobs } = await noted(door, peer, request);
  const answered = await withOwnPackages(door, peer, bare);
  if (!answered.ok || answered.value.state !== 'active' || request.obeyed === undefined) return answered;
  const { jobs, holds = [], simulated = [] } = request;
  if (!hasJobs && jobs.length === 0 && holds.length === 0 && simulated.length === 0) return answered;
  return { ok: true, value: { ...answered.value, ...(await handOutWork(door, peer, request, answered.value)) } };
}

async function withOwnPackages(
  door: AgentDoor,
  { organisation }: KnownPeer,
  answered: Answered<CheckInResponseInput>,
): Promise<Answered<CheckInResponseInput>> {
  if (!answered.ok || answered.value.state !== 'active' || door.work === undefined) return answered;
  const number = await ownIndexNumber(door, organisation);
  return number === 0 ? answered : { ok: true, value: { ...answered.value, ownPackages: number } };
}

async function noted(
  door: AgentDoor,
  peer: KnownPeer,
  request: CheckInRequest,
): Promise<{ readonly answered: Answered<CheckInResponseInput>; readonly hasJobs: boolean }> {
  const now = door.now();
  const reported = digestOf(request);
  const clockOffsetMs = request.clock.offsetMs ?? null;
  const { organisation, endpoint, serial } = peer;
  const { sequence } = request;
  const repeated = { endpoint, serial, at: now, sequence, reported, clockOffsetMs };
  const known = await door.seen.record(organisation, repeated);
  if (known !== undefined) return { answered: answer(door, 'active', [], known), hasJobs: known.hasJobs };
  const answered = await door.store.inOrganisation(organisation, (transaction) =>
    lookCloser(door, transaction, peer, request, { now, reported }),
  );
  return { answered, hasJobs: true };
}

async function lookCloser(
  door: AgentDoor,
  transaction: Transaction,
  { endpoint, serial }: KnownPeer,
  request: CheckInRequest,
  { now, reported }: { readonly now: Date; readonly reported: Uint8Array },
): Promise<Answered<CheckInResponseInput>> {
  const standing = await standingOf(transaction, endpoint, serial, { held: true });
  if (standing === undefined) return refused('endpoint-revoked');
  const last = await lastSeen(transaction, endpoint);
  const { bootId } = request.facts;
  const [current, ...former] = last?.boots ?? [];
  // A machine that restarts never comes back to an earlier boot id; two machines with one key do. Looked at before the
  // sequence, by which the slower of the two would only be turned away.
  const isCloned = current !== bootId && former.includes(bootId);
  if (last !== undefined && request.sequence <= last.sequence && !isCloned) return refused('sequence-not-higher');
  const boots =
    current === bootId ? [current, ...former] : [bootId, current, ...former].filter((id) => id !== undefined);
  const sequence = Math.max(request.sequence, last?.sequence ?? 0);
  const seen = { at: now, sequence, clockOffsetMs: request.clock.offsetMs ?? null, boots: boots.slice(0, mostBoots) };
  if (standing.state === 'quarantined' || isCloned) {
    if (isCloned && standing.state !== 'quarantined') {
      const reason = 'cloned: two machines with this key report in turns, by their boot ids';
      await setState(transaction, endpoint, 'quarantined', reason);
      await replaceWants(transaction, endpoint, [], now);
    }
    await recordSeen(transaction, endpoint, { ...seen, reported: null });
    return answer(door, 'quarantined', [], standing);
  }
  await updateFacts(transaction, endpoint, request.facts, request.policy, now);
  if (standing.state === 'pending') {
    await recordSeen(transaction, endpoint, { ...seen, reported: null });
    return answer(door, 'pending', [], standing);
  }
  const wants = await fileSections(transaction, endpoint, request, now);
  const isAwaited = last !== undefined && !last.isSettled;
  if (wants.length > 0 || isAwaited) await replaceWants(transaction, endpoint, wants, now);
  const unexplained = wants.length === 0 ? await unexplainedOf(transaction, endpoint, request, now) : undefined;
  // What is unknown so far is asked for next time, for which the check-in must not pass for one that says nothing new.
  const isEarly = unexplained?.isEarly === true;
  await recordSeen(transaction, endpoint, { ...seen, reported: wants.length > 0 || isEarly ? null : reported });
  const answered = answer(door, 'active', wants, standing);
  if (unexplained === undefined || !answered.ok) return answered;
  const { value } = answered;
  return isEarly
    ? { ok: true, value: { ...value, intervalSeconds: Math.min(value.intervalSeconds, soonSeconds) } }
    : { ok: true, value: { ...value, changelogs: [...unexplained.updates] } };
}

/** Asked only of who is offered something: it is looked up at each check-in with news. */
function unexplainedOf(
  transaction: Transaction,
  endpoint: string,
  { sections }: CheckInRequest,
  now: Date,
): Promise<Unexplained> {
  const isOffered = sections.some(({ kind, status }) => kind === 'available' && status !== 'failed');
  return isOffered
    ? unexplainedUpdates(transaction, endpoint, now, LIST.changelogs)
    : Promise.resolve({ updates: [], isEarly: false });
}

/** Over everything that would have to be written if it were new. The uptime passes by itself and is left out. */
function digestOf({ facts, sections, policy }: CheckInRequest): Uint8Array {
  const lasting = { ...facts, uptimeSeconds: 0 };
  return createHash('sha256')
    .update(JSON.stringify([lasting, sections, policy]))
    .digest();
}

const named = (hex: string): Digest => `sha256:${hex}` as Digest;

function answer(
  door: AgentDoor,
  state: CheckInResponseInput['state'],
  wants: readonly Want[],
  certificate: CertificateAge,
): Answered<CheckInResponseInput> {
  // Read again: the answer's time is to be near the answer.
  const now = door.now();
  const rotation = door.endpointAuthority();
  const since = rotation.stage === 'switched' ? rotation.since : undefined;
  const { intervalSeconds, jitterSeconds, indexesSeconds } = door.cadence;
  return {
    ok: true,
    value: {
      protocol: 1,
      state,
      wants: wants.map(({ digest, base }) => ({
        digest: named(digest),
        ...(base === undefined ? {} : { base: named(base) }),
      })),
      intervalSeconds,
      jitterSeconds,
      ...(indexesSeconds === undefined || state !== 'active'
        ? {}
        : { indexesSince: new Date(now.getTime() - indexesSeconds * 1000).toISOString() }),
      serverTime: now.toISOString(),
      renewCertificate: certificate.renewAfter <= now || (since !== undefined && certificate.issuedAt < since),
      jobs: [],
    },
  };
}
