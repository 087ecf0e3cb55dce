// House-keeping by two servers: one at a time, and where that one is killed in the middle the other does what is left.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { databaseUrl } from './database-url.fixture.ts';
import { removeFolder, startServerProcess, stateFolder, until, type ServerProcess } from './running-server.fixture.ts';
import { useDatabase } from './test-database.ts';

const database = useDatabase();
const states = [stateFolder(), stateFolder()] as const;
const started: ServerProcess[] = [];
const clients: pg.Client[] = [];
afterAll(async () => {
  await Promise.all(started.map((server) => server.end('SIGKILL')));
  await Promise.all(clients.map((client) => client.end()));
  for (const folder of states) removeFolder(folder);
});

async function connected(): Promise<pg.Client> {
  const client = new pg.Client(database().superuser);
  await client.connect();
  clients.push(client);
  return client;
}

const said = (server: ServerProcess, message: string): number =>
  server.log().filter(({ msg }) => msg === message).length;

/** Made just now, so that nobody takes them for forgotten. */
const SETS = `with sets as (
    insert into package_set (organisation, kind, digest, items, content)
    select i.organisation, 'installed', sha256(n::text::bytea), 1, '' from installation i, generate_series(1, 300) n
    returning organisation, id
  ), packages as (
    insert into package (organisation, digest, purl, name, version, source_name, source_version, subject)
    select organisation, sha256('p'), 'pkg:deb/debian/p@1', 'p', '1', 'p', '1', 'p' from installation returning organisation, id
  ) insert into package_set_member (organisation, package_set, package)
  select s.organisation, s.id, p.id from sets s, packages p`;

test('is done by one, and after that one was killed in the middle by the other, wholly and once', async () => {
  const env = { DATABASE_URL: databaseUrl(database().connection) };
  const args = ['--housekeeping', '1', '--log-level', 'debug', '--feeds-after', '86400'];
  const servers = await Promise.all(states.map((state) => startServerProcess(state, args, env)));
  started.push(...servers);
  const [client, holder] = [await connected(), await connected()];
  await client.query(SETS);
  await client.query(
    `insert into endpoint (organisation, id, name, state) select organisation, $1, 'e', 'active' from installation`,
    [randomUUID()],
  );
  await client.query(
    `insert into section (organisation, endpoint, adapter, kind, status, package_set, since)
     select e.organisation, e.id, 'apt', 'installed', 'complete', (select max(id) from package_set), now() from endpoint e`,
  );

  // Whoever forgets the first of them stops at this row.
  await holder.query('begin');
  await holder.query(
    'select from package_set_member where package_set = (select min(id) from package_set) for no key update',
  );
  await client.query("update package_set set created_at = now() - interval '2 days'");
  const waiting = async (): Promise<number> =>
    (
      await client.query(
        "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%delete from package_set%'",
      )
    ).rowCount ?? 0;
  await until(async () => (await waiting()) > 0 || undefined, 'one forgets');
  const turnedAway = servers.map((server) => said(server, 'another server keeps house'));
  const other = await until(
    () => servers.find((server, index) => said(server, 'another server keeps house') >= (turnedAway[index] ?? 0) + 2),
    'the other is turned away, twice',
  );
  // Never both.
  expect(await waiting()).toBeLessThan(2);
  const victim = servers.find((server) => server !== other);
  const before = said(other, 'house is kept here');
  expect(await victim?.end('SIGKILL')).toBe(null);
  // As if the minute were over that a lease lasts.
  await client.query("update worker_lease set until = now() where name = 'housekeeping'");
  await holder.query('rollback');
  const left = async (): Promise<number> => (await client.query('select from package_set')).rowCount ?? 0;
  await until(async () => (await left()) === 1 || undefined, 'the other forgets what is left');
  await until(() => said(other, 'house kept') > before || undefined, 'and is done');
  expect((await client.query('select from section join package_set s on s.id = package_set')).rowCount).toBe(1);
  const forgotten = () =>
    other.log().reduce((sum, { msg, sets }) => sum + (msg === 'house kept' ? Number(sets) : 0), 0);
  await until(() => forgotten() >= 299 || undefined, 'it has said so');
  expect(forgotten()).toBe(299);
  expect((await other.ask('GET', '/api/v1/audit/verification')).body).toMatchObject({ ok: true });
  expect(await other.end('SIGTERM')).toBe(0);
}, 120_000);
