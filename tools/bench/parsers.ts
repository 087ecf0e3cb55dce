// How long it takes to read ten megabytes of what each package manager writes, made up after their recordings.
import { parseInstalled as parseApk } from '@suture/adapters/apk/parse.ts';
import { parseDpkgStatus } from '@suture/adapters/apt/dpkg-status.ts';
import { parseNpmLock, parsePnpmLock, parseYarnLock } from '@suture/adapters/applications/locks-javascript.ts';
import { parseCargoLock } from '@suture/adapters/applications/locks-others.ts';
import { parseAdvisories, parseCheckUpdate } from '@suture/adapters/dnf/parse.ts';
import { parseTransaction } from '@suture/adapters/dnf/transaction.ts';
import { parseUpdates } from '@suture/adapters/flatpak/parse.ts';
import { parseDevices } from '@suture/adapters/fwupd/parse.ts';
import { parseOutdated } from '@suture/adapters/npm/parse.ts';
import { parseNewer } from '@suture/adapters/pacman/parse.ts';
import { parseRpmQuery } from '@suture/adapters/rpm-query.ts';
import { parseSnaps } from '@suture/adapters/snap/parse.ts';
import { updatesIn } from '@suture/adapters/zypper/parse.ts';
import { parseXml } from '@suture/adapters/zypper/xml.ts';
import { furtherCases } from './parsers-further.ts';
import { languageCases } from './parsers-languages.ts';
import { systemCases } from './parsers-systems.ts';
import { filled, hex, sentence, type Case } from './parser-case.ts';
import { summary } from './measure.ts';
import { type Section, timeRow } from './report.ts';

const belowMs = 200;
const debian = { id: 'debian', version: '12' } as const;
const alma = { id: 'almalinux', version: '9.3' } as const;

