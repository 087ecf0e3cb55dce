// The whole server as its own process: what it brings up, what it shows, how it ends, and what is left after it was killed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSample } from '@suture/feeds/sample/make.ts';
import { callIn, enrolWith, installed, pkg, setOf, upload, type DoorForTests } from './agent-door.fixture.ts';
import {
  removeFolder,
  runServer,
  startServerProcess,
  stateFolder,
  until,
  type ServerProcess,
} from './running-server.fixture.ts';

const sample = mkdtempSync(join(tmpdir(), 'suture-sample-'));
const state = stateFolder();
let server: ServerProcess;

beforeAll(async () => {
  makeSample(sample);
  server = await startServerProcess(state, ['--from', sample]);
});
afterAll(async () => {
  await server.end('SIGTERM');
  removeFolder(state);
  rmSync(sample, { recursive: true, force: true });
}, 60_000);

/** The agents' door of a server, as endpoints made by hand know it. */
const doorOf = ({ access }: ServerProcess): DoorForTests =>
  ({
    listener: { port: Number(new URL(access.agents).port) },
    certificate: { root: access.authority },
  }) as unknown as DoorForTests;

async function newToken({ ask }: ServerProcess): Promise<string> {
  const { status, body } = await ask('POST', '/api/v1/enrolment-tokens', { autoApprove: true });
  expect(status).toBe(201);
  return String(body.token);
}

async function newEndpoint(of: ServerProcess) {
  const enrolled = await enrolWith(doorOf(of), await newToken(of));
  expect(enrolled.status).toBe(200);
  return { id: String(enrolled.body.endpoint), as: enrolled.as };
}

/** In the sample: exposed to CVE-2099-1001, fixed in 1.2.3-4+deb12u2. */
const vulnerable = () => setOf(pkg('examplelib', '1.2.3-4'));

async function verdict({ ask }: ServerProcess, vulnerability: string) {
  const { body } = await ask('GET', `/api/v1/vulnerabilities/${vulnerability}`);
  return { exposed: body.exposed, clear: body.clear, unknown: body.unknown };
}

test('it says that it lives and is ready, and shows its metrics to who may read the inventory, and to nobody else', async () => {
  expect(await server.ask('GET', '/health/live', undefined, '')).toMatchObject({ status: 200 });
  expect(await server.ask('GET', '/health/ready', undefined, '')).toMatchObject({
    status: 200,
    body: { status: 'ready' },
  });
  expect(await server.ask('GET', '/metrics', undefined, '')).toMatchObject({ status: 401 });
  await newEndpoint(server);
  const body = await until(async () => {
    const answer = await server.ask('GET', '/metrics');
    expect(answer.status).toBe(200);
    // Once the feeds were read.
    return String(answer.body).includes('suture_feed_age_seconds{') ? answer.body : undefined;
  }, 'feeds among the metrics');
  for (const line of [
    /^suture_requests_total\{door="agents",method="POST",route="\/agent\/v1\/enrol",status="200"\} [1-9]/m,
    /^suture_request_seconds_bucket\{le="0.2",door="agents",route="\/agent\/v1\/enrol"\} /m,
    /^suture_packages_due \d/m,
    /^suture_database_connections [1-9]/m,
    /^suture_feed_age_seconds\{feed="kev"\} \d/m,
    /^nodejs_eventloop_lag_p99_seconds /m,
  ]) {
    expect(body).toMatch(line);
  }
});

test('what an endpoint reports is judged by itself, and its findings are there for who asks', async () => {
  const { id, as } = await newEndpoint(server);
  const set = vulnerable();
  const door = doorOf(server);
  expect((await callIn(door, as, [installed(set)])).body.wants).toHaveLength(1);
  expect((await upload(door, as, set)).status).toBe(200);
  expect((await callIn(door, as, [installed(set)])).body.wants).toEqual([]);
  const found = await until(async () => {
    const { body } = await server.ask('GET', `/api/v1/endpoints/${id}/findings`);
    return body.total > 0 ? body.items : undefined;
  }, 'findings of the endpoint');
  expect(found.map(({ vulnerability }: { vulnerability: string }) => vulnerability)).toContain('CVE-2099-1001');
  expect(await verdict(server, 'CVE-2099-1001')).toMatchObject({ exposed: 1 });
});

