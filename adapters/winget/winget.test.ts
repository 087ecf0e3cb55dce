// The winget adapter on a recording, on tables in other languages and widths, and on hostile text.
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CommandResult, Host } from '../host.ts';
import { readRecording } from '../recorded-host.ts';
import { winget } from './index.ts';
import { parseInstalled, parsePins, parseUpgrades } from './parse.ts';
import { readTables } from './table.ts';

const system = { id: 'windows', version: '10.0.22631.1' } as const;
const host = readRecording(join(import.meta.dirname, 'recordings', 'from-docs'));
const upgrade = (code: number, stdout: string): Host => ({
  ...host,
  run: async (command): Promise<CommandResult> =>
    command.argv[1] === 'upgrade' ? { kind: 'exited', code, stdout, stderr: '', truncated: false } : host.run(command),
});

test('programs of sources are listed with pins; what only the registry knows is left to who reads it', async () => {
  const section = await winget.inventory?.(host, system);
  expect(section?.items.map(({ name, version, origin, hold }) => [name, version, origin, hold])).toEqual([
    ['7zip.7zip', '24.08', 'winget', true],
    ['Tencent.WeChat', 'unknown', 'winget', undefined],
    ['9WZDNCRFJ3PZ', '11.2.1002.0', 'msstore', undefined],
    ['Git.Git', '2.47.1', 'winget', undefined],
  ]);
});

test('an id that the table cuts off makes the list partial, and is not guessed at', async () => {
  expect(await winget.inventory?.(host, system)).toMatchObject({
    status: 'partial',
    problems: ['winget list names 1 programs that cannot be read, or cuts them off'],
  });
});

test('upgrades of every table count, those of unknown version too; a pin holds back', async () => {
  const section = await winget.available?.(host, system);
  expect(section).toMatchObject({ status: 'complete' });
  expect(section?.items.map((item) => [item.package, item.installed, item.candidate, item.heldBack?.why])).toEqual([
    ['7zip.7zip', '24.08', '24.09', 'pinned: Blocking (winget pin remove 7zip.7zip)'],
    ['Tencent.WeChat', 'unknown', '3.9.12', undefined],
    ['Discord.Discord', '1.0.9013', '1.0.9030', undefined],
  ]);
});

test('nothing newer is only what the exit code says; a sentence in whatever language proves nothing', async () => {
  expect(await winget.available?.(upgrade(0x8a15_0014, 'Kein installiertes Paket gefunden.\r\n'), system)).toEqual({
    status: 'complete',
    items: [],
    problems: [],
  });
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
      }
    }),
  );
});
