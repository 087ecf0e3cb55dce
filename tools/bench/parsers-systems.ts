// Ten megabytes of apt's and pacman's further answers, of what Windows and macOS write, and of further lock files, made up after their recordings.
import {
  parseComposerLock,
  parseDepsJson,
  parseGemfileLock,
  parseNugetLock,
  parseTomlLock,
} from '@suture/adapters/applications/locks-others.ts';
import { parseRecords } from '@suture/adapters/apt/parse.ts';
import { parsePolicies } from '@suture/adapters/apt/policy.ts';
import { parseSimulation } from '@suture/adapters/apt/simulation.ts';
import { parseOutdated as parseChocolatey } from '@suture/adapters/chocolatey/parse.ts';
import { parsePlan, parseRepositoryPackages } from '@suture/adapters/pacman/parse.ts';
import { parseUpdates as parseMac } from '@suture/adapters/softwareupdate/parse.ts';
import { parsePrograms, parseRegistry } from '@suture/adapters/uninstall-keys-parse.ts';
import { parseSearch } from '@suture/adapters/windows-update/parse.ts';
import { parseUpgrades as parseWinget } from '@suture/adapters/winget/parse.ts';
import { filled, hex, sentence, type Case } from './parser-case.ts';

const uninstall = 'SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall';

