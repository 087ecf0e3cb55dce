// Debian's releases: the one table from code name to the number that OSV ecosystems and os-release use.

/** Code name to number; `sid`, which has none, to `unstable`. Source: distro-info-data. */
export const debianReleases: ReadonlyMap<string, string> = new Map([
  ['wheezy', '7'],
  ['jessie', '8'],
  ['stretch', '9'],
  ['buster', '10'],
  ['bullseye', '11'],
  ['bookworm', '12'],
  ['trixie', '13'],
  ['forky', '14'],
  ['duke', '15'],
  ['sid', 'unstable'],
]);

/** `bookworm` to `Debian:12`; undefined for a release this table does not have. */
export function debianEcosystem(codename: string): string | undefined {
  const release = debianReleases.get(codename);
  return release === undefined ? undefined : `Debian:${release}`;
}
