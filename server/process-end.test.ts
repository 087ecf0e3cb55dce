// How a server's process ends: told to, told again, hung up on, and by a fault of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';

function start(how: string) {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'process-end.fixture.ts'), how], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { out: '', log: '' };
  child.stdout.on('data', (chunk) => (said.out += String(chunk)));
  child.stderr.on('data', (chunk) => (said.log += String(chunk)));
  const closed = once(child, 'close') as Promise<[number | null]>;
  const hears = async (text: string): Promise<void> => {
    while (!said.out.includes(text)) await once(child.stdout, 'data');
  };
  return { child, said, closed, hears };
}

test.each([
  ['rejection', 'nobody waits for this'],
  ['exception', 'JSON'],
])('a fault that nobody handles (%s) is logged with its cause, and the process ends with 70', async (how, message) => {
  const { said, closed } = start(how);
  expect((await closed)[0]).toBe(70);
  const [line] = said.log.trim().split('\n');
  expect(JSON.parse(line ?? '')).toMatchObject({ level: 'fatal', err: { message: expect.stringContaining(message) } });
  if (how === 'rejection') expect(line).toContain('the cause');
});

test('it ends in peace when it is told to, and in a hurry when it is told again; losing its terminal is nothing to it', async () => {
  const { child, said, closed, hears } = start('signals');
  await hears('begun');
  child.kill('SIGHUP');
  child.kill('SIGTERM');
  await hears('stopping');
  expect(child.exitCode).toBe(null);
  child.kill('SIGTERM');
  expect((await closed)[0]).toBe(0);
  expect(said.log).toContain('stopping in a hurry');
});
