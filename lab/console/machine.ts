// A machine that joins, reports packages and carries out deployments over the real protocol, and installs nothing.
import { createHash, randomUUID } from 'node:crypto';
import { request } from 'node:https';
import { zstdCompressSync } from 'node:zlib';
import { certificateRequest, newEndpointKey } from '@suture/protocol/trust/certificate-request.ts';

export interface Door {
  /** `https://HOST:PORT` of the agents' door. */
  readonly agents: string;
  readonly authority: string;
}

export interface MachineOptions {
  readonly hostname: string;
  /** The line of an enrolment token, or the token. */
  readonly line: string;
  /** What an install comes to; all is well where it is absent. */
  readonly fails?: { readonly cause: string; readonly why: string; readonly lines: readonly string[] };
  /** It reports openssl and curl with security updates; false: it carries out nothing. */
  readonly carriesOut?: boolean;
  readonly release?: string;
}

export interface Machine {
  readonly hostname: string;
  /** One check-in, with what follows from its answer. */
  checkIn(): Promise<void>;
}

interface Held {
  readonly deployment: string;
  readonly attempt: number;
  readonly dispatch: number;
}

const PACKAGES = [
  ['openssl', '3.0.11-1~deb12u1', '3.0.15-1~deb12u1', 2_100_000],
  ['curl', '7.88.1-10+deb12u5', '7.88.1-10+deb12u8', 420_000],
  ['linux-image-6.1.0-26-amd64', '6.1.112-1', '6.1.119-1', 68_000_000],
] as const;
const SOAKED_MS = 2000;
const ABSENT = String.raw`\-`;

const setText = (header: string, lines: readonly (readonly string[])[]): string =>
  `${header}\n${lines
    .map((fields) => fields.join('\t'))
    .toSorted()
    .join('\n')}\n`;
const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

