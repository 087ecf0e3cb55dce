// The chocolatey adapter on a recording, under its older version, where its sources fail, and on hostile text.
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CommandResult, Host } from '../host.ts';
import { readRecording } from '../recorded-host.ts';
import { listInstalled1 } from './commands.ts';
import { chocolatey } from './index.ts';
import { parseInstalled, parseOutdated } from './parse.ts';

const system = { id: 'windows', version: '10.0.22631.1' } as const;
const host = readRecording(join(import.meta.dirname, 'recordings', 'from-docs'));
const answering = (word: string, code: number, stdout: string, stderr = ''): Host => ({
  ...host,
  run: async (command): Promise<CommandResult> =>
    command.argv.includes(word) ? { kind: 'exited', code, stdout, stderr, truncated: false } : host.run(command),
});

test('packages are listed, Chocolatey among them', async () => {
  const section = await chocolatey.inventory?.(host, system);
  expect(section).toMatchObject({ status: 'complete' });
  expect(section?.items.map(({ name, version }) => `${name} ${version}`)).toEqual([
    'chocolatey 2.3.0',
    'git 2.47.0',
    'nodejs-lts 20.17.0',
    'oldtool 1.0',
  ]);
});

test('version 1 is told to list this machine and not its server', async () => {
  const asked: string[][] = [];
  const old: Host = {
    ...host,
    run: async (command): Promise<CommandResult> => {
      asked.push([...command.argv]);
      const stdout = command.argv.includes('--version') ? '1.4.0\n' : 'chocolatey|1.4.0\n';
      return { kind: 'exited', code: 0, stdout, stderr: '', truncated: false };
    },
  };
  expect(await chocolatey.inventory?.(old, system)).toMatchObject({ status: 'complete' });
  expect(asked.at(-1)).toEqual(listInstalled1.argv);
});

test('a pin holds back, and what no source has is unknown', async () => {
  const section = await chocolatey.available?.(host, system);
  expect(section?.items.map((item) => [item.package, item.candidate, item.heldBack?.cause])).toEqual([
    ['git', '2.47.1', undefined],
    ['nodejs-lts', '22.11.0', 'pin'],
  ]);
  expect(section).toMatchObject({
    status: 'partial',
    problems: ['whether 1 packages have anything newer is unknown, as no source has them: oldtool'],
  });
});

test('silence with exit 0 means that all is new; with a complaint, or exit 2, it does not', async () => {
  expect(await chocolatey.available?.(answering('outdated', 0, ''), system)).toMatchObject({
    status: 'complete',
    items: [],
  });
  expect(await chocolatey.available?.(answering('outdated', 0, '', 'Unable to connect\n'), system)).toMatchObject({
    status: 'failed',
  });
  expect(await chocolatey.available?.(answering('outdated', 2, ''), system)).toMatchObject({ status: 'failed' });
  expect(await chocolatey.available?.(answering('outdated', 1, 'error\n'), system)).toMatchObject({ status: 'failed' });
});

test('no text makes a reader throw, or an option pass for a name', () => {
  const line = fc
    .array(fc.oneof(fc.string(), fc.constantFrom('git', '1.0', 'true', '-y')))
    .map((parts) => parts.join('|'));
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(line), (text, lines) => {
      for (const each of [text, lines.join('\r\n')])
        for (const { name } of [...parseInstalled(each).items, ...parseOutdated(each).items])
          expect(name).toMatch(/^[A-Za-z0-9][\w.+-]*$/);
    }),
  );
});
