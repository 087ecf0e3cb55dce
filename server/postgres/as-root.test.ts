// The embedded PostgreSQL started by root: another account, its private group, and who may not get in.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmdirSync } from 'node:fs';
import { chmod, chown, cp, mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findBinaries } from './binaries.ts';
import { startEmbedded } from './embedded.ts';
import { account, begin, cleanups, isRoot, place, query, server, usedPlace } from './instances.fixture.ts';

describe.skipIf(!isRoot)('started by root (only root can try this)', () => {
  test('runs as nobody in a group of its own, so that other programs that run as nobody get nowhere', async () => {
    const directory = await place();
    const running = await begin(directory);
    const [uid, gid] = execFileSync('ps', ['-o', 'uid=,gid=', '-p', String(running.pid)], { encoding: 'utf8' })
      .trim()
      .split(/\s+/)
      .map(Number);
    expect(uid).toBe(account);
    expect(readFileSync('/etc/group', 'utf8')).not.toContain(`:${gid}:`);
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
      execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=20m,mode=755', 'suture-test', directory]);
      cleanups.push(() => execFileSync('/bin/umount', ['-l', directory]));
      expect(await startEmbedded({ directory })).toMatchObject({
        kind: 'refused',
        cause: 'disk-full',
        reason: expect.stringContaining('is full'),
      });
      expect(await readdir(directory)).not.toContain('data');
      execFileSync('/bin/mount', ['-o', 'remount,size=200m', directory]);
      const running = await begin(directory);
      expect(await query(running, 'select 1 as one')).toEqual([{ one: 1 }]);
    },
  );
});

function canMount(): boolean {
  if (!isRoot || process.platform !== 'linux') return false;
  const directory = mkdtempSync(join(tmpdir(), 'suture-mount-'));
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', 'suture-test', directory], { stdio: 'ignore' });
    execFileSync('/bin/umount', [directory]);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(directory);
  }
}
