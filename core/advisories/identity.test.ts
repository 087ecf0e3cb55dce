// Tests which vulnerabilities a record speaks of, publisher by publisher.
import { describe, expect, it } from 'vitest';
import { identityOf, isBulletin, isCve } from './identity.ts';

interface Names {
  readonly aliases?: readonly string[];
  readonly upstream?: readonly string[];
  readonly related?: readonly string[];
}

const identity = (id: string, { aliases = [], upstream = [], related = [] }: Names = {}) =>
  identityOf({ id, aliases, upstream, related });

describe('a record on one vulnerability', () => {
  it.each<readonly [string, Names, string, readonly string[]]>([
    ['CVE-2024-1234', {}, 'CVE-2024-1234', []],
    ['CVE-2017-2615', { aliases: ['XSA-208'] }, 'CVE-2017-2615', ['XSA-208']],
    ['GHSA-jfh8-c2jp-5v3q', { aliases: ['CVE-2021-44228'] }, 'CVE-2021-44228', ['GHSA-jfh8-c2jp-5v3q']],
    [
      'PYSEC-2023-1',
      { aliases: ['GHSA-aaaa-bbbb-cccc', 'CVE-2023-0001'] },
      'CVE-2023-0001',
      ['PYSEC-2023-1', 'GHSA-aaaa-bbbb-cccc'],
    ],
    [
      'GO-2022-0969',
      { aliases: ['CVE-2022-27664', 'GHSA-69cg-p879-7622'] },
      'CVE-2022-27664',
      ['GO-2022-0969', 'GHSA-69cg-p879-7622'],
    ],
    ['RUSTSEC-2024-0003', { aliases: ['CVE-2024-0727'] }, 'CVE-2024-0727', ['RUSTSEC-2024-0003']],
    ['DEBIAN-CVE-2024-6387', { upstream: ['CVE-2024-6387'] }, 'CVE-2024-6387', []],
    ['UBUNTU-CVE-2024-6387', { upstream: ['CVE-2024-6387', 'CVE-2006-5051'] }, 'CVE-2024-6387', []],
    ['ALPINE-CVE-2024-6387', {}, 'CVE-2024-6387', []],
    [
      'CGA-2222-3333-4444',
      { upstream: ['CVE-2024-0001', 'GHSA-1111-2222-3333'] },
      'CVE-2024-0001',
      ['CGA-2222-3333-4444'],
    ],
  ])('%s %j goes by its CVE', (id, names, cve, aliases) => {
    expect(identity(id, names)).toEqual({ vulnerabilities: [cve], aliases });
  });

  it.each<readonly [string, Names, readonly string[]]>([
    ['GHSA-aaaa-bbbb-cccc', {}, []],
    ['PYSEC-2023-2', { aliases: ['GHSA-aaaa-bbbb-cccc'] }, ['GHSA-aaaa-bbbb-cccc']],
    ['RUSTSEC-2025-0056', {}, []],
    ['MAL-2024-1', { aliases: ['GHSA-xxxx-yyyy-zzzz', 'MAL-2024-1'] }, ['GHSA-xxxx-yyyy-zzzz']],
    ['TEMP-0290435-0B57B5', {}, []],
    ['ADV220005', {}, []],
  ])('%s %j without a CVE goes by its own id', (id, names, aliases) => {
    expect(identity(id, names)).toEqual({ vulnerabilities: [id], aliases });
  });

  it('with several CVEs as aliases is one vulnerability of many names', () => {
    expect(identity('GO-2021-0001', { aliases: ['CVE-2021-0001', 'CVE-2021-0002'] })).toEqual({
      vulnerabilities: ['CVE-2021-0001'],
      aliases: ['GO-2021-0001', 'CVE-2021-0002'],
    });
  });

  it('with several CVEs upstream is several vulnerabilities', () => {
    expect(identity('XSA-218', { upstream: ['CVE-2017-10913', 'CVE-2017-10914', 'CVE-2017-10913'] })).toEqual({
      vulnerabilities: ['CVE-2017-10913', 'CVE-2017-10914'],
      aliases: [],
    });
  });

  it('does not take what is merely related for its own', () => {
    expect(identity('GHSA-aaaa-bbbb-cccc', { related: ['CVE-2020-0001'] })).toEqual({
      vulnerabilities: ['GHSA-aaaa-bbbb-cccc'],
      aliases: [],
    });
  });
});

describe('a bulletin', () => {
  it.each(['ALSA-2024:0001', 'RLSA-2024:0001', 'RHSA-2024:0001', 'MGASA-2024-0001', 'openSUSE-SU-2024:0001-1'])(
    '%s speaks of every CVE it relates to',
    (id) => {
      expect(identity(id, { related: ['CVE-2024-0001', 'CVE-2024-0002', 'bug 17'] })).toEqual({
        vulnerabilities: ['CVE-2024-0001', 'CVE-2024-0002'],
        aliases: [],
      });
    },
  );

  it('on one CVE is no other name of it', () => {
    expect(identity('DSA-5724-1', { upstream: ['CVE-2024-6387'] })).toEqual({
      vulnerabilities: ['CVE-2024-6387'],
      aliases: [],
    });
    expect(identity('DSA-5724-1', { aliases: ['CVE-2024-6387'] })).toEqual({
      vulnerabilities: ['CVE-2024-6387'],
      aliases: [],
    });
  });

  it('that names no CVE goes by its own id', () => {
    expect(identity('DSA-5000-2')).toEqual({ vulnerabilities: ['DSA-5000-2'], aliases: [] });
    expect(identity('ALBA-2024:0001', { related: ['a bug'] })).toEqual({
      vulnerabilities: ['ALBA-2024:0001'],
      aliases: [],
    });
  });
});

describe('an id', () => {
  it('is a CVE only when it is written as one', () => {
    expect(['CVE-2024-1234', 'CVE-2024-1234567'].every(isCve)).toBe(true);
    expect(['CVE-2024-123', 'CVE-2024-XXXX', 'cve-2024-1234', 'DEBIAN-CVE-2024-1234', ''].some(isCve)).toBe(false);
  });

  it('of a record on one vulnerability is no bulletin', () => {
    const records = [
      'CVE-2024-1234',
      'DEBIAN-CVE-2024-1234',
      'GHSA-aaaa-bbbb-cccc',
      'RUSTSEC-2024-0001',
      'XSA-1',
      'MAL-2024-1',
    ];
    expect(records.filter(isBulletin)).toEqual([]);
  });
});