export const systemCases: readonly Case[] = [
  [
    'apt: policy',
    () =>
      filled(
        (at) =>
          `larder${at}:\n  Installed: 1.${at}-1\n  Candidate: 1.${at}-2\n  Version table:\n     1.${at}-2 500\n        500 http://deb.example.org/debian bookworm/main amd64 Packages\n *** 1.${at}-1 100\n        100 /var/lib/dpkg/status\n`,
      ),
    (text) => parsePolicies(text).length,
  ],
  [
    'apt: records',
    () =>
      filled(
        (at) =>
          `Package: larder${at}\nVersion: 1.${at}-2\nArchitecture: amd64\nDepends: libc6 (>= 2.34), libpantry1 (>= 1.2) | pantry\nSize: 12345\nInstalled-Size: 812\nDescription: ${sentence}\n ${sentence}.\nSHA256: ${hex(at, 64)}\n\n`,
      ),
    (text) => parseRecords(text).size,
  ],
  [
    'apt: a simulation',
    () =>
      filled(
        (at) =>
          `Inst larder${at} [1.${at}-1] (1.${at}-2 Debian:12.15/oldstable [amd64])\nConf larder${at} (1.${at}-2 Debian:12.15/oldstable [amd64])\n`,
        'Reading package lists...\n',
      ),
    (text) => parseSimulation(text).changes.length,
  ],
  [
    'pacman: a plan',
    () => filled((at) => `larder${at}\t1.${at}-2\textra\t${1000 + at}\n`),
    (text) => parsePlan(text).items.length,
  ],
  [
    'pacman: -Sl',
    () => filled((at) => `extra larder${at} 1.${at}-2 [installed: 1.${at}-1]\n`),
    (text) => parseRepositoryPackages(text).items.length,
  ],
  [
    'winget: upgrade',
    () =>
      filled(
        (at) =>
          `${`Larder ${at}`.padEnd(27)}${`Example.Larder${at}`.padEnd(28)}${`1.${at}`.padEnd(13)}${`2.${at}`.padEnd(13)}winget\r\n`,
        `Name                       Id                          Version      Available    Source\r\n${'-'.repeat(88)}\r\n`,
      ),
    (text) => parseWinget(text).items.length,
  ],
  [
    'Chocolatey: outdated',
    () => filled((at) => `larder-${at}|1.${at}|2.${at}|false\r\n`),
    (text) => parseChocolatey(text).items.length,
  ],
  [
    'Windows Update: a search',
    () =>
      filled(
        (at) =>
          `{"id":"00000000-0000-4000-8000-${hex(at, 12)}","revision":200,"title":"2026-11 Update ${at} for Windows 11 Version 23H2 for x64-based Systems (KB${5_000_000 + at})","type":1,"kb":["${5_000_000 + at}"],"cves":["CVE-2026-${1000 + at}"],"severity":"Critical","categories":["0fa1201d-4330-4fa8-8ae9-b877473b6441"],"supersedes":["00000000-0000-4000-8000-${hex(at + 1, 12)}"],"bytes":1000,"hidden":false,"accepted":true,"asks":false,"reboot":2,"pending":false,"removable":true,"driver":null},`,
        '{"system":{"build":"22631","revision":1},"result":2,"connection":"Unrestricted","updates":[',
        '{}]}',
      ),
    (text) => {
      const read = parseSearch(text);
      return read.ok ? read.value.updates.length : 0;
    },
  ],
  [
    'Windows: uninstall keys by PowerShell',
    () =>
      filled(
        (at) =>
          `{"key":"HKEY_LOCAL_MACHINE\\\\${uninstall.replaceAll('\\', '\\\\')}\\\\Larder${at}","DisplayName":"Larder ${at}","DisplayVersion":"1.${at}","Publisher":"Somebody","WindowsInstaller":1},`,
        '{"programs":[',
        '{}]}',
      ),
    (text) => parsePrograms(text)?.items.length ?? 0,
  ],
  [
    'Windows: uninstall keys by reg.exe',
    () =>
      filled(
        (at) =>
          `HKEY_LOCAL_MACHINE\\${uninstall}\\Larder${at}\r\n    DisplayName    REG_SZ    Larder ${at}\r\n    DisplayVersion    REG_SZ    1.${at}\r\n    Publisher    REG_SZ    Somebody\r\n    WindowsInstaller    REG_DWORD    0x1\r\n\r\n`,
      ),
    (text) => parseRegistry(text, false).items.length,
  ],
  [
    'macOS: softwareupdate --list',
    () =>
      filled(
        (at) =>
          `* Label: Larder ${at}-1.${at}\n\tTitle: Larder ${at}, Version: 1.${at}, Size: 707501KiB, Recommended: YES, \n`,
        'Software Update Tool\n\nFinding available software\nSoftware Update found the following new or updated software:\n',
      ),
    (text) => {
      const read = parseMac(text);
      return read.kind === 'some' ? read.updates.length : 0;
    },
  ],
  [
    'poetry, uv: a lock file',
    () =>
      filled(
        (at) =>
          `[[package]]\nname = "larder-${at}"\nversion = "1.${at}.0"\ndescription = "${sentence}"\noptional = false\nfiles = [\n    {file = "larder.whl", hash = "sha256:${hex(at, 64)}"},\n]\n\n`,
      ),
    (text) => parseTomlLock(text)?.length ?? 0,
  ],
  [
    'composer: a lock file',
    () =>
      filled(
        (at) =>
          `{"name":"larder/pantry-${at}","version":"v1.${at}.0","source":{"type":"git","reference":"${hex(at, 40)}"},"require":{"php":">=8.1"},"description":"${sentence}"},`,
        '{"packages":[',
        '{}],"packages-dev":[]}',
      ),
    (text) => parseComposerLock(text)?.length ?? 0,
  ],
  [
    'bundler: a lock file',
    () =>
      filled(
        (at) => `    larder-${at} (1.${at}.0)\n      pantry (>= 1.0)\n`,
        'GEM\n  remote: https://example.org/\n  specs:\n',
      ),
    (text) => parseGemfileLock(text)?.length ?? 0,
  ],
  [
    'NuGet: a lock file',
    () =>
      filled(
        (at) =>
          `"Larder.${at}":{"type":"Direct","requested":"[1.${at}.0, )","resolved":"1.${at}.0","contentHash":"${hex(at, 80)}"},`,
        '{"version":1,"dependencies":{"net8.0":{',
        '"Last":{"type":"Direct","resolved":"1.0.0"}}}}',
      ),
    (text) => parseNugetLock(text)?.length ?? 0,
  ],
  [
    '.NET: deps.json',
    () =>
      filled(
        (at) => `"Larder.${at}/1.${at}.0":{"type":"package","serviceable":true,"sha512":"sha512-${'A'.repeat(86)}=="},`,
        '{"libraries":{',
        '"Last/1.0.0":{"type":"package"}}}',
      ),
    (text) => parseDepsJson(text)?.length ?? 0,
  ],
];