test('the one file that lets this machine in is its owner’s alone, and what it holds is a token like any other', async () => {
  expect(statSync(join(state, 'server', 'local-access.json')).mode & 0o077).toBe(0);
  expect(server.access).toMatchObject({
    url: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+$/),
    pid: server.child.pid,
  });
  const { body } = await server.ask('GET', '/api/v1/api-tokens?of=all');
  expect(body.items).toEqual([
    expect.objectContaining({ label: expect.stringContaining("server's own machine"), revokedAt: null }),
  ]);
  const audit = await server.ask('GET', '/api/v1/audit');
  const actions = audit.body.items.map(({ action }: { action: string }) => action);
  expect(actions).toEqual(expect.arrayContaining(['user.create', 'api-token.create', 'enrolment-token.create']));
});

test('the first user’s link stays the same while it holds, and no log has it', async () => {
  const first = await server.ask('POST', '/local/first-user-link');
  expect(first.body.link).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/setup#sut_setup_/);
  expect(await server.ask('POST', '/local/first-user-link')).toEqual(first);
  expect(await server.ask('POST', '/local/first-user-link', undefined, '')).toMatchObject({ status: 401 });
  expect(server.said()).not.toContain(String(first.body.link).split('#')[1]);
  expect(server.said()).not.toContain(server.access.token);
});

describe('a second server', () => {
  test('on the same folder is refused and says who has it', async () => {
    const { code, said } = await runServer(['run', '--state', state]);
    expect(code).toBe(1);
    expect(said).toContain(`as process ${server.child.pid}`);
  });

  test('whose port is taken says so, and leaves nothing running', async () => {
    const other = stateFolder();
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const { code, said } = await runServer(['run', '--state', other, '--agents-port', '0', '--api-port', String(port)]);
    taken.close();
    expect(code).toBe(1);
    expect(said).toContain('something else listens there');
    expect(said).toContain('--api-port');
    expect(existsSync(join(other, 'postgres', 'data', 'postmaster.pid'))).toBe(false);
    removeFolder(other);
  });
});

test('a wrong configuration is refused with all that is wrong with it, before anything is made', async () => {
  const folder = join(sample, 'never');
  const { code, said } = await runServer(['run', '--state', folder, '--api-port', 'http', '--from', '/nowhere'], {
    SUTURE_PUBLIC_NAME: 'a name',
  });
  expect(code).toBe(2);
  for (const part of ['--api-port', '--from /nowhere', '--public-name']) expect(said).toContain(part);
  expect(existsSync(folder)).toBe(false);
  expect((await runServer(['dance'])).code).toBe(2);
});

test('told to end, it finishes what is under way, shuts its doors and its database; started again, nothing is lost', async () => {
  const { as } = await newEndpoint(server);
  const set = setOf(pkg('examplelib', '1.2.3-4'), pkg('another', '1'));
  const door = doorOf(server);
  await callIn(door, as, [installed(set)]);
  await upload(door, as, set);
  await callIn(door, as, [installed(set)]);
  // Acknowledged or refused, never neither: told to end while they are under way.
  const calls = Array.from({ length: 50 }, () => callIn(door, as, [installed(set)]).catch(() => undefined));
  await calls[0];
  const former = server.access;
  expect(await server.end('SIGTERM')).toBe(0);
  const answers = await Promise.all(calls);
  expect(answers.every((answer) => answer === undefined || answer.status < 500)).toBe(true);
  expect(server.log().at(-1)).toMatchObject({ msg: 'stopped' });
  expect(existsSync(join(state, 'server', 'local-access.json'))).toBe(false);
  expect(existsSync(join(state, 'server', 'server.pid'))).toBe(false);
  expect(existsSync(join(state, 'postgres', 'data', 'postmaster.pid'))).toBe(false);

  server = await startServerProcess(state, ['--from', sample]);
  expect(server.access.authority).toBe(former.authority);
  expect((await server.ask('GET', '/api/v1/endpoints', undefined, former.token)).status).toBe(401);
  expect((await server.ask('GET', '/api/v1/audit/verification')).status).toBeLessThan(500);
  expect((await callIn(doorOf(server), as, [installed(set)])).body).toMatchObject({ state: 'active', wants: [] });
}, 120_000);

