// A server as an operator starts it, with a database of its own, for hosts of the lab; asked over its API.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface ServerOptions {
  /** What hosts know it by: addresses of this machine, with commas between. */
  readonly publicName: string;
  /** The folder of the agent's packages. */
  readonly packages: string;
  /** A folder of feeds, as they are published; without it there are none. */
  readonly feeds?: string;
  /** With a made-up fleet, which takes half a minute. */
  readonly demo?: boolean;
}

export interface Server {
  /** Below `/api/v1`, as an administrator of this machine. Rejects for anything but 2xx. */
  readonly ask: (method: 'GET' | 'POST', path: string, body?: object) => Promise<unknown>;
  stop(): Promise<void>;
  /** Its folder, with the access of this machine. */
  readonly state: string;
}

/** Throws with what it said where it does not start. */
export async function startServer({
  publicName,
  packages,
  feeds: given,
  demo = false,
}: ServerOptions): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'suture-server-'));
  // PostgreSQL runs as another user, who has to get to its data.
  chmodSync(folder, 0o711);
  const state = join(folder, 'state');
  mkdirSync(join(folder, 'no-feeds'));
  const main = join(import.meta.dirname, '../server/main.ts');
  const ports = ['--api-port', '0', '--agents-port', '0'];
  const feeds = ['--from', given ?? join(folder, 'no-feeds'), '--feeds-after', given === undefined ? '86400' : '0'];
  const real = ['run', '--public-name', publicName, '--agent-packages', packages, ...feeds];
  const args = [main, ...(demo ? ['demo'] : real), '--state', state, ...ports];
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', process.execPath, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-20_000)));
  const ended = new Promise((resolve) => child.once('close', resolve));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const access = join(state, 'server', 'local-access.json');
  for (let left = 600; !existsSync(access); left -= 1) {
    if (left === 0 || child.exitCode !== null) {
      await stop();
      throw new Error(`the server does not start: ${said}`);
    }
    await delay(200);
  }
  const { url, token, authority } = JSON.parse(readFileSync(access, 'utf8')) as Readonly<Record<string, string>>;
  return {
    ask: (method, path, body) => asked(`${url}/api/v1${path}`, { method, token, authority, body }),
    stop,
    state,
  };
}

interface Asked {
  readonly method: string;
  readonly token: string | undefined;
  readonly authority: string | undefined;
  readonly body: object | undefined;
}

function asked(url: string, { method, token, authority, body }: Asked): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const given = authority === undefined ? {} : { ca: authority };
  return new Promise((resolve, reject) => {
    const made = request(url, { method, headers, ...given, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        const { statusCode = 0 } = response;
        if (statusCode < 200 || statusCode > 299) reject(new Error(`${method} ${url}: ${statusCode} ${text}`));
        else resolve(text === '' ? undefined : JSON.parse(text));
      });
    });
    made.on('error', reject);
    made.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
