// The pure readers of apt's outputs and files, on lines as the tools write them and on any text.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { argumentFor } from './commands.ts';
import { parseIndexTargets, parseRecords } from './parse.ts';
import { judgeOrigin } from './origin.ts';
import { newerThanInstalled, parsePolicies } from './policy.ts';
import { parsePreferences, preferenceFor } from './preferences.ts';
import { parseReleaseHead } from './release.ts';
import { judgeSecurity } from './security.ts';
import { parseSimulation } from './simulation.ts';
import { isSourcesFile, parseSources } from './sources.ts';

const policy = `libc6:i386:
  Installed: 2.36-9
  Candidate: 2.36-9+deb12u10
  Package pin: 2.36-9
  Version table:
     2.36-9+deb12u10 500
        500 http://deb.debian.org/debian bookworm/main i386 Packages
     2.36-9+deb12u8 -1
         -1 http://deb.debian.org/debian-security bookworm-security/main i386 Packages
 *** 2.36-9 100
        100 /var/lib/dpkg/status
gone:
  Installed: (none)
  Candidate: (none)
  Version table:
fwupd:
  Installed: 1.9.1
  Candidate: 1.9.2
  Version table:
     1.9.2 500 (phased 30%)
        500 http://archive.ubuntu.com/ubuntu noble-updates/main amd64 Packages
 *** 1.9.1 500
        500 http://archive.ubuntu.com/ubuntu noble/main amd64 Packages
        100 /var/lib/dpkg/status
`;

test('a policy table gives versions, priorities, phasing and indexes', () => {
  const [libc, gone, fwupd] = parsePolicies(policy);
  expect(libc).toMatchObject({
    name: 'libc6',
    arch: 'i386',
    installed: '2.36-9',
    candidate: '2.36-9+deb12u10',
    pin: '2.36-9',
  });
  expect(libc?.versions.map(({ version, priority, installed }) => [version, priority, installed])).toEqual([
    ['2.36-9+deb12u10', 500, false],
    ['2.36-9+deb12u8', -1, false],
    ['2.36-9', 100, true],
  ]);
  expect(libc?.versions[1]?.indexes).toEqual([
    { priority: -1, description: 'http://deb.debian.org/debian-security bookworm-security/main i386 Packages' },
  ]);
  expect(gone).toMatchObject({ installed: undefined, candidate: undefined, versions: [] });
  expect(fwupd?.versions[0]?.phasedPercent).toBe(30);
  expect(fwupd && newerThanInstalled(fwupd).map(({ version }) => version)).toEqual(['1.9.2']);
});

test('a simulation names installs, upgrades, downgrades, removals and what is kept back', () => {
  const text = `The following packages have been kept back:
  linux-image-amd64 libfoo:i386
The following upgrades have been deferred due to phasing:
  fwupd
The following packages will be DOWNGRADED:
  older
Remv oldlib [1.0-1]
Remv foreign:i386 [2] [other:i386 ]
Purg oldlib [1.0-1]
Inst libgcrypt20 [1.10.1-3] (1.10.1-3+deb12u1 Debian:12.15/oldstable, Debian-Security:12/oldstable-security [amd64]) []
Inst new-one (1.2 Debian:12.15/oldstable [all])
Inst libfoo:i386 [1] (2 A Label (odd):1/x [i386])
Inst older [3] (2 Debian:12.15/oldstable [amd64])
Conf libgcrypt20 (1.10.1-3+deb12u1 Debian:12.15/oldstable [amd64])
`;
  expect(parseSimulation(text)).toEqual({
    isPlan: true,
    keptBack: ['linux-image-amd64', 'libfoo:i386'],
    phased: ['fwupd'],
    changes: [
      { kind: 'remove', package: 'oldlib', arch: undefined, from: '1.0-1' },
      { kind: 'remove', package: 'foreign', arch: 'i386', from: '2' },
      { kind: 'upgrade', package: 'libgcrypt20', arch: 'amd64', from: '1.10.1-3', to: '1.10.1-3+deb12u1' },
      { kind: 'install', package: 'new-one', arch: 'all', to: '1.2' },
      { kind: 'upgrade', package: 'libfoo', arch: 'i386', from: '1', to: '2' },
      { kind: 'downgrade', package: 'older', arch: 'amd64', from: '3', to: '2' },
    ],
  });
});

