// dpkg status files, whole, damaged and hostile.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDpkgStatus, readDpkgStatus } from './dpkg-status.ts';

const debian12 = { id: 'debian', version: '12' } as const;

const stanza = (fields: Record<string, string>): string =>
  // In the order dpkg writes.
  `${Object.entries({
    Package: 'hello',
    Status: 'install ok installed',
    Architecture: 'amd64',
    Source: '',
    Version: '2.10-3',
    ...fields,
  })
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n')}\nDescription: a greeting\n that is friendly\n .\n Version: 9\n\n`;

test('an installed package carries its purl, ecosystem and source', () => {
  const text = stanza({ Package: 'libssl3', Source: 'openssl', Version: '3.0.11-1~deb12u2' });
  expect(parseDpkgStatus(text, debian12)).toEqual({
    status: 'complete',
    problems: [],
    packages: [
      {
        purl: 'pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl',
        ecosystem: 'Debian:12',
        name: 'libssl3',
        version: '3.0.11-1~deb12u2',
        arch: 'amd64',
        source: { name: 'openssl', version: '3.0.11-1~deb12u2' },
      },
    ],
  });
});

test('a rebuilt package has the version its Source field states', () => {
  const [bash] = parseDpkgStatus(
    stanza({ Package: 'bash', Source: 'bash (5.2.15-2)', Version: '5.2.15-2+b8' }),
    debian12,
  ).packages;
  expect(bash?.source).toEqual({ name: 'bash', version: '5.2.15-2' });
  expect(bash?.purl).toBe('pkg:deb/debian/bash@5.2.15-2%2Bb8?arch=amd64&distro=debian-12&upstream=bash%405.2.15-2');
});

test.each([
  ['deinstall ok config-files', 0],
  ['purge ok not-installed', 0],
  ['deinstall ok installed', 1],
  ['install ok installed', 1],
])('a package that is "%s" counts %i times', (status, count) => {
  const read = readDpkgStatus(stanza({ Status: status }));
  expect(read.packages).toHaveLength(count);
  expect(read.problems).toEqual([]);
});

test('a held package counts and is marked', () => {
  const inventory = parseDpkgStatus(stanza({ Status: 'hold ok installed' }), debian12);
  expect(inventory.status).toBe('complete');
  expect(inventory.packages[0]?.hold).toBe(true);
});

test.each(['half-installed', 'unpacked', 'half-configured', 'triggers-awaited', 'triggers-pending'])(
  'a package left %s counts and is a problem',
  (state) => {
    const inventory = parseDpkgStatus(stanza({ Status: `install ok ${state}` }), debian12);
    expect(inventory).toMatchObject({
      status: 'partial',
      problems: [`hello is ${state}: its installation did not finish`],
    });
    expect(inventory.packages).toHaveLength(1);
  },
);

test('a package that dpkg wants installed again is a problem', () => {
  expect(readDpkgStatus(stanza({ Status: 'install reinstreq installed' })).problems).toEqual([
    'hello is broken: dpkg wants it installed again',
  ]);
});

test('the same package in two architectures is two packages', () => {
  const { packages } = parseDpkgStatus(stanza({}) + stanza({ Architecture: 'i386' }), debian12);
  expect(packages.map(({ arch }) => arch)).toEqual(['amd64', 'i386']);
});

test('the same package twice is a problem, and the later one is used', () => {
  const read = readDpkgStatus(stanza({}) + stanza({ Version: '2.12-1' }));
  expect(read.packages.map(({ version }) => version)).toEqual(['2.12-1']);
  expect(read.problems).toEqual(['hello:amd64 is listed twice, as "2.10-3" and "2.12-1"; the later one is used']);
});

test('an installed package without a version is a problem and no package', () => {
  expect(readDpkgStatus(stanza({ Version: '' }))).toEqual({
    packages: [],
    problems: ['hello is installed but has no Version'],
  });
});

