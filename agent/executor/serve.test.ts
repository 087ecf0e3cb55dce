// The executor's socket against peers that say nothing, too much, or all at once.
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { askExecutor } from '../executor-door.ts';
import { activatedSocket, openToOthers } from './activation.ts';
import type { ExecutorAnswer } from './request.ts';
import { serve } from './serve.ts';

const base = mkdtempSync(join(tmpdir(), 'suture-serve-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const us = process.geteuid?.() ?? 0;

let sockets = 0;
const path = (): string => join(base, `${(sockets += 1)}.sock`);
const done: ExecutorAnswer = { version: 1, id: '', outcome: 'done' };
const door = (socket: string) => ({ socket, main: join(base, 'nobody.ts'), policy: join(base, 'policy.yaml') });

/** What a peer hears that says this, to the end. */
function say(socket: string, text: string): Promise<string> {
  return new Promise((resolve) => {
    const peer = connect(socket);
    let heard = '';
    peer.on('data', (chunk) => (heard += String(chunk)));
    peer.on('error', () => resolve(heard));
    peer.on('close', () => resolve(heard));
    peer.write(text);
  });
}

test('one after another, each with its own answer', async () => {
  let atOnce = 0;
  let most = 0;
  const at = path();
  const serving = await serve({
    on: { path: at },
    execute: async (text) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      atOnce -= 1;
      return { ...done, id: text };
    },
    idleMs: 60_000,
    readMs: 5_000,
  });
  const heard = await Promise.all(['a', 'b', 'c'].map((text) => say(at, `${text}\n`)));
  expect(heard.map((text) => (JSON.parse(text) as ExecutorAnswer).id)).toEqual(['a', 'b', 'c']);
  expect(most).toBe(1);
  serving.close();
  await serving.ended;
});

test('who says nothing, or never ends a line, is left; the next one is served', async () => {
  const at = path();
  const asked: string[] = [];
  const execute = async (text: string): Promise<ExecutorAnswer> => (asked.push(text), done);
  const serving = await serve({ on: { path: at }, execute, idleMs: 60_000, readMs: 50 });
  expect(await say(at, '')).toBe('');
  expect(await say(at, 'x'.repeat(100_000))).toBe('');
  expect(await say(at, 'real\n')).toBe(`${JSON.stringify(done)}\n`);
  expect(asked).toEqual(['real']);
  serving.close();
});

test('it ends when nobody asks', async () => {
  const serving = await serve({ on: { path: path() }, execute: async () => done, idleMs: 20, readMs: 20 });
  expect(await serving.ended).toBeUndefined();
});

test('the agent understands the answer, and takes nothing else for one', async () => {
  const at = path();
  let answer: unknown = { ...done, id: 'x' };
  const server = createServer((peer) => peer.on('error', () => undefined).end(`${JSON.stringify(answer)}\n`)).listen(
    at,
  );
  expect(await askExecutor(door(at), 'refresh-indexes')).toMatchObject({ outcome: 'done' });
  answer = { outcome: 'done' };
  expect(await askExecutor(door(at), 'refresh-indexes')).toMatchObject({
    outcome: 'unavailable',
    why: 'the executor said something that it never says',
  });
  answer = 'x'.repeat(200_000);
  expect(await askExecutor(door(at), 'refresh-indexes')).toMatchObject({ outcome: 'unavailable' });
  server.close();
});

test('a socket that others may use, or replace, is not served; nor is one that was not handed over', async () => {
  const folder = join(base, 'run');
  mkdirSync(folder, { mode: 0o755 });
  const at = join(folder, 'executor.sock');
  const server = createServer().listen(at);
  await new Promise((resolve) => server.once('listening', resolve));
  chmodSync(at, 0o600);
  expect(await openToOthers(at, us)).toBeUndefined();
  chmodSync(at, 0o666);
  expect(await openToOthers(at, us)).toContain('others than its owner');
  chmodSync(at, 0o600);
  chmodSync(folder, 0o777);
  expect(await openToOthers(at, us)).toContain('others than root');
  expect(await activatedSocket({}, 1, at)).toMatchObject({ ok: false });
  expect(await activatedSocket({ LISTEN_PID: '2', LISTEN_FDS: '1' }, 1, at)).toMatchObject({ ok: false });
  server.close();
});
