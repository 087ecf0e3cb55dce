// The mistakes that other scanners made in matching, each with a test that it is not made here. Named by their issues.
import { describe, expect, it } from 'vitest';
import { fixedIn, installed, match, open, told } from './matching.fixture.ts';

describe('binary for source', () => {
  it('a binary is judged by its source package and source version (trivy#393, grype#376)', () => {
    const { findings } = match(
      [installed('Debian:12', 'libdns-export1110 1:9.11.19+dfsg-2.1', { source: 'bind9 1:9.16.1-1' })],
      {
        'Debian:12 bind9': [fixedIn('CVE-2024-1', '1:9.16.2-1')],
        'Debian:12 libdns-export1110': [open('CVE-2024-2')],
      },
    );
    expect(told(findings)).toEqual(['libdns-export1110 CVE-2024-1 affected 1:9.16.2-1']);
  });

  it('Rocky lists source packages, so that openssl-libs is judged as openssl', () => {
    const libs = installed('Rocky Linux:9', 'openssl-libs 1:3.0.7-16.el9_2', { source: 'openssl 1:3.0.7-16.el9_2' });
    const { findings } = match([libs], { 'Rocky Linux:9 openssl': [fixedIn('RLSA-1', '1:3.0.7-18.el9_2')] });
    expect(told(findings)).toEqual(['openssl-libs RLSA-1 affected 1:3.0.7-18.el9_2']);
  });
});

describe('rpm', () => {
  it('an epoch outweighs the version (grype#437, grype#2170, fleet#49485)', () => {
    const statements = {
      'Red Hat:9 perl-Errno': [fixedIn('RHSA-1', '1.30-481.el9', { vendor: { stream: 'enterprise_linux:9' } })],
    };
    expect(match([installed('Red Hat:9', 'perl-Errno 1:1.20-1.el9')], statements).findings).toEqual([]);
  });

  it('a module build is not judged by another stream, nor by a plain build (grype#820, trivy#741)', () => {
    const statements = {
      'AlmaLinux:8 nodejs': [
        fixedIn('ALSA-20', '1:20.11.1-1.module_el8.9.0+3775+d8460d35', { vendor: { module: 'nodejs:20' } }),
        fixedIn('ALSA-PLAIN', '1:20.11.1-1.el8'),
      ],
    };
    const node18 = installed('AlmaLinux:8', 'nodejs 1:18.19.1-1.module_el8.9.0+3765+3a4c0b4e', {
      module: 'nodejs:18:1:a',
    });
    expect(match([node18], statements).findings).toEqual([]);
  });

  it('.module_el8 and .module+el8 mark the same build (vuls#1968)', () => {
    const statements = { 'AlmaLinux:8 nodejs': [fixedIn('ALSA-1', '1:18.19.1-1.module+el8.9.0+3765+3a4c0b4e')] };
    expect(
      match([installed('AlmaLinux:8', 'nodejs 1:18.19.1-1.module_el8.9.0+3765+3a4c0b4e')], statements).findings,
    ).toEqual([]);
  });

  it('a minor stream is closed by its own fix, not by the highest one (trivy#11199)', () => {
    const fixes = [
      fixedIn('RHSA-1', '1.2-6.el9_4', { vulnerabilities: ['CVE-2024-1'], vendor: { stream: 'enterprise_linux:9' } }),
      fixedIn('RHSA-2', '1.2-4.el9_2.1', { vulnerabilities: ['CVE-2024-1'], vendor: { stream: 'rhel_eus:9.2' } }),
    ];
    const patched = installed('Red Hat:9', 'example 1.2-4.el9_2.1');
    const system = { id: 'rhel', version: '9.2', subscriptions: ['eus'] };
    expect(match([patched], { 'Red Hat:9 example': fixes }, system).findings).toEqual([]);
  });
});

describe('kernels', () => {
  const statements = { 'Debian:12 linux': [fixedIn('CVE-2024-1', '6.1.90-1')] };

  it('the signed image is judged, though no advisory names the source it is built from', () => {
    const image = installed('Debian:12', 'linux-image-6.1.0-20-amd64 6.1.85-1', {
      source: 'linux-signed-amd64 6.1.85+1',
    });
    expect(told(match([image], statements).findings)).toEqual([
      'linux-image-6.1.0-20-amd64 CVE-2024-1 affected 6.1.90-1',
    ]);
  });

  it('the package that only depends on the newest image is no kernel (vuls#1559, wazuh#27477)', () => {
    const meta = installed('Debian:12', 'linux-image-amd64 6.1.85-1', { source: 'linux-signed-amd64 6.1.85+1' });
    expect(match([meta], statements).findings).toEqual([]);
  });
});

