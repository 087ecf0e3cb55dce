// A server that answers whatever a test says, over TLS with a certificate of its own, and a home that is signed in to it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ran, type RunOptions, runCli } from '../run.fixture.ts';
import type { Login } from './logins.ts';

export interface Reply {
  readonly status?: number;
  readonly body?: unknown;
  /** Instead of a body that is made JSON. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Received {
  readonly line: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface FakeServer {
  readonly origin: string;
  readonly certificate: string;
  /** `GET /api/v1/me`, or with a query behind it: `GET /api/v1/endpoints tag:web`; what is not there is 404. */
  readonly replies: Map<string, Reply>;
  readonly received: Received[];
  readonly home: string;
  readonly login: Login;
  /** Runs a command in the home that is signed in. */
  run(args: readonly string[], options?: RunOptions): Promise<Ran>;
  close(): Promise<void>;
}

/** An EC key and a certificate for 127.0.0.1 that signs itself. */
export function makeCertificate(): { readonly key: string; readonly cert: string } {
  const folder = mkdtempSync(join(tmpdir(), 'suture-key-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const subject = ['-subj', '/CN=a test', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '3650'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  execFileSync('openssl', ['req', '-x509', ...curve, '-keyout', key, '-out', cert, ...subject], { stdio: 'ignore' });
  const made = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  rmSync(folder, { recursive: true, force: true });
  return made;
}

export async function startFakeServer(tls: Partial<ServerOptions> = { minVersion: 'TLSv1.3' }): Promise<FakeServer> {
  const home = mkdtempSync(join(tmpdir(), 'suture-cli-'));
  const { key, cert } = makeCertificate();
  const replies = new Map<string, Reply>();
  const received: Received[] = [];
  const server: Server = createServer({ key, cert, ...tls }, (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const line = `${request.method} ${request.url}`;
      received.push({ line, headers: request.headers, body });
      const [path = ''] = line.split('?', 1);
      const query = new URL(request.url ?? '', 'https://a').searchParams.get('q') ?? '';
      const reply = replies.get(`${path} ${query}`) ?? replies.get(path) ?? problem('not-found', 404);
      const text = reply.text ?? JSON.stringify(reply.body ?? {});
      response.writeHead(reply.status ?? 200, { 'content-type': 'application/json', ...reply.headers });
      response.end(text);
    });
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const login: Login = {
    server: origin,
    authority: cert,
    token: 'sut_api_atest',
    tokenId: '00000000-0000-4000-8000-000000000001',
    email: 'ada@example.org',
    expiresAt: '2999-01-01T00:00:00.000Z',
  };
  signIn(home, login);
  return {
    origin,
    certificate: cert,
    replies,
    received,
    home,
    login,
    run: (args, options = {}) => runCli(args, { ...options, env: { ...envOf(home), ...options.env } }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export function signIn(home: string, ...logins: readonly Login[]): void {
  mkdirSync(join(home, 'suture'), { recursive: true });
  writeFileSync(join(home, 'suture', 'logins.json'), JSON.stringify({ version: 1, logins }), { mode: 0o600 });
}

const envOf = (home: string): Readonly<Record<string, string>> => ({
  HOME: home,
  XDG_CONFIG_HOME: home,
  SUTURE_STATE: join(home, 'no-server'),
});

export const problem = (kind: string, status: number, more: object = {}): Reply => ({
  status,
  body: { type: `urn:suture:problem:${kind}`, title: 'A title', status, detail: 'A detail.', ...more },
  headers: { 'content-type': 'application/problem+json' },
});

export const page = (items: readonly unknown[], next: string | null = null): Reply => ({
  body: { items, total: items.length, next },
});
