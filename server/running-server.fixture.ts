// Servers as their own processes on state folders of their own, and requests to them as programs on the machine make them.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { LocalAccessFile } from './local-access.ts';

export interface ServerProcess {
  readonly child: ChildProcess;
  readonly state: string;
  readonly access: LocalAccessFile;
  /** What it printed so far: log lines. */
  readonly said: () => string;
  readonly log: () => readonly Readonly<Record<string, unknown>>[];
  readonly ask: (method: 'GET' | 'POST', path: string, body?: object, token?: string) => Promise<Answer>;
  end(signal: NodeJS.Signals): Promise<number | null>;
}

export interface Answer {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- Tests look into answers freely.
  readonly body: any;
}

/** PostgreSQL's account passes through it where root runs the tests. */
export function stateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'suture-server-'));
  chmodSync(folder, 0o711);
  return folder;
}

export interface Ended {
  readonly code: number | null;
  readonly said: string;
}

const main = join(import.meta.dirname, 'main.ts');
const environment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => {
  const { PATH, HOME } = process.env;
  return { PATH, HOME, ...env };
};

/** A server that is not expected to stay. */
export async function runServer(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const child = spawn(process.execPath, [main, ...args], {
    env: environment(env),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => (said += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}

/** Resolves when it is ready. */
export async function startServerProcess(
  state: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<ServerProcess> {
  const file = join(state, 'server', 'local-access.json');
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const ports = ['--api-port', '0', '--agents-port', '0', '--agents-host', '127.0.0.1'];
  const child = spawn(process.execPath, [main, 'run', '--state', state, ...ports, ...args], {
    env: environment(env),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk) => (said += String(chunk)));
  const closed = once(child, 'close');
  while (!existsSync(file) || readFileSync(file, 'utf8') === before) {
    if (child.exitCode !== null) throw new Error(`the server ended: ${said}`);
    await delay(20);
  }
  const access = JSON.parse(readFileSync(file, 'utf8')) as LocalAccessFile;
  return {
    child,
    state,
    access,
    said: () => said,
    log: () =>
      said
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    ask: (method, path, body, token = access.token) => ask(access, method, path, body, token),
    async end(signal) {
      child.kill(signal);
      const [code] = (await closed) as [number | null];
      return code;
    },
  };
}

function ask(
  { url, authority }: LocalAccessFile,
  method: string,
  path: string,
  body: object | undefined,
  token: string,
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const headers = {
    ...(token !== '' && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
  };
  const request = httpsRequest(new URL(path, url), { method, ca: authority, headers, agent: false }, (response) => {
    let text = '';
    response.on('data', (chunk) => (text += String(chunk)));
    response.on('error', reject);
    response.on('end', () => {
      const isJson = String(response.headers['content-type']).includes('json');
      resolve({ status: response.statusCode ?? 0, body: isJson ? JSON.parse(text) : text });
    });
  });
  request.on('error', reject);
  request.end(body === undefined ? '' : JSON.stringify(body));
  return promise;
}

/** Waits until something holds, looking often. */
export async function until<T>(look: () => Promise<T | undefined> | T | undefined, what: string): Promise<T> {
  const giveUpAt = Date.now() + 120_000;
  while (Date.now() < giveUpAt) {
    const found = await look();
    if (found !== undefined) return found;
    await delay(50);
  }
  throw new Error(`it never came about: ${what}`);
}

/** For a server that is to have the same one again after a restart. */
export async function freePort(): Promise<number> {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  taken.close();
  await once(taken, 'close');
  return port;
}

export const removeFolder = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
