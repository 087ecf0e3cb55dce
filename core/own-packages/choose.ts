// Which release of a package of one's own an endpoint is offered, and by which installer.
import type { OperatingSystem } from '../packages/package.ts';
import { succeeded } from './circle.ts';
import { compareOwn } from './compare.ts';
import type { Installer, Release } from './release.ts';

/** What stands for the installed version in an offer of something that is not installed. */
export const NOT_INSTALLED = '(none)';

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
  for (const name of succeeded([...found.values()].map(({ release }) => release))) found.delete(name);
  return found;
}