test('an index record gives source, sizes, phasing and the names it depends on', () => {
  const text = `Package: linux-image-amd64\nSource: linux-signed-amd64 (6.1.99+1)\nVersion: 6.1.99-1\nArchitecture: amd64\nInstalled-Size: 13\nSize: 1504\nPhased-Update-Percentage: 40\nPre-Depends: dpkg (>= 1.17)\nDepends: linux-image-6.1.0-23-amd64 (= 6.1.99-1), a-one:any | b-two\n\n`;
  expect(parseRecords(text).get('linux-image-amd64=6.1.99-1')).toEqual({
    name: 'linux-image-amd64',
    version: '6.1.99-1',
    arch: 'amd64',
    source: { name: 'linux-signed-amd64', version: '6.1.99+1' },
    size: 1504,
    installedSize: 13,
    phasedPercent: 40,
    depends: ['dpkg', 'linux-image-6.1.0-23-amd64', 'a-one', 'b-two'],
  });
});

test('sources are read in both forms; disabled ones, comments and deb-src are not', () => {
  const oneLine = `# deb http://a.example/x y main
deb http://a.example/debian bookworm main contrib
deb [arch=amd64 signed-by=/k/a.gpg,/k/b.gpg trusted=no] https://b.example/apt/ stable main
deb-src http://a.example/debian bookworm main
 deb http://c.example ./
`;
  const deb822 = `Types: deb deb-src
URIs: http://d.example/ubuntu https://e.example/ubuntu/
Suites: noble noble-updates
Components: main
Signed-By: /k/u.gpg

Types: deb
URIs: http://off.example
Suites: x
Enabled: no

Types: deb
URIs: http://f.example
Suites: stable
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 /abc=
`;
  expect(
    parseSources('/etc/apt/sources.list', oneLine).map(({ uri, suite, keyrings }) => [uri, suite, keyrings]),
  ).toEqual([
    ['http://a.example/debian/', 'bookworm', []],
    ['https://b.example/apt/', 'stable', ['/k/a.gpg', '/k/b.gpg']],
    ['http://c.example/', './', []],
  ]);
  expect(
    parseSources('/etc/apt/sources.list.d/u.sources', deb822).map(({ uri, suite, keyrings }) => [uri, suite, keyrings]),
  ).toEqual([
    ['http://d.example/ubuntu/', 'noble', ['/k/u.gpg']],
    ['http://d.example/ubuntu/', 'noble-updates', ['/k/u.gpg']],
    ['https://e.example/ubuntu/', 'noble', ['/k/u.gpg']],
    ['https://e.example/ubuntu/', 'noble-updates', ['/k/u.gpg']],
    ['http://f.example/', 'stable', []],
  ]);
  expect(['a.list', 'a.sources', 'a.list.save', 'a.sources.disabled', '.list~'].filter(isSourcesFile)).toEqual([
    'a.list',
    'a.sources',
  ]);
});

test('the preference that names a package goes before one for everything', () => {
  const preferences = parsePreferences(
    'p',
    'Package: *\nPin: release a=x\nPin-Priority: 1\n\nExplanation: why\nPackage: nginx*\nPin: version 1.22*\nPin-Priority: 1001\n\nPackage: src:openssl\nPin: version 3*\nPin-Priority: -1\n\nPackage: broken\n',
  );
  expect(preferences).toHaveLength(3);
  expect(preferenceFor('nginx-common', 'nginx', preferences)?.pin).toBe('version 1.22*');
  expect(preferenceFor('libssl3', 'openssl', preferences)?.priority).toBe(-1);
  expect(preferenceFor('bash', 'bash', preferences)?.packages).toEqual(['*']);
});

test('the head of a signed Release file says until when it may be believed', () => {
  const text =
    '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nOrigin: Debian\nLabel: Debian-Security\nSuite: oldstable-security\nDate: Sat, 21 Nov 2026 00:53:02 UTC\nValid-Until: Sat, 28 Nov 2026 00:53:02 UTC\nSHA256:\n';
  expect(parseReleaseHead(text)).toEqual({
    label: 'Debian-Security',
    suite: 'oldstable-security',
    validUntil: 1795827182,
  });
  expect(parseReleaseHead('nothing')).toBeUndefined();
});

const target = (fields: Record<string, string>) => {
  const text = Object.entries({ Identifier: 'Packages', Description: 'd', ...fields })
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
  const [found] = parseIndexTargets(`${text}\n\n`);
  if (found === undefined) throw new Error('no target');
  return found;
};
const jammy = { id: 'ubuntu', version: '22.04' } as const;