export async function machine(door: Door, options: MachineOptions): Promise<Machine> {
  const { hostname, line, fails, carriesOut = true, release = '12' } = options;
  const key = newEndpointKey();
  const bootId = randomUUID();
  const facts = {
    os: { id: 'debian', version: release },
    kernel: '6.1.0-26-amd64',
    arch: 'x86_64',
    agentVersion: '0.1.0',
    uptimeSeconds: 86_400,
    rebootRequired: false,
    virtualization: 'kvm',
    hostname,
    bootId,
    ...(carriesOut && { carriesOut: ['install', 'roll-back'] }),
  };
  const sets = [
    setText(
      'suture.set/1 installed',
      PACKAGES.map(([name, from]) => {
        const rest = Array.from({ length: 4 }, () => ABSENT);
        return [`pkg:deb/debian/${name}@${from}`, name, from, 'amd64', `Debian:${release}`, name, from, ...rest];
      }),
    ),
    setText(
      'suture.set/1 available',
      PACKAGES.map(([name, from, to, bytes]) => {
        const security = ['yes', 'from the security channel'];
        return [name, 'amd64', from, to, name, to, 'bookworm-security', ...security, ABSENT, ABSENT, String(bytes)];
      }),
    ),
  ];
  const token = /sut_enrol_\w+/.exec(line)?.[0] ?? '';
  const enrolled = await asked(door, 'POST', '/agent/v1/enrol', {
    body: JSON.stringify({ protocol: 1, token, csr: certificateRequest(key), facts }),
  });
  const as = { key: key.export({ type: 'pkcs8', format: 'pem' }), cert: String(enrolled['certificate']) };
  let sequence = Date.now();
  let obeyed = { epoch: 0, sequence: 0 };
  let held: (Held & { stage: 'taken' | 'asked' | 'begun' | 'soaking' | 'over'; number: number }) | undefined;
  let unsaid: object[] = [];
  let soakedAt = 0;
  const say = (body: object, more: object = {}): void => {
    if (held === undefined) return;
    held.number += 1;
    const { deployment, attempt, dispatch, number } = held;
    unsaid.push({ deployment, attempt, dispatch, number, at: new Date().toISOString(), body, ...more });
  };
  const follow = (work: Work): void => {
    for (const { payload } of work.dispatches ?? []) {
      const said = JSON.parse(Buffer.from(payload, 'base64').toString()) as Held & typeof obeyed;
      const { deployment, attempt, dispatch } = said;
      if (held?.deployment === deployment && held.attempt === attempt && held.dispatch === dispatch) continue;
      obeyed = { epoch: said.epoch, sequence: said.sequence };
      held = { deployment, attempt, dispatch, stage: 'taken', number: 0 };
      say({ kind: 'prechecking' });
      say({ kind: 'progress' });
      say({ kind: 'start-requested' });
      held.stage = 'asked';
    }
    if ((work.starts ?? []).length > 0 && held?.stage === 'asked') {
      held.stage = 'begun';
      say({ kind: 'installing' });
    } else if (held?.stage === 'begun' && unsaid.length === 0) {
      if (fails === undefined) {
        say({ kind: 'verifying', boots: 0, rebootPlanned: false });
        say({ kind: 'verified', evidence: { versionsAsPlanned: true, newCodeRuns: true } });
        held.stage = 'soaking';
      } else {
        say({ kind: 'failed', cause: fails.cause }, { why: fails.why, lines: fails.lines });
        held.stage = 'over';
      }
    } else if (held?.stage === 'soaking' && unsaid.length === 0 && Date.now() - soakedAt > SOAKED_MS) {
      // Said before its time it changes nothing, and is said again.
      soakedAt = Date.now();
      say({ kind: 'soaked', evidence: { probesPass: true, boots: 0 } });
    }
  };
  return {
    hostname,
    async checkIn() {
      sequence += 1;
      const said = unsaid.slice(0, 16);
      const [installed = '', available = ''] = sets;
      const section = { adapter: 'apt', status: 'complete' };
      const answer = await asked(door, 'POST', '/agent/v1/check-in', {
        as,
        body: JSON.stringify({
          protocol: 1,
          sequence,
          facts,
          sections: [
            { ...section, kind: 'installed', digest: digestOf(installed) },
            { ...section, kind: 'available', digest: digestOf(available) },
          ],
          jobs: said,
          holds: held === undefined || held.stage === 'over' ? [] : [{ ...named(held) }],
          ...(carriesOut && { obeyed }),
          policy: { state: 'none' },
          clock: { now: new Date().toISOString(), offsetMs: 0, uncertaintyMs: 1 },
        }),
      });
      unsaid = unsaid.filter((report) => !said.includes(report));
      for (const { digest } of (answer['wants'] ?? []) as readonly { readonly digest: string }[]) {
        const text = sets.find((set) => digestOf(set) === digest) ?? '';
        const headers = {
          'content-type': 'application/vnd.suture.set',
          'content-encoding': 'zstd',
          'suture-length': String(Buffer.byteLength(text)),
        };
        await asked(door, 'PUT', `/agent/v1/sets/${digest}`, { as, body: zstdCompressSync(text), headers });
      }
      follow(answer['work'] ?? {});
    },
  };
}

const named = ({ deployment, attempt, dispatch }: Held): Held => ({ deployment, attempt, dispatch });

interface Work {
  readonly dispatches?: readonly { readonly payload: string }[];
  readonly starts?: readonly unknown[];
}

interface Asked {
  readonly as?: { readonly key: string | Buffer; readonly cert: string };
  readonly body: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Rejects for anything but 2xx. */
function asked(
  { agents, authority }: Door,
  method: 'POST' | 'PUT',
  path: string,
  { as, body, headers }: Asked,
): Promise<Readonly<Record<string, unknown>>> {
  const bytes = Buffer.from(body);
  const length = { 'content-type': 'application/json', 'content-length': String(bytes.length) };
  const { promise, resolve, reject } = Promise.withResolvers<Readonly<Record<string, unknown>>>();
  const options = { method, ca: authority, agent: false, headers: { ...length, ...headers }, ...as };
  const made = request(new URL(path, agents), options, (response) => {
    let text = '';
    response.on('data', (chunk: Buffer) => (text += chunk.toString()));
    response.on('error', reject);
    response.on('end', () => {
      if ((response.statusCode ?? 500) < 300) resolve(text === '' ? {} : JSON.parse(text));
      else reject(new Error(`${path}: ${response.statusCode} ${text}`));
    });
  });
  made.on('error', reject);
  made.end(bytes);
  return promise;
}
