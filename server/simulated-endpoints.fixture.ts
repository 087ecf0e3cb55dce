// Endpoints that speak the agent's protocol over real TLS and keep a record of what they were told is done, to compare with what is kept.
import { createHash, randomUUID } from 'node:crypto';
import { Agent, request as httpsRequest } from 'node:https';
import { promisify } from 'node:util';
import { zstdCompress } from 'node:zlib';
import { type CheckInResponse, checkInResponse } from '@suture/protocol/agent/check-in.ts';
import { enrolmentResponse } from '@suture/protocol/agent/enrolment.ts';
import { agentPaths, setPath } from '@suture/protocol/agent/paths.ts';
import { receiveJson } from '@suture/protocol/agent/read.ts';
import { SET_TYPE } from '@suture/protocol/agent/set-upload.ts';
import type { z } from '@suture/protocol/agent/zod.ts';
import { certificateRequest, newEndpointKey } from '@suture/protocol/trust/certificate-request.ts';
import { type Credentials, facts, installed, type SetForTests } from './agent-door.fixture.ts';

/** The agents' door of a server that runs at the moment. */
export interface Door {
  readonly port: number;
  /** PEM: what its certificate hangs from. */
  readonly root: string;
}

/** What an endpoint has, as it says at one check-in. */
export interface State {
  /** Told as the kernel's version, so that a state is told from the one before also where the packages are the same. */
  readonly version: number;
  readonly set: SetForTests;
}

export type Outcome =
  | { readonly kind: 'acknowledged' }
  /** It was answered, and not with what was asked for. */
  | { readonly kind: 'refused'; readonly status: number; readonly type: string }
  /** Whether the server did it is not known. */
  | { readonly kind: 'none'; readonly why: string };

export interface SimulatedEndpoint {
  readonly name: string;
  readonly record: {
    /** Its id, once it was told. */
    id: string | undefined;
    /** What it said that it has, in order, whatever came of it; the same again not twice in a row. */
    readonly told: State[];
    /** What of it the server took over, in order. */
    readonly acknowledged: State[];
    /** Digests that the server said are stored. */
    readonly stored: Set<string>;
    /** The highest numbers sent and acknowledged. */
    sent: number;
    taken: number;
  };
  /** Again with the same key where the answer was lost. */
  enrol(token: string): Promise<Outcome>;
  /** Check-in, uploads, and the check-in after them. */
  report(state: State): Promise<Outcome>;
  /** Its key and certificate, and what a check-in of it says, for who sends it by other means. */
  credentials(): Credentials;
  message(state: State): object;
  /** Hangs up; the next request connects anew. */
  rest(): void;
}

const timeoutMs = 30_000;
const compressed = promisify(zstdCompress);

