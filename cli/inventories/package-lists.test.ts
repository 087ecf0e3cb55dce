// Tests the inventories that package managers print: rpm's list, apk's database, dpkg's status, purls, Windows builds.
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPurl } from '@suture/core/packages/read-purl.ts';
import { readApkInstalled } from './apk-installed.ts';
import { readDpkgStatus } from './dpkg-status.ts';
import { readPurls } from './purls.ts';
import { readRpmQa } from './rpm-qa.ts';
import { readWindowsBuilds } from './windows-builds.ts';

const alma = { id: 'almalinux', version: '9' };
const alpine = { id: 'alpine', version: '3.19.1' };
const debian = { id: 'debian', version: '12' };

describe('an rpm list', () => {
  const list = [
    '# made on a test machine',
    'bash\t0\t5.1.8\t6.el9_1\tx86_64',
    'vim-minimal\t2\t8.2.2637\t20.el9_1\tx86_64\tvim-8.2.2637-20.el9_1.src.rpm\t(none)\tAlmaLinux',
    'npm\t(none)\t8.19.4\t1.16.20.2.1\tx86_64\tnodejs-16.20.2-1.module_el9.src.rpm\tnodejs:16:9020:rhel9\tAlmaLinux',
    'gpg-pubkey\t(none)\tb86b3716\t61e69f29\t(none)',
    '',
  ].join('\n');

  it('gives name, epoch, version, source, module and vendor', () => {
    const inventory = readRpmQa(list, alma);
    expect(inventory).toMatchObject({ status: 'complete', problems: [] });
    expect(inventory.packages).toMatchObject([
      {
        ecosystem: 'AlmaLinux:9',
        name: 'bash',
        version: '5.1.8-6.el9_1',
        source: { name: 'bash', version: '5.1.8-6.el9_1' },
      },
      {
        name: 'vim-minimal',
        version: '2:8.2.2637-20.el9_1',
        source: { name: 'vim', version: '2:8.2.2637-20.el9_1' },
        origin: 'AlmaLinux',
      },
      {
        name: 'npm',
        version: '8.19.4-1.16.20.2.1',
        module: 'nodejs:16:9020:rhel9',
        source: { name: 'nodejs', version: '16.20.2-1.module_el9' },
      },
    ]);
    expect(inventory.packages[0]).not.toHaveProperty('module');
  });

  it('gives purls that are read back as the same package', () => {
    for (const one of readRpmQa(list, alma).packages) {
      const reading = readPurl(one.purl);
      if (!reading.ok) throw new Error(reading.reason);
      const { ecosystem, name, version, arch, source } = one;
      expect(reading.package).toMatchObject({ ecosystem, name, version, arch, source });
    }
  });

  it('reads Windows line ends, and no line end at the end', () => {
    expect(
      readRpmQa('bash\t0\t5.1.8\t6.el9_1\tx86_64\r\nzlib\t0\t1.2.11\t40.el9\tx86_64', alma).packages.map(
        (one) => one.arch,
      ),
    ).toEqual(['x86_64', 'x86_64']);
  });

  it('is partial, with the line numbers, where lines cannot be read', () => {
    const inventory = readRpmQa(
      `${list}\nopenssl 3.0\n\u001b[2Jx\t0\t1\t1\tnoarch\nzlib\tzero\t1\t1\tx\nzlib\t0\t\t1\tx`,
      alma,
    );
    expect(inventory.status).toBe('partial');
    expect(inventory.packages).toHaveLength(3);
    expect(inventory.problems.map((problem) => problem.slice(0, 8))).toEqual([
      'line 7: ',
      'line 8: ',
      'line 9: ',
      'line 10:',
    ]);
    expect(inventory.problems.join('')).not.toContain('\u001b');
  });

  it('names the command to run when the list is in another shape', () => {
    const inventory = readRpmQa('bash-5.1.8-6.el9.x86_64\nzlib-1.2.11-40.el9.x86_64\n', alma);
    expect(inventory.status).toBe('failed');
    expect(inventory.problems.at(-1)).toContain(String.raw`%{NAME}\t%{EPOCHNUM}`);
  });

  it('fails when it is empty, holds only keys, or is said to come from a system without rpm', () => {
    expect(readRpmQa('', alma)).toMatchObject({
      status: 'failed',
      problems: [expect.stringContaining('not a patched machine')],
    });
    expect(readRpmQa('gpg-pubkey\t0\ta\tb\t(none)\n', alma).status).toBe('failed');
    expect(readRpmQa(list, debian)).toMatchObject({ status: 'failed', problems: ['debian does not use rpm'] });
  });

  it('of a system no feed covers keeps the packages, without ecosystem', () => {
    const inventory = readRpmQa(list, { id: 'fedora', version: '41' });
    expect(inventory.status).toBe('complete');
    expect(inventory.packages.map((one) => one.ecosystem)).toEqual([undefined, undefined, undefined]);
  });

  it('counts a package listed twice once, and two versions of one package twice', () => {
    const kernel = 'kernel-core\t0\t5.14.0\t427.el9\tx86_64';
    expect(readRpmQa([kernel, kernel, kernel.replace('427', '503')].join('\n'), alma).packages).toHaveLength(2);
  });

  it('names the first problems and counts the rest', () => {
    const inventory = readRpmQa(`${list}\n${'junk\n'.repeat(500)}`, alma);
    expect(inventory.problems).toHaveLength(21);
    expect(inventory.problems.at(-1)).toBe('and 480 more like these');
  });
});

