// Ubuntu's releases: code names, numbers, and the many ways OSV writes an Ubuntu ecosystem.

/** Code name to number. Source: distro-info-data. */
export const ubuntuReleases: ReadonlyMap<string, string> = new Map([
  ['trusty', '14.04'],
  ['xenial', '16.04'],
  ['bionic', '18.04'],
  ['cosmic', '18.10'],
  ['disco', '19.04'],
  ['eoan', '19.10'],
  ['focal', '20.04'],
  ['groovy', '20.10'],
  ['hirsute', '21.04'],
  ['impish', '21.10'],
  ['jammy', '22.04'],
  ['kinetic', '22.10'],
  ['lunar', '23.04'],
  ['mantic', '23.10'],
  ['noble', '24.04'],
  ['oracular', '24.10'],
  ['plucky', '25.04'],
  ['questing', '25.10'],
  ['resolute', '26.04'],
  ['stonking', '26.10'],
]);

const codenames: ReadonlyMap<string, string> = new Map(
  [...ubuntuReleases].map(([codename, number]) => [number, codename]),
);

/** `22.04` to `jammy`. */
export const ubuntuCodename = (release: string): string | undefined => codenames.get(release);

export interface UbuntuEcosystem {
  /** `22.04`. */
  readonly release: string;
  /** Needs an Ubuntu Pro subscription. */
  readonly pro: boolean;
  /** What it says besides `Pro`, the release and `LTS`, in lower case: `fips-updates`, `realtime-kernel`, `nvidia-bluefield`. */
  readonly variant: string | undefined;
}

/**
 * Reads `Ubuntu:22.04:LTS`, `Ubuntu:Pro:22.04:LTS`, `Ubuntu:24.10`, `Ubuntu:Pro:FIPS-updates:22.04:LTS`.
 * Undefined for whatever is not an Ubuntu ecosystem with a release. Source: OSV schema, "Defined ecosystems".
 */
export function parseUbuntuEcosystem(ecosystem: string): UbuntuEcosystem | undefined {
  const [name, ...parts] = ecosystem.split(':');
  if (name !== 'Ubuntu') return undefined;
  const at = parts.findIndex((part) => /^\d{1,2}\.\d{2}$/.test(part));
  const release = parts[at];
  if (release === undefined) return undefined;
  const words = parts.toSpliced(at, 1).map((part) => part.toLowerCase());
  const variant = words.filter((word) => word !== 'pro' && word !== 'lts').join('-');
  return { release, pro: words.includes('pro'), variant: variant === '' ? undefined : variant };
}

/**
 * The pocket as the Ubuntu tracker writes it, for an ecosystem whose record does not name it.
 * `jammy` for the archive everyone has; `pro/jammy` for Pro (OSV does not say which of esm-infra and esm-apps);
 * `fips-updates/jammy` and the like for a variant.
 */
export function ubuntuPocket({ release, pro, variant }: UbuntuEcosystem): string {
  const codename = ubuntuCodename(release) ?? release;
  if (variant !== undefined) return `${variant}/${codename}`;
  return pro ? `pro/${codename}` : codename;
}