/** `door` is asked before each request, as servers come and go. */
export function simulatedEndpoint(name: string, door: () => Door): SimulatedEndpoint {
  const key = newEndpointKey();
  const boot = randomUUID();
  const pem = key.export({ type: 'pkcs8', format: 'pem' });
  let agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let certificate: string | undefined;
  const record: SimulatedEndpoint['record'] = {
    id: undefined,
    told: [],
    acknowledged: [],
    stored: new Set(),
    sent: 0,
    taken: 0,
  };
  const credentials = (): Credentials => ({ key: pem, cert: certificate ?? '' });
  const ask = (method: 'POST' | 'PUT', path: string, body: string | Uint8Array, headers = {}): Promise<Answer> => {
    const as = certificate === undefined ? {} : credentials();
    return asked({ ...door(), method, path, body, headers, agent, as });
  };
  const factsOf = ({ version }: Pick<State, 'version'>) => ({
    ...facts(boot),
    hostname: name,
    kernel: `6.1.0-${version}-amd64`,
  });
  const message = (state: State): object => {
    record.sent = Math.max(record.sent + 1, Date.now());
    return {
      protocol: 1,
      sequence: record.sent,
      facts: factsOf(state),
      sections: [installed(state.set)],
      policy: { state: 'none' },
      clock: { now: new Date().toISOString(), offsetMs: 1, uncertaintyMs: 1 },
    };
  };
  const checkIn = async (state: State): Promise<Read<CheckInResponse>> => {
    const body = JSON.stringify(message(state));
    const number = record.sent;
    const reply = read(checkInResponse, await ask('POST', agentPaths.checkIn, body));
    if (!('outcome' in reply)) record.taken = number;
    return reply;
  };
  return {
    name,
    record,
    credentials,
    message,
    rest() {
      agent.destroy();
      agent = new Agent({ keepAlive: true, maxSockets: 1 });
    },
    async enrol(token) {
      const body = { protocol: 1, token, csr: certificateRequest(key), facts: factsOf({ version: 0 }) };
      const reply = read(enrolmentResponse, await ask('POST', agentPaths.enrol, JSON.stringify(body)));
      if ('outcome' in reply) return reply.outcome;
      record.id = reply.value.endpoint;
      certificate = reply.value.certificate;
      // The connection was made without it.
      this.rest();
      return { kind: 'acknowledged' };
    },
    async report(state) {
      if (record.told.at(-1) !== state) record.told.push(state);
      for (let round = 0; round < 3; round += 1) {
        const reply = await checkIn(state);
        if ('outcome' in reply) return reply.outcome;
        const { state: standing, wants } = reply.value;
        if (standing !== 'active') return { kind: 'refused', status: 200, type: standing };
        if (wants.length === 0) {
          if (record.acknowledged.at(-1) !== state) record.acknowledged.push(state);
          return { kind: 'acknowledged' };
        }
        for (const { digest } of wants) {
          const { text } = state.set;
          const headers = {
            'content-type': SET_TYPE,
            'content-encoding': 'zstd',
            'suture-length': String(Buffer.byteLength(text)),
          };
          const answer = await ask('PUT', setPath(digest), await compressed(text), headers);
          if (answer.status !== 200) return outcomeOf(answer);
          record.stored.add(digest);
        }
      }
      return { kind: 'none', why: 'the server never has enough' };
    },
  };
}

/** Different texts have different digests, whatever the one asked for; that of the text itself. */
export const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

interface Answer {
  /** 0: there was none. */
  readonly status: number;
  readonly text: string;
}

interface Asked extends Door {
  readonly method: 'POST' | 'PUT';
  readonly path: string;
  readonly body: string | Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  readonly agent: Agent;
  readonly as: Partial<Credentials>;
}

function asked({ port, root, method, path, body, headers, agent, as }: Asked): Promise<Answer> {
  const bytes = Buffer.from(body);
  const length = { 'content-type': 'application/json', 'content-length': String(bytes.length) };
  return new Promise((resolve) => {
    const none = (error: Error): void => resolve({ status: 0, text: error.message });
    const options = { host: '127.0.0.1', port, path, method, agent, ca: root, minVersion: 'TLSv1.3' as const, ...as };
    const request = httpsRequest(
      { ...options, headers: { ...length, ...headers }, signal: AbortSignal.timeout(timeoutMs) },
      (response) => {
        let text = '';
        response.on('data', (chunk) => (text += String(chunk)));
        response.on('error', none);
        // An answer that broke off says nothing.
        response.on('close', () => none(new Error('broken off')));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
      },
    );
    request.on('error', none);
    request.end(bytes);
  });
}

type Read<T> = { readonly value: T } | { readonly outcome: Outcome };

function read<T extends z.ZodType>(schema: T, answer: Answer): Read<z.infer<T>> {
  if (answer.status !== 200) return { outcome: outcomeOf(answer) };
  const received = receiveJson(schema, answer.text);
  return received.ok ? { value: received.value } : { outcome: { kind: 'none', why: 'it is not of the protocol' } };
}

function outcomeOf({ status, text }: Answer): Outcome {
  // Of a failing server it is not known what it did.
  if (status === 0 || status >= 500) return { kind: 'none', why: `${status} ${text.slice(0, 200)}` };
  const [, type = text.slice(0, 200)] = /"type":"urn:suture:problem:([a-z-]+)"/.exec(text) ?? [];
  return { kind: 'refused', status, type };
}
