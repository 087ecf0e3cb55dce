// The OSV ecosystems Suture reads, one archive each, and how their advisories differ.

/** As OSV writes them, before any `:release`. Source: https://osv-vulnerabilities.storage.googleapis.com/ecosystems.txt, those an adapter or an SBOM can name. */
export const osvEcosystems: readonly string[] = [
  'Debian',
  'Ubuntu',
  'AlmaLinux',
  'Rocky Linux',
  'Red Hat',
  'SUSE',
  'openSUSE',
  'Alpine',
  'Wolfi',
  'Chainguard',
  'Mageia',
  'openEuler',
  'Photon OS',
  'Echo',
  'MinimOS',
  'npm',
  'PyPI',
  'Maven',
  'NuGet',
  'Go',
  'crates.io',
  'RubyGems',
  'Packagist',
  'Hex',
  'Pub',
];

/**
 * Distributions whose records list, beside the range, the versions of their own archive that lie in it. The list adds
 * nothing there (a test holds the data to that) and is most of the record's size.
 */
export const enumeratesItsRanges: ReadonlySet<string> = new Set([
  'Debian',
  'Ubuntu',
  'AlmaLinux',
  'Rocky Linux',
  'Red Hat',
]);

/** `Debian` of `Debian:12`. */
export function baseEcosystem(ecosystem: string): string {
  const colon = ecosystem.indexOf(':');
  return colon === -1 ? ecosystem : ecosystem.slice(0, colon);
}
