// The real agent, as its own process, against the real listener and a real database, on this machine's own packages.
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeSigningKey } from '@suture/protocol/trust/keys.ts';
import { planShelf } from './actions/plan-shelf.ts';
import { addOrganisation, addToken, openDoor, type DoorForTests } from './agent-door.fixture.ts';
import type { OrganisationId } from './store/database.ts';
import { setState } from './store/endpoints.ts';
import { useDatabase } from './test-database.ts';

const statusFile = '/var/lib/dpkg/status';
const hasApt = existsSync(statusFile);
const database = useDatabase();
const folder = mkdtempSync(join(tmpdir(), 'suture-agent-'));
let door: DoorForTests;
let organisation: OrganisationId;

beforeAll(async () => {
  door = await openDoor(database().connection);
  organisation = await addOrganisation(door);
});
afterAll(async () => {
  await door.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

function agent(...args: readonly string[]): Promise<Ended> {
  const main = join(import.meta.dirname, '../agent/main.ts');
  const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, said })));
}

const state = (name: string): string => join(folder, name);
const origin = (): string => `https://127.0.0.1:${door.listener.port}`;
const enrolAs = (name: string, token: string): Promise<Ended> =>
  agent('enrol', '--server', origin(), '--token', token, '--state', state(name));
const once = (name: string): Promise<Ended> => agent('run', '--once', '--state', state(name));
const rows = (query: string, ...values: readonly unknown[]): Promise<readonly Record<string, unknown>[]> =>
  door.store.inOrganisation(organisation, (transaction) => transaction.query(query, values));

describe.skipIf(!hasApt)(`the agent on this machine${hasApt ? '' : ` (skipped: there is no ${statusFile})`}`, () => {
  test('enrols, reports every package that dpkg has installed, and says nothing new the next time', async () => {
    const enrolled = await enrolAs('one', await addToken(door, organisation));
    expect(enrolled).toMatchObject({ code: 0, said: expect.stringMatching(/^enrolled as [0-9a-f-]{36} \(active\)/) });
    expect(statSync(join(state('one'), 'identity.json')).mode & 0o077).toBe(0);
    expect(await once('one')).toEqual({ code: 0, said: 'checked in\n' });
    const [section] = await rows(
      `select s.status, p.items from section s join package_set p on p.id = s.package_set
         where s.adapter = 'apt' and s.kind = 'installed'`,
    );
    const installed = readFileSync(statusFile, 'utf8').match(/^Status: \S+ ok installed$/gm)?.length;
    expect(section).toMatchObject({ items: installed });
    // Nobody judges here, and what is not judged is asked about again: without security updates there is nothing to ask.
    await rows('update offer set security = false');
    expect(await once('one')).toEqual({ code: 0, said: 'checked in\n' });
    const [endpoint] = await rows('select name, facts, xmin::text from endpoint');
    expect(endpoint?.['facts']).toMatchObject({
      bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
    });
    const [seen] = await rows('select reported is not null as whole, sequence::text from endpoint_seen');
    expect(seen?.['whole']).toBe(true);
    expect(await once('one')).toEqual({ code: 0, said: 'checked in\n' });
    const [later] = await rows('select sequence::text from endpoint_seen');
    expect(Number(later?.['sequence'])).toBeGreaterThan(Number(seen?.['sequence']));
    expect((await rows('select xmin::text from endpoint'))[0]?.['xmin']).toBe(endpoint?.['xmin']);
  }, 120_000);

  test('a server that is away is said to be, and found again on its new start; a lost journal costs nothing', async () => {
    await door.listener.close();
    const away = await once('one');
    expect(away).toEqual({ code: 1, said: 'not checked in, later again: nothing listens there\n' });
    await door.restart();
    const path = join(state('one'), 'identity.json');
    const identity = JSON.parse(readFileSync(path, 'utf8')) as { server: string };
    writeFileSync(path, JSON.stringify({ ...identity, server: origin() }));
    rmSync(join(state('one'), 'journal.json'));
    for (const name of readdirSync(join(state('one'), 'sets')))
      writeFileSync(join(state('one'), 'sets', name), 'damaged');
    expect(await once('one')).toEqual({ code: 0, said: 'checked in\n' });
  }, 120_000);

  test('a machine that is enrolled stays who it is', async () => {
    const again = await enrolAs('one', await addToken(door, organisation));
    expect(again).toMatchObject({ code: 1, said: expect.stringContaining('is enrolled') });
  });

  test('a revoked agent is refused and says so', async () => {
    const [endpoint] = await rows('select id from endpoint');
    await door.store.inOrganisation(organisation, (transaction) =>
      setState(transaction, String(endpoint?.['id']), 'revoked', 'by a person'),
    );
    const refused = await once('one');
    expect(refused).toMatchObject({ code: 1, said: expect.stringMatching(/^refused: The endpoint was revoked\n/) });
    expect(refused.said).toContain('enrol --replace');
  }, 60_000);

  test('a token of another server is not shown to this one', async () => {
    const other = await openDoor(database().connection);
    const token = await addToken(other, organisation);
    await other.close();
    const refused = await enrolAs('two', token);
    expect(refused).toMatchObject({ code: 1, said: expect.stringContaining('is not the server that made this token') });
    expect(await rows('select uses_left from enrolment_token where hint = $1', token.slice(-4))).toEqual([
      { uses_left: 1 },
    ]);
  }, 60_000);
});

