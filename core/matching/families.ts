// What the advisories of an ecosystem are filed under: the binary package, or the source it is built from.
import type { Package } from '../packages/package.ts';

/** `Debian` of `Debian:12`. */
export function familyOf(ecosystem: string | undefined): string {
  if (ecosystem === undefined) return '';
  const colon = ecosystem.indexOf(':');
  return colon === -1 ? ecosystem : ecosystem.slice(0, colon);
}

/** Those whose advisories name source packages (Alpine's origins). Source: OSV schema, "Defined ecosystems". */
const BY_SOURCE: ReadonlySet<string> = new Set([
  'Debian',
  'Ubuntu',
  'Echo',
  'Alpine',
  'Alpaquita',
  'Wolfi',
  'Chainguard',
  'MinimOS',
  'Rocky Linux',
  'SUSE',
  'openSUSE',
  'Mageia',
  'openEuler',
]);

/** The name and version that the ecosystem's advisories speak of. */
export function subjectOf(pkg: Package): { readonly name: string; readonly version: string } {
  const family = familyOf(pkg.ecosystem);
  if (!BY_SOURCE.has(family)) return pkg;
  return (family === 'Debian' || family === 'Ubuntu' ? signedKernel(pkg) : undefined) ?? pkg.source;
}

/**
 * Debian and Ubuntu sign their kernels in sources of their own (`linux-signed-amd64` 6.1.85+1), which no advisory names:
 * the image is `linux` at the image's own version. The package that only depends on the newest image is no kernel.
 */
function signedKernel({
  name,
  version,
  source,
}: Package): { readonly name: string; readonly version: string } | undefined {
  if (!source.name.startsWith('linux-signed') || !/^linux-image-(?:unsigned-)?\d/.test(name)) return undefined;
  return { name: source.name.replace(/^linux-signed(.*?)(?:-(?:amd64|arm64|i386))?$/, 'linux$1'), version };
}

const RPM: ReadonlySet<string> = new Set(['AlmaLinux', 'Rocky Linux', 'Red Hat']);

/** Whether its packages may be builds of a module. */
export const hasModules = (ecosystem: string | undefined): boolean => RPM.has(familyOf(ecosystem));
