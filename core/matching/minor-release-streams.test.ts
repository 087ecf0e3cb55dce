// Tests that a build for an old minor release is judged by the fixes for that minor release.
import { describe, expect, it } from 'vitest';
import { ecosystemKey } from '../advisories/candidate.ts';
import type { OperatingSystem } from '../packages/package.ts';
import { fixedIn, installed, match, told } from './matching.fixture.ts';

describe('Rocky', () => {
  const rocky = (stream: string, fixed: string, advisory = 'RLSA-2024:0001') =>
    fixedIn(advisory, fixed, { vulnerabilities: ['CVE-2024-1'], vendor: { stream } });
  const example = (version: string, arch?: string) => installed('Rocky Linux:8', `example ${version}`, { arch });
  const listing = {
    'Rocky Linux:8 example': [
      rocky('rocky-linux-8', '1.2-6.el8_10'),
      rocky('rocky-linux-8-6-legacy', '1.2-4.el8_6.2'),
      rocky('rocky-linux-8-5-legacy', '1.2-4.el8_5.3'),
    ],
  };

  it('closes a build for 8.6 with the fix for 8.6', () => {
    expect(match([example('1.2-4.el8_6.2')], listing).findings).toEqual([]);
    expect(told(match([example('1.2-4.el8_6.1')], listing).findings)).toEqual([
      'example CVE-2024-1 affected 1.2-4.el8_6.2',
    ]);
  });

  it('judges other builds by the current release', () => {
    expect(told(match([example('1.2-4.el8')], listing).findings)).toEqual(['example CVE-2024-1 affected 1.2-6.el8_10']);
    expect(told(match([example('1.2-5.el8_9')], listing).findings)).toEqual([
      'example CVE-2024-1 affected 1.2-6.el8_10',
    ]);
  });

  it('reads the minor release of a module build, too', () => {
    const modules = {
      'Rocky Linux:8 example': [
        rocky('rocky-linux-8', '1.2-4.module+el8.7.0+1076+9b1c11c1'),
        rocky('rocky-linux-8-4-legacy', '1.2-4.module+el8.4.0+556+40122d08'),
      ],
    };
    expect(match([example('1.2-4.module+el8.4.0+556+40122d08')], modules).findings).toEqual([]);
    expect(match([example('1.2-4.module+el8.5.0+600+40122d08')], modules).findings).toHaveLength(1);
  });

  it('takes what an archived release says where the advisory names no current build', () => {
    const archived = { 'Rocky Linux:8 example': [rocky('rocky-linux-8-4-legacy', '1.2-4.el8_4.1')] };
    expect(match([example('1.2-4.el8')], archived).findings).toHaveLength(1);
    expect(match([example('1.2-6.el8_10')], archived).findings).toEqual([]);
  });

  it('judges each architecture by its own builds', () => {
    const builds = {
      'Rocky Linux:8 example': [
        rocky('rocky-linux-8-x86-64', '1.2-5.el8'),
        rocky('rocky-linux-8-aarch64', '1.2-6.el8', 'RLSA-2024:0002'),
        rocky('rocky-linux-8-4-x86-64-legacy', '1.2-4.el8_4.1', 'RLSA-2024:0003'),
      ],
    };
    expect(match([example('1.2-5.el8', 'x86_64')], builds).findings).toEqual([]);
    expect(match([example('1.2-5.el8', 'i686')], builds).findings).toEqual([]);
    expect(told(match([example('1.2-5.el8', 'aarch64')], builds).findings)).toEqual([
      'example CVE-2024-1 affected 1.2-6.el8',
    ]);
    expect(match([example('1.2-4.el8_4', 'x86_64')], builds).findings).toHaveLength(1);
    expect(match([example('1.2-5.el8')], builds).findings).toHaveLength(1);
  });

  it("does not take the cloud group's kernel for the fix of the plain one", () => {
    const kernels = { 'Rocky Linux:8 example': [rocky('rocky-linux-8-sig-cloud', '4.18.0-553.el8_10.cloud.0.1')] };
    expect(match([example('4.18.0-553.el8_10')], kernels).findings).toEqual([]);
    expect(match([example('4.18.0-513.el8_9.cloud')], kernels).findings).toHaveLength(1);
  });
});