describe('Ubuntu', () => {
  it('a fix in a Pro pocket is no fix without Pro, and closes it with Pro (vuls#2645, grype#3544, trivy#8978, trivy-db#600)', () => {
    const rows = {
      'Ubuntu:22.04 jhead': [
        open('CVE-2024-1', { vendor: { pocket: 'jammy' } }),
        fixedIn('CVE-2024-1', '1.0-1ubuntu0.1~esm1', { vendor: { pocket: 'esm-apps/jammy' } }),
      ],
    };
    const plain = match([installed('Ubuntu:22.04', 'jhead 1.0-1')], rows);
    expect(told(plain.findings)).toEqual(['jhead CVE-2024-1 no-fix -']);
    expect(match([installed('Ubuntu:22.04', 'jhead 1.0-1ubuntu0.1~esm1')], rows).findings).toEqual([]);
  });
});

describe('Debian', () => {
  it('what the tracker holds unimportant, postponed or ignored keeps that state (trivy-db#380, trivy#3194, osv-scanner#1556)', () => {
    const { findings } = match([installed('Debian:12', 'example 1-1')], {
      'Debian:12 example': [
        open('CVE-2024-1', { vendor: { state: 'unimportant' } }),
        open('CVE-2024-2', { vendor: { state: 'postponed' } }),
        open('CVE-2024-3', { vendor: { state: 'ignored' } }),
        open('CVE-2024-4', { vendor: { state: 'end-of-life' } }),
        open('CVE-2024-5'),
      ],
    });
    expect(told(findings)).toEqual([
      'example CVE-2024-1 unimportant -',
      'example CVE-2024-2 postponed -',
      'example CVE-2024-3 will-not-fix -',
      'example CVE-2024-4 end-of-life -',
      'example CVE-2024-5 no-fix -',
    ]);
  });
});

describe("a language package inside a distribution's package (grype#1373, grype#2560)", () => {
  const semver = installed('npm', 'semver 7.3.5', { owner: 'node-semver' });
  const npmSays = fixedIn('GHSA-1', '7.5.2', { vulnerabilities: ['CVE-2022-25883'], aliases: ['GHSA-1'] });
  const owner = (ecosystem: string, more: { readonly origin?: string } = {}) =>
    installed(ecosystem, 'node-semver 7.3.5+~7.3.9-2+deb12u1', { source: 'node-semver', ...more });

  it('is left to the distribution where its advisories name the vulnerability', () => {
    const fixed = {
      'npm semver': [npmSays],
      'Debian:12 node-semver': [fixedIn('CVE-2022-25883', '7.3.5+~7.3.9-2+deb12u1')],
    };
    expect(match([semver, owner('Debian:12')], fixed).findings).toEqual([]);
    const unfixed = { 'npm semver': [npmSays], 'Debian:12 node-semver': [open('CVE-2022-25883')] };
    expect(told(match([semver, owner('Debian:12')], unfixed).findings)).toEqual([
      'node-semver CVE-2022-25883 no-fix -',
    ]);
  });

  it('is unknown where a tracker that lists what is open says nothing of it', () => {
    const { findings } = match([semver, owner('Debian:12')], { 'npm semver': [npmSays] });
    expect(told(findings)).toEqual(['semver CVE-2022-25883 unknown -']);
    expect(findings[0]?.evidence.notes).toEqual([
      'it is part of node-semver, which Debian:12 maintains and may have fixed under this version; its advisories do not name this',
    ]);
    expect(findings[0]?.evidence.matches[0]?.fixedVersion).toBe('7.5.2');
  });

  it('stands without a fix where the distribution publishes fixes only', () => {
    expect(told(match([semver, owner('AlmaLinux:9')], { 'npm semver': [npmSays] }).findings)).toEqual([
      'semver CVE-2022-25883 no-fix -',
    ]);
  });

  it('is judged as any other where its owner is not installed, is a third party, or is another language package', () => {
    const asAnyOther = ['semver CVE-2022-25883 affected 7.5.2'];
    const statements = { 'npm semver': [npmSays] };
    const inside = installed('npm', 'semver 7.3.5', { owner: 'pkg:npm/npm@9.2.0' });
    expect(told(match([semver], statements).findings)).toEqual(asAnyOther);
    expect(told(match([semver, owner('Debian:12', { origin: 'NodeSource' })], statements).findings)).toEqual(
      asAnyOther,
    );
    expect(told(match([inside], statements).findings)).toEqual(asAnyOther);
  });

  it('finds an owner whose architecture dpkg names', () => {
    const owned = installed('npm', 'semver 7.3.5', { owner: 'node-semver:amd64' });
    expect(told(match([owned, owner('Debian:12')], { 'npm semver': [npmSays] }).findings)).toEqual([
      'semver CVE-2022-25883 unknown -',
    ]);
  });
});

