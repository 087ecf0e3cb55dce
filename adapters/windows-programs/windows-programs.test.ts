// The windows-programs adapter on recordings, where the registry does not answer, and on hostile text.
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CommandResult, Host } from '../host.ts';
import { readRecording } from '../recorded-host.ts';
import { listPrograms, registryQueries } from '../uninstall-keys-commands.ts';
import { windowsPrograms } from './index.ts';
import { parsePrograms, parseRegistry } from '../uninstall-keys-parse.ts';

const system = { id: 'windows', version: '10.0.22631.1' } as const;
const recording = (name: string): Host => readRecording(join(import.meta.dirname, 'recordings', name));
const exited = (stdout: string, code = 0): CommandResult => ({
  kind: 'exited',
  code,
  stdout,
  stderr: '',
  truncated: false,
});

test('programs of the machine and of users carry their publisher, scope and key', async () => {
  const section = await windowsPrograms.inventory?.(recording('from-docs'), system);
  expect(section?.items.map(({ name, version, origin, arch }) => [name, version, origin, arch])).toEqual([
    ['7-Zip 24.08 (x64)', '24.08', 'Igor Pavlov', undefined],
    ['Mozilla Firefox (x64 de)', '131.0', 'Mozilla', undefined],
    ['Übersichtsplaner 日本', '3.2', 'Müller & Söhne GmbH', 'x86'],
    ['Discord', '1.0.9164', 'Discord Inc.', undefined],
    ['Driver Tool', 'unknown', 'Nobody', undefined],
  ]);
  expect(section?.items[3]?.purl).toBe('pkg:generic/windows-programs/Discord@1.0.9164?key=Discord&scope=user');
});

test('patches of a program are none of their own, and a name with a bell in it is told of', async () => {
  const section = await windowsPrograms.inventory?.(recording('from-docs'), system);
  expect(section?.items.some(({ name }) => name.includes('Security Update'))).toBe(false);
  expect(section).toMatchObject({
    status: 'partial',
    problems: ['1 programs of the registry have no name that can be read'],
  });
});

test('where PowerShell does not answer, reg.exe does, and what that cannot show is said', async () => {
  const section = await windowsPrograms.inventory?.(recording('wine'), system);
  expect(section?.items.map(({ name, version, arch }) => [name, version, arch])).toEqual([
    ['Lab Editor', '8.4.1', undefined],
    ['Lab Archiver 22.01 (x64)', '22.01', undefined],
    ['Lab Viewer (32-bit)', '3.0.0.7', 'x86'],
    ['Mine', 'unknown', undefined],
  ]);
  expect(section).toMatchObject({
    status: 'partial',
    problems: [
      'PowerShell does not list the programs as JSON: programs of other users are unknown',
      '1 programs of the registry have no name that can be read',
    ],
  });
});

test('a registry that names nothing is no machine without programs', async () => {
  const host: Host = { ...recording('from-docs'), run: async () => exited('{"programs":[]}') };
  expect(await windowsPrograms.inventory?.(host, system)).toEqual({
    status: 'failed',
    items: [],
    problems: ['the registry names no installed program'],
  });
  const silent: Host = { ...host, run: async (command) => (command === listPrograms ? exited('', 1) : exited('')) };
  expect(await windowsPrograms.inventory?.(silent, system)).toMatchObject({ status: 'failed' });
});

test('keys below a program, and values that are not asked for, are passed over', () => {
  const text = [
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\App',
    '    DisplayName    REG_SZ    App',
    '    key    REG_SZ    HKEY_USERS\\x',
    '    __proto__    REG_SZ    x',
    '    DisplayVersion    REG_EXPAND_SZ    1.0',
    'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\App\\Deeper',
    '    DisplayName    REG_SZ    Not this',
  ].join('\r\n');
  expect(parseRegistry(text, false).items).toMatchObject([
    { key: 'App', name: 'App', version: '1.0', scope: 'machine' },
  ]);
});

test('what is asked is constant', () => {
  expect(listPrograms.argv.join('')).not.toMatch(/["`]/);
  expect(registryQueries.map(({ argv }) => argv.slice(1, 4))).toEqual([
    ['query', expect.stringMatching(/^HKLM.*Uninstall$/), '/s'],
    ['query', expect.stringMatching(/^HKLM.*Uninstall$/), '/s'],
    ['query', expect.stringMatching(/^HKCU.*Uninstall$/), '/s'],
  ]);
});

test('no text makes a reader throw, or an option or a control character pass for a name', () => {
  const program = fc.record({
    key: fc.string().map((text) => `HKEY_USERS\\${text}`),
    DisplayName: fc.string({ unit: 'binary' }),
    DisplayVersion: fc.anything(),
  });
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.oneof(program, fc.anything())), (text, programs) => {
      const read = [
        ...(parsePrograms(text)?.items ?? []),
        ...(parsePrograms(JSON.stringify({ programs }))?.items ?? []),
        ...parseRegistry(`HKEY_USERS\\Uninstall\\x\n    DisplayName    REG_SZ    ${text}\n${text}`, true).items,
      ];
      for (const { name, version } of read) expect(`${name}${version ?? ''}`).not.toMatch(/^-|\p{Cc}/u);
    }),
  );
});
