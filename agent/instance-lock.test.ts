// One process to a state folder: the second is told who has it, and a death by any means frees it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { alone } from './instance-lock.ts';

const folder = mkdtempSync(join(tmpdir(), 'suture-lock-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the lock of a living process is named, that of a killed one is free', async () => {
  const url = new URL('./instance-lock.ts', import.meta.url).href;
  const script = `const { alone } = await import(${JSON.stringify(url)});
    console.log((await alone(${JSON.stringify(folder)})).ok); setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(holder.stdout, 'data')) as [Buffer];
  expect(String(said)).toBe('true\n');
  const second = await alone(folder);
  expect(second).toMatchObject({ ok: false, why: expect.stringContaining(`process ${holder.pid}, since `) });
  holder.kill('SIGKILL');
  await once(holder, 'close');
  const third = await alone(folder);
  expect(third.ok).toBe(true);
  expect((await alone(folder)).ok).toBe(false);
  if (third.ok) third.release();
  const fourth = await alone(folder);
  expect(fourth.ok).toBe(true);
  if (fourth.ok) fourth.release();
});
