// The adapter against the apt of the machine that runs the tests, where it has one; nothing is changed.
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import type { CommandResult, Host } from '../host.ts';
import { apt } from './index.ts';

const reading = ['apt-get', 'apt-cache', 'date', 'stat'];

/** A door for this test only: it opens for nothing but the commands that read. */
const host: Host = {
  run: ({ argv: [program, ...args], timeoutMs, maxOutputBytes }) =>
    new Promise<CommandResult>((resolve) => {
      if (!reading.includes(program)) return resolve({ kind: 'failed', reason: `${program} is not for reading` });
      const env = { LC_ALL: 'C.UTF-8', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };
      execFile(
        program,
        args,
        { timeout: timeoutMs, maxBuffer: maxOutputBytes, env, cwd: '/' },
        (error, stdout, stderr) =>
          resolve({ kind: 'exited', code: error === null ? 0 : Number(error.code), stdout, stderr, truncated: false }),
      );
    }),
  readFile: async (path) =>
    readFile(path, 'utf8').then(
      (text) => ({ kind: 'text', text, truncated: false }) as const,
      () => ({ kind: 'missing' }) as const,
    ),
  listDirectory: async (path) =>
    readdir(path).then(
      (names) => names.sort(),
      () => undefined,
    ),
  readLink: async (path) => readlink(path).catch(() => undefined),
  exists: async (path) => existsSync(path),
};

/** What the tools themselves say, for comparison. */
const output = (program: string, ...args: readonly string[]): readonly string[] =>
  spawnSync(program, args, {
    encoding: 'utf8',
    env: { LC_ALL: 'C.UTF-8', PATH: '/usr/sbin:/usr/bin:/sbin:/bin' },
  }).stdout.split('\n');

const there = existsSync('/usr/bin/apt-get') && existsSync('/var/lib/dpkg/status');

// Tried twice: another program may install or fetch something meanwhile.
describe.skipIf(!there)(
  `on this machine${there ? '' : ' (skipped: it has no apt)'}`,
  { timeout: 120_000, retry: 1 },
  () => {
    test('the inventory is what dpkg-query lists', async () => {
      const format = '${db:Status-Status} ${Package} ${Version} ${Architecture} ${source:Package} ${source:Version}\\n';
      const expected = output('dpkg-query', '-W', '-f', format)
        .filter((line) => line !== '' && !/^(?:config-files|not-installed) /.test(line))
        .map((line) => line.slice(line.indexOf(' ') + 1));
      const section = await apt.inventory?.(host, { id: 'debian', version: '12' });
      const found = section?.items.map(
        ({ name, version, arch, source }) => `${name} ${version} ${arch} ${source.name} ${source.version}`,
      );
      expect(found?.toSorted()).toEqual(expected.toSorted());
    });

    test('the updates not held back are those of apt-get upgrade, and asking wrote nothing', async () => {
      const written = ['/var/lib/apt/lists', '/var/lib/dpkg', '/var/cache/apt', '/var/log/apt'].filter(existsSync);
      const times = () => Promise.all(written.map(async (path) => (await stat(path)).mtimeMs));
      const before = await times();
      const section = await apt.available?.(host, { id: 'debian', version: '12' });
      expect(await times()).toEqual(before);
      const quiet = ['-o', 'Debug::NoLocking=1', '-o', 'Dir::Log::Planner=/dev/null'];
      const offered = output('apt-get', '--simulate', ...quiet, 'upgrade').flatMap(
        (line) => /^Inst ([^\s:]+)\S* \[/.exec(line)?.[1] ?? [],
      );
      const now = section?.items.filter(({ heldBack }) => heldBack === undefined).map((update) => update.package);
      expect(now?.toSorted()).toEqual(offered.toSorted());
    });
  },
);
