// One question, one answer: what a scan of a machine says, its server says too, through the real agent and its protocol.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
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
import { type AdvisoryDatabase, openDatabase } from '@suture/feeds/database/database.ts';
import { makeSample, sampleInventories } from '@suture/feeds/sample/make.ts';
import { type ServerProcess, startServerProcess, stateFolder } from '@suture/server/running-server.fixture.ts';
import { aptMachine } from './apt-machine.fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'suture-one-answer-'));
const state = stateFolder();
const machine = aptMachine(
  readFileSync(join(sampleInventories, 'debian12.status'), 'utf8'),
  '5b1f7a1e-2f7c-4b53-8a55-0b6a51d2c111',
);
let server: ServerProcess;
let database: AdvisoryDatabase;
let scanned: Scanned;

beforeAll(async () => {
  makeSample(join(folder, 'sample'));
  server = await startServerProcess(state, ['--from', join(folder, 'sample')]);
  await agentUntil(async () => {
    const { body } = await server.ask('GET', '/api/v1/patches');
    return body.items?.some(({ source }: { readonly source: string }) => source === 'plainexample') === true;
  });
  const opened = openDatabase(join(state, 'server', 'advisories', 'advisories.db'));
  if (opened.kind !== 'open') throw new Error('there is no advisory database');
  database = opened.database;
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
  database?.close();
  await server?.end('SIGTERM');
  for (const each of [folder, state]) rmSync(each, { recursive: true, force: true });
});

/** Enrols the machine and has its agent run, with short pauses, until something holds. */
async function agentUntil(isDone: () => Promise<boolean>): Promise<void> {
  const { body } = await server.ask('POST', '/api/v1/enrolment-tokens', { autoApprove: true, uses: 1 });
  const at = join(folder, 'agent');
  const { facts } = await readFacts(machine.host);
  const enrolled = await enrol(
    { server: `https://127.0.0.1:${new URL(server.access.agents).port}`, token: body.token },
    facts,
    at,
  );
  expect(enrolled).toMatchObject({ ok: true, state: 'active' });
  const said: string[] = [];
  let isOver = false;
  const giveUpAt = Date.now() + 60_000;
  await run({
    machine: {
      look: () => 'nothing changes',
      report: async () => ({ ok: true, value: await makeReport(machine.host, at, join(folder, 'policy.json')) }),
      delta: async () => undefined,
      refreshIndexes: async () => ({ outcome: 'unavailable', why: 'this machine is made up' }),
    },
    folder: at,
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

const options = { policy: 'bod-26-04', exposure: 'internet', detail: false, ordered: true } as const;

test('the patches are the same: source, version, what each closes, and when it is due', async () => {
  const { patches } = await judge(scanned, database, options, new Date());
  const { body } = await server.ask('GET', '/api/v1/patches');
  const closing = patches.filter(({ closes }) => closes.length > 0);
  const told = ({ source, to, closes, due }: (typeof closing)[number]) => ({
    source,
    to,
    closes: closes.toSorted(),
    due,
  });
  expect(body.items.map(told)).toEqual(closing.map(told));
  expect(body.items.map(({ source }: { readonly source: string }) => source)).toContain('plainexample');
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

test('only the changelog of the update that no advisory explains was fetched', () => {
  expect(new Set(machine.fetched)).toEqual(new Set(['plainexample']));
});

const verdict = async (id: string) => (await server.ask('GET', `/api/v1/vulnerabilities/${id}`)).body;