const cases: readonly Case[] = [
  [
    'apt: dpkg’s status file',
    () =>
      filled(
        (at) =>
          `Package: larder${at}\nStatus: install ok installed\nPriority: optional\nSection: libs\nInstalled-Size: 812\nMaintainer: Somebody <somebody@example.org>\nArchitecture: amd64\nMulti-Arch: same\nSource: larder (1.${at}-2)\nVersion: 1:1.${at}-2+b1\nDepends: libc6 (>= 2.34), libpantry1 (>= 1.2)\nDescription: ${sentence}\n ${sentence}.\n .\n ${sentence}.\nHomepage: https://example.org/\n\n`,
      ),
    (text) => parseDpkgStatus(text, debian).packages.length,
  ],
  [
    'rpm: the database’s query',
    () =>
      filled(
        (at) =>
          `${at % 9}\t'larder${at}'\t'1.${at}'\t'2.el9'\t'x86_64'\t'larder-1.${at}-2.el9.src.rpm'\t'Somebody'\t'(none)'\n`,
      ),
    (text) => parseRpmQuery(text, alma).packages.length,
  ],
  [
    'dnf: check-update',
    () => filled((at) => `larder${at}.x86_64                1:1.${at}-2.el9                 baseos\n`),
    (text) => parseCheckUpdate(text).items.length,
  ],
  [
    'dnf: advisories',
    () => filled((at) => `ALSA-2026:${at} Important/Sec. larder${at}-1:1.${at}-2.el9.x86_64\n`),
    (text) => parseAdvisories(text).items.length,
  ],
  [
    'dnf 5: advisories',
    () =>
      filled((at) => `LAB-2026:${at} security    Important  larder${at}-1:1.${at}-2.fc43.x86_64 2026-01-16 00:00:00\n`),
    (text) => parseAdvisories(text).items.length,
  ],
  [
    'dnf 5: a plan',
    () =>
      filled(
        (at) =>
          ` larder${at}             x86_64 1:1.${at}-2.fc43 updates   12.0 MiB\n   replacing larder${at} x86_64 1:1.${at}-1.fc43 <unknown> 12.0 MiB\n`,
        'Upgrading:\n',
        'Transaction Summary:\n',
      ),
    (text) => parseTransaction(text).rows.length,
  ],
  [
    'zypper: updates in XML',
    () =>
      filled(
        (at) =>
          `<update kind="package" name="larder${at}" edition="1.${at}-2.1" edition-old="1.${at}-1.1" arch="x86_64"><summary>${sentence}</summary><description>${sentence} &amp; more</description><license></license><source url="https://example.org/repo" alias="main"/></update>\n`,
        '<?xml version=\'1.0\'?>\n<stream>\n<update-status version="0.6">\n<update-list>\n',
        '</update-list>\n</update-status>\n</stream>\n',
      ),
    (text) => {
      const xml = parseXml(text);
      return xml.ok ? updatesIn(xml.root).items.length : 0;
    },
  ],
  [
    'pacman: -Qu',
    () => filled((at) => `larder${at} 1.${at}-1 -> 1.${at}-2\n`),
    (text) => parseNewer(text).items.length,
  ],
  [
    'apk: the installed database',
    () =>
      filled(
        (at) =>
          `C:Q1abcdefghijklmnopqrstuvwxyz0=\nP:larder${at}\nV:1.${at}-r2\nA:x86_64\nS:1234\nI:5678\nT:${sentence}\nU:https://example.org/\nL:MIT\no:larder\nm:Somebody <somebody@example.org>\nt:1700000000\nF:usr/lib\nR:liblarder.so.${at}\na:0:0:755\nZ:Q1abcdefghijklmnopqrstuvwxyz1=\n\n`,
      ),
    (text) => parseApk(text).packages.length,
  ],
  [
    'flatpak: remote-ls',
    () => filled((at) => `app/org.example.Larder${at}/x86_64/stable\t${hex(at, 12)}\tflathub\t1.${at}\n`),
    (text) => parseUpdates(text).items.length,
  ],
  [
    'npm: outdated',
    () =>
      filled(
        (at) =>
          `"larder-${at}":{"current":"1.${at}.0","wanted":"1.${at}.1","latest":"2.${at}.0","dependent":"lib","location":"/usr/local/lib/node_modules/larder-${at}"},`,
        '{',
        '"last":{"current":"1.0.0","latest":"2.0.0"}}',
      ),
    (text) => {
      const read = parseOutdated(text, 1);
      return read.ok ? read.outdated.length : 0;
    },
  ],
  [
    'snap: snaps',
    () =>
      filled(
        (at) =>
          `{"name":"larder-${at % 90_000}","version":"1.${at}","revision":"${at + 1}","status":"active","type":"app","tracking-channel":"latest/stable","summary":"${sentence}","description":"${sentence}. ${sentence}. ${sentence}. ${sentence}. ${sentence}. ${sentence}. ${sentence}."},`,
        '{"type":"sync","result":[',
        '{}]}',
      ),
    (text) => {
      const read = parseSnaps(text);
      return read.ok ? read.value.length : 0;
    },
  ],
  [
    'fwupd: devices',
    () =>
      filled(
        (at) =>
          `{"Name":"Larder ${at}","DeviceId":"${hex(at, 40)}","Guid":["00000000-0000-0000-0000-${hex(at, 12)}"],"Plugin":"larder","Flags":["internal","updatable"],"Vendor":"Somebody","Version":"1.${at}","Releases":[{"Version":"2.${at}","Flags":["is-upgrade"],"Issues":["CVE-2026-${1000 + at}"],"Description":"${`${sentence}. `.repeat(40)}"}]},`,
        '{"Devices":[',
        '{}]}',
      ),
    (text) => {
      const read = parseDevices(text);
      return read.ok ? read.value.length : 0;
    },
  ],
  [
    'npm: a lock file',
    () =>
      filled(
        (at) =>
          `"node_modules/larder-${at}":{"version":"1.${at}.0","resolved":"https://example.org/larder-${at}-1.${at}.0.tgz","integrity":"sha512-${'A'.repeat(86)}==","license":"MIT"},\n`,
        '{"lockfileVersion":3,"packages":{',
        '"":{"name":"shop"}}}',
      ),
    (text) => parseNpmLock(text)?.length ?? 0,
  ],
  [
    'yarn: a lock file',
    () =>
      filled(
        (at) =>
          `larder-${at}@^1.0.0, larder-${at}@^1.1.0:\n  version "1.${at}.0"\n  resolved "https://example.org/larder-${at}-1.${at}.0.tgz#${hex(at, 40)}"\n  dependencies:\n    pantry "^2.0.0"\n\n`,
        '# yarn lockfile v1\n\n',
      ),
    (text) => parseYarnLock(text)?.length ?? 0,
  ],
  [
    'pnpm: a lock file',
    () =>
      filled(
        (at) =>
          `  larder-${at}@1.${at}.0:\n    resolution: {integrity: sha512-${'A'.repeat(86)}==}\n    engines: {node: '>=18'}\n\n`,
        "lockfileVersion: '9.0'\n\npackages:\n\n",
      ),
    (text) => parsePnpmLock(text)?.length ?? 0,
  ],
  [
    'cargo: a lock file',
    () =>
      filled(
        (at) =>
          `[[package]]\nname = "larder-${at}"\nversion = "1.${at}.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\nchecksum = "${hex(at, 64)}"\ndependencies = [\n "pantry",\n]\n\n`,
        'version = 3\n\n',
      ),
    (text) => parseCargoLock(text)?.length ?? 0,
  ],
];

export function parsers(_: unknown, rounds: number): Section {
  const rows = [...cases, ...systemCases, ...languageCases, ...furtherCases].map(([name, make, read]) => {
    const text = make();
    const found = read(text);
    if (found < 100) throw new Error(`${name}: only ${found} records were found in what was made up`);
    const samples = Array.from({ length: rounds }, () => {
      const start = process.threadCpuUsage();
      read(text);
      const { user, system } = process.threadCpuUsage(start);
      return { milliseconds: (user + system) / 1000, megabytes: undefined };
    });
    return timeRow(summary(`${name} (${found} records)`, samples), belowMs);
  });
  const remarks = ['Processor time of the thread that reads, which what else runs on the machine does not lengthen.'];
  return { title: 'Ten megabytes of what each tool writes', rows, remarks };
}
