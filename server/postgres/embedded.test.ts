// The embedded PostgreSQL as real processes: starts, crashes, servers side by side, and what it refuses.
import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmdirSync } from 'node:fs';
import {
  appendFile,
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { findBinaries } from './binaries.ts';
import { startEmbedded } from './embedded.ts';
import type { EmbeddedOptions, EmbeddedStart, Running } from './embedded.ts';
import { keepRunning } from './keep-running.ts';
import type { Interruption } from './keep-running.ts';

const isRoot = process.geteuid?.() === 0;
/** The account that PostgreSQL runs as in these tests. */
const account = isRoot ? Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' })) : process.geteuid?.();

/** Undone after each test, last first. */
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

/** A directory of this test, which PostgreSQL's account may pass through. */
async function place(name = 'postgres'): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'suture-postgres-'));
  await chmod(parent, 0o711);
  cleanups.push(() => rm(parent, { recursive: true, force: true }));
  return join(parent, name);
}

/** The directory of a PostgreSQL that was started and stopped before. */
async function usedPlace(): Promise<string> {
  const directory = await place();
  execFileSync('cp', ['-a', (await used).directory, directory]);
  return directory;
}

/** Making one takes a second where the disk is busy, copying it a twentieth. */
const used = (async () => {
  const directory = join(await mkdtemp(join(tmpdir(), 'suture-postgres-')), 'postgres');
  await chmod(join(directory, '..'), 0o711);
  const started = await startEmbedded({ directory });
  if (started.kind === 'running') await started.stop();
  return { directory, started };
})();
afterAll(async () => rm(join((await used).directory, '..'), { recursive: true }));

async function begin(directory: string, options: EmbeddedOptions = {}): Promise<Running> {
  return mustRun(await startEmbedded({ directory, timeoutMs: 60_000, ...options }));
}

function mustRun(started: EmbeddedStart): Running {
  if (started.kind === 'refused') throw new Error(`${started.cause}: ${started.reason}`);
  cleanups.push(() => started.stop({ ifSlow: 'kill' }));
  return started;
}

async function query<Row extends pg.QueryResultRow>(at: Running, text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new pg.Client(at.connection);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** The processes of PostgreSQL whose command line names the directory. */
function postmasters(directory: string): readonly string[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(`${directory}/data`) && !/^\s*\d+\s+Z/.test(line));
}

interface Server {
  readonly child: ChildProcess;
  readonly started: EmbeddedStart;
  nextLine(): Promise<string>;
}

/** Another server process, told to start the database. */
async function server(directory: string, wanted = 'stay', as: { uid?: number; gid?: number } = {}): Promise<Server> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'server.fixture.ts'), directory, wanted], {
    ...as,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  cleanups.push(() => child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string> => String((await lines.next()).value);
  return { child, started: JSON.parse(await nextLine()), nextLine };
}

async function killServer({ child }: Server): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

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
    const directory = await place();
    await mkdir(directory);
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
    const running = await begin(await place(name));
    expect(await query(running, 'select 1 as one')).toEqual([{ one: 1 }]);
    const socket = join(running.connection.host, '.s.PGSQL.5432');
    expect(Buffer.byteLength(socket)).toBeLessThanOrEqual(107);
    if (name.length > 107) cleanups.unshift(() => rm(running.connection.host, { recursive: true }));
  });
});

describe('two servers on one directory', () => {
  test('starting at once: one starts it, the others adopt it, and it ends with the last of them', async () => {
    const directory = await place();
    const [one, two, own] = await Promise.all([server(directory), server(directory), begin(directory)]);
    const { pid } = own;
    const adopted = [one.started, two.started, own].map((each) => each.kind === 'running' && each.adopted);
    expect(adopted.filter(Boolean)).toHaveLength(2);
    expect([one.started, two.started]).toMatchObject([{ pid }, { pid }]);
    expect(postmasters(directory)).toHaveLength(1);

    expect(await own.stop()).toBe('in use');
    expect(isAlive(pid)).toBe(true);
    await killServer(one);
    await killServer(two);
    // Nobody is left to stop it, so it waits to be adopted.
    const last = await server(directory, 'stop');
    expect(last.started).toMatchObject({ kind: 'running', adopted: true, pid });
    expect(await last.nextLine()).toBe('stopped');
    expect(postmasters(directory)).toEqual([]);
  });

  test('a server that is killed while it makes the data directory leaves the next one a clean start', async () => {
    const directory = await place();
    for (const afterMs of [60, 200, 350, 500, 700]) {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'server.fixture.ts'), directory], {
        stdio: 'ignore',
      });
      const exit = once(child, 'exit');
      await delay(afterMs);
      child.kill('SIGKILL');
      expect(await exit).toEqual([null, 'SIGKILL']);
    }
    const running = await begin(directory);
    expect(await query(running, 'select current_user::text as role')).toEqual([{ role: 'suture' }]);
    await running.stop();
    // What an initdb that lost its server was still writing to goes at a later start.
    await expect
      .poll(async () => {
        await (await begin(directory)).stop();
        return (await readdir(directory)).filter((entry) => entry.startsWith('data.new-'));
      })
      .toEqual([]);
  });
});

