// Rebuilds and subscriptions that keep an old minor release alive: a fix for 8.6 closes it there, though 8.10 is higher.
import type { Candidate } from '../advisories/candidate.ts';
import type { OperatingSystem, Package } from '../packages/package.ts';

/** `el8_6` in a release tag, `module+el8.6.0` in a module's. */
const MINOR_TAG = /\.el(\d+)_(\d+)|\.module[+_]el(\d+)\.(\d+)/;

/** `rocky-linux-8`, `rocky-linux-8-6-legacy`, `rocky-linux-8-4-x86-64-legacy`, `rocky-linux-9-sig-cloud`. */
const ROCKY_STREAM =
  /^rocky-linux-\d+(?<minor>-\d+)?(?:-(?<arch>x86-64|aarch64|ppc64le|s390x))?(?:-legacy|-sig-(?<sig>\w+))?$/;

/**
 * Rocky lists the build of an archived minor release (`rocky-linux-8-6-legacy`) beside the current one in one advisory:
 * a build for that minor release is judged by its own. What a special interest group builds (`.cloud`) has its own, too.
 */
export function rockyStream(pkg: Package, version: string, candidates: readonly Candidate[]): readonly Candidate[] {
  const [, major, minor, moduleMajor, moduleMinor] = MINOR_TAG.exec(version) ?? [];
  const own = `-${minor ?? moduleMinor}`;
  const known = candidates.map((candidate) => ({ candidate, ...streamOf(candidate) }));
  const installable = known.filter(
    ({ arch, sig }) =>
      (arch === undefined || isOnArch(pkg.arch, arch)) && (sig === undefined || version.includes(`.${sig}`)),
  );
  return [...Map.groupBy(installable, ({ candidate }) => candidate.advisory).values()].flatMap((group) => {
    const ofOwnMinor = (major ?? moduleMajor) === undefined ? [] : group.filter((each) => each.minor === own);
    const current = group.filter((each) => each.minor === undefined);
    const chosen = [ofOwnMinor, current].find((some) => some.length > 0) ?? group;
    return chosen.map(({ candidate }) => candidate);
  });
}

interface RockyStream {
  readonly minor?: string;
  readonly arch?: string;
  readonly sig?: string;
}

const streamOf = ({ vendor }: Candidate): RockyStream => ROCKY_STREAM.exec(vendor.stream ?? '')?.groups ?? {};

const isOnArch = (installed = 'noarch', arch: string): boolean =>
  installed === 'noarch' || arch === (ON_X86_64.has(installed) ? 'x86-64' : installed);

const ON_X86_64: ReadonlySet<string> = new Set(['x86_64', 'i686', 'i386']);

/**
 * RHEL: the main stream counts, and where the machine is on an extended minor release (`rhel:9.2+eus`) that stream's own
 * fix for a vulnerability stands in for the main stream's. Other products' streams say nothing of this machine.
 */
export function redHatStream(
  candidates: readonly Candidate[],
  system: OperatingSystem | undefined,
): readonly Candidate[] {
  const extended = candidates.filter((candidate) => isExtended(candidate, system));
  const covered = new Set(extended.flatMap(({ vulnerabilities }) => vulnerabilities));
  const main = candidates.filter(
    (candidate) => isMain(candidate) && !candidate.vulnerabilities.some((id) => covered.has(id)),
  );
  return [...extended, ...main];
}

const isMain = ({ vendor: { stream = 'enterprise_linux:' } }: Candidate): boolean =>
  /^(?:enterprise_linux|rhel_extras\w*):/.test(stream) && !stream.includes('_els:');

/** `rhel_eus:9.2` on 9.2 with `eus`; `rhel_els:7` on 7.9 with `els`. */
function isExtended({ vendor }: Candidate, system: OperatingSystem | undefined): boolean {
  const [, subscription, release] =
    /^(?:rhel|enterprise_linux)_(?:extras_\w*?)?([a-z0-9]+):([\d.]+)$/.exec(vendor.stream ?? '') ?? [];
  if (system === undefined || subscription === undefined || release === undefined) return false;
  if (!system.subscriptions?.includes(subscription)) return false;
  return release === system.version || release === system.version.split('.', 1)[0];
}
