// The resident agent as it is started for good, over real TLS: confined, alone, killed again and again, cloned, cut off and back.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { addOrganisation, addToken, openDoor, type DoorForTests } from './agent-door.fixture.ts';
import type { OrganisationId } from './store/database.ts';
import { useDatabase } from './test-database.ts';

const statusFile = '/var/lib/dpkg/status';
const isLinux = process.platform === 'linux' && existsSync(statusFile);
const database = useDatabase();
const folder = mkdtempSync(join(tmpdir(), 'suture-resident-'));
const main = join(import.meta.dirname, '../agent/main.ts');
const state = join(folder, 'state');
let door: DoorForTests;
let organisation: OrganisationId;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  door = await openDoor(database().connection, { intervalSeconds: 5, jitterSeconds: 0 });
  organisation = await addOrganisation(door);
});
afterEach(async () => {
  for (const child of children) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  }
  children.clear();
});
afterAll(async () => {
  await door.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<unknown>;
}

function agent(...args: readonly string[]): Started {
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  children.add(child);
  let text = '';
  child.stderr.on('data', (chunk) => (text += chunk));
  return { child, said: () => text, ended: once(child, 'close') };
}

/** Pauses of five seconds take a tenth of one. */
const resident = (at = state): Started =>
  agent('run', '--state', at, '--hasten', '50', '--executor', join(folder, 'nobody.sock'));

async function until(done: () => boolean | Promise<boolean>, what: () => string): Promise<void> {
  for (let tries = 0; !(await done()); tries += 1) {
    if (tries > 2_000) throw new Error(`waited in vain: ${what()}`);
    await delay(20);
  }
}

const rows = (query: string, ...values: readonly unknown[]): Promise<readonly Record<string, unknown>[]> =>
  door.store.inOrganisation(organisation, (transaction) => transaction.query(query, values));
const sequence = async (): Promise<number> =>
  Number((await rows('select sequence::text from endpoint_seen'))[0]?.['sequence'] ?? 0);

describe.skipIf(!isLinux)(`the resident agent${isLinux ? '' : ` (skipped: there is no ${statusFile})`}`, () => {
  test('runs under the permission model, alone, and writes only what is its own', async () => {
    const origin = `https://127.0.0.1:${door.listener.port}`;
    const enrolled = agent(
      'enrol',
      '--server',
      origin,
      '--token',
      await addToken(door, organisation),
      '--state',
      state,
    );
    await enrolled.ended;
    expect(enrolled.child.exitCode).toBe(0);
    const running = resident();
    await until(() => running.said().includes('checked in'), running.said);
    const flags = readFileSync(`/proc/${running.child.pid}/cmdline`, 'utf8').split('\0');
    expect(flags).toContain('--permission');
    expect(flags.filter((flag) => flag.startsWith('--allow-fs-write'))).toEqual([`--allow-fs-write=${state}`]);
    expect(flags).not.toContain('--allow-fs-read=*');
    const second = resident();
    await second.ended;
    expect(second.child.exitCode).toBe(4);
    expect(second.said()).toContain(`process ${running.child.pid}, since `);
    const enrolling = agent(
      'enrol',
      '--server',
      origin,
      '--token',
      await addToken(door, organisation),
      '--state',
      state,
    );
    await enrolling.ended;
    expect(enrolling.said()).toContain('stop it first');
    running.child.kill('SIGTERM');
    await running.ended;
    expect(running.child.exitCode).toBe(0);
    // The quiet part of a day is one line.
    expect(running.said()).toBe('checked in\n');
  }, 120_000);

  test('killed again and again during check-ins, it loses nothing and doubles nothing', async () => {
    const identity = readFileSync(join(state, 'identity.json'), 'utf8');
    const before = await rows(
      'select (select count(*) from package_set)::int as sets, (select count(*) from section)::int as sections',
    );
    let last = await sequence();
    for (let round = 0; round < 3; round += 1) {
      const running = resident();
      await until(() => running.said().includes('checked in'), running.said);
      // Some more check-ins, then wherever it happens to be.
      const from = await sequence();
      await until(async () => (await sequence()) > from, running.said);
      await delay(round * 37);
      running.child.kill('SIGKILL');
      await running.ended;
      const now = await sequence();
      expect(now).toBeGreaterThan(last);
      const journal = JSON.parse(readFileSync(join(state, 'journal.json'), 'utf8')) as { sequence: number };
      expect(journal.sequence).toBeGreaterThanOrEqual(now);
      last = now;
    }
    expect(readFileSync(join(state, 'identity.json'), 'utf8')).toBe(identity);
    expect(
      await rows(
        'select (select count(*) from package_set)::int as sets, (select count(*) from section)::int as sections',
      ),
    ).toEqual(before);
    expect(await rows('select count(*)::int as n from endpoint')).toEqual([{ n: 1 }]);
    const bytes = readdirSync(state, { recursive: true }).reduce(
      (sum, name) => sum + statSync(join(state, String(name))).size,
      0,
    );
    expect(bytes).toBeLessThan(2_000_000);
  }, 180_000);

  test('cut off it waits, and is back by itself; its disk does not grow meanwhile', async () => {
    // Looked at while nobody writes: a running one has a file of a moment now and then.
    const files = readdirSync(state, { recursive: true }).length;
    const running = resident();
    await until(() => running.said().includes('checked in'), running.said);
    const { port } = door.listener;
    await door.listener.close();
    await until(() => running.said().includes('later again'), running.said);
    await delay(500);
    expect(running.child.exitCode).toBeNull();
    running.child.kill('SIGTERM');
    await running.ended;
    expect(readdirSync(state, { recursive: true }).length).toBeLessThanOrEqual(files);
    // The server has another port now; a new start finds it by its identity.
    await door.restart();
    const path = join(state, 'identity.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace(`:${port}`, `:${door.listener.port}`));
    const again = resident();
    await until(() => again.said().includes('checked in'), again.said);
  }, 120_000);

  test('where a copy of it has called in between, it is held and told what to do', async () => {
    const original = resident();
    await until(() => original.said().includes('checked in'), original.said);
    const [seen] = await rows('select endpoint, boots from endpoint_seen');
    // Another machine came in between: its boot id is the newest now, this one's is of before.
    const other = '7d0f7a1e-2f7c-4b53-8a55-0b6a51d2c111';
    await rows('update endpoint_seen set boots = $2, reported = null where endpoint = $1', seen?.['endpoint'], [
      other,
      ...((seen?.['boots'] ?? []) as readonly string[]),
    ]);
    await until(() => original.said().includes('checked in: quarantined'), original.said);
    expect(original.said()).toContain('Two machines may be using one identity');
    expect(await rows('select state from endpoint')).toEqual([{ state: 'quarantined' }]);
  }, 120_000);

  test('a damaged identity ends it for a person, and is left as it is', async () => {
    const path = join(state, 'identity.json');
    writeFileSync(path, '{"version":1');
    const ended = resident();
    await ended.ended;
    expect(ended.child.exitCode).toBe(3);
    expect(ended.said()).toContain('enrol again with --replace');
    expect(readFileSync(path, 'utf8')).toBe('{"version":1');
  }, 60_000);

  test('enrolling with --replace makes it another endpoint and keeps who it was', async () => {
    const origin = `https://127.0.0.1:${door.listener.port}`;
    const given = ['--server', origin, '--token', await addToken(door, organisation), '--state', state];
    const enrolled = agent('enrol', ...given, '--replace');
    await enrolled.ended;
    expect(enrolled.said()).toMatch(/^enrolled as /);
    expect(readFileSync(join(state, 'identity.json.replaced'), 'utf8')).toBe('{"version":1');
    expect(await rows('select count(*)::int as n from endpoint')).toEqual([{ n: 2 }]);
  }, 60_000);
});
