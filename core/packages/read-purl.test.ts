// Tests reading purls of every type, the real pairs of the shared data, and hostile text.
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lookupName } from './ecosystems.ts';
import { readPurl } from './read-purl.ts';

const found = (text: string, context = {}) => {
  const reading = readPurl(text, context);
  if (!reading.ok) throw new Error(reading.reason);
  return reading.package;
};
const key = (text: string) => {
  const { ecosystem, name, version } = found(text);
  return [ecosystem, name, version];
};

describe('a language purl', () => {
  it.each([
    ['pkg:npm/lodash@4.17.20', 'npm', 'lodash', '4.17.20'],
    ['pkg:npm/%40babel/core@7.0.0', 'npm', '@babel/core', '7.0.0'],
    ['pkg:npm/@babel/core@7.0.0', 'npm', '@babel/core', '7.0.0'],
    ['pkg:npm/%40babel%2Fcore@7.0.0', 'npm', '@babel/core', '7.0.0'],
    ['pkg:npm/JSONStream@1.0.0', 'npm', 'JSONStream', '1.0.0'],
    ['pkg:npm/a@1.0.0-rc.1%2Bbuild.5', 'npm', 'a', '1.0.0-rc.1+build.5'],
    ['pkg:npm/a@1.0.0-rc.1+build.5', 'npm', 'a', '1.0.0-rc.1+build.5'],
    ['pkg:pypi/Flask_Caching@1.3.0', 'PyPI', 'Flask_Caching', '1.3.0'],
    ['pkg:pypi/zope.interface@5!1.0', 'PyPI', 'zope.interface', '5!1.0'],
    [
      'pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1?type=jar',
      'Maven',
      'org.apache.logging.log4j:log4j-core',
      '2.14.1',
    ],
    ['pkg:maven/org.a:b@1', 'Maven', 'org.a:b', '1'],
    ['pkg:nuget/Newtonsoft.Json@12.0.1', 'NuGet', 'Newtonsoft.Json', '12.0.1'],
    ['pkg:golang/github.com/0xERR0R/blocky@v0.28.0', 'Go', 'github.com/0xERR0R/blocky', '0.28.0'],
    ['pkg:golang/github.com/0xERR0R/blocky@0.28.0', 'Go', 'github.com/0xERR0R/blocky', '0.28.0'],
    [
      'pkg:golang/github.com%2Fdocker%2Fdocker@v20.10.0%2Bincompatible',
      'Go',
      'github.com/docker/docker',
      '20.10.0+incompatible',
    ],
    ['pkg:golang/stdlib@go1.21.0', 'Go', 'stdlib', '1.21.0'],
    ['pkg:golang/example.com/a@v1.2', 'Go', 'example.com/a', '1.2'],
    ['pkg:cargo/adler@0.0.0-0', 'crates.io', 'adler', '0.0.0-0'],
    ['pkg:gem/rails@5.2.0?platform=java', 'RubyGems', 'rails', '5.2.0'],
    ['pkg:composer/symfony/http-kernel@v5.4.0', 'Packagist', 'symfony/http-kernel', 'v5.4.0'],
    ['pkg:hex/plug@1.0.0', 'Hex', 'plug', '1.0.0'],
    ['pkg:pub/http@0.13.0', 'Pub', 'http', '0.13.0'],
    ['PKG:NPM/lodash@1.0.0', 'npm', 'lodash', '1.0.0'],
    ['pkg://npm/lodash@1.0.0', 'npm', 'lodash', '1.0.0'],
  ])('%s is %s %s %s', (text, ...expected) => {
    expect(key(text)).toEqual(expected);
  });

  it.each([
    'pkg:generic/openssl@3.0',
    'pkg:swift/github.com/a/b@1.0',
    'pkg:oci/debian@sha256:abc',
    'pkg:constructor/x@1',
  ])('%s of a type that no feed covers stays in the inventory, without ecosystem', (text) => {
    expect(found(text).ecosystem).toBeUndefined();
    expect(found(text).name).not.toBe('');
  });
});