describe('third parties', () => {
  it.each([
    ['AlmaLinux:9', 'NGINX Packaging <nginx-packaging@f5.com>'],
    ['Rocky Linux:9', 'Fedora Project'],
    ['Red Hat:9', 'NodeSource'],
    ['Debian:12', 'Docker'],
    ['Ubuntu:22.04', 'LP-PPA-ondrej-php'],
  ])(
    "in %s what “%s” built is not judged by the distribution's advisories, and that is said (trivy#649, #722, #10118)",
    (ecosystem, origin) => {
      const nginx = installed(ecosystem, 'nginx 1.10.0-1', { origin });
      expect(match([nginx], { [`${ecosystem} nginx`]: [open('CVE-2024-1')] })).toEqual({
        findings: [],
        unjudged: [{ package: nginx, why: `${origin} built it, of whom the advisories for ${ecosystem} do not speak` }],
      });
    },
  );

  it.each([
    ['AlmaLinux:9', 'AlmaLinux'],
    ['Rocky Linux:9', 'Rocky Enterprise Software Foundation'],
    ['Red Hat:9', 'Red Hat, Inc.'],
    ['Red Hat:7', 'CentOS'],
    ['Debian:12', 'Debian'],
    ['Ubuntu:22.04', 'UbuntuESMApps'],
    ['Mageia:9', 'Mageia.Org'],
    ['AlmaLinux:9', undefined],
  ])('in %s what %s built is', (ecosystem, origin) => {
    const nginx = installed(ecosystem, 'nginx 1.10.0-1', origin === undefined ? {} : { origin });
    expect(match([nginx], { [`${ecosystem} nginx`]: [open('CVE-2024-1')] }).findings).toHaveLength(1);
  });
});

describe('Alpine', () => {
  it('a package is judged by its origin, at the release it runs (grype#281)', () => {
    const statements = {
      'Alpine:v3.19 openssl': [fixedIn('CVE-2024-1', '3.1.4-r1')],
      'Alpine:v3.18 openssl': [open('CVE-2024-2')],
    };
    const { findings } = match([installed('Alpine:v3.19', 'libssl3 3.1.4-r0', { source: 'openssl' })], statements);
    expect(told(findings)).toEqual(['libssl3 CVE-2024-1 affected 3.1.4-r1']);
  });

  it('a malformed fixed version leaves the CVE unknown (trivy#1408)', () => {
    const { findings } = match([installed('Alpine:v3.19', 'example 1.0-r0')], {
      'Alpine:v3.19 example': [fixedIn('CVE-2024-1', '1.1_r0-bad')],
    });
    expect(told(findings)).toEqual(['example CVE-2024-1 unknown -']);
  });
});

describe('Go', () => {
  it('a pseudo-version is ordered by its commit time (grype#972, osv-scanner#1754)', () => {
    const statements = { 'Go golang.org/x/crypto': [fixedIn('GO-1', '0.0.0-20220314234659-1baeb1ce4c0b')] };
    const at = (version: string) =>
      match([installed('Go', `golang.org/x/crypto ${version}`)], statements).findings.length;
    expect(at('0.0.0-20220313003712-b769efc7c000')).toBe(1);
    expect(at('0.0.0-20220314234659-1baeb1ce4c0b')).toBe(0);
    expect(at('0.0.0-20220622213112-05595931fe9d')).toBe(0);
  });
});

describe('Windows', () => {
  it('a build is compared within its line, whatever update superseded which (wazuh#14724, wazuh#15160)', () => {
    const statements = { 'Windows 12085': [fixedIn('CVE-2024-1', '10.0.22621.3155', { vendor: { kb: '5034765' } })] };
    expect(match([installed('Windows', '12085 10.0.22621.3296')], statements).findings).toEqual([]);
  });
});

describe('name collisions', () => {
  it.each(['php', 'mysql', 'gitlab'])(
    '%s of one ecosystem is not %s of another (fleet#31082, #13615, #40007)',
    (name) => {
      const statements = {
        [`npm ${name}`]: [open('MAL-1')],
        [`PyPI ${name}`]: [open('PYSEC-1')],
        [`Debian:12 ${name}`]: [open('CVE-1')],
      };
      expect(told(match([installed('npm', `${name} 1.0.0`)], statements).findings)).toEqual([`${name} MAL-1 no-fix -`]);
      expect(match([installed('crates.io', `${name} 1.0.0`)], statements).findings).toEqual([]);
    },
  );
});
