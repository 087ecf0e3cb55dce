// The winget adapter on a recording, on tables in other languages and widths, and on hostile text.
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CommandResult, Host } from '../host.ts';
import { readRecording } from '../recorded-host.ts';
import { winget } from './index.ts';
import { letsThrough, parseInstalled, parseInstallerHash, parsePins, parseUpgrades } from './parse.ts';
import { readTables } from './table.ts';

const system = { id: 'windows', version: '10.0.22631.1' } as const;
const host = readRecording(join(import.meta.dirname, 'recordings', 'from-docs'));
const upgrade = (code: number, stdout: string): Host => ({
  ...host,
  run: async (command): Promise<CommandResult> =>
    command.argv[1] === 'upgrade' ? { kind: 'exited', code, stdout, stderr: '', truncated: false } : host.run(command),
});

const scopeIn = (purl: string): string | undefined => /[?&]scope=(\w+)/.exec(purl)?.[1];

test('programs of sources are listed with scope and pins; what only the registry knows is left to who reads it', async () => {
  const section = await winget.inventory?.(host, system);
  expect(
    section?.items.map(({ name, version, origin, hold, purl }) => [name, version, origin, hold, scopeIn(purl)]),
  ).toEqual([
    ['7zip.7zip', '24.08', 'winget', true, 'machine'],
    ['Tencent.WeChat', 'unknown', 'winget', undefined, 'user'],
    ['9WZDNCRFJ3PZ', '11.2.1002.0', 'msstore', undefined, 'user'],
    ['Git.Git', '2.47.1', 'winget', undefined, 'machine'],
    ['Git.Git', '2.47.1', 'winget', undefined, 'user'],
    ['Vendor.OddTool', 'unknown', 'winget', undefined, undefined],
  ]);
});

test('a winget that does not tell scopes leaves them open, and says so', async () => {
  const old: Host = {
    ...host,
    run: async (command): Promise<CommandResult> =>
      command.argv.includes('--scope') || command.argv[1] === 'show'
        ? { kind: 'exited', code: 0x8a15_0002, stdout: '', stderr: '', truncated: false }
        : host.run(command),
  };
  const section = await winget.inventory?.(old, system);
  expect(section?.items.map(({ purl }) => scopeIn(purl))).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(section?.problems.filter((each) => each.includes('is unknown'))).toHaveLength(2);
  const offered = await winget.available?.(old, system);
  expect(offered?.items[0]?.origin).toBe('winget source winget, scope unknown, installer hash unknown');
});

test('an id that the table cuts off makes the list partial, and is not guessed at', async () => {
  expect(await winget.inventory?.(host, system)).toMatchObject({
    status: 'partial',
    problems: [
      'whether 1 programs are the machine’s or a user’s is unknown',
      'winget list names 1 programs that cannot be read, or cuts them off',
    ],
  });
});

test('upgrades of every table count, those of unknown version too; a pin holds back', async () => {
  const section = await winget.available?.(host, system);
  expect(section?.items.map((item) => [item.package, item.installed, item.candidate, item.heldBack?.why])).toEqual([
    ['7zip.7zip', '24.08', '24.09', 'pinned: Blocking (winget pin remove 7zip.7zip)'],
    ['Tencent.WeChat', 'unknown', '3.9.12', undefined],
    ['Discord.Discord', '1.0.9013', '1.0.9030', undefined],
  ]);
});

test('a program of unknown version for which nothing is offered is not up to date', async () => {
  expect(await winget.available?.(host, system)).toMatchObject({
    status: 'partial',
    problems: [
      'which installer winget would take is unknown of Tencent.WeChat',
      'winget does not know the version of Vendor.OddTool: whether there is something newer is unknown',
    ],
  });
});

test('an upgrade says for whom it is, and which installer the manifest names, in any language', async () => {
  const section = await winget.available?.(host, system);
  const hash = 'c1d9b9bdb9b2c0a35b7f5b12c9a3b0e2d6a0f0c7c1f4f1f5f60a7f6a4f1d0e2b';
  expect(section?.items.map(({ origin }) => origin)).toEqual([
    `winget source winget, --scope machine, installer SHA-256 ${hash}`,
    'winget source winget, --scope user, installer hash unknown',
    `winget source winget, --scope user, installer SHA-256 ${[...hash].toReversed().join('')}`,
  ]);
});

test.each([
  ['1.0.90*', '1.0.9030', true],
  ['1.0.*', '1.1.0', false],
  ['1.0.9030', '1.0.9030', true],
  ['1.0.9030', '1.0.9031', false],
  [undefined, '1.0.9030', false],
])('a pin to %s lets %s through: %s', (gate, version, is) => {
  expect(letsThrough({ kind: 'Gating', gate }, version)).toBe(is);
});

test('several installer hashes, or half of one, are none', () => {
  const line = (digit: string, count = 64): string => `  Installer SHA256: ${digit.repeat(count)}\r\n`;
  expect(parseInstallerHash(line('a') + line('b'))).toBeUndefined();
  expect(parseInstallerHash(line('a', 63))).toBeUndefined();
  expect(parseInstallerHash(line('A'))).toBe('a'.repeat(64));
});

test('nothing newer is only what the exit code says; a sentence in whatever language proves nothing', async () => {
  const none = await winget.available?.(upgrade(0x8a15_0014, 'Kein installiertes Paket gefunden.\r\n'), system);
  expect(none).toMatchObject({ status: 'partial', items: [] });
  expect(none?.problems).toEqual([
    'winget does not know the version of Tencent.WeChat, Vendor.OddTool: whether there is something newer is unknown',
  ]);
  expect(await winget.available?.(upgrade(0, 'Failed when opening source(s)\r\n'), system)).toMatchObject({
    status: 'failed',
  });
  expect(await winget.available?.(upgrade(0x8a15_000f, ''), system)).toMatchObject({ status: 'failed' });
});

test('columns are found by their headings in any language, and wide letters take two cells', () => {
  const text = [
    '名前     ID        バージョン 利用可能 ソース',
    '-'.repeat(45),
    '微信     Ten.Chat  1.0        1.1      winget',
    '',
  ].join('\r\n');
  expect(parseUpgrades(text).items).toEqual([{ id: 'Ten.Chat', version: '1.0', available: '1.1', source: 'winget' }]);
});

test('progress that was drawn over is no heading', () => {
  const [table] = readTables(
    ['  \\ \r Name Id   Version Source', '-'.repeat(24), ' A    B.C  1       winget'].join('\n'),
  );
  expect(table).toEqual({ columns: 4, rows: [['A', 'B.C', '1', 'winget']] });
});

test('no text makes a reader throw, or an option pass for an id', () => {
  const cell = fc.oneof(fc.string(), fc.constantFrom('7zip.7zip', '--all', '1.0', 'winget', '…'));
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.array(cell)), (text, rows) => {
      const table = ['Name Id Version Available Source', '-'.repeat(30), ...rows.map((row) => row.join(' '))].join(
        '\n',
      );
      for (const each of [text, table]) {
        const ids = [...(parseInstalled(each)?.items ?? []), ...parseUpgrades(each).items].map(({ id }) => id);
        for (const id of [...ids, ...parsePins(each).keys()]) expect(id).not.toMatch(/^-|\s/);
        expect(parseInstallerHash(each) ?? 'a'.repeat(64)).toMatch(/^[0-9a-f]{64}$/);
      }
    }),
  );
});