describe('a Go subpath', () => {
  it('is a directory inside the module, as the specification says', () => {
    expect(found('pkg:golang/google.golang.org/genproto@v1.0.0#googleapis/api').name).toBe(
      'google.golang.org/genproto',
    );
  });

  it('belongs to the module where the major version suffix stands in it', () => {
    expect(found('pkg:golang/github.com/a/b@v3.1.0#v3').name).toBe('github.com/a/b/v3');
    expect(found('pkg:golang/github.com/a/b@v3.1.0#sub/v3/dir').name).toBe('github.com/a/b/sub/v3');
  });

  it('belongs to the module where the inventory calls the component so', () => {
    const name = 'github.com/aws/aws-sdk-go-v2/service/s3';
    expect(found('pkg:golang/github.com/aws/aws-sdk-go-v2@v1.30.0#service/s3', { name }).name).toBe(name);
  });
});

describe('a distribution purl', () => {
  it('takes release, architecture and source from its qualifiers', () => {
    expect(
      found('pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&distro=debian-12&upstream=openssl%403.0.11-1~deb12u1'),
    ).toMatchObject({
      ecosystem: 'Debian:12',
      name: 'libssl3',
      version: '3.0.11-1~deb12u2',
      arch: 'amd64',
      source: { name: 'openssl', version: '3.0.11-1~deb12u1' },
    });
  });

  it('reads a plus in a qualifier as a plus', () => {
    expect(found('pkg:deb/debian/a@1?upstream=libsigc++@2+dfsg&distro=debian-12').source).toEqual({
      name: 'libsigc++',
      version: '2+dfsg',
    });
  });

  it('gives a rebuilt Debian binary the version of its source', () => {
    expect(found('pkg:deb/debian/zlib1g@1:1.2.13.dfsg-1+b2?distro=debian-12').source.version).toBe('1:1.2.13.dfsg-1');
    expect(found('pkg:deb/debian/a@1.2%2Bb1a?distro=debian-12').source.version).toBe('1.2+b1a');
  });

  it.each([
    ['pkg:deb/ubuntu/bash@5.1?distro=ubuntu-22.04', 'Ubuntu:22.04'],
    ['pkg:apk/alpine/R@4.3.2-r0?distro=3.19.1', 'Alpine:v3.19'],
    ['pkg:rpm/almalinux/bash@5.1-1.el9?distro=almalinux-9.4', 'AlmaLinux:9'],
    ['pkg:rpm/redhat/bash@5.1-1.el9?distro=rhel-9.2', 'Red Hat:9'],
    ['pkg:rpm/rocky/bash@5.1-1.el9?distro=rocky-9.2', 'Rocky Linux:9'],
    ['pkg:alpm/arch/bash@5.2-1', 'Arch'],
    ['pkg:rpm/fedora/bash@5.2-1?distro=fedora-41', undefined],
    ['pkg:deb/debian/bash@5.2-1', undefined],
    ['pkg:rpm/debian/bash@5.2-1?distro=debian-12', undefined],
    ['pkg:deb/acme/agent@5.2-1?distro=acme-1', undefined],
  ])('%s is matched under %s', (text, ecosystem) => {
    expect(found(text).ecosystem).toBe(ecosystem);
  });

  it('puts an epoch qualifier into the version, once', () => {
    expect(found('pkg:rpm/redhat/vim@8.2-1.el9?epoch=2').version).toBe('2:8.2-1.el9');
    expect(found('pkg:rpm/redhat/vim@2:8.2-1.el9?epoch=2').version).toBe('2:8.2-1.el9');
    expect(found('pkg:rpm/redhat/vim@8.2-1.el9?epoch=0').version).toBe('8.2-1.el9');
    expect(found('pkg:rpm/redhat/vim@8.2-1.el9?epoch=x').version).toBe('8.2-1.el9');
  });

  it('takes module stream and source rpm as syft and trivy write them', () => {
    expect(
      found('pkg:rpm/redhat/npm@8.1-1?distro=rhel-8.6&rpmmod=nodejs:16:x:y&upstream=nodejs-16.1-1.src.rpm'),
    ).toMatchObject({
      module: 'nodejs:16:x:y',
      source: { name: 'nodejs', version: '16.1-1' },
    });
    expect(found('pkg:rpm/redhat/npm@8.1-1?modularitylabel=nodejs%3A16').module).toBe('nodejs:16');
  });

  it('takes the release from the system it is installed on where it names none of its own', () => {
    const os = { id: 'debian', version: '12' };
    expect(found('pkg:deb/debian/bash@5.2-1', { os }).ecosystem).toBe('Debian:12');
    expect(found('pkg:deb/bash@5.2-1', { os }).ecosystem).toBe('Debian:12');
    expect(found('pkg:deb/ubuntu/bash@5.2-1', { os }).ecosystem).toBeUndefined();
    expect(found('pkg:deb/debian/bash@5.2-1?distro=debian-11', { os }).ecosystem).toBe('Debian:11');
  });
});

