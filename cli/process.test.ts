// The process itself: signals, a reader that goes away, completion scripts, doctor, start.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const home = mkdtempSync(path.join(tmpdir(), 'suture-process-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const env = {
  PATH: process.env['PATH'],
  HOME: home,
  XDG_DATA_HOME: path.join(home, 'data'),
  XDG_CACHE_HOME: path.join(home, 'cache'),
};

const start = (args: readonly string[]): ChildProcessWithoutNullStreams =>
  spawn(process.execPath, [path.join(import.meta.dirname, 'bin/suture.js'), ...args], { env });

async function ended(
  child: ChildProcessWithoutNullStreams,
): Promise<{ code: number | null; out: string; err: string }> {
  let out = '';
  let err = '';
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

const suture = (...args: readonly string[]): ReturnType<typeof ended> => {
  const child = start(args);
  child.stdin.end();
  return ended(child);
};

describe.skipIf(process.platform === 'win32')('a signal', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('%s ends a command that waits, with %i and without a word', async (signal, expected) => {
    const child = start(['versions', 'compare', '--scheme', 'npm']);
    const result = ended(child);
    // The first answer shows that the command is running, and waits for the next question.
    child.stdin.write('1.0.0\t2.0.0\n');
    await once(child.stdout, 'data');
    child.kill(signal);
    expect(await result).toEqual({ code: expected, out: '-1\n', err: '' });
  });
});

describe('a reader that goes away', () => {
  it('ends the command quietly', async () => {
    const child = start(['versions', 'compare', '--scheme', 'npm']);
    const result = ended(child);
    child.stdin.on('error', () => {});
    child.stdin.write('1.0.0\t2.0.0\n');
    await once(child.stdout, 'data');
    child.stdout.destroy();
    child.stdin.end('1.0.0\t2.0.0\n'.repeat(200_000));
    expect(await result).toMatchObject({ code: 0, err: '' });
  });
});

describe('completion', () => {
  it.each(['bash', 'zsh', 'fish', 'powershell'])('prints a script for %s that asks suture', async (shell) => {
    const { code, out, err } = await suture('completion', shell);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('suture');
    expect(out).toContain('complete');
  });

  it.each([
    [['sc'], 'scan'],
    [['db', ''], 'update'],
    [['scan', '--fo'], '--format'],
    [['scan', '--format', ''], 'cyclonedx'],
    [['scan', '--policy', ''], 'bod-26-04'],
    [['scan', '--exposure', 'int'], 'internal'],
    [['end'], 'endpoints'],
    [['endpoints', ''], 'approve'],
    [['users', 'role', 'a@example.org', ''], 'admin'],
    [['cve', 'CVE-2024-6387', '--list', ''], 'unknown'],
    [['endpoints', 'set', 'web', '--criticality', 'hi'], 'highest'],
  ])('completes %j with %s', async (words, expected) => {
    const { code, out } = await suture('complete', '--', ...words);
    expect(code).toBe(0);
    expect(out.split('\n').map((line) => line.split('\t')[0])).toContain(expected);
  });
});

describe('suture doctor', () => {
  it('looks, says what is missing and makes nothing', async () => {
    const { code, out, err } = await suture('doctor');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^ok {7}runtime: Node \d+/);
    expect(out).toContain('warning  advisory database: none at');
    expect((await suture('doctor', '--json')).out).toContain('"schema": "suture.doctor/1"');
    expect(existsSync(env.XDG_DATA_HOME)).toBe(false);
  });

  it('fails where the database cannot be kept', async () => {
    const file = path.join(home, 'a-file');
    writeFileSync(file, '');
    const { code, out } = await suture('doctor', '--db', path.join(file, 'x.db'));
    expect(code).toBe(1);
    expect(out).toMatch(/^FAILED {3}data directory: .* cannot be written \(.*a-file is no directory\)/m);
  });

  it('names a damaged database', async () => {
    const file = path.join(home, 'damaged.db');
    writeFileSync(file, 'no database at all');
    const { code, out } = await suture('doctor', '--db', file);
    expect(code).toBe(1);
    expect(out).toMatch(/^FAILED {3}advisory database: /m);
  });
});

it('help comes without the work of any command', async () => {
  const { code, out, err } = await suture('--help');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^Usage: suture /);
});
