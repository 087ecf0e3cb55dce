// What is started outlives who started it, is never killed, and leaves a transcript of bounded size.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import type { InstallCommand } from './host.ts';
import { install, readTranscript } from './local-installer.ts';

const folder = mkdtempSync(join(tmpdir(), 'suture-installer-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let runs = 0;
const node = (script: string, over: Partial<InstallCommand> = {}): InstallCommand => ({
  argv: [process.execPath, '-e', script],
  name: `run-${++runs}`,
  transcript: join(folder, `run-${runs}.log`),
  overdueMs: 60_000,
  ...over,
});
const child = { through: 'child' } as const;

test('both outputs and the exit code are kept, and only the fixed environment is seen', async () => {
  const script =
    'console.log(process.env.LC_ALL, process.env.EXTRA, process.env.VITEST); console.error("no"); process.exitCode = 3';
  const ended = await install(node(script, { env: { EXTRA: 'yes' } }), child);
  expect(ended).toEqual({
    kind: 'ended',
    code: 3,
    output: expect.stringContaining('C.UTF-8 yes undefined\n'),
    overdue: false,
  });
  expect(ended.kind === 'ended' && ended.output).toContain('no\n');
});

test('what takes longer is told once, and goes on to its end', async () => {
  let told = 0;
  const ended = await install(
    node('setTimeout(() => console.log("end"), 400)', { overdueMs: 20, onOverdue: () => void told++ }),
    child,
  );
  expect(ended).toEqual({ kind: 'ended', code: 0, output: 'end\n', overdue: true });
  expect(told).toBe(1);
});

test('what is missing, badly named or cannot be recorded is not begun', async () => {
  expect(await install(node('', { argv: ['/no/such/program'] }), child)).toMatchObject({ kind: 'not-begun' });
  expect(await install(node('', { name: '../x' }), child)).toEqual({
    kind: 'not-begun',
    reason: 'its name is no plain name',
  });
  const marker = join(folder, 'marker');
  const taken = node(`require("node:fs").writeFileSync(${JSON.stringify(marker)}, "")`);
  writeFileSync(taken.transcript, 'an earlier run');
  expect(await install(taken, child)).toMatchObject({ kind: 'not-begun', reason: expect.stringContaining('EEXIST') });
  expect(existsSync(marker)).toBe(false);
  expect(readFileSync(taken.transcript, 'utf8')).toBe('an earlier run');
});

test('a signal is no exit code', async () => {
  expect(await install(node('process.kill(process.pid, "SIGKILL")'), child)).toMatchObject({
    kind: 'ended',
    code: null,
  });
});

test('who started it is killed, and it goes on to its end', async () => {
  const { transcript } = node('');
  const marker = join(folder, 'ended');
  const script = `setTimeout(() => { console.log("survived"); require("node:fs").writeFileSync(${JSON.stringify(marker)}, "") }, 1500); console.log("begun")`;
  const starter = `
    import { install } from ${JSON.stringify(join(import.meta.dirname, 'local-installer.ts'))};
    await install({ argv: [process.execPath, '-e', ${JSON.stringify(script)}], name: 'x', transcript: ${JSON.stringify(transcript)}, overdueMs: 9999 }, { through: 'child' });`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', starter], { stdio: 'ignore', detached: true });
  while (!(await readTranscript(transcript)).includes('begun')) await delay(20);
  process.kill(-(parent.pid ?? 0), 'SIGKILL');
  while (!existsSync(marker)) await delay(20);
  expect(await readTranscript(transcript)).toBe('begun\nsurvived\n');
});

test('of a long transcript beginning and end are kept', async () => {
  const ended = await install(node('for (let i = 0; i < 60000; i++) console.log(i, "x".repeat(10))'), child);
  const output = ended.kind === 'ended' ? ended.output : '';
  expect(output.length).toBeLessThan(270_000);
  expect(output.startsWith('0 xxxxxxxxxx\n1 ')).toBe(true);
  expect(output.endsWith('59999 xxxxxxxxxx\n')).toBe(true);
  expect(output).toMatch(/\n\[\d+ bytes are left out here\]\n/);
});
