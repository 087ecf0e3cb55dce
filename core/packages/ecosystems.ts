// Which OSV ecosystem covers an operating system, which version scheme an ecosystem compares with, and how people write systems.
import type { SchemeName } from '../versions/scheme.ts';
import type { OperatingSystem } from './package.ts';

export interface EcosystemChoice {
  /** The key packages are matched under (`Debian:12`, `Red Hat:9`), or undefined where no advisories cover the system. */
  readonly ecosystem: string | undefined;
  /** What a person must know of the choice: why there is none, or in what it is not exact. */
  readonly note: string | undefined;
}

const covered = (ecosystem: string, note?: string): EcosystemChoice => ({ ecosystem, note });
const uncovered = (note: string): EcosystemChoice => ({ ecosystem: undefined, note });

/**
 * The ecosystem key for an operating system. Release numbers are cut to what the advisories tell apart: the major on
 * rpm families and Debian, two parts on Ubuntu and Alpine. Codenames are numbers already (`parseOperatingSystem`).
 */
export function ecosystemOf(os: OperatingSystem): EcosystemChoice {
  const [major, minor] = parts(os.version);
  switch (os.id) {
    case 'debian':
      if (os.version === 'unstable') return covered('Debian:unstable');
      return major ? covered(`Debian:${major}`) : uncovered(`no Debian release is numbered "${os.version}"`);
    case 'raspbian':
      return uncovered('Raspbian rebuilds Debian, with changes of its own, and publishes no advisories');
    case 'ubuntu':
      return major && minor
        ? covered(`Ubuntu:${major}.${minor}`)
        : uncovered(`Ubuntu releases are numbered like 22.04, not "${os.version}"`);
    case 'alpine':
      if (os.version === 'edge' || /_(alpha|git)/.test(os.version)) return covered('Alpine:edge');
      return major && minor
        ? covered(`Alpine:v${major}.${minor}`)
        : uncovered(`Alpine releases are numbered like 3.19, not "${os.version}"`);
    case 'almalinux':
      return byMajor('AlmaLinux', major);
    case 'rocky':
      return byMajor('Rocky Linux', major);
    case 'rhel':
      return byMajor('Red Hat', major);
    case 'centos':
      return centos(os, major);
    case 'mageia':
      return byMajor('Mageia', major);
    case 'opensuse-tumbleweed':
      return covered('openSUSE:Tumbleweed');
    case 'opensuse-leap':
    case 'opensuse':
      return major && minor
        ? covered(`openSUSE:Leap ${major}.${minor}`)
        : uncovered(`openSUSE Leap releases are numbered like 15.6, not "${os.version}"`);
    case 'photon':
      return major ? covered(`Photon OS:${major}.${minor ?? '0'}`) : uncovered('no release number');
    case 'arch':
      return covered('Arch');
    case 'wolfi':
      return covered('Wolfi');
    case 'chainguard':
      return covered('Chainguard');
    case 'windows':
      return covered('Windows');
    case 'macos':
      return byMajor('macOS', major);
    case 'sles':
    case 'sled':
      return uncovered('SUSE files its advisories by product and module, which Suture does not read yet');
    case 'fedora':
    case 'amzn':
    case 'ol':
      return uncovered(`${labels[os.id]} publishes no OSV advisories, and Suture does not read its own format yet`);
    default:
      return uncovered(`no advisory feed covers "${os.id}"`);
  }
}

const labels: Readonly<Record<string, string>> = { fedora: 'Fedora', amzn: 'Amazon Linux', ol: 'Oracle Linux' };

const byMajor = (name: string, major: string | undefined): EcosystemChoice =>
  major ? covered(`${name}:${major}`) : uncovered(`${name} needs a release number`);

function centos(os: OperatingSystem, major: string | undefined): EcosystemChoice {
  if (!major) return uncovered('CentOS needs a release number');
  if (Number(major) >= 9 || /stream/i.test(os.name ?? '')) {
    return uncovered('CentOS Stream runs ahead of Red Hat Enterprise Linux and has no advisories of its own');
  }
  return covered(
    `Red Hat:${major}`,
    'CentOS Linux rebuilt Red Hat packages under their version numbers; it gets no fixes any more',
  );
}

function parts(version: string): readonly string[] {
  const match = /^v?(\d{1,8})(?:\.(\d{1,8}))?(?![\da-z])/i.exec(version);
  return match ? match.slice(1).filter((part) => part !== undefined) : [];
}

/**
 * The name under which an ecosystem (with or without release) files a package: what the database stores and what is
 * looked up must both pass through here. PyPI: PEP 503. NuGet and Packagist compare without case. Others: as written.
 */
export function lookupName(ecosystem: string, name: string): string {
  switch (ecosystem) {
    case 'PyPI':
      return name.replace(/[-_.]+/g, '-').toLowerCase();
    case 'NuGet':
    case 'Packagist':
      return name.toLowerCase();
    default:
      return name;
  }
}

/** The scheme an ecosystem (with or without release) orders versions by; undefined where Suture has none. */
export function schemeOf(ecosystem: string): SchemeName | undefined {
  const colon = ecosystem.indexOf(':');
  return schemes.get(colon === -1 ? ecosystem : ecosystem.slice(0, colon));
}

const schemes: ReadonlyMap<string, SchemeName> = new Map<string, SchemeName>([
  ['Debian', 'debian'],
  ['Ubuntu', 'debian'],
  ['Echo', 'debian'],
  ['Alpine', 'apk'],
  ['Wolfi', 'apk'],
  ['Chainguard', 'apk'],
  ['MinimOS', 'apk'],
  ['Alpaquita', 'apk'],
  ['BellSoft Hardened Containers', 'apk'],
  ['AlmaLinux', 'rpm'],
  ['Rocky Linux', 'rpm'],
  ['Red Hat', 'rpm'],
  ['SUSE', 'rpm'],
  ['openSUSE', 'rpm'],
  ['Mageia', 'rpm'],
  ['openEuler', 'rpm'],
  ['Photon OS', 'rpm'],
  ['Azure Linux', 'rpm'],
  ['Arch', 'pacman'],
  ['npm', 'semver'],
  // Cargo's precedence: build metadata takes no part, as in semver.
  ['crates.io', 'semver'],
  ['Hex', 'semver'],
  ['Pub', 'semver'],
  ['PyPI', 'pep440'],
  ['Maven', 'maven'],
  ['NuGet', 'nuget'],
  ['RubyGems', 'rubygems'],
  ['Ruby', 'rubygems'],
  ['Go', 'go'],
  ['Packagist', 'packagist'],
  ['Windows', 'windows-build'],
  // Two to four numbers, as Windows' builds are.
  ['macOS', 'windows-build'],
]);
