// Ten megabytes of what tools answer to further questions: histories, owners, plans, builds, changelogs, listings, lock files of hand.
import { parseNewer, parsePlan } from '@suture/adapters/apk/parse.ts';
import { parseEntries } from '@suture/adapters/applications/parse.ts';
import { parseGradleLock, parsePipfileLock, parseRequirements } from '@suture/adapters/applications/locks-others.ts';
import { parseChangelog } from '@suture/adapters/apt/changelog.ts';
import { parseIndexTargets } from '@suture/adapters/apt/parse.ts';
import { parseBuilds as parseCrateBuilds } from '@suture/adapters/cargo/parse.ts';
import { parseInstalled as parseChocolatey } from '@suture/adapters/chocolatey/parse.ts';
import { parseContainers, parseIds } from '@suture/adapters/containers/parse.ts';
import { parseDpkgOwners } from '@suture/adapters/distribution-owners.ts';
import { parseBuilds, parseServices } from '@suture/adapters/dnf/parse.ts';
import { parseModules } from '@suture/adapters/go-build-info.ts';
import { parseDpkgKernels, parseNeedrestart, parseRpmKernels } from '@suture/adapters/kernel/parse.ts';
import { readListing } from '@suture/adapters/own/execution/archive-listing.ts';
import { buildsIn } from '@suture/adapters/pacman/execution/transcript.ts';
import { parseHistory } from '@suture/adapters/softwareupdate/parse.ts';
import { parseInstalled as parseWinget, parsePins } from '@suture/adapters/winget/parse.ts';
import { patchedPackagesIn } from '@suture/adapters/zypper/parse.ts';
import { planIn } from '@suture/adapters/zypper/plan.ts';
import { parseXml } from '@suture/adapters/zypper/xml.ts';
import { filled, hex, sentence, type Case } from './parser-case.ts';

const rule = `${'-'.repeat(88)}\r\n`;