test.each([
  [
    { Origin: 'Ubuntu', Label: 'Ubuntu', Suite: 'jammy-security', Version: '22.04' },
    'security',
    'Ubuntu:22.04',
    'Ubuntu:22.04/jammy-security',
  ],
  [
    { Origin: 'Ubuntu', Label: 'Ubuntu', Suite: 'jammy-updates', Version: '22.04' },
    'distribution',
    'Ubuntu:22.04',
    'Ubuntu:22.04/jammy-updates',
  ],
  [
    { Origin: 'UbuntuESMApps', Label: 'UbuntuESMApps', Suite: 'jammy-apps-security', Version: '22.04' },
    'security',
    'Ubuntu:22.04',
    'UbuntuESMApps:22.04/jammy-apps-security',
  ],
  [
    { Origin: 'UbuntuESM', Label: 'UbuntuESM', Suite: 'jammy-infra-updates', Version: '22.04' },
    'distribution',
    'Ubuntu:22.04',
    'UbuntuESM:22.04/jammy-infra-updates',
  ],
  [{ Origin: 'Docker', Label: 'Docker CE', Suite: 'jammy' }, 'third-party', undefined, 'Docker CE/jammy'],
])('the origin %j is judged %s', (fields, kind, ecosystem, text) => {
  expect(judgeOrigin(target(fields), jammy)).toMatchObject({ kind, ecosystem, text });
});

test('on a derivative, the index tells which distribution a package is from', () => {
  const mint = { id: 'linuxmint', version: '21.3' } as const;
  expect(judgeOrigin(target({ Origin: 'Ubuntu', Suite: 'jammy', Version: '22.04' }), mint).ecosystem).toBe(
    'Ubuntu:22.04',
  );
  expect(judgeOrigin(target({ Origin: 'linuxmint', Suite: 'virginia' }), mint)).toMatchObject({
    ecosystem: undefined,
    kind: 'third-party',
  });
  expect(
    judgeOrigin(target({ Origin: 'Raspbian', Suite: 'oldstable', Version: '12' }), { id: 'raspbian', version: '12' })
      .ecosystem,
  ).toBeUndefined();
});

test('a point release without a security update below it is none, and does not claim to close nothing', () => {
  const origins = new Map([
    [
      'd',
      judgeOrigin(target({ Origin: 'Debian', Label: 'Debian', Suite: 'oldstable', Version: '12.15' }), {
        id: 'debian',
        version: '12',
      }),
    ],
  ]);
  const version = {
    version: '2',
    priority: 500,
    installed: false,
    phasedPercent: undefined,
    indexes: [{ priority: 500, description: 'd' }],
  };
  expect(judgeSecurity([version], origins)).toEqual({
    is: false,
    why: 'Debian:12.15/oldstable offers it, not a security archive; it may close vulnerabilities all the same',
  });
});

test.each([
  [{ name: 'g++' }, 'g++'],
  [{ name: 'libc6', arch: 'i386', version: '2:1.0~rc1+b2-3' }, 'libc6:i386=2:1.0~rc1+b2-3'],
  [{ name: 'tzdata', arch: 'all' }, 'tzdata'],
  [{ name: '-oX=1' }, undefined],
  [{ name: 'bash', version: '1 --reinstall' }, undefined],
  [{ name: 'bash', version: '-1' }, undefined],
  [{ name: 'bash', arch: '../x' }, undefined],
  [{ name: 'bash\n-o' }, undefined],
])('%j becomes the argument %j', (wanted, argument) => {
  expect(argumentFor(wanted)).toBe(argument);
});

test('no reader throws, whatever the text', () => {
  const line = fc.oneof(
    fc.string(),
    ...[policy, 'Inst a [1] (2 x [y])', 'Remv', 'Package: a', ' *** 1 1', 'deb [x', 'Types: deb'].map((text) =>
      fc.constant(text),
    ),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const text = lines.join('\n');
      for (const read of [parsePolicies, parseSimulation, parseRecords, parseIndexTargets, parseReleaseHead])
        read(text);
      for (const file of ['a.list', 'a.sources']) parseSources(file, text);
      preferenceFor('a1', 'a1', parsePreferences('p', text));
    }),
  );
});

test('a glob full of stars takes no time', () => {
  const preferences = parsePreferences('p', `Package: ${'*a'.repeat(2000)}b\nPin: version 1\nPin-Priority: 1\n`);
  const start = performance.now();
  expect(preferenceFor('a'.repeat(200), 'x', preferences)).toBeUndefined();
  expect(performance.now() - start).toBeLessThan(500);
});