describe('a PostgreSQL that another server is just starting', () => {
  test('is adopted once it is there, though its pid file was not when we looked', async () => {
    const directory = await usedPlace();
    const { native } = await findBinaries();
    // What a server does that is killed right after: no lock, and a postmaster that has not written its file yet.
    const slow = await mkdtemp(join(directory, '..', 'native-'));
    await chmod(slow, 0o755);
    await mkdir(join(slow, 'bin'));
    for (const folder of ['lib', 'share']) await symlink(join(native, folder), join(slow, folder));
    const flag = join(directory, '..', 'first');
    await writeFile(
      join(slow, 'bin', 'postgres'),
      `#!/bin/sh\nif mkdir ${flag} 2>/dev/null; then ${native}/bin/postgres "$@" & sleep 1; fi\nexec ${native}/bin/postgres "$@"\n`,
      { mode: 0o755 },
    );
    await chmod(join(directory, '..'), 0o777);
    const running = await begin(directory, { binaries: { ...(await findBinaries()), native: slow } });
    expect(running.adopted).toBe(true);
    expect(await query(running, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('after a crash', () => {
  test('ten kills of all of PostgreSQL in a row lose no committed row', async () => {
    const directory = await usedPlace();
    let running = await begin(directory);
    await query(running, 'create table kept (id int primary key)');
    const acknowledged: number[] = [];
    let id = 0;
    for (let round = 0; round < 10; round += 1) {
      const client = new pg.Client(running.connection);
      client.on('error', () => undefined);
      await client.connect();
      const writing = (async () => {
        for (;;) {
          id += 1;
          await client.query('insert into kept values ($1)', [id]);
          acknowledged.push(id);
        }
      })().catch(() => undefined);
      await delay(50 + round * 15);
      // Every other time only the main process: the rest must notice, and the next start must wait for that.
      if (round % 2 === 0) process.kill(-running.pid, 'SIGKILL');
      else process.kill(running.pid, 'SIGKILL');
      await writing;
      running = await begin(directory);
      expect(running.adopted).toBe(false);
    }
    const kept = new Set((await query<{ id: number }>(running, 'select id from kept')).map((row) => row.id));
    expect(acknowledged.length).toBeGreaterThan(10);
    expect(acknowledged.filter((each) => !kept.has(each))).toEqual([]);
  }, 120_000);

  test('a pid file that names another program by now does not keep it from starting', async () => {
    const directory = await usedPlace();
    const running = await begin(directory);
    await query(running, 'create table kept (id int)');
    const pidFile = join(directory, 'data', 'postmaster.pid');
    const stale = await readFile(pidFile, 'utf8');
    process.kill(-running.pid, 'SIGKILL');
    await expect.poll(() => postmasters(directory)).toEqual([]);
    await writeFile(pidFile, stale.replace(/^\d+/, String(process.pid)));
    const next = await begin(directory);
    expect(next.adopted).toBe(false);
    expect(await query(next, 'select * from kept')).toEqual([]);
  });

  test('a pid file that names a younger PostgreSQL of another directory does not, either', async () => {
    const [directory, elsewhere] = [await usedPlace(), await usedPlace()];
    const running = await begin(directory);
    const pidFile = join(directory, 'data', 'postmaster.pid');
    const stale = (await readFile(pidFile, 'utf8')).split('\n');
    await running.stop();
    const other = await begin(elsewhere);
    const anHourAgo = Math.floor(Date.now() / 1000) - 3600;
    await writeFile(pidFile, [other.pid, stale[1], anHourAgo, ...stale.slice(3)].join('\n'));
    const next = await begin(directory);
    expect(next.adopted).toBe(false);
    expect(next.pid).not.toBe(other.pid);
    expect(await other.isAlive()).toBe(true);
  });

  test('a server that looks after it starts it again, and says for how long it was away', async () => {
    const interruptions: Interruption[] = [];
    const directory = await usedPlace();
    const running = mustRun(
      await keepRunning({ directory, timeoutMs: 60_000 }, (interruption) => interruptions.push(interruption)),
    );
    await query(running, 'create table kept (id int); insert into kept values (1)');
    process.kill(running.pid, 'SIGKILL');
    await expect
      .poll(() => interruptions, { timeout: 20_000 })
      .toEqual([{ kind: 'back', downMs: expect.any(Number), pid: expect.any(Number) }]);
    expect(await query(running, 'select id from kept')).toEqual([{ id: 1 }]);
    expect(await running.stop()).toBe('stopped');
    expect(postmasters(directory)).toEqual([]);
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

describe('what it refuses, touching nothing', () => {
  const refusal = async (directory: string, options: EmbeddedOptions = {}): Promise<unknown> =>
    startEmbedded({ directory, timeoutMs: 20_000, ...options });

  test('a data directory of another major version', async () => {
    const directory = await usedPlace();
    await (await begin(directory)).stop();
    const version = join(directory, 'data', 'PG_VERSION');
    await writeFile(version, '17\n');
    const before = readFileSync(join(directory, 'data', 'global', 'pg_control'));
    expect(await refusal(directory)).toMatchObject({
      kind: 'refused',
      cause: 'other-major-version',
      reason: expect.stringContaining('was made by PostgreSQL 17, and this Suture brings PostgreSQL 18'),
      remedy: expect.stringMatching(/Nothing was changed.*suture backup.*suture restore/),
    });
    await writeFile(version, '19\n');
    expect(await refusal(directory)).toMatchObject({ remedy: expect.stringContaining('later Suture') });
    expect(readFileSync(join(directory, 'data', 'global', 'pg_control'))).toEqual(before);
    expect(readFileSync(version, 'utf8')).toBe('19\n');
  });

  test('a directory with something else in it, or with the data of another PostgreSQL', async () => {
    const documents = await place();
    await mkdir(documents);
    await writeFile(join(documents, 'thesis.odt'), 'x');
    expect(await refusal(documents)).toMatchObject({
      cause: 'foreign-directory',
      reason: expect.stringContaining('"thesis.odt"'),
    });
    expect(await readdir(documents)).toEqual(['thesis.odt']);
    expect((await stat(documents)).mode & 0o777).toBe(0o755);

    const theirs = await place();
    await mkdir(join(theirs, 'data'), { recursive: true });
    await writeFile(join(theirs, 'data', 'PG_VERSION'), '18\n');
    if (isRoot) await chown(join(theirs, 'data'), account ?? 0, 0);
    expect(await refusal(theirs)).toMatchObject({
      cause: 'foreign-directory',
      reason: expect.stringContaining('was not made by Suture'),
    });
    expect(await readdir(theirs, { recursive: true })).toEqual(['data', join('data', 'PG_VERSION')]);
    expect((await stat(theirs)).mode & 0o777).toBe(0o755);

    expect(await refusal(join(theirs, 'data'))).toMatchObject({
      reason: expect.stringContaining('is the data directory of another PostgreSQL'),
    });
  });

  test('a path through a file', async () => {
    const file = await place('file');
    await writeFile(file, '');
    expect(await refusal(join(file, 'postgres'))).toMatchObject({ cause: 'not-writable' });
    expect(await refusal(file)).toMatchObject({ cause: 'not-writable', reason: `${file} is not a directory` });
  });

  test('a platform without a package, and a package that is not installed', async () => {
    await expect(findBinaries('sunos-sparc')).rejects.toMatchObject({
      refusal: { cause: 'unsupported-platform', remedy: expect.stringContaining('DATABASE_URL') },
    });
    const absent = process.platform === 'darwin' ? 'linux-arm64' : 'darwin-x64';
    await expect(findBinaries(absent)).rejects.toMatchObject({
      refusal: { cause: 'no-binaries', remedy: expect.stringContaining('npm run setup') },
    });
  });

  test('programs built for another C library', async () => {
    const directory = await place();
    const root = await place('package');
    const native = join(root, 'native');
    for (const folder of ['bin', 'lib', 'share/postgresql']) await mkdir(join(native, folder), { recursive: true });
    await writeFile(join(native, 'share/postgresql/postgres.bki'), '');
    for (const program of ['initdb', 'postgres']) {
      // What the kernel says of a program without its loader is what it says of a script without its interpreter.
      await writeFile(join(native, 'bin', program), '#!/no/such/loader\n', { mode: 0o755 });
    }
    expect(await refusal(directory, { binaries: { native, version: '18.0.0', major: 18 } })).toEqual({
      kind: 'refused',
      cause: 'unsupported-platform',
      reason: expect.stringContaining('needs glibc'),
      remedy: expect.stringContaining('DATABASE_URL'),
    });
    expect(existsSync(join(directory, 'data'))).toBe(false);
  });

  test('a setting of local.conf that PostgreSQL does not know, in its own words', async () => {
    const directory = await place();
    await mkdir(directory);
    await writeFile(join(directory, 'local.conf'), 'no_such_setting = 1\n');
    expect(await refusal(directory)).toMatchObject({
      cause: 'did-not-start',
      reason: expect.stringContaining('contains errors'),
      remedy: expect.stringContaining('postgres.log'),
    });
  });
});

describe.skipIf(!isRoot)('started by root (only root can try this)', () => {
  test('runs as nobody in a group of its own, so that other programs that run as nobody get nowhere', async () => {
    const directory = await place();
    const running = await begin(directory);
    const [uid, gid] = execFileSync('ps', ['-o', 'uid=,gid=', '-p', String(running.pid)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/)
      .map(Number);
    expect(uid).toBe(account);
    const groups = execFileSync('getent', ['group'], { encoding: 'utf8' });
    expect(groups).not.toContain(`:${gid}:`);
    const asNobody = (path: string): string => {
      try {
        return execFileSync('ls', [path], { uid: account ?? 0, gid: account ?? 0, encoding: 'utf8', stdio: 'pipe' });
      } catch (error) {
        return (error as { stderr: string }).stderr;
      }
    };
    for (const path of ['data', 'socket', 'data/global/pg_control']) {
      expect(asNobody(join(directory, path))).toContain('Permission denied');
    }
    await running.stop();
    // The group is the one it had, also at the next start.
    await begin(directory);
    expect((await stat(directory)).gid).toBe(gid);
  });

  test('refuses a directory that nobody cannot get to, and names what is in the way', async () => {
    const directory = await place();
    const parent = join(directory, '..');
    await chmod(parent, 0o700);
    expect(await startEmbedded({ directory })).toEqual({
      kind: 'refused',
      cause: 'not-enterable',
      reason: expect.stringContaining(`${parent} is closed to others`),
      remedy: expect.stringContaining(`chmod o+x ${parent}`),
    });
  });

  test('copies the programs to where nobody can run them, where npm put them out of reach', async () => {
    const directory = await place();
    const closed = await place('closed');
    const given = await findBinaries();
    const native = join(closed, 'native');
    await mkdir(closed, { mode: 0o700 });
    await cp(given.native, native, { recursive: true, verbatimSymlinks: true });
    for (const { target } of JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8'))) {
      await rm(join(closed, target), { force: true });
    }
    await mkdir(directory);
    await mkdir(join(directory, 'binaries-17.0.0'));
    const running = await begin(directory, { binaries: { ...given, native } });
    expect(await query(running, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect((await readdir(directory)).filter((entry) => entry.startsWith('binaries'))).toEqual([
      `binaries-${given.version}`,
    ]);
  });

  test('refuses the directory of an ordinary user, and that user the directory of root', async () => {
    const theirs = await place();
    await mkdir(theirs);
    await chown(theirs, 1, 1);
    const asDaemon = await server(theirs, 'stop', { uid: 1, gid: 1 });
    expect(asDaemon.started).toMatchObject({ kind: 'running', adopted: false });
    expect(await asDaemon.nextLine()).toBe('stopped');
    expect(await startEmbedded({ directory: theirs })).toMatchObject({
      cause: 'wrong-owner',
      reason: expect.stringContaining('belongs to user 1, and'),
    });

    const ours = await usedPlace();
    await (await begin(ours)).stop();
    const refused = await server(ours, 'stop', { uid: 1, gid: 1 });
    expect(refused.started).toMatchObject({ kind: 'refused', cause: 'not-writable' });
    expect(await startEmbedded({ directory: '/proc/suture' })).toMatchObject({
      kind: 'refused',
      cause: 'not-writable',
    });
  });

  test.skipIf(!canMount())(
    'says that the disk is full, and starts once there is room (where mounting is allowed)',
    async () => {
      const directory = await place();
      await mkdir(directory);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=20m,mode=755', 'suture-test', directory]);
      cleanups.push(() => execFileSync('umount', ['-l', directory]));
      expect(await startEmbedded({ directory })).toMatchObject({
        kind: 'refused',
        cause: 'disk-full',
        reason: expect.stringContaining('is full'),
      });
      expect(await readdir(directory)).not.toContain('data');
      execFileSync('mount', ['-o', 'remount,size=200m', directory]);
      const running = await begin(directory);
      expect(await query(running, 'select 1 as one')).toEqual([{ one: 1 }]);
    },
  );
});

function canMount(): boolean {
  if (!isRoot || process.platform !== 'linux') return false;
  const directory = mkdtempSync(join(tmpdir(), 'suture-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'suture-test', directory], { stdio: 'ignore' });
    execFileSync('umount', [directory]);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(directory);
  }
}
