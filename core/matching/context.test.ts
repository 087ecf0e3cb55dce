// Tests that a package judged apart from its endpoint, in its context, gets the findings it gets among the endpoint's packages.
import { describe, expect, it } from 'vitest';
import type { OperatingSystem, Package } from '../packages/package.ts';
import { contextOf, matchInContext, ownersAmong } from './context.ts';
import { type Statements, fixedIn, installed, listed, match, open, told } from './matching.fixture.ts';

const ubuntu = (...subscriptions: readonly string[]): OperatingSystem => ({
  id: 'ubuntu',
  version: '22.04',
  subscriptions,
});

const apart = (packages: readonly Package[], statements: Statements, system?: OperatingSystem) =>
  packages.flatMap(
    (pkg) => matchInContext([pkg], contextOf(pkg, system, ownersAmong(packages)), listed(statements)).findings,
  );

describe('a context', () => {
  it('is nothing for a package that is judged alike everywhere', () => {
    expect(contextOf(installed('Debian:12', 'curl 1'), ubuntu('esm-apps'), new Map())).toBeUndefined();
    expect(contextOf(installed('Ubuntu:22.04', 'curl 1'), ubuntu(), new Map())).toBeUndefined();
    expect(contextOf(installed('Ubuntu:22.04', 'curl 1'), undefined, new Map())).toBeUndefined();
    expect(contextOf(installed('npm', 'semver 1', { owner: 'node-semver' }), undefined, new Map())).toBeUndefined();
  });

  it("is Ubuntu's pockets, whatever their order; RHEL's streams are those of one minor release", () => {
    const jhead = installed('Ubuntu:22.04', 'jhead 1');
    expect(contextOf(jhead, ubuntu('esm-infra', 'esm-apps', 'esm-infra'), new Map())).toEqual({
      subscriptions: ['esm-apps', 'esm-infra'],
    });
    const rhel = { id: 'rhel', version: '9.2', subscriptions: ['eus'] };
    expect(contextOf(installed('Red Hat:9', 'curl 1'), rhel, new Map())).toEqual({
      subscriptions: ['eus'],
      release: '9.2',
    });
  });

  it('is the owner with the name its advisories go by, without its version', () => {
    const owner = installed('Debian:12', 'libssl3:amd64 3.0.9-1', { source: 'openssl 3.0.9-1' });
    const owners = ownersAmong([{ ...owner, name: 'libssl3' }]);
    expect(contextOf(installed('npm', 'thing 1', { owner: 'libssl3:amd64' }), undefined, owners)).toEqual({
      owner: { name: 'libssl3', ecosystem: 'Debian:12', subject: 'openssl' },
    });
  });
});

describe('judged apart, in its context', () => {
  it('an Ubuntu package is judged by the pockets of its endpoint', () => {
    const statements = {
      'Ubuntu:22.04 jhead': [
        open('CVE-2024-1', { feed: 'ubuntu', vendor: { pocket: 'jammy' } }),
        fixedIn('CVE-2024-1', '1.0-1ubuntu0.1+esm2', { feed: 'ubuntu', vendor: { pocket: 'esm-apps/jammy' } }),
      ],
    };
    const packages = [installed('Ubuntu:22.04', 'jhead 1.0-1')];
    expect(told(apart(packages, statements, ubuntu('esm-apps')))).toEqual([
      'jhead CVE-2024-1 affected 1.0-1ubuntu0.1+esm2',
    ]);
    expect(told(apart(packages, statements, ubuntu()))).toEqual(['jhead CVE-2024-1 no-fix -']);
  });

  it('an RHEL package is judged by the stream of its minor release', () => {
    const statements = {
      'Red Hat:9 curl': [
        fixedIn('CVE-2024-1', '2-9', { vendor: { stream: 'enterprise_linux:9' } }),
        fixedIn('CVE-2024-1', '2-3', { vendor: { stream: 'rhel_eus:9.2' } }),
      ],
    };
    const rhel = (version: string) => ({ id: 'rhel', version, subscriptions: ['eus'] });
    const packages = [installed('Red Hat:9', 'curl 2-1')];
    expect(told(apart(packages, statements, rhel('9.2')))).toEqual(['curl CVE-2024-1 affected 2-3']);
    expect(told(apart(packages, statements, rhel('9.4')))).toEqual(['curl CVE-2024-1 affected 2-9']);
  });

  it('a language package is settled by what the distribution says of its owner, as on the whole endpoint', () => {
    const packages = [
      installed('Debian:12', 'node-semver 7.3.5-1'),
      installed('npm', 'semver 7.3.5', { owner: 'node-semver' }),
    ];
    const statements = {
      'npm semver': [fixedIn('CVE-2024-1', '7.5.2'), fixedIn('CVE-2024-2', '7.5.3')],
      'Debian:12 node-semver': [fixedIn('CVE-2024-1', '7.3.5-1')],
    };
    const findings = apart(packages, statements);
    expect(told(findings)).toEqual(['semver CVE-2024-2 unknown -']);
    expect(findings).toEqual(match(packages, statements).findings);
  });

  it('builds of Rocky for several architectures do not share an answer', () => {
    const rocky = (stream: string, fixed: string) =>
      fixedIn('RLSA-1', fixed, { vulnerabilities: ['CVE-2024-1'], vendor: { stream } });
    const statements = {
      'Rocky Linux:8 example': [
        rocky('rocky-linux-8-4-aarch64-legacy', '1-9.el8_4'),
        rocky('rocky-linux-8-4-x86-64-legacy', '1-3.el8_4'),
      ],
    };
    const builds = ['aarch64', 'x86_64'].map((arch) => installed('Rocky Linux:8', 'example 1-2.el8_4', { arch }));
    for (const packages of [builds, builds.toReversed()]) {
      const { findings } = matchInContext(packages, undefined, listed(statements));
      expect(findings.map((finding) => `${finding.package.arch} ${finding.fixedVersion}`).sort()).toEqual([
        'aarch64 1-9.el8_4',
        'x86_64 1-3.el8_4',
      ]);
    }
  });
});
