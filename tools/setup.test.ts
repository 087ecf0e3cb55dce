// Sets up small clones with a stand-in for npm: once, again only when needed, safely side by side, and clear when it fails.
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
let clone = '';

const standIn = `
const fs = require('node:fs');
fs.appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n');
setTimeout(() => {
  if (fs.existsSync('refuse')) { console.error(fs.readFileSync('refuse', 'utf8')); process.exit(1); }
  fs.mkdirSync('node_modules', { recursive: true });
}, 300);`;

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'suture-setup-'));
  for (const path of ['tools/setup.mjs', 'cli/bin']) cpSync(join(root, path), join(clone, path), { recursive: true });
  writeFileSync(join(clone, 'package-lock.json'), '{}');
  writeFileSync(join(clone, 'npm-cli.js'), standIn);
  writeFileSync(
    join(clone, 'tools/check.ts'),
    'const text: string = process.argv.slice(2).join();\nconsole.log(`checked ${text}`);',
  );
});
afterEach(() => rmSync(clone, { recursive: true, force: true }));

function setUp(...args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['tools/setup.mjs', ...args], {
      cwd: clone,
      env: { ...process.env, npm_execpath: join(clone, 'npm-cli.js') },
      timeout: 20_000,
    });
    const out = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => (out.stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (out.stderr += chunk.toString()));
    child.on('close', (code) => resolve({ code, ...out }));
  });
}

const calls = (): number => readFileSync(join(clone, 'calls'), 'utf8').trim().split('\n').length;

test('a bare clone is set up and the task gets its arguments', async () => {
  expect(await setUp('check', 'a', '--b')).toEqual({
    code: 0,
    stdout: 'checked a,--b\n',
    stderr: expect.stringMatching(/^Setting up Suture[^\n]*\n$/u),
  });
  expect(readFileSync(join(clone, 'calls'), 'utf8')).toMatch(/^ci .*--ignore-scripts/u);
});

test('npm is called again only when the lock file has changed', async () => {
  await setUp();
  expect(await setUp('check')).toEqual({ code: 0, stdout: 'checked \n', stderr: '' });
  expect(calls()).toBe(1);
  appendFileSync(join(clone, 'package-lock.json'), '\n');
  await setUp('check');
  expect(calls()).toBe(2);
});

test('three at once install once', async () => {
  const all = await Promise.all([setUp('check'), setUp('check'), setUp('check')]);
  expect(all.map(({ code, stdout }) => [code, stdout])).toEqual(Array.from({ length: 3 }, () => [0, 'checked \n']));
  expect(calls()).toBe(1);
});

test('a lock left by a process that is gone holds nobody up', async () => {
  mkdirSync(join(clone, '.build'));
  writeFileSync(join(clone, '.build/setup.lock'), '999999999');
  expect(await setUp('check')).toMatchObject({ code: 0, stdout: 'checked \n' });
  expect(existsSync(join(clone, '.build/setup.lock'))).toBe(false);
});

test('when npm fails, its words and what to do are shown, and the next run tries again', async () => {
  writeFileSync(join(clone, 'refuse'), 'npm error code EAI_AGAIN');
  const { code, stdout, stderr } = await setUp('check');
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain('npm error code EAI_AGAIN');
  expect(stderr).toContain('check the network');
  rmSync(join(clone, 'refuse'));
  expect(await setUp('check')).toMatchObject({ code: 0, stdout: 'checked \n' });
});

test('a task that does not exist is refused before anything is installed', async () => {
  expect(await setUp('chekc')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('start, stop, test, check, bench'),
  });
  expect(existsSync(join(clone, 'calls'))).toBe(false);
});
