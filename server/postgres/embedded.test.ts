// The embedded PostgreSQL by itself: first start, restart, configuration, names of directories, stopping.
import { appendFile, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { account, begin, cleanups, isAlive, place, postmasters, query, usedPlace } from './instances.fixture.ts';

describe('the embedded PostgreSQL', () => {
  test('starts, takes connections of a role that row-level security holds, and stops', async () => {
    const directory = await place();
    const running = await begin(directory);
    expect(running.adopted).toBe(false);
    const [facts] = await query(
      running,
      `select current_user::text as role, rolsuper or rolbypassrls as passes, current_setting('server_encoding') as encoding,
              current_setting('data_checksums') as checksums, current_setting('listen_addresses') as addresses,
              current_setting('fsync') as fsync, 'ä' < 'z' as linguistic
         from pg_roles where rolname = current_user`,
    );
    expect(facts).toEqual({
      role: 'suture',
      passes: false,
      encoding: 'UTF8',
      checksums: 'on',
      addresses: '',
      fsync: 'on',
      linguistic: false,
    });
    const byUrl = new pg.Client({ connectionString: running.connectionString });
    await byUrl.connect();
    expect((await byUrl.query('select current_database() as name')).rows).toEqual([{ name: 'suture' }]);
    await byUrl.end();

    expect(await running.stop()).toBe('stopped');
    expect(isAlive(running.pid)).toBe(false);
    expect(postmasters(directory)).toEqual([]);
    expect(await running.stop()).toBe('stopped');
  });

  test('keeps what was committed over a restart, and its own role and database even when they were dropped', async () => {
    const directory = await usedPlace();
    const first = await begin(directory);
    await query(first, 'create table kept (id int); insert into kept values (7)');
    await first.stop();
    const second = await begin(directory);
    expect(second.adopted).toBe(false);
    expect(second.connection).toEqual(first.connection);
    expect(await query(second, 'select id from kept')).toEqual([{ id: 7 }]);

    const superuser = new pg.Client(second.superuser);
    await superuser.connect();
    await superuser.query('drop database suture');
    await superuser.query('drop role suture');
    await superuser.end();
    await second.stop();
    expect(await query(await begin(directory), 'select current_user::text as role')).toEqual([{ role: 'suture' }]);
  });

  test('is closed to other accounts, whatever the umask', async () => {
    const before = process.umask(0);
    cleanups.push(() => process.umask(before));
    const directory = await place();
    const running = await begin(directory);
    const modes = await Promise.all(
      [directory, join(directory, 'data'), running.connection.host, running.log].map(async (path) => {
        const { mode } = await stat(path);
        return mode & 0o007;
      }),
    );
    expect(modes).toEqual([0, 0, 0, 0]);
    const { uid } = await stat(join(directory, 'data'));
    expect(uid).toBe(account);
  });

  test('starts where the umask closes everything', async () => {
    const before = process.umask(0o077);
    cleanups.push(() => process.umask(before));
    const running = await begin(join(await place(), 'deep', 'er'));
    expect(await query(running, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('does not write to its log what it was asked', async () => {
    const running = await begin(await usedPlace());
    await expect(query(running, `select 'hunter2'::int`)).rejects.toThrow('invalid input syntax');
    await expect(query(running, 'select $1::int', ['hunter3'])).rejects.toThrow('invalid input syntax');
    await expect(query(running, `do $$ begin raise log 'said %', 1; end $$`)).resolves.toEqual([]);
    const log = await readFile(running.log, 'utf8');
    expect(log).toContain('said 1');
    expect(log).not.toContain('hunter');
  });

  test('starts with a log over its limit by keeping that log aside, once', async () => {
    const directory = await usedPlace();
    const running = await begin(directory);
    await running.stop();
    await appendFile(running.log, 'x'.repeat(2_100_000));
    await begin(directory);
    expect((await stat(running.log)).size).toBeLessThan(10_000);
    expect((await stat(`${running.log}.1`)).size).toBeGreaterThan(2_100_000);
  });

  test('obeys local.conf beside its own configuration', async () => {
    const directory = await usedPlace();
    await writeFile(join(directory, 'local.conf'), 'work_mem = 3MB\n');
    const running = await begin(directory);
    expect(await query(running, 'show work_mem')).toEqual([{ work_mem: '3MB' }]);
  });

  test('reads no PG variables of the environment it is started in', async () => {
    process.env['PGDATA'] = '/nowhere';
    process.env['PGPORT'] = '1';
    process.env['PGOPTIONS'] = '-c work_mem=1MB';
    cleanups.push(() => ['PGDATA', 'PGPORT', 'PGOPTIONS'].forEach((name) => delete process.env[name]));
    const running = await begin(await usedPlace());
    expect(running.connection.port).toBe(5432);
  });

  test.each([
    ['blanks, quotes and a comma', `it's "a", b\\c %s`],
    ['letters beyond ASCII', 'données-数据'],
    ['more than fits into the path of a socket', 'x'.repeat(120)],
  ])('starts in a directory whose name has %s', async (_, name) => {
    const running = await begin(await usedPlace(name));
    expect(await query(running, 'select 1 as one')).toEqual([{ one: 1 }]);
    const socket = join(running.connection.host, '.s.PGSQL.5432');
    expect(Buffer.byteLength(socket)).toBeLessThanOrEqual(107);
    if (name.length > 107) cleanups.unshift(() => rm(running.connection.host, { recursive: true }));
  });
});

describe('stopping', () => {
  test('a PostgreSQL that does not react: waits, and kills it only when asked to; nothing committed is lost', async () => {
    const directory = await usedPlace();
    const running = await begin(directory);
    const another = await begin(directory);
    await query(running, 'create table kept (id int); insert into kept values (1)');
    process.kill(running.pid, 'SIGSTOP');
    expect(await running.stop()).toBe('in use');
    expect(await another.stop({ timeoutMs: 300 })).toBe('slow');
    expect(isAlive(running.pid)).toBe(true);
    expect(await another.stop({ timeoutMs: 300, ifSlow: 'kill' })).toBe('stopped');
    expect(isAlive(running.pid)).toBe(false);
    expect(await query(await begin(directory), 'select id from kept')).toEqual([{ id: 1 }]);
  });

  test('leaves it to the servers that still use it, also when it is this process that has two', async () => {
    const directory = await usedPlace();
    const [one, two] = [await begin(directory), await begin(directory)];
    expect(two.adopted).toBe(true);
    one.leave();
    expect(await one.stop()).toBe('in use');
    expect(await two.stop()).toBe('stopped');
  });
});
