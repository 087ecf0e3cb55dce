// The questions that are put to the registry of Windows: what installed programs say of themselves.
// Source: https://learn.microsoft.com/windows/win32/msi/uninstall-registry-key; reg.exe's help for the second way.
import type { ReadOnlyCommand } from './adapter.ts';
import type { Command } from './host.ts';
import { powershell, regPath } from './windows.ts';

const uninstall = 'SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall';
const uninstall32 = 'SOFTWARE\\WOW6432Node\\Microsoft\\Windows\\CurrentVersion\\Uninstall';

/**
 * All uninstall keys as JSON: of the machine in both views, and of every user whose hive is loaded. A key is listed by its
 * path, so that the scope can be told; only the values that are needed are read.
 */
export const listPrograms = powershell(
  [
    "$roots = @('Registry::HKEY_LOCAL_MACHINE\\" +
      uninstall +
      "', 'Registry::HKEY_LOCAL_MACHINE\\" +
      uninstall32 +
      "')",
    `$roots += @(Get-ChildItem -LiteralPath 'Registry::HKEY_USERS' -ErrorAction SilentlyContinue | Where-Object { $_.PSChildName -notlike '*_Classes' } | ForEach-Object { 'Registry::' + $_.Name + '\\${uninstall}' })`,
    "$names = @('DisplayName', 'DisplayVersion', 'Publisher', 'InstallDate', 'SystemComponent', 'ParentKeyName', 'ReleaseType', 'WindowsInstaller', 'UninstallString', 'QuietUninstallString')",
    '$all = foreach ($root in $roots) { foreach ($key in @(Get-ChildItem -LiteralPath $root -ErrorAction SilentlyContinue)) { $entry = [ordered]@{ key = $key.Name }; foreach ($name in $names) { $value = $key.GetValue($name); if ($value -ne $null) { $entry[$name] = $value } }; $entry } }',
    '[ordered]@{ programs = @($all) } | ConvertTo-Json -Depth 4 -Compress',
  ],
  120,
);

const reg = (key: string, ...more: readonly string[]): Command => ({
  argv: [regPath, 'query', key, '/s', ...more],
  timeoutMs: 60_000,
  maxOutputBytes: 64 << 20,
});

/** Where PowerShell does not answer. reg.exe writes in the console's code page, so names beyond it are lost. */
export const registryQueries = [
  reg(`HKLM\\${uninstall}`, '/reg:64'),
  reg(`HKLM\\${uninstall}`, '/reg:32'),
  reg(`HKCU\\${uninstall}`),
] as const;

/** Every command of this file. */
export const uninstallKeyCommands: readonly ReadOnlyCommand[] = [listPrograms, ...registryQueries].map(({ argv }) => ({
  begins: argv,
  options: [],
}));