export const furtherCases: readonly Case[] = [
  [
    'apt: indexes',
    () =>
      filled(
        (at) =>
          `MetaKey: main/binary-amd64/Packages\nDescription: http://deb.example.org/debian larder${at}/main amd64 Packages\nFilename: /var/lib/apt/lists/larder${at}_Packages\nRepo-URI: http://deb.example.org/debian\nRelease: larder${at}\nOrigin: Debian\nLabel: Debian\nSuite: stable\nCodename: larder\nVersion: 12\nSite: http://deb.example.org\nTrusted: yes\nIdentifier: Packages\n\n`,
      ),
    (text) => parseIndexTargets(text).length,
  ],
  [
    'apt: a changelog',
    () =>
      filled(
        (at) =>
          `larder (1.${at}-1) unstable; urgency=medium\n\n  * ${`${sentence}\n    `.repeat(80)}CVE-2026-${1000 + at}\n\n -- Somebody <somebody@example.org>  Tue, 24 Nov 2026 10:00:00 +0000\n\n`,
      ),
    (text) => parseChangelog(text).length,
  ],
  [
    'dpkg: owners of files',
    () => filled((at) => `larder${at}:amd64: /usr/lib/larder/liblarder.so.${at}\n`),
    (text) => parseDpkgOwners(text).size,
  ],
  [
    'dpkg: kernels',
    () => filled((at) => `ii \tlinux-image-6.1.0-${at}-amd64\t6.1.${at}-1\n`),
    (text) => parseDpkgKernels(text).length,
  ],
  [
    'needrestart',
    () => filled((at) => `NEEDRESTART-SVC: larder${at}.service\n`, 'NEEDRESTART-VER: 3.6\nNEEDRESTART-KSTA: 1\n'),
    (text) => parseNeedrestart(text)?.services.length ?? 0,
  ],
  [
    'rpm: kernels',
    () => filled((at) => `kernel-core\t0\t5.14.${at}\t362.el9\tx86_64\n`),
    (text) => parseRpmKernels(text).length,
  ],
  [
    'dnf: builds',
    () =>
      filled((at) => `larder${at}\t1\t1.${at}\t2.el9\tx86_64\tbaseos\t${1000 + at}\tlarder-1.${at}-2.el9.src.rpm\n`),
    (text) => parseBuilds(text).items.length,
  ],
  ['dnf: services', () => filled((at) => `larder${at}.service\n`), (text) => parseServices(text).items.length],
  [
    'zypper: a plan in XML',
    () =>
      filled(
        (at) =>
          `<solvable type="package" name="larder${at}" edition="1.${at}-2.1" arch="x86_64" edition-old="1.${at}-1.1" repository="main"/>\n`,
        '<?xml version=\'1.0\'?>\n<stream>\n<install-summary download-size="1" space-usage-diff="1"><to-upgrade>\n',
        '</to-upgrade></install-summary>\n</stream>\n',
      ),
    (text) => {
      const xml = parseXml(text);
      return xml.ok ? (planIn(xml.root)?.rows.items.length ?? 0) : 0;
    },
  ],
  [
    'zypper: what patches bring',
    () =>
      filled(
        (at) =>
          `<message type="info">Information for patch larder-${at}:\nName        : larder-${at}\nConflicts   : [2]\n    larder${at}.x86_64 &lt; 1.${at}-2.1\n    pantry${at}.noarch &lt; 1.${at}-2.1\n</message>\n`,
        "<?xml version='1.0'?>\n<stream>\n",
        '</stream>\n',
      ),
    (text) => {
      const xml = parseXml(text);
      return xml.ok ? patchedPackagesIn(xml.root).length : 0;
    },
  ],
  [
    'pacman: -Qi',
    () =>
      filled(
        (at) =>
          `Name            : larder${at}\nVersion         : 1.${at}-2\nDescription     : ${sentence}\nArchitecture    : x86_64\nURL             : https://example.org/\nLicenses        : MIT\nInstalled Size  : 12.00 KiB\nPackager        : Somebody <somebody@example.org>\nBuild Date      : Tue Nov 24 10:00:00 2026\nInstall Date    : Tue Nov 24 11:00:00 2026\n\n`,
      ),
    (text) => buildsIn(text).length,
  ],
  [
    'apk: version',
    () => filled((at) => `larder-${at}-1.${at}-r1                < 1.${at}-r2\n`, 'Installed:      Available:\n'),
    (text) => parseNewer(text).items.length,
  ],
  [
    'apk: a plan',
    () => filled((at) => `(${at}/999999) Upgrading larder-${at} (1.${at}-r1 -> 1.${at}-r2)\n`, '', 'OK: 1 MiB\n'),
    (text) => parsePlan(text)?.changes.length ?? 0,
  ],
  ['podman: ids', () => filled((at) => `${hex(at, 64)}\n`), (text) => parseIds(text).length],
  [
    'podman: containers',
    () =>
      filled(
        (at) =>
          `{"Id":"${hex(at, 64)}","Image":"${hex(at, 64)}","ImageName":"registry.example.org/larder:${at}","State":{"Status":"running","Pid":${at + 1}},"Config":{"Env":["PATH=/usr/bin"]}},`,
        '[',
        '{}]',
      ),
    (text) => parseContainers(text)?.items.length ?? 0,
  ],
  [
    'cargo: how crates were built',
    () =>
      filled(
        (at) =>
          `"larder-${at} 1.${at}.0 (registry+https://github.com/rust-lang/crates.io-index)":{"bins":["larder-${at}"],"features":[],"all_features":false,"no_default_features":false,"profile":"release"},`,
        '{"installs":{',
        '"last":{}}}',
      ),
    (text) => parseCrateBuilds(text)?.length ?? 0,
  ],
  [
    'go: modules of a program',
    () =>
      filled(
        (at) => `dep\texample.org/larder${at}\tv1.${at}.0\th1:${'A'.repeat(43)}=\n`,
        'path\texample.org/shop\nmod\texample.org/shop\tv1.0.0\th1:x\n',
      ),
    (text) => parseModules(text).modules.length,
  ],
  [
    'Pipfile.lock',
    () =>
      filled(
        (at) => `"larder-${at}":{"hashes":["sha256:${hex(at, 64)}"],"version":"==1.${at}"},`,
        '{"_meta":{},"default":{',
        '"last":{"version":"==1.0"}}}',
      ),
    (text) => parsePipfileLock(text)?.length ?? 0,
  ],
  [
    'requirements.txt',
    () => filled((at) => `larder-${at}==1.${at} \\\n    --hash=sha256:${hex(at, 64)}\n`),
    (text) => parseRequirements(text).length,
  ],
  [
    'Gradle: a lock file',
    () => filled((at) => `org.example:larder-${at}:1.${at}=compileClasspath,runtimeClasspath\n`),
    (text) => parseGradleLock(text)?.length ?? 0,
  ],
  [
    'find: what lies below a path',
    () => filled((at) => `f ${1000 + at} /srv/shop/node_modules/larder-${at}/package.json\n`),
    (text) => parseEntries(text, '/srv/shop').length,
  ],
  [
    'tar: a listing',
    () => filled((at) => `-rw-r--r-- 0/0 ${1000 + at} 2026-11-24 10:00 ./usr/share/larder/${hex(at, 60)}\n`),
    (text) => {
      const read = readListing(text, 0);
      return read.ok ? read.bytes : 0;
    },
  ],
  [
    'winget: list',
    () =>
      filled(
        (at) =>
          `${`Larder ${at}`.padEnd(27)}${`Example.Larder${at}`.padEnd(28)}${`1.${at}`.padEnd(13)}${`2.${at}`.padEnd(13)}winget\r\n`,
        `Name                       Id                          Version      Available    Source\r\n${rule}`,
      ),
    (text) => parseWinget(text)?.items.length ?? 0,
  ],
  [
    'winget: pins',
    () =>
      filled(
        (at) =>
          `${`Larder ${at}`.padEnd(27)}${`Example.Larder${at}`.padEnd(28)}${`1.${at}`.padEnd(13)}winget Pinning\r\n`,
        `Name                       Id                          Version      Source Type\r\n${rule}`,
      ),
    (text) => parsePins(text).size,
  ],
  ['Chocolatey: list', () => filled((at) => `larder-${at}|1.${at}\r\n`), (text) => parseChocolatey(text).items.length],
  [
    'macOS: what was installed',
    () =>
      filled(
        (at) =>
          `<dict><key>date</key><date>2026-11-24T10:00:00Z</date><key>displayName</key><string>Larder ${at}</string><key>displayVersion</key><string>1.${at}</string><key>processName</key><string>softwareupdated</string></dict>\n`,
        '<plist><array>',
        '</array></plist>',
      ),
    (text) => parseHistory(text).items.length,
  ],
];