test('a version nobody can read is kept, so that matching can say it is unknown', () => {
  expect(readDpkgStatus(stanza({ Version: 'not a version' })).packages[0]?.version).toBe('not a version');
});

test.each([
  '-oAPT::Get::Assume-Yes=1',
  '../../etc/passwd',
  '--help',
  'a',
  'Upper',
  'a b',
  'x\u001b[31m',
  'pkg\0',
  'a'.repeat(300),
])('the name %j is a problem and no package', (name) => {
  const { packages, problems } = readDpkgStatus(stanza({ Package: name }) + stanza({}));
  expect(packages.map((found) => found.name)).toEqual(['hello']);
  expect(problems.join('\n')).toContain('is no package name');
  expect(problems.join('\n')).toMatch(/^[\x20-\x7e\n…]*$/);
});

test('a hostile Source field is a problem, and the package its own source', () => {
  const { packages, problems } = readDpkgStatus(stanza({ Source: '$(reboot) (1)' }));
  expect(packages[0]?.source).toEqual({ name: 'hello', version: '2.10-3' });
  expect(problems).toEqual(['hello: "$(reboot) (1)" is no source package; taken for its own source']);
});

test('lines that end as on Windows change nothing', () => {
  const text = stanza({}) + stanza({ Package: 'openssl' });
  expect(parseDpkgStatus(text.replaceAll('\n', '\r\n'), debian12)).toEqual(parseDpkgStatus(text, debian12));
  expect(parseDpkgStatus(text, debian12).packages).toHaveLength(2);
});

test('field names are read without regard to case', () => {
  expect(
    readDpkgStatus(stanza({}).replace('Version: 2', 'VERSION: 2').replace('Package', 'package')).packages[0]?.version,
  ).toBe('2.10-3');
});

test('NUL bytes, as a power loss leaves them, make the inventory partial', () => {
  const inventory = parseDpkgStatus(`${stanza({})}${'\0'.repeat(512)}`, debian12);
  expect(inventory.status).toBe('partial');
  expect(inventory.packages).toHaveLength(1);
  expect(inventory.problems[0]).toBe('the status file contains NUL bytes: it is damaged');
});

describe('a status file cut anywhere', () => {
  const text =
    stanza({ Package: 'alpha' }) + stanza({ Package: 'omega', Source: 'greek (1.2.30-4)', Version: '1.2.30-4+b1' });

  test('never invents a version or source', () => {
    for (let length = 1; length < text.length; length++) {
      for (const found of readDpkgStatus(text.slice(0, length)).packages) {
        expect(`${found.name} ${found.version} ${found.source.name}`).toMatch(
          /^(?:alpha 2\.10-3 alpha|omega 1\.2\.30-4\+b1 greek)$/,
        );
      }
    }
  });

  test('is partial when it ends within a line', () => {
    const inventory = parseDpkgStatus(text.slice(0, text.indexOf('1.2.30-4+b1') + 4), debian12);
    expect(inventory).toMatchObject({
      status: 'partial',
      problems: ['the status file ends in the middle of a line (in "omega"): it is cut short'],
    });
    expect(inventory.packages.map(({ name }) => name)).toEqual(['alpha']);
  });

  test('is partial when it ends between two lines', () => {
    const { packages, problems } = readDpkgStatus(text.slice(0, text.indexOf('Description', text.indexOf('omega'))));
    expect(packages.map(({ name }) => name)).toEqual(['alpha', 'omega']);
    expect(problems).toEqual([
      'the status file ends without the blank line that dpkg writes after each package (after "omega"): it may be cut short',
    ]);
  });

  test('is partial when Suture itself stopped reading', () => {
    expect(readDpkgStatus(stanza({}), { truncated: true }).problems).toEqual([
      'the status file is larger than Suture reads; packages after the limit are unknown',
    ]);
  });
});

