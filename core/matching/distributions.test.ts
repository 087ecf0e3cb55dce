// Tests what each distribution's advisories are filed under, and Debian's announcements and states.
import { describe, expect, it } from 'vitest';
import type { VendorState } from '../advisories/advisory.ts';
import { subjectOf } from './families.ts';
import { fixedIn, installed, match, open, told } from './matching.fixture.ts';

describe('advisories are looked up', () => {
  it.each([
    ['Debian:12', { name: 'openssl', version: '3.0.1-1' }],
    ['Ubuntu:22.04', { name: 'openssl', version: '3.0.1-1' }],
    ['Alpine:v3.19', { name: 'openssl', version: '3.0.1-1' }],
    ['Wolfi', { name: 'openssl', version: '3.0.1-1' }],
    ['Rocky Linux:9', { name: 'openssl', version: '3.0.1-1' }],
    ['openSUSE:Leap 15.6', { name: 'openssl', version: '3.0.1-1' }],
    ['Mageia:9', { name: 'openssl', version: '3.0.1-1' }],
    ['AlmaLinux:9', { name: 'libssl3', version: '3.0.1-1+b1' }],
    ['Red Hat:9', { name: 'libssl3', version: '3.0.1-1+b1' }],
    ['Arch', { name: 'libssl3', version: '3.0.1-1+b1' }],
    ['npm', { name: 'libssl3', version: '3.0.1-1+b1' }],
  ])('in %s by %j', (ecosystem, subject) => {
    expect(subjectOf(installed(ecosystem, 'libssl3 3.0.1-1+b1', { source: 'openssl 3.0.1-1' }))).toMatchObject(subject);
  });

  it.each([
    ['Debian:12', 'linux-image-6.1.0-21-amd64 6.1.90-1', 'linux-signed-amd64 6.1.90+1', 'linux 6.1.90-1'],
    [
      'Debian:11',
      'linux-image-6.1.0-0.deb11.21-arm64 6.1.90-1~deb11u1',
      'linux-signed-6.1-arm64 6.1.90+1~deb11u1',
      'linux-6.1 6.1.90-1~deb11u1',
    ],
    [
      'Ubuntu:22.04',
      'linux-image-5.15.0-91-generic 5.15.0-91.101',
      'linux-signed 5.15.0-91.101',
      'linux 5.15.0-91.101',
    ],
    [
      'Ubuntu:22.04',
      'linux-image-6.5.0-14-generic 6.5.0-14.14~22.04.1',
      'linux-signed-hwe-6.5 6.5.0-14.14~22.04.1',
      'linux-hwe-6.5 6.5.0-14.14~22.04.1',
    ],
  ])('in %s for the signed kernel %s as the kernel it is', (ecosystem, binary, source, subject) => {
    const { name, version } = subjectOf(installed(ecosystem, binary, { source }));
    expect(`${name} ${version}`).toBe(subject);
  });
});

describe('Debian', () => {
  const perl = (version: string, source: string) =>
    installed('Debian:12', `perl-base ${version}`, { source: `perl ${source}` });

  it('judges a rebuilt binary by the version of its source', () => {
    const statements = { 'Debian:12 perl': [fixedIn('CVE-2024-1', '5.36.0-7+deb12u1')] };
    expect(told(match([perl('5.36.0-7+b2', '5.36.0-7')], statements).findings)).toEqual([
      'perl-base CVE-2024-1 affected 5.36.0-7+deb12u1',
    ]);
    expect(match([perl('5.36.0-7+deb12u1+b1', '5.36.0-7+deb12u1')], statements).findings).toEqual([]);
  });

  it('judges a binary whose epoch is not that of its source by the source', () => {
    const statements = { 'Debian:12 perl': [fixedIn('CVE-2024-1', '5.36.0-8')] };
    expect(told(match([perl('1:1.2-1', '5.36.0-7')], statements).findings)).toEqual([
      'perl-base CVE-2024-1 affected 5.36.0-8',
    ]);
  });

  it('judges each release by its own advisories', () => {
    const statements = { 'Debian:11 perl': [open('CVE-2024-1')] };
    expect(match([perl('5.36.0-7', '5.36.0-7')], statements).findings).toEqual([]);
  });

  it.each<readonly [VendorState, string, string]>([
    ['no-dsa', 'no-fix', 'affected'],
    ['postponed', 'postponed', 'affected'],
    ['ignored', 'will-not-fix', 'affected'],
    ['unimportant', 'unimportant', 'unimportant'],
    ['end-of-life', 'end-of-life', 'affected'],
    ['undetermined', 'undetermined', 'affected'],
    ['deferred', 'postponed', 'affected'],
    ['needs-triage', 'no-fix', 'affected'],
  ])('%s means %s without a fix and %s with one', (state, unfixed, fixed) => {
    const vendor = { state };
    const statements = { 'Debian:12 perl': [open('CVE-2024-1', { vendor }), fixedIn('CVE-2024-2', '6-1', { vendor })] };
    expect(told(match([perl('5-1', '5-1')], statements).findings)).toEqual([
      `perl-base CVE-2024-1 ${unfixed} -`,
      `perl-base CVE-2024-2 ${fixed} 6-1`,
    ]);
  });

  it('does not list what is not affected', () => {
    const vendor = { state: 'not-affected' } as const;
    expect(match([perl('5-1', '5-1')], { 'Debian:12 perl': [open('CVE-2024-1', { vendor })] }).findings).toEqual([]);
  });

  it('says why there is no fix in the words of the tracker', () => {
    const vendor = { state: 'no-dsa', reason: 'Minor issue' } as const;
    const { findings } = match([perl('5-1', '5-1')], { 'Debian:12 perl': [open('CVE-2024-1', { vendor })] });
    expect(findings[0]?.evidence.notes).toEqual([
      'the distribution plans no security announcement for it; a fix may come with a point release: Minor issue',
    ]);
  });
});

