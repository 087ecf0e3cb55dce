// One question, one answer: what a scan of a machine says, its server says too, through the real agent and its protocol.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apt } from '@suture/adapters/apt/index.ts';
import { inPrivateFolder } from '@suture/adapters/local-changelogs.ts';
import { available, changelogs, inventory } from '@suture/adapters/registry.ts';
import { enrol } from '@suture/agent/enrol.ts';
import { readFacts } from '@suture/agent/facts.ts';
import { makeReport } from '@suture/agent/report.ts';
import { run } from '@suture/agent/run.ts';
import { askExposure } from '@suture/cli/scan/ask-exposure.ts';
import { judge } from '@suture/cli/scan/scan.ts';
import type { Scanned } from '@suture/cli/scan/scanned.ts';
import type { Patch } from '@suture/cli/scan-document.ts';
import { type AdvisoryDatabase, openDatabase } from '@suture/feeds/database/database.ts';
import { updateDatabase } from '@suture/feeds/database/update.ts';
import { feeds } from '@suture/feeds/registry.ts';
import { makeSample, sampleInventories } from '@suture/feeds/sample/make.ts';
import { type ServerProcess, startServerProcess, stateFolder } from '@suture/server/running-server.fixture.ts';
import { aptMachine } from './apt-machine.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'suture-one-answer-'));
const state = stateFolder();
const machine = aptMachine(
  readFileSync(join(sampleInventories, 'debian12.status'), 'utf8'),
  '5b1f7a1e-2f7c-4b53-8a55-0b6a51d2c111',
);
const advisories = join(state, 'server', 'advisories', 'advisories.db');
const agent = join(folder, 'agent');
let server: ServerProcess;
let scanned: Scanned;

beforeAll(async () => {
  const nothing = join(folder, 'nothing');
  mkdirSync(nothing);
  server = await startServerProcess(state, ['--from', nothing]);
  const { body } = await server.ask('POST', '/api/v1/enrolment-tokens', { autoApprove: true, uses: 1 });
  const { facts } = await readFacts(machine.host);
  const at = `https://127.0.0.1:${new URL(server.access.agents).port}`;
  const enrolled = await enrol({ server: at, token: body.token }, facts, agent);
  if (!enrolled.ok || enrolled.state !== 'active') throw new Error('the machine could not join');
  const system = { id: 'debian', version: '12' };
  const { items: packages } = await inventory(apt, machine.host, system);
  const { items: updates } = await available(apt, machine.host, system);
  scanned = {
    endpoint: { name: 'machine', inventory: 'this machine', os: null, packages: packages.length },
    system,
    packages,
    updates,
    changelogs: [],
    readChangelogs: async (wanted) =>
      inPrivateFolder(async (directory) => {
        const read = await changelogs(apt, machine.host, { updates: wanted, packages, directory });
        return { fixes: read.fixes, incomplete: [] };
      }),
    releases: [],
    incomplete: [],
  };
}, 120_000);

afterAll(async () => {
  await server?.end('SIGTERM');
  for (const each of [folder, state]) rmSync(each, { recursive: true, force: true });
});

/** Has the machine's agent run, with short pauses, until something holds. */
async function agentUntil(isDone: () => Promise<boolean>): Promise<void> {
  const said: string[] = [];
  // There, and not to be looked into.
  const exists = async (path: string): Promise<boolean> => path === '/root' || machine.host.exists(path);
  const closed = { ...machine.host, exists };
  let isOver = false;
  const giveUpAt = Date.now() + 60_000;
  await run({
    machine: {
      look: () => 'nothing changes',
      report: async () => ({ ok: true, value: await makeReport(closed, agent, join(folder, 'policy.json')) }),
      delta: async () => undefined,
      refreshIndexes: async () => ({ outcome: 'unavailable', why: 'this machine is made up' }),
    },
    folder: agent,
    now: Date.now,
    monotonic: () => performance.now(),
    random: Math.random,
    sleep: async () => {
      await delay(200);
      isOver = await isDone();
    },
    isStopped: () => isOver || Date.now() > giveUpAt,
    log: (line) => said.push(line),
  });
  if (!isOver) throw new Error(`it never came about: ${said.join('; ')}`);
}

