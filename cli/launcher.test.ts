// Starts the launcher as a person or a shell would: exit codes and signals pass through, and a bad cache folder stops nothing.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'suture-launcher-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const launcher = join(import.meta.dirname, 'bin', 'suture.js');
const suture = (args: readonly string[], cache: string) =>
  spawnSync(process.execPath, [launcher, ...args], {
    encoding: 'utf8',
    timeout: 20_000,
    env: { ...process.env, XDG_CACHE_HOME: cache },
  });

/** Starts a process that hands over to a Node running `script`. */
function handOver(script: string): ChildProcess {
  const code = `require(${JSON.stringify(join(import.meta.dirname, 'bin', 'pinned-node.js'))}).handOver(['-e', ${JSON.stringify(script)}])`;
  return spawn(process.execPath, ['-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
}

test('the version is printed, nothing else is, and compiled code is kept', () => {
  const cache = join(folder, 'cache');
  expect(suture(['--version'], cache)).toMatchObject({
    status: 0,
    stderr: '',
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/u),
  });
  expect(readdirSync(join(cache, 'suture', 'compile', 'none'))).not.toEqual([]);
});

test('each command keeps its compiled code to itself', () => {
  const cache = join(folder, 'commands');
  suture(['versions', 'compare', '--help'], cache);
  suture(['scan', '--help'], cache);
  expect(readdirSync(join(cache, 'suture', 'compile')).toSorted()).toEqual(['scan', 'versions']);
});

describe('the bundled program', () => {
  const clone = join(folder, 'clone');
  const launch = (...args: readonly string[]) =>
    spawnSync(process.execPath, [join(clone, 'cli/bin/suture.js'), ...args], { encoding: 'utf8' });
  const source = join(clone, 'cli/source.ts');

  function bundle(of: string): void {
    const { size, mtimeMs } = statSync(source);
    const state = { clone: of, entry: 'one/main.cjs', sources: { all: [[source, size, mtimeMs]], scan: [] } };
    writeFileSync(join(clone, '.build/program/current.json'), JSON.stringify(state));
  }

  beforeEach(() => {
    rmSync(clone, { recursive: true, force: true });
    mkdirSync(join(clone, '.build/program/one'), { recursive: true });
    cpSync(join(import.meta.dirname, 'bin'), join(clone, 'cli/bin'), { recursive: true });
    writeFileSync(join(clone, 'cli/main.ts'), 'const how: string = "by its modules";\nconsole.log(how);\n');
    writeFileSync(join(clone, '.build/program/one/main.cjs'), 'console.log("bundled");');
    writeFileSync(source, 'export {};');
  });

  test('runs where its sources are as they were', () => {
    bundle(clone);
    expect(launch()).toMatchObject({ status: 0, stdout: 'bundled\n', stderr: '' });
  });

  test('of a command that has sources of its own depends on those alone', () => {
    bundle(clone);
    appendFileSync(source, ' ');
    expect(launch('scan').stdout).toBe('bundled\n');
    expect(launch('why').stdout).toBe('by its modules\n');
  });

  test('is passed over where a source has changed, is gone, or the clone was moved', () => {
    bundle('/elsewhere');
    expect(launch().stdout).toBe('by its modules\n');
    bundle(clone);
    appendFileSync(source, ' ');
    expect(launch().stdout).toBe('by its modules\n');
    bundle(clone);
    expect(launch().stdout).toBe('bundled\n');
    rmSync(source);
    expect(launch().stdout).toBe('by its modules\n');
  });

  test.each(['', '{', 'null', '{"sources": {"all": [1]}}'])(
    'is passed over where what is said of it is %j',
    (state) => {
      writeFileSync(join(clone, '.build/program/current.json'), state);
      expect(launch()).toMatchObject({ status: 0, stdout: 'by its modules\n', stderr: '' });
    },
  );
});

test.each(['/proc/nowhere', '/dev/null/cache', ''])('the cache folder "%s" does no harm', (cache) => {
  expect(suture(['--version'], cache)).toMatchObject({ status: 0, stderr: '' });
});

test('a wrong command line ends with exit code 2', () => {
  expect(suture(['no-such-command'], folder).status).toBe(2);
});

test('the exit code of the pinned Node is passed on', async () => {
  expect(await once(handOver('process.exit(7)'), 'exit')).toEqual([7, null]);
});

test.skipIf(process.platform === 'win32')(
  'death by a signal is passed on (skipped on Windows, which has no signals)',
  async () => {
    expect(await once(handOver('process.kill(process.pid, "SIGKILL")'), 'exit')).toEqual([null, 'SIGKILL']);
  },
);

test.skipIf(process.platform === 'win32').each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s reaches the pinned Node, which ends in its own way (skipped on Windows, which has no signals)',
  async (signal) => {
    const child = handOver(
      `process.on('${signal}', () => process.exit(9)); setInterval(() => {}, 1000); console.log('ready')`,
    );
    if (child.stdout) await once(child.stdout, 'data');
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([9, null]);
  },
);