test('killed, it is followed by one that finds everything, and the token of the killed one is no longer taken', async () => {
  const { as } = await newEndpoint(server);
  const former = server.access;
  expect(await server.end('SIGKILL')).toBe(null);
  expect(existsSync(join(state, 'server', 'server.pid'))).toBe(true);
  server = await startServerProcess(state, ['--from', sample]);
  expect(server.log()).toContainEqual(expect.objectContaining({ msg: 'embedded database in use', adopted: true }));
  expect((await server.ask('GET', '/api/v1/endpoints', undefined, former.token)).status).toBe(401);
  expect((await callIn(doorOf(server), as, [])).body).toMatchObject({ state: 'active' });
}, 120_000);

test('its database killed under it, it answers that it is not ready, and is again by itself', async () => {
  const { as } = await newEndpoint(server);
  const { pid } = server.log().find(({ msg }) => msg === 'embedded database in use') as { pid: number };
  expect(pid).toBe(server.child.pid);
  const postmaster = Number(readFileSync(join(state, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
  process.kill(postmaster, 'SIGKILL');
  await until(
    async () =>
      (await server.ask('GET', '/health/ready')).status === 503 || server.said().includes('is back') || undefined,
    'the server notices',
  );
  await until(async () => (await server.ask('GET', '/health/ready')).status === 200 || undefined, 'ready again');
  expect((await callIn(doorOf(server), as, [])).status).toBe(200);
}, 120_000);

test('without any advisories nothing is called clear', async () => {
  const folder = stateFolder();
  // Nothing listens there, so no feed can be read.
  const alone = await startServerProcess(folder, ['--mirror', 'http://127.0.0.1:9', '--feeds-after', '3600']);
  try {
    const { as } = await newEndpoint(alone);
    const set = vulnerable();
    await callIn(doorOf(alone), as, [installed(set)]);
    await upload(doorOf(alone), as, set);
    await callIn(doorOf(alone), as, [installed(set)]);
    await until(() => alone.said().includes('there is no advisory database') || undefined, 'it says so');
    expect(await verdict(alone, 'CVE-2099-1001')).toEqual({ exposed: 0, clear: 0, unknown: 1 });
  } finally {
    expect(await alone.end('SIGTERM')).toBe(0);
    removeFolder(folder);
  }
}, 120_000);

const hasApt = existsSync('/var/lib/dpkg/status');
test.skipIf(!hasApt)(
  `the real agent of this machine joins and reports${hasApt ? '' : ' (skipped: there is no /var/lib/dpkg/status)'}`,
  async () => {
    const folder = join(sample, 'agent');
    const agent = async (...args: readonly string[]): Promise<number | null> => {
      const main = join(import.meta.dirname, '../agent/main.ts');
      const child = spawn(process.execPath, [main, ...args, '--state', folder], { stdio: 'ignore' });
      return ((await once(child, 'close')) as [number | null])[0];
    };
    const { port } = new URL(server.access.agents);
    const token = await newToken(server);
    expect(await agent('enrol', '--server', `https://127.0.0.1:${port}`, '--token', token)).toBe(0);
    expect(await agent('run', '--once')).toBe(0);
    const { endpoint } = JSON.parse(readFileSync(join(folder, 'identity.json'), 'utf8')) as { endpoint: string };
    const { body } = await server.ask('GET', `/api/v1/endpoints/${endpoint}`);
    expect(body).toMatchObject({ state: 'active' });
    const packages = readFileSync('/var/lib/dpkg/status', 'utf8').match(/^Status: \S+ ok installed$/gm)?.length ?? 0;
    expect(JSON.stringify(body)).toContain(`"items":${packages}`);
  },
  120_000,
);
