// Windows and macOS are told by what they say of themselves; the registry's answer is Wine's own.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMacSystem, parseWindowsSystem } from './foreign-system.ts';
import { readLocalSystem } from './local-system.ts';
import { recordedHost } from './recorded-host.ts';
import { currentVersion, regPath } from './windows.ts';

const key = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion';
const wine = `\r\n${key}\r\n    CSDVersion    REG_SZ    \r\n    CurrentBuild    REG_SZ    18362\r\n    CurrentMajorVersionNumber    REG_DWORD    0xa\r\n    ProductName    REG_SZ    Microsoft Windows 10\r\n\r\n${key}\\AeDebug\r\n`;

test('Windows is known by its build, with the revision where there is one', async () => {
  const host = recordedHost({
    commands: [{ argv: currentVersion.argv, result: { kind: 'exited', code: 0, stdout: wine } }],
    files: { [regPath]: null },
  });
  expect(await readLocalSystem(host)).toEqual({
    system: { id: 'windows', version: '10.0.18362', name: 'Microsoft Windows 10' },
    problems: [],
  });
  const eleven = wine
    .replace('18362', '22631\r\n    UBR    REG_DWORD    0x10dd')
    .replace('Microsoft Windows 10', 'Windows 10 Pro');
  expect(parseWindowsSystem(eleven)).toEqual({ id: 'windows', version: '10.0.22631.4317', name: 'Windows 11 Pro' });
});

test('macOS is known by its property list', async () => {
  const plist =
    '<dict>\n\t<key>ProductName</key>\n\t<string>macOS</string>\n\t<key>ProductVersion</key>\n\t<string>14.6.1</string>\n</dict>';
  const host = recordedHost({ commands: [], files: { '/System/Library/CoreServices/SystemVersion.plist': plist } });
  expect(await readLocalSystem(host)).toEqual({
    system: { id: 'macos', version: '14.6.1', name: 'macOS 14.6.1' },
    problems: [],
  });
});

test('a machine that is none of them stays unknown', async () => {
  const reading = await readLocalSystem(recordedHost({ commands: [], files: {} }));
  expect(reading.system).toBeUndefined();
  expect(reading.problems).toHaveLength(1);
});

test('no text makes a reader throw', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(parseMacSystem(text)?.version ?? '1.0').toMatch(/^[\d.]+$/);
      expect(parseWindowsSystem(`    CurrentBuild    REG_SZ    ${text}`)?.version ?? '1.0').toMatch(/^[\d.]+$/);
    }),
  );
});
