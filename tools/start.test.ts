// `npm start` and `npm stop` as processes, on a state of their own: everything comes up once, stays, and goes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '@suture/cli/server/ask.ts';
import { localServer } from '@suture/cli/server/local-access.ts';
import { makeSample } from '@suture/feeds/sample/make.ts';
import { isAlive, notedPid, notePid } from './background.ts';

const folder = mkdtempSync(join(tmpdir(), 'suture-start-'));
chmodSync(folder, 0o711);
const sample = join(folder, 'feeds');
const state = join(folder, 'state', 'suture');
// Free ones would be others at each start, and endpoints know the server by its port.
const port = 20_000 + (process.pid % 20_000);
const env = {
  PATH: process.env['PATH'],
  HOME: folder,
  XDG_STATE_HOME: join(folder, 'state'),
  XDG_DATA_HOME: join(folder, 'data'),
  XDG_CACHE_HOME: join(folder, 'cache'),
  SUTURE_API_PORT: String(port),
  SUTURE_AGENTS_PORT: String(port + 1),
  SUTURE_AGENTS_HOST: '127.0.0.1',
};

async function run(script: string, args: readonly string[] = [], more: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...args], {
    env: { ...env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (said.out += String(chunk)));
  child.stderr.on('data', (chunk) => (said.err += String(chunk)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...said };
}

const start = (...args: readonly string[]) => run('start.ts', ['--from', sample, '--quiet', ...args]);
const stop = () => run('stop.ts');
const hasApt = existsSync('/var/lib/dpkg/status');
const onlyLines = (text: string, ...names: readonly string[]): readonly string[] =>
  text.split('\n').filter((line) => names.some((name) => line.startsWith(name)));

const databaseProcess = (): number =>
  Number(readFileSync(join(state, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
const lines = ['Server:', 'This machine:', 'First user:', 'Next machine:', 'Stop it all:'];
let ending: readonly string[] = [];

beforeAll(() => {
  mkdirSync(sample);
  makeSample(sample);
});
afterAll(async () => {
  await stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}, 60_000);

describe.skipIf(!hasApt)(`on this machine${hasApt ? '' : ' (skipped: there is no /var/lib/dpkg/status)'}`, () => {
  test('a bare machine gets a server, is enrolled and seen by it, and is told what to do next', async () => {
    const { code, out } = await start();
    ending = onlyLines(out, ...lines);
    expect(code).toBe(0);
    expect(out).toMatch(/packages/);
    expect(out).toMatch(new RegExp(`^Server: {8}https://127\\.0\\.0\\.1:${port} `, 'm'));
    expect(out).toMatch(/^This machine: {2}enrolled as [0-9a-f-]{36}/m);
    expect(out).toMatch(/^First user: {4}https:\S+\/setup#sut_setup_\S+ /m);
    expect(out).toContain('npx suture enrol new');
    expect(out).toContain('npm stop');
    const server = await localServer(state);
    if (server === undefined) throw new Error('no server');
    for (;;) {
      const { body } = await ask(server, 'GET', '/api/v1/endpoints');
      const [endpoint] = Object(body).items;
      expect(endpoint).toMatchObject({ state: 'active' });
      if (endpoint.inventory === 'complete' || endpoint.inventory === 'partial') break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }, 240_000);

  test('a second time it says the same and starts nothing', async () => {
    const before = await localServer(state);
    const agent = notedPid(join(state, 'server', 'agent.pid'));
    const again = onlyLines((await start()).out, ...lines);
    expect(again).toEqual(ending);
    expect(again).toHaveLength(5);
    expect((await localServer(state))?.pid).toBe(before?.pid);
    expect(notedPid(join(state, 'server', 'agent.pid'))).toBe(agent);
    expect(agent).toBeDefined();
  }, 240_000);

  test('where the sources have changed since, server and agent are started anew, and it says so in a line', async () => {
    const [before, agent] = [await localServer(state), notedPid(join(state, 'server', 'agent.pid'))];
    for (const name of ['server', 'agent']) {
      const file = join(state, 'server', `${name}.sources`);
      writeFileSync(file, readFileSync(file, 'utf8').replace(/ .*/, ` ${'0'.repeat(64)}`));
    }
    const { out, err } = await start();
    expect(onlyLines(err, 'The server')).toEqual([
      'The server that runs is of other sources than these; it is started anew.',
    ]);
    expect(onlyLines(out, 'This machine:')).toEqual(onlyLines(ending.join('\n'), 'This machine:'));
    const after = await localServer(state);
    expect([after === undefined, after?.pid === before?.pid, isAlive(before?.pid ?? 0)]).toEqual([false, false, false]);
    expect([notedPid(join(state, 'server', 'agent.pid')) === agent, isAlive(agent ?? 0)]).toEqual([false, false]);
  }, 240_000);

  test('a server that was killed leaves its database running, and npm stop ends that too', async () => {
    const server = await localServer(state);
    const database = databaseProcess();
    process.kill(server?.pid ?? 0, 'SIGKILL');
    expect(isAlive(database)).toBe(true);
    expect(await stop()).toEqual({ code: 0, out: '', err: '' });
    expect(isAlive(database)).toBe(false);
  }, 60_000);

  test('started again, this machine stays who it is; npm stop ends all of it, without a word, also where nothing is left', async () => {
    const { code, out, err } = await start();
    expect({ code, err }).toEqual({ code: 0, err: expect.anything() });
    expect(onlyLines(out, 'This machine:')).toEqual(ending.filter((line) => line.startsWith('This machine:')));
    const pids = [(await localServer(state))?.pid, notedPid(join(state, 'server', 'agent.pid')), databaseProcess()];
    expect(pids.map((pid) => pid !== undefined && isAlive(pid))).toEqual([true, true, true]);
    expect(await stop()).toEqual({ code: 0, out: '', err: '' });
    expect(pids.map((pid) => pid !== undefined && isAlive(pid))).toEqual([false, false, false]);
    expect(await stop()).toEqual({ code: 0, out: '', err: '' });
  }, 240_000);

  test('a server that cannot start leaves the scan as it is, and says why in one line', async () => {
    const taken = (await import('node:net')).createServer().listen(port, '127.0.0.1');
    await once(taken, 'listening');
    const { code, out, err } = await start();
    taken.close();
    expect(out).toMatch(/packages/);
    expect(err).toMatch(
      /^The server did not start: cannot listen on .*something else listens there\. Give another .*$/m,
    );
    expect(code).toBe(1);
  }, 240_000);
});

test('a number in a pid file that is another process’s by now counts for nothing', () => {
  const file = join(folder, 'pid');
  notePid(file, process.pid);
  expect(notedPid(file)).toBe(process.pid);
  if (process.platform === 'linux') {
    writeFileSync(file, `${process.pid} 1\n`);
    expect(notedPid(file)).toBeUndefined();
  }
  for (const text of ['', 'x', '999999999 5\n', `${process.pid}`]) {
    writeFileSync(file, text);
    expect(notedPid(file)).toBeUndefined();
  }
});