describe('what is no usable purl', () => {
  it.each([
    ['', 'begin with pkg:'],
    ['lodash@1.0.0', 'begin with pkg:'],
    ['pkg:', 'type'],
    ['pkg:npm', 'name'],
    ['pkg:npm/', 'name'],
    ['pkg:npm/lodash', 'version'],
    ['pkg:npm/lodash@', 'version'],
    ['pkg:npm/lo\tdash@1', 'control'],
    ['pkg:npm/lo%1b%5Bdash@1', 'control'],
    ['pkg:npm/%zz@1', 'not a valid'],
    ['pkg:maven/log4j-core@2.0', 'group'],
    [`pkg:npm/${'a'.repeat(5000)}@1`, 'longer'],
  ])('%j is refused with a reason', (text, reason) => {
    const reading = readPurl(text);
    expect(reading.ok ? 'accepted' : reading.reason).toContain(reason);
  });

  it('never throws, and what it accepts has a name and a version', () => {
    const near = fc
      .tuple(
        fc.constantFrom('npm', 'deb', 'rpm', 'golang', 'maven', 'apk', 'pypi', '__proto__'),
        fc.string({ unit: fc.constantFrom(...'ab@/%2?&=#:+ ~.!v\u0000\ud800é') }),
      )
      .map(([type, rest]) => `pkg:${type}/${rest}`);
    fc.assert(
      fc.property(fc.oneof(fc.string(), near), (text) => {
        const reading = readPurl(text);
        if (!reading.ok) return reading.reason.length > 0;
        return reading.package.name !== '' && reading.package.version !== '';
      }),
      { numRuns: 2000 },
    );
  });
});

const inventories = new URL('../../../shared/data/inventories/', import.meta.url);
const present = existsSync(inventories);
const files = ['osv-Go', 'osv-Maven', 'osv-NuGet', 'osv-PyPI', 'osv-crates.io', 'osv-npm', 'ruby-advisory-db'];

interface Pair {
  readonly ecosystem: string;
  readonly package: string;
  readonly version: string;
}

const types: Readonly<Record<string, string>> = {
  Go: 'golang',
  Maven: 'maven',
  NuGet: 'nuget',
  PyPI: 'pypi',
  'crates.io': 'cargo',
  npm: 'npm',
  RubyGems: 'gem',
};

/** The ways tools write one pair: everything encoded, nothing encoded but what must be, a leading v for Go. */
function spellings(pair: Pair): readonly string[] {
  const path = pair.ecosystem === 'Maven' ? pair.package.replace(':', '/') : pair.package;
  const type = types[pair.ecosystem];
  const segments = path.split('/').map(encodeURIComponent).join('/');
  const versions = [encodeURIComponent(pair.version), pair.version];
  if (pair.ecosystem === 'Go') versions.push(`v${pair.version}`);
  return versions.flatMap((version) => [
    `pkg:${type}/${segments}@${version}`,
    `pkg:${type}/${path}@${version}`,
    ...(pair.ecosystem === 'Maven' ? [] : [`pkg:${type}/${encodeURIComponent(path)}@${version}`]),
  ]);
}

describe.skipIf(!present)(`the real pairs${present ? '' : ' (skipped: ../shared/data/inventories is absent)'}`, () => {
  it.each(files)('of %s keep ecosystem, name and version in every spelling', (file) => {
    const lines = readFileSync(new URL(`${file}.jsonl`, inventories), 'utf8')
      .trim()
      .split('\n');
    for (const line of lines) {
      const pair = JSON.parse(line) as Pair;
      for (const text of spellings(pair)) {
        const { ecosystem, name, version } = found(text);
        expect([text, ecosystem, lookupName(pair.ecosystem, name), version]).toEqual([
          text,
          pair.ecosystem,
          lookupName(pair.ecosystem, pair.package),
          pair.version,
        ]);
      }
    }
    expect(lines.length).toBeGreaterThan(100);
  });
});
