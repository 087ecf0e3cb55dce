// Tests which ecosystem covers which system, and which scheme each compares with.
import { describe, expect, it } from 'vitest';
import { ecosystemOf, lookupName, schemeOf } from './ecosystems.ts';

describe('the ecosystem of an operating system', () => {
  it.each([
    ['debian', '12', 'Debian:12'],
    ['debian', '12.7', 'Debian:12'],
    ['debian', 'unstable', 'Debian:unstable'],
    ['ubuntu', '22.04', 'Ubuntu:22.04'],
    ['ubuntu', '22.04.3', 'Ubuntu:22.04'],
    ['alpine', '3.19', 'Alpine:v3.19'],
    ['alpine', '3.19.1', 'Alpine:v3.19'],
    ['alpine', 'edge', 'Alpine:edge'],
    ['alpine', '3.22_alpha20250108', 'Alpine:edge'],
    ['almalinux', '9', 'AlmaLinux:9'],
    ['almalinux', '9.4', 'AlmaLinux:9'],
    ['rocky', '9.3', 'Rocky Linux:9'],
    ['rhel', '9.2', 'Red Hat:9'],
    ['rhel', '10', 'Red Hat:10'],
    ['centos', '7', 'Red Hat:7'],
    ['opensuse-leap', '15.6', 'openSUSE:Leap 15.6'],
    ['opensuse-tumbleweed', '20261101', 'openSUSE:Tumbleweed'],
    ['arch', '', 'Arch'],
    ['windows', '10.0.19045', 'Windows'],
  ])('of %s %s is the one its advisories are filed under', (id, version, expected) => {
    expect(ecosystemOf({ id, version }).ecosystem).toBe(expected);
  });

  it.each([
    ['fedora', '41'],
    ['amzn', '2023'],
    ['ol', '9'],
    ['sles', '15.5'],
    ['centos', '9'],
    ['debian', ''],
    ['debian', 'trixie/sid'],
    ['debian', '12garbage'],
    ['ubuntu', '22'],
    ['alpine', '3'],
    ['raspbian', '12'],
    ['plan9', '4'],
  ])('of %s "%s" is unknown, and a note says why', (id, version) => {
    const choice = ecosystemOf({ id, version });
    expect(choice.ecosystem).toBeUndefined();
    expect(choice.note).toMatch(/\w{3}/);
  });

  it('tells CentOS Stream 8 from CentOS Linux 8', () => {
    expect(ecosystemOf({ id: 'centos', version: '8', name: 'CentOS Linux 8' }).ecosystem).toBe('Red Hat:8');
    expect(ecosystemOf({ id: 'centos', version: '8', name: 'CentOS Stream 8' }).ecosystem).toBeUndefined();
  });

  it('says of a rebuild that it is one', () => {
    expect(ecosystemOf({ id: 'centos', version: '7' }).note).toContain('rebuilt');
    expect(ecosystemOf({ id: 'debian', version: '12' }).note).toBeUndefined();
  });
});

describe('the version scheme of an ecosystem', () => {
  it.each([
    ['Debian:12', 'debian'],
    ['Ubuntu:22.04', 'debian'],
    ['Ubuntu:Pro:22.04:LTS', 'debian'],
    ['Alpine:v3.19', 'apk'],
    ['Wolfi', 'apk'],
    ['Chainguard', 'apk'],
    ['AlmaLinux:9', 'rpm'],
    ['Rocky Linux:8', 'rpm'],
    ['Red Hat:enterprise_linux:9::appstream', 'rpm'],
    ['openSUSE:Leap 15.6', 'rpm'],
    ['Arch', 'pacman'],
    ['npm', 'semver'],
    ['crates.io', 'semver'],
    ['Hex', 'semver'],
    ['Pub', 'semver'],
    ['PyPI', 'pep440'],
    ['Maven', 'maven'],
    ['NuGet', 'nuget'],
    ['RubyGems', 'rubygems'],
    ['Go', 'go'],
    ['Packagist', 'packagist'],
    ['Windows', 'windows-build'],
  ])('of %s is %s', (ecosystem, scheme) => {
    expect(schemeOf(ecosystem)).toBe(scheme);
  });

  it('is unknown for an ecosystem Suture has no comparison for, also where an object would inherit the name', () => {
    expect(schemeOf('SwiftURL')).toBeUndefined();
    expect(schemeOf('constructor')).toBeUndefined();
    expect(schemeOf('')).toBeUndefined();
  });
});

describe('the name a package is filed under', () => {
  it('folds case and runs of separators on PyPI (PEP 503)', () => {
    expect(lookupName('PyPI', 'Zope._-Interface')).toBe('zope-interface');
  });

  it('folds case on NuGet and Packagist', () => {
    expect(lookupName('NuGet', 'Newtonsoft.Json')).toBe('newtonsoft.json');
    expect(lookupName('Packagist', 'Symfony/HTTP-kernel')).toBe('symfony/http-kernel');
  });

  it.each(['npm', 'Go', 'Maven', 'Debian:12', 'crates.io', 'RubyGems'])('is as written on %s', (ecosystem) => {
    expect(lookupName(ecosystem, 'JSON_Stream.x')).toBe('JSON_Stream.x');
  });
});
