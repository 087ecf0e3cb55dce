// Servers and PostgreSQLs side by side, killed at every moment: one runs, and nothing committed is lost.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { findBinaries } from './binaries.ts';
import {
  begin,
  isAlive,
  killServer,
  mustRun,
  place,
  postmasters,
  query,
  server,
  serverProgram,
  usedPlace,
} from './instances.fixture.ts';
import { keepRunning } from './keep-running.ts';
import type { Interruption } from './keep-running.ts';

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
      const child = spawn(process.execPath, [serverProgram, directory], {
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