describe('Red Hat', () => {
  const redHat = (advisory: string, product: string, fixed: string, vulnerability = 'CVE-2024-1') => {
    const { stream } = ecosystemKey(`Red Hat:${product}::baseos`);
    return fixedIn(advisory, fixed, {
      vulnerabilities: [vulnerability],
      vendor: stream === undefined ? {} : { stream },
    });
  };
  const example = (version: string) => [installed('Red Hat:9', `example ${version}`)];
  const on = (version: string, ...subscriptions: readonly string[]): OperatingSystem => ({
    id: 'rhel',
    version,
    subscriptions,
  });
  const listing = {
    'Red Hat:9 example': [
      redHat('RHSA-2024:0001', 'enterprise_linux:9', '1.2-6.el9_4'),
      redHat('RHSA-2024:0002', 'rhel_eus:9.2', '1.2-4.el9_2.1'),
      redHat('RHSA-2024:0003', 'rhel_e4s:9.0', '1.2-2.el9_0.1'),
    ],
  };

  it('judges a machine without an extended release by the main stream', () => {
    expect(told(match(example('1.2-4.el9_2.1'), listing, on('9.2')).findings)).toEqual([
      'example CVE-2024-1 affected 1.2-6.el9_4',
    ]);
    expect(match(example('1.2-6.el9_4'), listing, on('9.4')).findings).toEqual([]);
  });

  it('judges 9.2 with EUS by the fix for 9.2 EUS', () => {
    expect(match(example('1.2-4.el9_2.1'), listing, on('9.2', 'eus')).findings).toEqual([]);
    expect(told(match(example('1.2-4.el9_2'), listing, on('9.2', 'eus')).findings)).toEqual([
      'example CVE-2024-1 affected 1.2-4.el9_2.1',
    ]);
  });

  it('falls back on the main stream where the extended release has no fix of its own', () => {
    expect(told(match(example('1.2-4.el9_2'), listing, on('9.4', 'eus')).findings)).toEqual([
      'example CVE-2024-1 affected 1.2-6.el9_4',
    ]);
    const more = {
      'Red Hat:9 example': [
        ...listing['Red Hat:9 example'],
        redHat('RHSA-2024:0004', 'enterprise_linux:9', '1.2-6.el9_4', 'CVE-2024-2'),
      ],
    };
    expect(told(match(example('1.2-4.el9_2.1'), more, on('9.2', 'eus')).findings)).toEqual([
      'example CVE-2024-2 affected 1.2-6.el9_4',
    ]);
  });

  it('keeps one extension apart from another', () => {
    expect(told(match(example('1.2-2.el9_0'), listing, on('9.0', 'eus')).findings)).toEqual([
      'example CVE-2024-1 affected 1.2-6.el9_4',
    ]);
    expect(told(match(example('1.2-2.el9_0'), listing, on('9.0', 'e4s')).findings)).toEqual([
      'example CVE-2024-1 affected 1.2-2.el9_0.1',
    ]);
  });

  it('knows extensions that are named by the major release alone', () => {
    const life = { 'Red Hat:9 example': [redHat('RHSA-2030:0001', 'rhel_els:9', '1.2-9.el9_10')] };
    expect(match(example('1.2-8.el9_10'), life, on('9.10')).findings).toEqual([]);
    expect(match(example('1.2-8.el9_10'), life, on('9.10', 'els')).findings).toHaveLength(1);
  });

  it('gives one finding for several bulletins on one CVE', () => {
    const twice = {
      'Red Hat:9 example': [
        redHat('RHSA-1', 'enterprise_linux:9', '1.2-5.el9'),
        redHat('RHSA-2', 'enterprise_linux:9', '1.2-7.el9'),
      ],
    };
    const { findings } = match(example('1.2-4.el9'), twice, on('9.4'));
    expect(told(findings)).toEqual(['example CVE-2024-1 affected 1.2-7.el9']);
    expect(findings[0]?.advisories).toEqual(['RHSA-1', 'RHSA-2']);
  });

  it.each([
    ['Red Hat:enterprise_linux:9::baseos', 'Red Hat:9', 'enterprise_linux:9'],
    ['Red Hat:rhel_eus:9.2::appstream', 'Red Hat:9', 'rhel_eus:9.2'],
    ['Red Hat:enterprise_linux_eus:10.0', 'Red Hat:10', 'enterprise_linux_eus:10.0'],
    ['Red Hat:openshift:4.12::el8', 'Red Hat:openshift:4.12::el8', undefined],
    ['Debian:12', 'Debian:12', undefined],
  ])('%s is looked up as %s', (ecosystem, key, stream) => {
    expect(ecosystemKey(ecosystem)).toEqual({ key, stream });
  });
});