const isRoot = process.geteuid?.() === 0;
describe.skipIf(!isRoot)(`whom the server signs as${isRoot ? '' : ' (skipped: only root writes it down)'}`, () => {
  const { publicKey: operator } = generateKeyPairSync('ed25519');
  const { privateKey: signing, publicKey: signer } = generateKeyPairSync('ed25519');
  const trust = (...args: readonly string[]) =>
    agent('trust', '--state', state('old'), '--file', state('trust.json'), ...args);
  const written = () => JSON.parse(readFileSync(state('trust.json'), 'utf8')) as Record<string, unknown>;

  test('an endpoint that enrolled before it was told asks for it, and stays who it is', async () => {
    const signs = await openDoor(database().connection, undefined, { signing, plans: planShelf() });
    try {
      const token = await addToken(signs, organisation);
      const server = `https://127.0.0.1:${signs.listener.port}`;
      // Its state is not where the machine's own is, so that nothing is written down.
      const enrolled = await agent('enrol', '--server', server, '--token', token, '--state', state('old'));
      const [, endpoint = ''] = /^enrolled as (\S+)/.exec(enrolled.said) ?? [];
      expect(existsSync(state('trust.json'))).toBe(false);
      expect(await trust('--add', writeSigningKey(operator))).toEqual({
        code: 0,
        said: 'one operator is believed here\n',
      });
      const told = { organisation, endpoint, threshold: 1, serverKeys: [writeSigningKey(signer)] };
      expect(written()).toMatchObject({ ...told, operatorKeys: [writeSigningKey(operator)] });

      writeFileSync(state('trust.json'), JSON.stringify({ ...written(), serverKeys: [writeSigningKey(operator)] }));
      expect(await trust('--ask-server')).toMatchObject({ code: 0 });
      expect(written()).toMatchObject({ ...told, operatorKeys: [writeSigningKey(operator)] });

      await signs.store.inOrganisation(organisation, (transaction) =>
        setState(transaction, endpoint, 'revoked', 'by a person'),
      );
      rmSync(state('trust.json'));
      expect(await trust('--add', writeSigningKey(operator))).toMatchObject({
        code: 1,
        said: expect.stringContaining('did not say whom it signs as: The endpoint was revoked'),
      });
      expect(existsSync(state('trust.json'))).toBe(false);
    } finally {
      await signs.close();
    }
  }, 60_000);
});

test('wrong use is told apart from failure', async () => {
  expect((await agent('dance')).code).toBe(2);
  expect((await agent('enrol', '--sever', 'x')).code).toBe(2);
  expect(await agent('run', '--state', state('nobody'))).toMatchObject({
    code: 3,
    said: expect.stringContaining('not enrolled'),
  });
});
