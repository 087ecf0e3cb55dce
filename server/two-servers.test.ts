// Two servers on one database that is given to them: one set of keys, each work done once, and either may die.
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { afterAll, expect, test } from 'vitest';
import { makeSample } from '@suture/feeds/sample/make.ts';
import { callIn, enrolWith, installed, pkg, setOf, upload, type DoorForTests } from './agent-door.fixture.ts';
import { databaseUrl } from './database-url.fixture.ts';
import { removeFolder, startServerProcess, stateFolder, until, type ServerProcess } from './running-server.fixture.ts';
import { useDatabase } from './test-database.ts';

const database = useDatabase({ migrated: false });
const sample = mkdtempSync(join(tmpdir(), 'suture-sample-'));
const states = [stateFolder(), stateFolder()] as const;
const started: ServerProcess[] = [];
afterAll(async () => {
  await Promise.all(started.map((server) => server.end('SIGKILL')));
  for (const folder of [sample, ...states]) removeFolder(folder);
  rmSync(sample, { recursive: true, force: true });
});

const doorOf = ({ access }: ServerProcess): DoorForTests =>
  ({
    listener: { port: Number(new URL(access.agents).port) },
    certificate: { root: access.authority },
  }) as unknown as DoorForTests;

const judgedBy = (server: ServerProcess): number =>
  server.log().reduce((total, { msg, judged }) => total + (msg === 'packages judged' ? Number(judged) : 0), 0);

function dial({ access }: ServerProcess, door: 'agents' | 'url', session?: Buffer): TLSSocket {
  const port = Number(new URL(access[door]).port);
  const resumed = session === undefined ? {} : { session };
  // Who does not read gets no ticket: TLS 1.3 sends it after the handshake.
  return connect({ host: '127.0.0.1', port, ca: access.authority, ...resumed }).resume();
}

async function ticketOf(server: ServerProcess, door: 'agents' | 'url'): Promise<Buffer> {
  const socket = dial(server, door);
  const [ticket] = (await once(socket, 'session')) as [Buffer];
  socket.destroy();
  return ticket;
}

async function isResumed(server: ServerProcess, door: 'agents' | 'url', ticket: Buffer): Promise<boolean> {
  const socket = dial(server, door, ticket);
  await once(socket, 'secureConnect');
  const resumed = socket.isSessionReused();
  socket.destroy();
  return resumed;
}

test('what one knows the other knows, packages are judged once, and the one that is left goes on', async () => {
  makeSample(sample);
  const env = { DATABASE_URL: databaseUrl(database().connection) };
  // At once, on a database without any tables.
  const [one, two] = await Promise.all(states.map((state) => startServerProcess(state, ['--from', sample], env)));
  if (one === undefined || two === undefined) throw new Error('two were started');
  started.push(one, two);
  expect(one.access.authority).toBe(two.access.authority);
  expect(one.access.fingerprint).toBe(two.access.fingerprint);

  // A session begun at one is resumed at the other, at its own door only.
  const begun = { agents: await ticketOf(one, 'agents'), url: await ticketOf(one, 'url') };
  expect(await isResumed(two, 'agents', begun.agents)).toBe(true);
  expect(await isResumed(two, 'url', begun.url)).toBe(true);
  expect(await isResumed(two, 'agents', begun.url)).toBe(false);

  // A token of one server's machine, used at the other; enrolled there, and checked in at the first.
  const { body } = await two.ask('POST', '/api/v1/enrolment-tokens', { autoApprove: true, uses: 2 }, one.access.token);
  const enrolled = await enrolWith(doorOf(one), body.token);
  expect(enrolled.status).toBe(200);
  const packages = Array.from({ length: 400 }, (_, index) => pkg(`name${index}`, '1.0'));
  const set = setOf(pkg('examplelib', '1.2.3-4'), ...packages);
  await callIn(doorOf(two), enrolled.as, [installed(set)]);
  expect((await upload(doorOf(one), enrolled.as, set)).status).toBe(200);
  expect((await callIn(doorOf(two), enrolled.as, [installed(set)])).body.wants).toEqual([]);
  const exposed = async (server: ServerProcess): Promise<number> =>
    (await server.ask('GET', '/api/v1/vulnerabilities/CVE-2099-1001', undefined, two.access.token)).body.exposed;
  await until(async () => (await exposed(one)) === 1 || undefined, 'judged');
  await until(async () => judgedBy(one) + judgedBy(two) >= 401 || undefined, 'all judged');
  expect(judgedBy(one) + judgedBy(two)).toBe(401);

  expect(await one.end('SIGKILL')).toBe(null);
  const later = await enrolWith(doorOf(two), body.token);
  expect(later.status).toBe(200);
  const other = setOf(pkg('examplelib', '1.2.3-4'));
  await callIn(doorOf(two), later.as, [installed(other)]);
  await upload(doorOf(two), later.as, other);
  await callIn(doorOf(two), later.as, [installed(other)]);
  await until(async () => (await exposed(two)) === 2 || undefined, 'the one that is left judges');
  expect(await two.end('SIGTERM')).toBe(0);
}, 120_000);