const options = { policy: 'bod-26-04', exposure: 'internet' } as const;

/** As a scan tells them; what closes nothing with a name is no patch in a server. */
async function patchesScanned(database: AdvisoryDatabase | undefined): Promise<readonly object[]> {
  const { patches } = await judge(scanned, database, options, new Date());
  return patches.filter(({ closes }) => closes.length > 0).map(told);
}
const patchesServed = async (): Promise<readonly object[]> =>
  (await server.ask('GET', '/api/v1/patches')).body.items.map(told);
const told = ({ source, to, closes, due }: Pick<Patch, 'source' | 'to' | 'closes' | 'due'>) => ({
  source,
  to,
  closes: closes.toSorted(),
  due,
});

/** Of one vulnerability; a package each. `rule` is what decides, in words. */
async function findingsScanned(database: AdvisoryDatabase | undefined): Promise<readonly string[]> {
  const { findings } = await judge(scanned, database, options, new Date());
  return findings
    .map((each) => `${each.id} ${each.package.name} ${each.fixedVersion} ${each.deadline.due} ${each.deadline.rule}`)
    .toSorted();
}
async function findingsServed(): Promise<readonly string[]> {
  const { body: endpoints } = await server.ask('GET', '/api/v1/endpoints');
  const { body } = await server.ask('GET', `/api/v1/endpoints/${endpoints.items[0].id}/findings?limit=1000`);
  return body.items
    .map(
      // oxlint-disable-next-line typescript/no-explicit-any -- Tests look into answers freely.
      ({ vulnerability, package: { name }, fixedVersion, risk: { due, rule } }: any) =>
        `${vulnerability} ${name} ${fixedVersion} ${due.exposed} ${rule.exposed}`,
    )
    .toSorted();
}
const verdict = async (id: string) => (await server.ask('GET', `/api/v1/vulnerabilities/${id}`)).body;
const hasPatch = async (wanted: string): Promise<boolean> => {
  const { body } = await server.ask('GET', '/api/v1/patches');
  return body.items?.some(({ source }: { readonly source: string }) => source === wanted) === true;
};

describe('without an advisory database', () => {
  beforeAll(() => agentUntil(() => hasPatch('plainexample')), 90_000);

  test('the patches are those that changelogs name, with what each closes, and when it is due', async () => {
    const scannedPatches = await patchesScanned(undefined);
    expect(await patchesServed()).toEqual(scannedPatches);
    expect(scannedPatches).toMatchObject([
      { source: 'plainexample', to: '1-1+deb12u2', closes: ['CVE-2099-8001', 'CVE-2099-8002'] },
    ]);
  });

  test('the findings are the same, each with its deadline and what decides it', async () => {
    expect(await findingsServed()).toEqual(await findingsScanned(undefined));
  });

  test('homes that the agent may not look into are said of the endpoint, for no section has them', async () => {
    const { body: endpoints } = await server.ask('GET', '/api/v1/endpoints');
    const { body } = await server.ask('GET', `/api/v1/endpoints/${endpoints.items[0].id}`);
    expect(body.facts.unseen).toMatch(
      /^\/root cannot be looked into: flatpaks, gems, crates, .{1,100} of root are unknown$/,
    );
  });

  test('the machine is exposed to what a changelog names, and clear of nothing else', async () => {
    expect((await askExposure('CVE-2099-8002', scanned, undefined, new Date())).verdict).toBe('exposed');
    expect(await verdict('CVE-2099-8002')).toMatchObject({ exposed: 1, clear: 0, unknown: 0, advisories: 'none' });
    for (const id of ['CVE-2020-8000', 'CVE-2099-5001']) {
      expect((await askExposure(id, scanned, undefined, new Date())).verdict).toBe('unknown');
      expect(await verdict(id)).toMatchObject({ exposed: 0, clear: 0, unknown: 1, advisories: 'none' });
    }
  });
});

