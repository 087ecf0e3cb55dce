// One report asks a tool the same question once, and different questions separately.
import { expect, test } from 'vitest';
import type { Command } from './host.ts';
import { monotonousHost } from './conformance.ts';
import { rememberingHost } from './remembering-host.ts';

test('equal commands share one run; another limit, directory or environment is another command', async () => {
  const asked: Command[] = [];
  const silent = monotonousHost({ kind: 'missing' }, { kind: 'missing' });
  const host = rememberingHost({
    ...silent,
    run: async (command) => {
      asked.push(command);
      return { kind: 'exited', code: asked.length, stdout: '', stderr: '', truncated: false };
    },
  });
  const command: Command = { argv: ['tool', 'list'], timeoutMs: 1_000, maxOutputBytes: 1_000 };
  const both = await Promise.all([host.run(command), host.run({ ...command })]);
  expect(both.map((result) => result.kind === 'exited' && result.code)).toEqual([1, 1]);
  await host.run({ ...command, maxOutputBytes: 2_000 });
  await host.run({ ...command, directory: '/tmp' });
  await host.run({ ...command, env: { A: 'b' } });
  await host.run({ ...command, argv: ['tool', 'list', 'x'] });
  expect(asked).toHaveLength(5);
});
