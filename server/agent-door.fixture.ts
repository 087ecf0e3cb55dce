// The agents' door on a test's database, and endpoints that knock at it over real TLS with requests made by hand.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { request as httpsRequest } from 'node:https';
import { zstdCompressSync } from 'node:zlib';
import { installedSet } from '@suture/core/packages/package-set-installed.ts';
import { encodeSet } from '@suture/core/packages/package-set.ts';
import type { Package } from '@suture/core/packages/package.ts';
import { SET_TYPE } from '@suture/protocol/agent/set-upload.ts';
import { certificateRequest, newEndpointKey } from '@suture/protocol/trust/certificate-request.ts';
import { createAuthority, type Authority } from './access/certificates/authority.ts';
import { issueServerCertificate, type ServerCertificate } from './access/certificates/server-certificate.ts';
import { newToken } from './access/tokens/token.ts';
import type { AgentDoor, AgentEvent } from './actions/agent-door.ts';
import { seenBatches } from './actions/seen-batches.ts';
import { startAgentListener, type AgentListener } from './agent-listener.ts';
import { openStore, type OrganisationId, type Store } from './store/database.ts';
import { addEnrolmentToken, type NewEnrolmentToken } from './store/enrolment-tokens.ts';

export interface DoorForTests {
  readonly store: Store;
  readonly certificate: ServerCertificate;
  readonly listener: AgentListener;
  readonly endpointAuthority: Authority;
  readonly logged: AgentEvent[];
  /** Stops the server and starts another one on the same database, with its own pool; the authorities stay. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

type Connection = Parameters<typeof openStore>[0]['connection'];

export async function openDoor(
  connection: Connection,
  cadence: AgentDoor['cadence'] = { intervalSeconds: 300, jitterSeconds: 30 },
  work?: AgentDoor['work'],
): Promise<DoorForTests> {
  const made = new Date();
  const servers = await createAuthority({ purpose: 'server', names: [] }, made, randomBytes);
  const endpoints = await createAuthority({ purpose: 'endpoint' }, made, randomBytes);
  const issued = await issueServerCertificate(servers, [], made, randomBytes);
  if (!issued.ok) throw new Error(issued.why);
  const logged: AgentEvent[] = [];
  const rotation = { stage: 'steady', current: endpoints } as const;
  const start = async (): Promise<Pick<DoorForTests, 'store' | 'listener'>> => {
    const store = openStore({ connection, size: 5 });
    const agentDoor: AgentDoor = {
      store,
      seen: seenBatches(store),
      endpointAuthority: () => rotation,
      serverRoots: () => [issued.certificate.root],
      now: () => new Date(),
      random: randomBytes,
      log: (event) => void logged.push(event),
      cadence,
      ...(work === undefined ? {} : { work }),
    };
    const listen = { host: '127.0.0.1', port: 0, certificate: issued.certificate };
    return { store, listener: await startAgentListener(agentDoor, listen) };
  };
  const door = {} as { -readonly [K in keyof DoorForTests]: DoorForTests[K] };
  return Object.assign(door, await start(), {
    certificate: issued.certificate,
    endpointAuthority: endpoints,
    logged,
    async restart() {
      await door.close();
      Object.assign(door, await start());
    },
    async close() {
      await door.listener.close();
      await door.store.close();
    },
  });
}

export async function addOrganisation({ store }: DoorForTests): Promise<OrganisationId> {
  const organisation = randomUUID() as OrganisationId;
  await store.inOrganisation(organisation, (transaction) =>
    transaction.query('insert into organisation (organisation, name) values ($1, $2)', [organisation, organisation]),
  );
  return organisation;
}

/** The text of a new token. */
export async function addToken(
  { store, certificate }: DoorForTests,
  organisation: OrganisationId,
  over: Partial<NewEnrolmentToken> = {},
): Promise<string> {
  const { text, hash, hint } = newToken({ kind: 'enrol', serverKey: certificate.pin }, randomBytes);
  const createdAt = new Date();
  const expiresAt = new Date(createdAt.getTime() + 3_600_000);
  const token = { hash, hint, createdAt, createdBy: 'a test', expiresAt, uses: 1, tags: ['web'], autoApprove: true };
  await store.inOrganisation(organisation, (transaction) => addEnrolmentToken(transaction, { ...token, ...over }));
  return text;
}

export interface Reply {
  readonly status: number;
  readonly type: string | undefined;
  // oxlint-disable-next-line typescript/no-explicit-any -- Tests look into answers freely.
  readonly body: any;
}

export interface Credentials {
  readonly key: string;
  readonly cert: string;
}

export interface Asked {
  readonly method?: 'GET' | 'POST' | 'PUT';
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly as?: Credentials;
  /** What it is to say of the body's length, where that is not the truth. */
  readonly cutAfter?: number;
}

/** One request over a connection of its own. Rejects where the connection breaks. */
export function knock({ listener, certificate }: DoorForTests, path: string, asked: Asked = {}): Promise<Reply> {
  const { method = 'POST', body = '', headers = {}, as, cutAfter } = asked;
  const bytes = Buffer.from(body);
  return new Promise((resolve, reject) => {
    const request = httpsRequest(
      {
        host: '127.0.0.1',
        port: listener.port,
        path,
        method,
        ca: certificate.root,
        minVersion: 'TLSv1.3',
        agent: false,
        headers: { 'content-type': 'application/json', 'content-length': String(bytes.length), ...headers },
        ...as,
      },
      (response) => {
        let text = '';
        response.on('data', (chunk) => (text += chunk));
        response.on('error', reject);
        response.on('end', () => {
          const read = (): unknown => (text === '' ? undefined : JSON.parse(text));
          resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'], body: read() });
        });
      },
    );
    request.on('error', reject);
    if (cutAfter === undefined) request.end(bytes);
    else request.write(bytes.subarray(0, cutAfter), () => setTimeout(() => request.destroy(), 50));
  });
}

export const BOOT = '3f8a1c1e-6a55-4c0e-9a55-1f0e2d3c4b5a';

export const facts = (bootId = BOOT) => ({
  hostname: 'web-01.example.net',
  os: { id: 'debian', version: '12', name: 'Debian GNU/Linux 12 (bookworm)' },
  kernel: '6.1.0-28-amd64',
  arch: 'x86_64',
  bootId,
  agentVersion: '0.1.0',
  uptimeSeconds: 1234,
  rebootRequired: false,
  virtualization: 'kvm',
});

/** A new key enrols with this token. */
export async function enrolWith(
  door: DoorForTests,
  token: string,
  key = newEndpointKey(),
): Promise<Reply & { readonly as: Credentials; readonly key: typeof key }> {
  const message = { protocol: 1, token, csr: certificateRequest(key), facts: facts() };
  const reply = await knock(door, '/agent/v1/enrol', { body: JSON.stringify(message) });
  const pem = key.export({ type: 'pkcs8', format: 'pem' });
  return { ...reply, key, as: { key: pem, cert: reply.body?.certificate ?? '' } };
}

/** An endpoint that is enrolled and active. */
export async function newEndpoint(door: DoorForTests, organisation: OrganisationId) {
  const enrolled = await enrolWith(door, await addToken(door, organisation));
  if (enrolled.status !== 200) throw new Error(JSON.stringify(enrolled.body));
  return { id: String(enrolled.body.endpoint), as: enrolled.as, key: enrolled.key };
}

export const pkg = (name: string, version: string): Package => ({
  purl: `pkg:deb/debian/${name}@${version}`,
  ecosystem: 'Debian:12',
  name,
  version,
  arch: 'amd64',
  source: { name, version },
});

export interface SetForTests {
  readonly text: string;
  readonly digest: string;
}

export function setOf(...packages: readonly Package[]): SetForTests {
  const { text } = encodeSet(installedSet, packages);
  return { text, digest: `sha256:${createHash('sha256').update(text).digest('hex')}` };
}

export const installed = ({ digest }: { readonly digest: string }) => ({
  adapter: 'apt',
  kind: 'installed',
  status: 'complete',
  digest,
});

let last = 1_000;

export const message = (sections: readonly object[], over: object = {}) => ({
  protocol: 1,
  sequence: (last += 1),
  facts: facts(),
  sections,
  policy: { state: 'none' },
  clock: { now: '2026-11-22T10:00:00.000Z', offsetMs: -12, uncertaintyMs: 8 },
  ...over,
});

export const callIn = (door: DoorForTests, as: Credentials, sections: readonly object[], over: object = {}) =>
  knock(door, '/agent/v1/check-in', { as, body: JSON.stringify(message(sections, over)) });

/** Uploads a text under a digest, its own unless another is given. */
export function upload(
  door: DoorForTests,
  as: Credentials,
  { text, digest }: SetForTests,
  over: {
    readonly base?: string;
    readonly headers?: Record<string, string>;
    readonly body?: Uint8Array;
    readonly type?: string;
    readonly cutAfter?: number;
  } = {},
): Promise<Reply> {
  const query = over.base === undefined ? '' : `?base=${over.base}`;
  const headers = {
    'content-type': over.type ?? SET_TYPE,
    'content-encoding': 'zstd',
    'suture-length': String(Buffer.byteLength(text)),
    ...over.headers,
  };
  const body = over.body ?? zstdCompressSync(text);
  const cut = over.cutAfter === undefined ? {} : { cutAfter: over.cutAfter };
  return knock(door, `/agent/v1/sets/${digest}${query}`, { method: 'PUT', as, headers, body, ...cut });
}