describe('with an advisory database that came', () => {
  let database: AdvisoryDatabase;

  beforeAll(async () => {
    makeSample(join(folder, 'sample'));
    const source = { kind: 'directory', directory: join(folder, 'sample') } as const;
    await updateDatabase({ path: advisories, feeds, source, now: () => new Date() });
    const opened = openDatabase(advisories);
    if (opened.kind !== 'open') throw new Error('there is no advisory database');
    database = opened.database;
    await agentUntil(async () => (await hasPatch('examplelib')) && (await hasPatch('plainexample')));
  }, 120_000);
  afterAll(() => database?.close());

  test('the patches are the same: source, version, what each closes, and when it is due', async () => {
    expect(await patchesServed()).toEqual(await patchesScanned(database));
    expect((await patchesServed()).length).toBeGreaterThan(1);
  });

  test('the findings are the same, each with its deadline and what decides it', async () => {
    expect(await findingsServed()).toEqual(await findingsScanned(database));
  });

  test('a fix that only a changelog names exposes the machine, on both sides, with the changelog as the evidence', async () => {
    const local = await askExposure('CVE-2099-8002', scanned, database, new Date());
    expect(local.verdict).toBe('exposed');
    expect(await verdict('CVE-2099-8002')).toMatchObject({ exposed: 1, clear: 0, unknown: 0 });
    const { body: endpoints } = await server.ask('GET', '/api/v1/endpoints');
    const { body } = await server.ask('GET', `/api/v1/endpoints/${endpoints.items[0].id}/findings?limit=100`);
    const [found] = body.items.filter(
      ({ vulnerability }: { readonly vulnerability: string }) => vulnerability === 'CVE-2099-8002',
    );
    expect(found).toMatchObject({ state: 'affected', fixedVersion: '1-1+deb12u2', advisories: [] });
    const { body: why } = await server.ask('GET', '/api/v1/vulnerabilities/CVE-2099-8002/why');
    expect(JSON.stringify(why)).toContain('changelog of plainexample 1-1+deb12u2');
  });

  test('what a changelog says was fixed before the installed version is no finding', async () => {
    expect(await verdict('CVE-2020-8000')).toMatchObject({ exposed: 0 });
    expect((await askExposure('CVE-2020-8000', scanned, database, new Date())).verdict).toBe('unknown');
  });

  test('what may be newer than the data is unknown on both sides', async () => {
    const local = await askExposure('CVE-2099-5001', scanned, database, new Date());
    expect(local.verdict).toBe('unknown');
    const answer = await verdict('CVE-2099-5001');
    expect(answer).toMatchObject({ clear: 0, unknown: 1, unknownBy: { 'data-too-old': 1 } });
    expect(local.doubts).toEqual(expect.arrayContaining(answer.silences));
  });

  test('only the changelog of the update that no advisory explains is asked for', async () => {
    const before = machine.fetched.length;
    await judge(scanned, database, options, new Date());
    expect(new Set(machine.fetched.slice(before))).toEqual(new Set(['plainexample']));
  });
});

test('where the database goes, what was judged stays, and the machine is clear of nothing any more', async () => {
  const before = await findingsServed();
  rmSync(advisories);
  await expect.poll(async () => (await verdict('CVE-2099-1001')).advisories).toBe('gone');
  expect(await findingsServed()).toEqual(before);
  for (const id of ['CVE-2020-8000', 'CVE-2099-5001'])
    expect(await verdict(id)).toMatchObject({ clear: 0, unknown: 1 });
  const { body } = await server.ask('GET', '/api/v1/feeds');
  expect(body.items.every(({ stale }: { readonly stale: boolean }) => stale)).toBe(true);
});
