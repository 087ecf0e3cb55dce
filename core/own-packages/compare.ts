// Which version of a package of one's own is newer.
import { compareVersions, schemes } from '../versions/schemes.ts';
import type { Installer } from './release.ts';

/** Negative where `a` is older. Versions are ordered as those of the system's own packages; of all others as Debian does. */
export function compareOwn(kind: Installer['kind'], a: string, b: string): number {
  const order = compareVersions(kind === 'rpm' ? schemes.rpm : schemes.debian, a, b);
  return order ?? (a === b ? 0 : a < b ? -1 : 1);
}
