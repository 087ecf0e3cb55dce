// A process of our own that hangs, babbles, dies or lies: each ends in a reason, in time, and leaves nothing behind.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { localHost } from '@suture/adapters/local-host.ts';
import { z } from '@suture/protocol/agent/zod.ts';
import { ownProcess } from './own-process.ts';

const base = mkdtempSync(join(tmpdir(), 'suture-own-process-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));
const answer = z.object({ version: z.literal(1), pid: z.int().optional() });

function child(code: string, timeoutMs = 20_000) {
  const main = join(base, 'main.mjs');
  writeFileSync(main, code);
  return ownProcess(localHost, main, answer, { args: ['report'], timeoutMs, maxOutputBytes: 1_000 });
}

test('an answer in shape is believed', async () => {
  expect(await child(`console.log('{"version":1}')`)).toEqual({ ok: true, value: { version: 1 } });
});

test.each([
  ['hangs', 'setInterval(() => {}, 1000)', 'report did not end within 1 s'],
  [
    'hangs on to itself',
    "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)",
    'report did not end within 1 s',
  ],
  [
    'says too much',
    `process.stdout.write('x'.repeat(100_000)); setInterval(() => {}, 1000)`,
    'report said more than it may',
  ],
  ['fails', `console.error('a\\nthe disk is gone'); process.exitCode = 7`, 'report failed (exit 7): the disk is gone'],
  ['is killed', `process.kill(process.pid, 'SIGKILL')`, 'was killed by SIGKILL'],
  ['lies', `console.log('{"version":2}')`, 'report said something that it never says'],
  ['breaks off', `console.log('{"version":')`, 'report said something that it never says'],
  ['says nothing', '', 'report said something that it never says'],
])(
  'one that %s is an answer that did not come',
  async (_, code, why) => {
    const asked = await child(code, 1_000);
    expect(asked).toMatchObject({ ok: false, why: expect.stringContaining(why) });
  },
  20_000,
);
