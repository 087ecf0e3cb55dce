// Which release of a package of one's own an endpoint is offered, and by which installer.
import type { OperatingSystem } from '../packages/package.ts';
import { compareVersions, schemes } from '../versions/schemes.ts';
import type { Installer, Release } from './release.ts';

/** What stands for the installed version in an offer of something that is not installed. */
export const NOT_INSTALLED = '(none)';

/** Negative where `a` is older. Versions are ordered as those of the system's own packages; of all others as Debian does. */
export function compareOwn(kind: Installer['kind'], a: string, b: string): number {
  const order = compareVersions(kind === 'rpm' ? schemes.rpm : schemes.debian, a, b);
  return order ?? (a === b ? 0 : a < b ? -1 : 1);
}

export interface Machine {
  readonly system: OperatingSystem;
  /** As dpkg calls it: `amd64`. Undefined where it is not known: then only what fits all is offered. */
  readonly architecture: string | undefined;
}

const notLinux: ReadonlySet<string> = new Set(['windows', 'macos']);

/** Undefined where none fits. */
export function installerFor({ installers }: Release, { system, architecture }: Machine): Installer | undefined {
  const named = (id: string) => (each: Installer) =>
    each.fits.systems.includes(id) &&
    (each.fits.architecture === 'any' || each.fits.architecture === architecture) &&
    (each.fits.least === undefined || compareOwn('archive', system.version, each.fits.least) >= 0);
  // What names the system goes before what is for every Linux.
  return installers.find(named(system.id)) ?? (notLinux.has(system.id) ? undefined : installers.find(named('linux')));
}

export interface Choice {
  readonly release: Release;
  readonly installer: Installer;
}

/** The newest release of each package that fits the machine. */
export function choices(releases: readonly Release[], machine: Machine): ReadonlyMap<string, Choice> {
  const found = new Map<string, Choice>();
  for (const release of releases) {
    const installer = installerFor(release, machine);
    if (installer === undefined) continue;
    const before = found.get(release.package);
    if (before === undefined || compareOwn(installer.kind, before.release.version, release.version) < 0)
      found.set(release.package, { release, installer });
  }
  // What another takes the place of is offered no more.
  for (const { release } of found.values()) {
    for (const { package: other, below } of release.supersedes) {
      const old = found.get(other);
      const isOld = below === undefined || (old !== undefined && compareOwn('archive', old.release.version, below) < 0);
      if (old !== undefined && isOld) found.delete(other);
    }
  }
  return found;
}