describe('an apk database', () => {
  const database = [
    'C:Q1abcdefghijklmnopqrstuvwxyz0=',
    'P:libcrypto3',
    'V:3.1.4-r1',
    'A:x86_64',
    'T:Crypto library: from openssl',
    'o:openssl',
    'F:lib',
    'R:libcrypto.so.3',
    'a:0:0:755',
    '',
    'P:R',
    'V:4.3.2-r0',
    'A:x86_64',
    '',
    '',
  ].join('\n');

  it('gives each package with the origin it was built from', () => {
    expect(readApkInstalled(database, alpine)).toMatchObject({
      status: 'complete',
      packages: [
        {
          ecosystem: 'Alpine:v3.19',
          name: 'libcrypto3',
          version: '3.1.4-r1',
          arch: 'x86_64',
          source: { name: 'openssl', version: '3.1.4-r1' },
        },
        { name: 'R', version: '4.3.2-r0', source: { name: 'R', version: '4.3.2-r0' } },
      ],
    });
  });

  it('is partial where a record lacks its version or has a stray line, and keeps the others', () => {
    const inventory = readApkInstalled(`${database}P:nover\nA:x86_64\n\nP:zlib\nV:1.3-r2\nwhat is this\n\n`, alpine);
    expect(inventory.status).toBe('partial');
    expect(inventory.packages.map((one) => one.name)).toEqual(['libcrypto3', 'R', 'zlib']);
    expect(inventory.problems).toEqual([
      expect.stringMatching(/^line 15: .*nover/),
      expect.stringMatching(/^line 20: "what/),
    ]);
  });

  it('does not merge two records whose separating line is missing', () => {
    const inventory = readApkInstalled('P:a\nV:1-r0\nP:b\nV:2-r0\no:c\n', alpine);
    expect(inventory.packages.map((one) => [one.name, one.version, one.source.name])).toEqual([
      ['a', '1-r0', 'a'],
      ['b', '2-r0', 'c'],
    ]);
    expect(inventory.status).toBe('partial');
  });

  it('fails when it is empty or another file', () => {
    expect(readApkInstalled('\n\n', alpine).status).toBe('failed');
    expect(readApkInstalled('Package: bash\nStatus: install ok installed\n', alpine).status).toBe('failed');
    expect(readApkInstalled(database, alma)).toMatchObject({
      status: 'failed',
      problems: ['almalinux does not use apk'],
    });
  });
});

describe('a dpkg status file', () => {
  const status =
    'Package: libssl3\nStatus: hold ok installed\nArchitecture: amd64\nSource: openssl (3.0.11-1)\nVersion: 3.0.11-1+b1\n\n';

  it('is read by the apt adapter', () => {
    expect(readDpkgStatus(status, debian).packages).toMatchObject([
      {
        ecosystem: 'Debian:12',
        name: 'libssl3',
        version: '3.0.11-1+b1',
        source: { name: 'openssl', version: '3.0.11-1' },
        hold: true,
      },
    ]);
  });

  it('fails when it is empty or said to come from a system without dpkg', () => {
    expect(readDpkgStatus('', debian).status).toBe('failed');
    expect(readDpkgStatus(status, alma)).toMatchObject({ status: 'failed', problems: ['almalinux does not use dpkg'] });
  });
});

describe('a list of purls', () => {
  it('gives a package for each line, also where no feed covers its type', () => {
    const inventory = readPurls(
      '# mine\n\npkg:npm/%40a/b@1.0.0\n  pkg:generic/x@2  \r\npkg:deb/debian/bash@5.2-1\n',
      debian,
    );
    expect(inventory.status).toBe('complete');
    expect(inventory.packages.map((one) => [one.ecosystem, one.name])).toEqual([
      ['npm', '@a/b'],
      [undefined, 'x'],
      ['Debian:12', 'bash'],
    ]);
  });

  it('is partial, with the line number and the reason, where a line is no purl', () => {
    expect(readPurls('pkg:npm/a@1\nlodash\npkg:npm/b\n')).toMatchObject({
      status: 'partial',
      problems: ['line 2: "lodash" does not begin with pkg:', 'line 3: "pkg:npm/b" names no version'],
    });
  });

  it('fails when nothing could be read', () => {
    expect(readPurls('# nothing\n').status).toBe('failed');
    expect(readPurls('lodash@1\n')).toMatchObject({ status: 'failed', packages: [] });
  });
});

describe('Windows builds', () => {
  it('are products, by id or name, with their builds', () => {
    expect(
      readWindowsBuilds(['10816=10.0.14393.5006', 'Windows Server 2019 (Server Core installation) = 10.0.17763.2451']),
    ).toMatchObject({
      status: 'complete',
      packages: [
        { ecosystem: 'Windows', name: '10816', version: '10.0.14393.5006' },
        { ecosystem: 'Windows', name: 'Windows Server 2019 (Server Core installation)', version: '10.0.17763.2451' },
      ],
    });
  });

  it.each([
    '10816',
    '=10.0.14393.5006',
    '10816=',
    '10816=22H2',
    '10816=10',
    '10816=10.0.14393.5006.7',
    '10\u001b16=10.0.1',
  ])('of %j are refused with an example', (pair) => {
    const inventory = readWindowsBuilds([pair]);
    expect(inventory.status).toBe('failed');
    expect(inventory.problems[1]).toContain('10.0.14393.5006');
  });
});

describe('every reader', () => {
  const pieces = fc.constantFrom(
    'P:',
    'V:',
    'o:',
    'Package: ',
    'Status: install ok installed',
    'Version: ',
    'pkg:npm/',
    '@',
    '1.0',
    '\t',
    '\n',
    '\r',
    '\n\n',
    ' ',
    '0',
    'a',
    '(none)',
    '#',
    '\u0000',
    '\ud800',
    '=',
    '/',
    '%',
    '%41',
  );
  const text = fc.oneof(
    fc.string(),
    fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
  );

  it.each([
    ['rpm list', (input: string) => readRpmQa(input, alma)],
    ['apk database', (input: string) => readApkInstalled(input, alpine)],
    ['dpkg status', (input: string) => readDpkgStatus(input, debian)],
    ['purls', (input: string) => readPurls(input, debian)],
    ['Windows builds', (input: string) => readWindowsBuilds(input.split('\n'))],
  ])('(%s) never throws, and never calls an empty or damaged inventory complete', (_, read) => {
    fc.assert(
      fc.property(text, (input) => {
        const inventory = read(input);
        expect(inventory.status === 'failed').toBe(inventory.packages.length === 0);
        expect(inventory.status === 'complete').toBe(inventory.problems.length === 0);
        for (const one of inventory.packages)
          expect(one.name.length * one.version.length * one.purl.length).toBeGreaterThan(0);
        expect(inventory.problems.join('')).not.toMatch(/[\u0000-\u001f]/);
      }),
      { numRuns: 500 },
    );
  });
});

const inventories = new URL('../../../shared/data/inventories/', import.meta.url);
const present = existsSync(inventories);

describe.skipIf(!present)(
  `the shared inventories${present ? '' : ' (skipped: ../shared/data/inventories is absent)'}`,
  () => {
    const text = (name: string): string => readFileSync(new URL(name, inventories), 'utf8');

    it('are read whole: 250 rpm packages of AlmaLinux 9', () => {
      const inventory = readRpmQa(text('alma9-dev.rpmqa.tsv'), alma);
      expect([inventory.status, inventory.packages.length]).toEqual(['complete', 250]);
      expect(inventory.packages.find((one) => one.name === 'libreoffice-help-es')?.version).toBe(
        '1:7.1.8.1-8.el9_1.alma',
      );
    });

    it('are read whole: every record of Alpine 3.19', () => {
      const database = text('alpine3.19-dev.apk-installed');
      const inventory = readApkInstalled(database, { id: 'alpine', version: '3.19' });
      expect([inventory.status, inventory.packages.length]).toEqual(['complete', database.match(/^P:/gm)?.length]);
      expect(inventory.packages.find((one) => one.name === 'ansible-libs')?.source.name).toBe('ansible');
    });

    it('give purls that are read back as the same package', () => {
      const packages = [
        ...readRpmQa(text('alma9-dev.rpmqa.tsv'), alma).packages,
        ...readApkInstalled(text('alpine3.19-dev.apk-installed'), alpine).packages,
        ...readDpkgStatus(text('debian12-dev.status'), debian).packages,
      ];
      for (const one of packages) {
        const reading = readPurl(one.purl);
        if (!reading.ok) throw new Error(`${one.purl} ${reading.reason}`);
        const { ecosystem, name, version } = one;
        expect(reading.package).toMatchObject({ ecosystem, name, version });
      }
      expect(packages.length).toBeGreaterThan(600);
    });
  },
);