test.each(['', '\n\n', 'hello', stanza({ Status: 'deinstall ok config-files' })])(
  'a file without any installed package is a failure, not an empty inventory: %j',
  (text) => {
    const inventory = parseDpkgStatus(text, debian12);
    expect(inventory.status).toBe('failed');
    expect(inventory.problems).not.toEqual([]);
  },
);

test.each([
  [{ id: 'ubuntu', version: '22.04' }, 'Ubuntu:22.04', 'pkg:deb/ubuntu/hello@2.10-3?arch=amd64&distro=ubuntu-22.04'],
  [{ id: 'debian', version: '12.11' }, 'Debian:12', 'pkg:deb/debian/hello@2.10-3?arch=amd64&distro=debian-12'],
  [{ id: 'linuxmint', version: '21.3' }, undefined, 'pkg:deb/linuxmint/hello@2.10-3?arch=amd64&distro=linuxmint-21.3'],
  [{ id: 'kali', version: '2024.4' }, undefined, 'pkg:deb/kali/hello@2.10-3?arch=amd64&distro=kali-2024.4'],
  [{ id: 'raspbian', version: '12' }, undefined, 'pkg:deb/raspbian/hello@2.10-3?arch=amd64&distro=raspbian-12'],
])('on $id $version packages are matched with their own advisories or none', (system, ecosystem, purl) => {
  expect(parseDpkgStatus(stanza({}), system).packages[0]).toMatchObject({ ecosystem, purl });
});

test('stanzas without Status count where every stanza is installed, as in distroless images', () => {
  const text = 'Package: base-files\nVersion: 12.4\nArchitecture: amd64\n';
  expect(readDpkgStatus(text, { everyStanzaInstalled: true })).toMatchObject({
    problems: [],
    packages: [{ name: 'base-files' }],
  });
  expect(readDpkgStatus(`${text}\n`).problems).toEqual(['base-files: no readable Status; counted as installed']);
});

test('problems are counted beyond the first twenty, not listed without end', () => {
  const { problems } = readDpkgStatus(stanza({ Package: '-x' }).repeat(500));
  expect(problems).toHaveLength(21);
  expect(problems.at(-1)).toBe('and 480 more problems in the status file');
});

test('any text is read without throwing, and no complete inventory is empty', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'Package: a1',
      'Package: -x',
      'Version: 1',
      'Status: install ok installed',
      'Status: hold',
      '',
      ' x',
      'Source: y (',
      '\0',
      'Package',
      ':',
      '__proto__: x',
    ),
  );
  fc.assert(
    fc.property(fc.array(line), fc.constantFrom('\n', '\r\n', ''), (lines, end) => {
      const inventory = parseDpkgStatus(lines.join(end), debian12);
      if (inventory.status === 'complete') expect(inventory.packages.length).toBeGreaterThan(0);
      else expect(inventory.problems.length).toBeGreaterThan(0);
      for (const { name } of inventory.packages) expect(name).toMatch(/^[a-z0-9][a-z0-9+.-]+$/);
    }),
  );
});

const inventories = join(import.meta.dirname, '../../../shared/data/inventories');
const sample = join(inventories, 'debian12-dev.status');
describe.skipIf(!existsSync(sample))(
  'the development inventory (skipped where shared/data/inventories is absent)',
  () => {
    test('has every package that its expected answers name, with its source', () => {
      const { packages, status } = parseDpkgStatus(readFileSync(sample, 'utf8'), debian12);
      expect(status).toBe('complete');
      const known = new Set(
        packages.map(
          ({ name, arch, version, source }) => `${name} ${arch} ${version} ${source.name} ${source.version}`,
        ),
      );
      const [header = '', ...rows] = readFileSync(join(inventories, 'debian12-dev.expected.csv'), 'utf8')
        .trim()
        .split('\n');
      expect(header.startsWith('binary,arch,binary_version,source,source_version,')).toBe(true);
      expect(rows.filter((row) => !known.has(row.split(',').slice(0, 5).join(' ')))).toEqual([]);
    });
  },
);
