// A server as an operator starts it, with a database of its own, for hosts of the lab; asked over its API.
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runProgram } from './programs.ts';

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
  readonly ask: (method: 'GET' | 'POST' | 'PUT', path: string, body?: object) => Promise<unknown>;
  stop(): Promise<void>;
  /** SIGKILL: nothing is put in order. Its database goes on without it. */
  kill(): Promise<void>;
  /** After it was killed, or while it was ended: the same again, with what there is by now. */
  start(): Promise<void>;
  /** Ends it, runs commands of the server's program on its state, such as `restore FILE`, and starts it. Rejects where one fails. */
  meanwhile(...commands: readonly (readonly string[])[]): Promise<void>;
  /** `backup FILE`, while it runs. */
  backUp(file: string): Promise<void>;
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
  const feeds = ['--from', given ?? join(folder, 'no-feeds'), '--feeds-after', given === undefined ? '86400' : '0'];
  const real = ['run', '--public-name', publicName, '--agent-packages', packages, ...feeds];
  const args = [main, ...(demo ? ['demo'] : real), '--state', state];
  const file = join(state, 'server', 'local-access.json');
  let ports = ['0', '0'];
  let access: Readonly<Record<string, string>> = {};
  let child: ChildProcess | undefined;
  let isKilled = false;
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
    if (child === undefined) return;
    const ended = new Promise((resolve) => child?.once('close', resolve));
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal);
      await ended;
    }
    child = undefined;
  };
  const start = async (): Promise<void> => {
    // Of one that was killed.
    rmSync(file, { force: true });
    const [api = '', agents = ''] = ports;
    const doors = ['--api-port', api, '--agents-port', agents];
    const started = spawn('setpriv', ['--pdeathsig', 'TERM', process.execPath, ...args, ...doors], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child = started;
    isKilled = false;
    let said = '';
    started.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-20_000)));
    for (let left = 1_200; !existsSync(file); left -= 1) {
      if (left === 0 || started.exitCode !== null) {
        await end('SIGTERM');
        throw new Error(`the server does not start: ${said}`);
      }
      await delay(200);
    }
    access = JSON.parse(readFileSync(file, 'utf8')) as typeof access;
    ports = [access['url'], access['agents']].map((url) => new URL(url ?? '').port);
  };
  const run = async (command: readonly string[]): Promise<void> => {
    const { code, said } = await runProgram([process.execPath, main, ...command, '--state', state]);
    if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}: ${said}`);
  };
  const stop = async (): Promise<void> => {
    // One that was killed left its database running, and ends it with itself.
    if (isKilled) await start();
    await end('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return {
    ask: (method, path, body) => {
      const { url = '', token, authority } = access;
      return asked(`${url}/api/v1${path}`, { method, token, authority, body });
    },
    stop,
    async kill() {
      await end('SIGKILL');
      isKilled = true;
    },
    start,
    async meanwhile(...commands) {
      await end('SIGTERM');
      for (const command of commands) await run(command);
      await start();
    },
    backUp: (to) => run(['backup', to]),
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
