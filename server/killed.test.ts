// kill -9 of agent, server and PostgreSQL, by a seeded throw of dice, while forty endpoints check in: nothing acknowledged is lost, nothing doubled.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { makeSample } from '@suture/feeds/sample/make.ts';
import { expectKept } from './acknowledged.fixture.ts';
import { liveOn, someSets, throwsOf } from './endpoint-life.fixture.ts';
import { startEmbedded } from './postgres/embedded.ts';
import {
  freePort,
  removeFolder,
  startServerProcess,
  stateFolder,
  until,
  type ServerProcess,
} from './running-server.fixture.ts';
import { simulatedEndpoint } from './simulated-endpoints.fixture.ts';

const endpointCount = 40;
const killingMs = 30_000;
const seed = Number(process.env['SUTURE_TEST_SEED'] ?? Date.now() % 1_000_000);
const statusFile = '/var/lib/dpkg/status';
const hasApt = process.platform === 'linux' && existsSync(statusFile);

const sample = mkdtempSync(join(tmpdir(), 'suture-sample-'));
const agentState = mkdtempSync(join(tmpdir(), 'suture-agent-'));
const state = stateFolder();
const atEnd: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of atEnd.toReversed()) await end();
  for (const folder of [sample, agentState, state]) removeFolder(folder);
}, 60_000);

