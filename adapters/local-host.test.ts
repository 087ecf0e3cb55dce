// The local host against real processes and files that hang, flood, fork, or are not what they seem.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Command } from './host.ts';
import { localHost as host } from './local-host.ts';

const folder = mkdtempSync(join(tmpdir(), 'suture-local-host-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The running node under its absolute path, because the host's PATH is fixed. */
const node = (script: string, over: Partial<Command> = {}): Command => ({
  argv: [process.execPath, '-e', script],
  timeoutMs: 10_000,
  maxOutputBytes: 100_000,
  ...over,
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 40 && isAlive(pid); tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
  return !isAlive(pid);
}

describe('commands', () => {
  test('give their output, their errors and their exit code', async () => {
    const result = await host.run(node('console.log("out"); console.error("err"); process.exit(3)'));
    expect(result).toEqual({ kind: 'exited', code: 3, stdout: 'out\n', stderr: 'err\n', truncated: false });
  });

  test('that do not exist are missing', async () => {
    expect(await host.run(node('', { argv: ['suture-no-such-tool'] }))).toEqual({ kind: 'missing' });
  });

  test('in a directory that does not exist fail instead of looking missing', async () => {
    const result = await host.run(node('', { directory: '/suture-no-such-directory' }));
    expect(result).toEqual({ kind: 'failed', reason: 'the directory /suture-no-such-directory is not there' });
  });

  test('with an argument that cannot be passed fail', async () => {
    const result = await host.run(node('', { argv: ['true', 'a\0b'] }));
    expect(result.kind).toBe('failed');
  });

  test('that may not be executed fail with the reason', async () => {
    const path = join(folder, 'not-executable');
    writeFileSync(path, 'x');
    const result = await host.run(node('', { argv: [path] }));
    expect(result).toMatchObject({ kind: 'failed', reason: expect.stringContaining('EACCES') });
  });

  test('get no shell: what looks like one is an argument', async () => {
    const result = await host.run(node('', { argv: ['echo', '$(id); `id` && id'] }));
    expect(result).toMatchObject({ stdout: '$(id); `id` && id\n' });
  });

  test('see a fixed environment and nothing of this process', async () => {
    process.env['SUTURE_TEST_SECRET'] = 'x';
    const result = await host.run(node('console.log(JSON.stringify(process.env))', { env: { ADDED: 'yes' } }));
    delete process.env['SUTURE_TEST_SECRET'];
    const environment = JSON.parse(result.kind === 'exited' ? result.stdout : '{}');
    expect(environment).toMatchObject({
      LC_ALL: 'C.UTF-8',
      LANG: 'C.UTF-8',
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      ADDED: 'yes',
    });
    expect(environment).not.toHaveProperty('SUTURE_TEST_SECRET');
  });

  test('read nothing from stdin', async () => {
    const result = await host.run(node('process.stdin.on("data", () => {}).on("end", () => console.log("end"))'));
    expect(result).toMatchObject({ kind: 'exited', stdout: 'end\n' });
  });

  test('that hang and ignore SIGTERM are killed', async () => {
    const script = 'process.on("SIGTERM", () => {}); console.log(process.pid); setInterval(() => {}, 1000)';
    const started = Date.now();
    const result = await host.run(node(script, { timeoutMs: 1_000 }));
    expect(result.kind).toBe('timeout');
    const pid = Number(result.kind === 'timeout' ? result.stdout : Number.NaN);
    expect(pid).toBeGreaterThan(1);
    expect(await gone(pid)).toBe(true);
    expect(Date.now() - started).toBeLessThan(8_000);
  });

  test('that time out take their children with them', async () => {
    const script = `const { spawn } = require('child_process');
      console.log(spawn('sleep', ['60'], { stdio: 'inherit' }).pid); setInterval(() => {}, 1000)`;
    const result = await host.run(node(script, { timeoutMs: 1_000 }));
    expect(result.kind).toBe('timeout');
    const pid = Number(result.kind === 'timeout' ? result.stdout : Number.NaN);
    expect(pid).toBeGreaterThan(1);
    expect(await gone(pid)).toBe(true);
  });

  test('that leave a grandchild on their pipe still answer at once', async () => {
    const script = `const { spawn } = require('child_process');
      const left = spawn('sleep', ['60'], { stdio: 'inherit' }); console.log(left.pid); left.unref(); process.exit(0)`;
    const started = Date.now();
    const result = await host.run(node(script, { timeoutMs: 30_000 }));
    expect(result).toMatchObject({ kind: 'exited', code: 0, truncated: false });
    expect(Date.now() - started).toBeLessThan(6_000);
    const pid = Number(result.kind === 'exited' ? result.stdout : Number.NaN);
    expect(pid).toBeGreaterThan(1);
    expect(await gone(pid)).toBe(true);
  });

  test('that flood their output are cut and ended', async () => {
    const started = Date.now();
    const result = await host.run(node('', { argv: ['yes'], timeoutMs: 30_000, maxOutputBytes: 1_000 }));
    expect(result).toMatchObject({ kind: 'exited', truncated: true, stdout: 'y\n'.repeat(500) });
    expect(Date.now() - started).toBeLessThan(6_000);
  });

  test('that flood stderr keep their result', async () => {
    const script = 'process.stderr.write("e".repeat(300000), () => { console.log("done") })';
    const result = await host.run(node(script, { maxOutputBytes: 1_000 }));
    expect(result).toMatchObject({ kind: 'exited', code: 0, stdout: 'done\n', truncated: false });
    expect(result.kind === 'exited' && result.stderr.length).toBe(1_000);
  });

  test('that write bytes which are no text come back readable', async () => {
    const result = await host.run(node('process.stdout.write(Buffer.from([65, 0, 255, 254, 66]))'));
    expect(result).toMatchObject({ kind: 'exited', stdout: 'A\0\uFFFD\uFFFDB' });
  });

  test('killed from outside fail, however they had printed something', async () => {
    const result = await host.run(node('console.log("half"); process.kill(process.pid, "SIGKILL")'));
    expect(result).toEqual({ kind: 'failed', reason: `${process.execPath} was killed by SIGKILL` });
  });
});

describe('files', () => {
  const path = (name: string): string => join(folder, name);

  test('are read up to the cap', async () => {
    writeFileSync(path('long'), 'abcdef');
    expect(await host.readFile(path('long'), 6)).toEqual({ kind: 'text', text: 'abcdef', truncated: false });
    expect(await host.readFile(path('long'), 5)).toEqual({ kind: 'text', text: 'abcde', truncated: true });
  });

  test('are read as bytes from where it is asked, up to their end', async () => {
    writeFileSync(path('bytes'), Buffer.from([0, 255, 254, 3, 4]));
    expect(await host.readBytes?.(path('bytes'), 1, 2)).toEqual({ kind: 'bytes', bytes: Buffer.from([255, 254]) });
    expect(await host.readBytes?.(path('bytes'), 3, 100)).toEqual({ kind: 'bytes', bytes: Buffer.from([3, 4]) });
    expect(await host.readBytes?.(path('bytes'), 9, 100)).toEqual({ kind: 'bytes', bytes: Buffer.from([]) });
    expect(await host.readBytes?.(path('nothing'), 0, 1)).toEqual({ kind: 'missing' });
    expect(await host.readBytes?.('/dev/zero', 0, 1)).toEqual({ kind: 'failed', reason: 'it is not a regular file' });
  });

  test('are missing where nothing is', async () => {
    expect(await host.readFile(path('nothing'), 10)).toEqual({ kind: 'missing' });
    expect(await host.readFile(`${path('long')}/below-a-file`, 10)).toEqual({ kind: 'missing' });
  });

  test('that are FIFOs or devices are refused without waiting', async () => {
    execFileSync('mkfifo', [path('fifo')]);
    symlinkSync(path('fifo'), path('link-to-fifo'));
    const refused = { kind: 'failed', reason: 'it is not a regular file' };
    expect(await host.readFile(path('fifo'), 10)).toEqual(refused);
    expect(await host.readFile(path('link-to-fifo'), 10)).toEqual(refused);
    expect(await host.readFile('/dev/zero', 10)).toEqual(refused);
    expect(await host.readFile(folder, 10)).toEqual(refused);
  });

  test('that link to themselves fail', async () => {
    symlinkSync(path('loop'), path('loop'));
    expect((await host.readFile(path('loop'), 10)).kind).toBe('failed');
  });

  test.skipIf(process.geteuid?.() === 0)('may be denied (skipped: root may read everything)', async () => {
    writeFileSync(path('secret'), 'x');
    chmodSync(path('secret'), 0);
    expect(await host.readFile(path('secret'), 10)).toEqual({ kind: 'denied' });
  });

  test('of processes are read though they claim to be empty, and are missing when the process is', async () => {
    expect(await host.readFile('/proc/self/status', 10_000)).toMatchObject({
      kind: 'text',
      text: expect.stringContaining('Name:'),
    });
    expect(await host.readFile('/proc/4194305/maps', 10_000)).toEqual({ kind: 'missing' });
  });

  test('are listed in order, and a missing directory is not an empty one', async () => {
    mkdirSync(path('listed'));
    for (const name of ['b', 'a', 'C']) writeFileSync(join(path('listed'), name), '');
    expect(await host.listDirectory(path('listed'))).toEqual(['C', 'a', 'b']);
    expect(await host.listDirectory(path('not-listed'))).toBeUndefined();
  });

  test('that are links give their target, and others none', async () => {
    symlinkSync('somewhere/else', path('link'));
    expect(await host.readLink(path('link'))).toBe('somewhere/else');
    expect(await host.readLink(path('long'))).toBeUndefined();
    expect(await host.exists(path('long'))).toBe(true);
    expect(await host.exists(path('nothing'))).toBe(false);
  });
});