describe("Debian's announcements", () => {
  const perl = installed('Debian:12', 'perl 5.36.0-7');
  const announced = (id: string, ...vulnerabilities: readonly string[]) =>
    fixedIn(id, '5.36.0-7+deb12u1', { vulnerabilities });
  const tracked = fixedIn('DEBIAN-CVE-2024-0001', '5.36.0-7+deb12u1', { vulnerabilities: ['CVE-2024-0001'] });

  it('stand beside the record of the tracker', () => {
    const { findings } = match([perl], { 'Debian:12 perl': [announced('DSA-5000-1', 'CVE-2024-0001'), tracked] });
    expect(findings.map(({ id, advisories }) => [id, advisories])).toEqual([
      ['CVE-2024-0001', ['DEBIAN-CVE-2024-0001', 'DSA-5000-1']],
    ]);
  });

  it('on a CVE that the tracker does not have for this release are no finding where it has others', () => {
    const { findings } = match([perl], {
      'Debian:12 perl': [announced('DSA-5000-1', 'CVE-2024-0001', 'CVE-2024-0002'), tracked],
    });
    expect(findings.map(({ id }) => id)).toEqual(['CVE-2024-0001']);
  });

  it('are all there is to go by where the tracker has nothing of the package', () => {
    const { findings } = match([perl], { 'Debian:12 perl': [announced('DSA-5000-1', 'CVE-2024-0001')] });
    expect(told(findings)).toEqual(['perl CVE-2024-0001 affected 5.36.0-7+deb12u1']);
  });

  it('without a CVE are findings by their own id, except that they repair an earlier update', () => {
    const { findings } = match([perl], {
      'Debian:12 perl': [announced('DSA-5000-1', 'DSA-5000-1'), announced('DSA-5001-2', 'DSA-5001-2'), tracked],
    });
    expect(findings.map(({ id }) => id)).toEqual(['DSA-5000-1', 'CVE-2024-0001']);
  });
});

describe('Alpine', () => {
  const ssl = installed('Alpine:v3.19', 'libcrypto3 3.1.0-r0', { source: 'openssl' });

  it('judges by origin', () => {
    expect(told(match([ssl], { 'Alpine:v3.19 openssl': [fixedIn('CVE-2024-1', '3.1.4-r1')] }).findings)).toEqual([
      'libcrypto3 CVE-2024-1 affected 3.1.4-r1',
    ]);
  });

  it('names the last of several fixes for one CVE, as the first did not suffice', () => {
    const before = (fixed: string) => ({ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] }) as const;
    const ranges = [before('3.1.4-r1'), before('3.1.4-r5')];
    expect(told(match([ssl], { 'Alpine:v3.19 openssl': [open('CVE-2024-1', { ranges })] }).findings)).toEqual([
      'libcrypto3 CVE-2024-1 affected 3.1.4-r5',
    ]);
  });
});

describe('rpm', () => {
  it('counts the epoch', () => {
    const statements = { 'AlmaLinux:9 bind': [fixedIn('ALSA-2024:0001', '32:9.16.23-18.el9')] };
    expect(match([installed('AlmaLinux:9', 'bind 32:9.16.23-18.el9')], statements).findings).toEqual([]);
    expect(match([installed('AlmaLinux:9', 'bind 32:9.16.23-11.el9')], statements).findings).toHaveLength(1);
    expect(match([installed('AlmaLinux:9', 'bind 9.18.0-1.el9')], statements).findings).toHaveLength(1);
  });

  it('reads a missing epoch as 0', () => {
    const statements = { 'AlmaLinux:9 bash': [fixedIn('ALSA-2024:0001', '0:5.1.8-9.el9')] };
    expect(match([installed('AlmaLinux:9', 'bash 5.1.8-9.el9')], statements).findings).toEqual([]);
  });
});