/** Without a machine that dpkg runs, the agent's place stays empty. */
function startAgent(...args: readonly string[]): ChildProcess {
  const main = join(import.meta.dirname, '../agent/main.ts');
  const child = spawn(process.execPath, [main, ...args, '--state', agentState], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  child.stderr.setEncoding('utf8').on('data', (words: string) => (agentSaid = (agentSaid + words).slice(-4_000)));
  return child;
}
let agentSaid = '';
const resident = (): ChildProcess =>
  startAgent('run', '--hasten', '500', '--executor', join(agentState, 'nobody.sock'));

test(`killed at random, agent, server and database lose nothing and double nothing (SUTURE_TEST_SEED=${seed})`, async () => {
  makeSample(sample);
  const random = throwsOf(seed);
  const port = await freePort();
  const started = (): Promise<ServerProcess> =>
    startServerProcess(state, ['--from', sample, '--agents-port', String(port)]);
  let server = await started();
  atEnd.push(() => server.end('SIGTERM'));
  const { body } = await server.ask('POST', '/api/v1/enrolment-tokens', { autoApprove: true, uses: 100 });
  const door = () => ({ port, root: server.access.authority });
  const endpoints = Array.from({ length: endpointCount }, (_, index) => simulatedEndpoint(`simulated-${index}`, door));
  let isOver = false;
  const lives = endpoints.map((endpoint, index) =>
    liveOn(endpoint, { token: body.token, sets: someSets, random: throwsOf(seed + index + 1), isOver: () => isOver }),
  );
  let agent: ChildProcess | undefined;
  if (hasApt) {
    const given = ['enrol', '--server', `https://127.0.0.1:${port}`, '--token', body.token];
    expect((await once(startAgent(...given), 'close'))[0]).toBe(0);
    agent = resident();
    atEnd.push(() => agent?.kill('SIGKILL'));
  }

  const victims: Record<string, number> = {};
  const kill = {
    async agent() {
      if (agent === undefined) return;
      agent.kill('SIGKILL');
      if (agent.exitCode === null && agent.signalCode === null) await once(agent, 'close');
      agent = resident();
    },
    async server() {
      expect(await server.end('SIGKILL')).toBe(null);
      server = await started();
    },
    /** Its main process alone; the others have to notice. */
    async postmaster() {
      process.kill(postmasterPid(), 'SIGKILL');
      await isReady();
    },
    async postgres() {
      process.kill(-postmasterPid(), 'SIGKILL');
      await isReady();
    },
    async both() {
      process.kill(-postmasterPid(), 'SIGKILL');
      await kill.server();
    },
  };
  const postmasterPid = (): number =>
    Number(readFileSync(join(state, 'postgres', 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);
  const isReady = async (): Promise<void> => {
    const { pid } = server.child;
    await until(async () => {
      if (server.child.exitCode !== null) throw new Error(`the server ${pid} ended: ${server.said().slice(-2_000)}`);
      return (await server.ask('GET', '/health/ready')).status === 200 || undefined;
    }, 'ready again');
  };
  const names = ['agent', 'server', 'server', 'postmaster', 'postgres', 'both'] as const;
  const giveUpAt = Date.now() + killingMs;
  // At least each once, and then whoever it hits.
  for (let round = 0; round < names.length || Date.now() < giveUpAt; round += 1) {
    await delay(200 + random() * 1_000);
    const victim = (round < names.length ? names[round] : names[Math.floor(random() * names.length)]) ?? 'server';
    await kill[victim]();
    if (victim !== 'agent' && random() < 0.3) await kill.agent();
    victims[victim] = (victims[victim] ?? 0) + 1;
  }
  await until(() => endpoints.every(({ record }) => record.acknowledged.length > 0) || undefined, 'all were heard');
  if (hasApt) {
    await until(() => {
      // It lives until it is killed: one that went by itself is never heard, and says why.
      if (agent?.exitCode !== null) throw new Error(`the agent ended by itself (${agent?.exitCode}): ${agentSaid}`);
      return agentJournal().acknowledged.length > 0 || undefined;
    }, 'the agent was heard');
  }
  agent?.kill('SIGKILL');
  isOver = true;
  const refusals = (await Promise.all(lives)).flat();
  process.stdout.write(`killed: ${JSON.stringify(victims)}; ${tally(endpoints)}\n`);
  // Nothing but silence and being told to come back: no kill makes an endpoint a stranger.
  expect(
    [...new Set(refusals)].filter((type) => !['sequence-not-higher', 'unavailable', 'server-error'].includes(type)),
  ).toEqual([]);

  const database = await startEmbedded({ directory: join(state, 'postgres') });
  if (database.kind === 'refused') throw new Error(database.reason);
  expect(database.adopted).toBe(true);
  database.leave();
  const client = new pg.Client({ ...database.superuser, database: database.connection.database });
  await client.connect();
  atEnd.push(() => client.end());
  await expectKept(client, endpoints);
  const left = await client.query<{ uses: number }>('select uses_left as uses from enrolment_token');
  expect(left.rows).toEqual([{ uses: 100 - endpointCount - (hasApt ? 1 : 0) }]);
  if (hasApt) await expectAgentKept(client);

  // All that was lost on the way is made good, and judged as if nothing had happened.
  for (const endpoint of endpoints) {
    const now = endpoint.record.told.at(-1);
    if (now !== undefined)
      await until(async () => (await endpoint.report(now)).kind === 'acknowledged' || undefined, 'heard');
  }
  await expectKept(client, endpoints);
  const isExposed = ({ record }: (typeof endpoints)[number]): boolean =>
    record.told.at(-1)?.set.text.includes('examplelib@1.2.3-4\t') === true;
  const exposed = endpoints.filter(isExposed).length;
  expect(exposed).toBeGreaterThan(0);
  await until(
    async () => /^suture_packages_due 0$/m.test((await server.ask('GET', '/metrics')).body) || undefined,
    'judged',
  );
  const verdict = await server.ask('GET', '/api/v1/vulnerabilities/CVE-2099-1001');
  expect(verdict.body).toMatchObject({ exposed });
  expect((await server.ask('GET', '/api/v1/audit/verification')).body).toMatchObject({ ok: true });
}, 480_000);

const tally = (endpoints: readonly ReturnType<typeof simulatedEndpoint>[]): string => {
  const sum = (of: 'told' | 'acknowledged'): number =>
    endpoints.reduce((total, { record }) => total + record[of].length, 0);
  return `${sum('acknowledged')} of ${sum('told')} states acknowledged`;
};

interface AgentJournal {
  readonly sequence: number;
  readonly acknowledged: readonly string[];
}

function agentJournal(): AgentJournal {
  const path = join(agentState, 'journal.json');
  return existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as AgentJournal)
    : { sequence: 0, acknowledged: [] };
}

/** The real one is who it was, heard by the number it wrote down, and filed with what dpkg has. */
async function expectAgentKept(client: pg.Client): Promise<void> {
  const { endpoint } = JSON.parse(readFileSync(join(agentState, 'identity.json'), 'utf8')) as { endpoint: string };
  const { rows } = await client.query<{ state: string; sequence: string; items: number }>(
    `select e.state, n.sequence::text, p.items from endpoint e join endpoint_seen n on n.endpoint = e.id
     join section s on s.endpoint = e.id and s.adapter = 'apt' and s.kind = 'installed' join package_set p on p.id = s.package_set
     where e.id = $1`,
    [endpoint],
  );
  const items = readFileSync(statusFile, 'utf8').match(/^Status: \S+ ok installed$/gm)?.length;
  expect(rows).toMatchObject([{ state: 'active', items }]);
  const { sequence, acknowledged } = agentJournal();
  const sets = await client.query<{ digest: string }>(
    `select 'sha256:' || encode(digest, 'hex') as digest from package_set`,
  );
  expect(sets.rows.map(({ digest }) => digest)).toEqual(expect.arrayContaining([...acknowledged]));
  expect(sequence).toBeGreaterThanOrEqual(Number(rows[0]?.sequence));
}
