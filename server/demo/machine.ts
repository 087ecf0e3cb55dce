// A made-up machine of the demo: it joins, reports what it would have, and carries out deployments without installing anything.
import { randomUUID, X509Certificate } from 'node:crypto';
import { zstdCompressSync } from 'node:zlib';
import { checkInRequest, type CheckInResponseInput } from '@suture/protocol/agent/check-in.ts';
import { enrolmentRequest } from '@suture/protocol/agent/enrolment.ts';
import type { Digest } from '@suture/protocol/agent/text.ts';
import { certificateRequest, newEndpointKey } from '@suture/protocol/trust/certificate-request.ts';
import type { AgentDoor, Answered, KnownPeer } from '../actions/agent-door.ts';
import { checkIn } from '../actions/check-in.ts';
import { enrol } from '../actions/enrol.ts';
import { receiveSet } from '../actions/receive-set.ts';
import { besideOf } from './beside.ts';
import { carriesOut, type Cohort, type Failure } from './fleet.ts';
import { type EncodedSection, sectionsOf, type Standing } from './inventory.ts';
import type { Software } from './software.ts';
import { SYSTEMS } from './systems.ts';
import { demoJob, type DemoJob } from './job.ts';

const DAY_MS = 86_400_000;

export interface DemoMachine {
  readonly name: string;
  readonly cohort: Cohort;
  readonly endpoint: string;
  /** Takes all fixes that there were so many days before `started`. */
  patch(daysAgo: number): void;
  /** One check-in, with what follows from it; seconds until the next. */
  call(): Promise<number>;
  /** What its next install comes to. */
  failsWith(failure: Failure): void;
  /** Calls in turns with a copy of itself, as a cloned machine does. */
  callAsTwo(): Promise<void>;
}

export interface MachineParts {
  readonly door: AgentDoor;
  /** The present of the story. */
  readonly now: () => Date;
  /** From when days are counted back. */
  readonly started: Date;
  /** An enrolment token's text. */
  readonly token: string;
  readonly software: readonly Software[];
  /** What machines of a kind have in common, encoded once. */
  readonly sets: Map<string, readonly EncodedSection[]>;
}

const must = <T>(answered: Answered<T>): T => {
  if (answered.ok) return answered.value;
  throw new Error(`a machine of the demo was refused: ${answered.problem.title} ${answered.problem.detail ?? ''}`);
};

export async function demoMachine(name: string, cohort: Cohort, parts: MachineParts): Promise<DemoMachine> {
  const { door, now, started, software } = parts;
  const system = SYSTEMS[cohort.system];
  const beside = besideOf(cohort, name, started.getUTCFullYear());
  const levels = new Map<string, number>();
  let boot = randomUUID();
  let sequence = 0;
  let failure: Failure | undefined;
  let obeyed = { epoch: 0, sequence: 0 };
  const facts = () => ({
    hostname: name,
    os: system.os,
    kernel: system.kernel,
    arch: 'x86_64',
    bootId: boot,
    agentVersion: '0.1.0',
    uptimeSeconds: 20 * 86_400,
    rebootRequired: (levels.get('linux') ?? 0) > 1 && name.endsWith('3'),
    virtualization: cohort.name === 'office' ? 'vmware' : 'kvm',
    ...(carriesOut(cohort) ? { carriesOut: ['install', 'roll-back'] } : {}),
  });
  const key = newEndpointKey();
  const joined = must(
    await enrol(
      door,
      enrolmentRequest.parse({ protocol: 1, token: parts.token, csr: certificateRequest(key), facts: facts() }),
    ),
  );
  const serial = new X509Certificate(joined.certificate).serialNumber.toLowerCase().padStart(32, '0');
  const peer: KnownPeer = {
    organisation: joined.organisation as KnownPeer['organisation'],
    endpoint: joined.endpoint,
    serial,
  };

  const patch: DemoMachine['patch'] = (daysAgo) => {
    for (const { source, fixes } of software) {
      const reached = fixes.filter((fix) => fix.daysAgo >= daysAgo).length;
      levels.set(source, Math.max(levels.get(source) ?? 0, reached));
    }
  };
  const agoNow = (): number => (started.getTime() - now().getTime()) / DAY_MS;
  const setsNow = (): readonly EncodedSection[] => {
    const daysAgo = agoNow();
    const stands = software.map((each): Standing => ({
      software: each,
      has: levels.get(each.source) ?? 0,
      offered: each.fixes.filter((fix) => fix.daysAgo >= daysAgo).length,
    }));
    const own = beside.flatMap(({ installed }) => installed.map(({ name: each, version }) => `${each} ${version}`));
    const kind = `${cohort.name} ${own.join(' ')} ${stands.map(({ has, offered }) => `${has}/${offered}`).join(' ')}`;
    const known = parts.sets.get(kind) ?? sectionsOf(cohort, stands, beside);
    parts.sets.set(kind, known);
    return known;
  };
  const job: DemoJob = demoJob({
    now,
    failure: () => failure,
    applied: () => patch(agoNow()),
    obeyed: (numbers) => (obeyed = numbers),
  });
  const message = async (sections: readonly EncodedSection[]): Promise<CheckInResponseInput> => {
    sequence = Math.max(sequence + 1, now().getTime());
    const request = checkInRequest.parse({
      protocol: 1,
      sequence,
      facts: facts(),
      sections: sections.map(({ adapter, kind, digest }) => ({ adapter, kind, status: 'complete', digest })),
      jobs: job.unsaid(),
      holds: job.holds(),
      ...(carriesOut(cohort) ? { obeyed } : {}),
      policy: { state: 'none' },
      clock: { now: now().toISOString(), offsetMs: 4, uncertaintyMs: 9 },
    });
    const answer = must(await checkIn(door, peer, request));
    job.answered(answer.work);
    return answer;
  };
  const call = async (): Promise<number> => {
    const sets = setsNow();
    const answer = await message(sets);
    for (const { digest } of answer.wants ?? []) {
      const set = sets.find((each) => each.digest === digest);
      if (set === undefined) continue;
      const body = zstdCompressSync(set.text);
      const upload = {
        digest: digest as Digest,
        base: undefined,
        compressedBytes: body.length,
        bytes: Buffer.byteLength(set.text),
      };
      must(await receiveSet(door, peer, upload, body));
    }
    const { intervalSeconds } = (answer.wants ?? []).length > 0 ? await message(sets) : answer;
    return intervalSeconds;
  };
  return {
    name,
    cohort,
    endpoint: joined.endpoint,
    patch,
    failsWith: (next) => (failure = next),
    call,
    async callAsTwo() {
      const [one, other] = [boot, randomUUID()];
      for (const each of [other, one]) {
        boot = each;
        await call();
      }
    },
  };
}
