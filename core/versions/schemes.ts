// The list of version schemes, by their own names and by the names the ecosystems' tables use.
import { apk } from './apk.ts';
import { crates } from './crates.ts';
import { debian } from './debian.ts';
import { go } from './go.ts';
import { maven } from './maven.ts';
import { npm } from './npm.ts';
import { nuget } from './nuget.ts';
import { packagist } from './packagist.ts';
import { pacman } from './pacman.ts';
import { pep440 } from './pep440.ts';
import { rpm } from './rpm.ts';
import { rubygems } from './rubygems.ts';
import type { Order, Scheme, SchemeName } from './scheme.ts';
import { semver } from './semver.ts';
import { windowsBuild } from './windows-build.ts';

export const schemes: Readonly<Record<SchemeName, Scheme>> = {
  apk,
  crates,
  debian,
  go,
  maven,
  npm,
  nuget,
  packagist,
  pacman,
  pep440,
  rpm,
  rubygems,
  semver,
  'windows-build': windowsBuild,
};

/** Other names people know a scheme by. */
const OTHER_NAMES: ReadonlyMap<string, SchemeName> = new Map([
  ['dpkg', 'debian'],
  ['pypi', 'pep440'],
  ['windows', 'windows-build'],
]);

/** Every name `schemeNamed` knows, sorted. */
export const schemeNames: readonly string[] = [...Object.keys(schemes), ...OTHER_NAMES.keys()].sort();

/** The scheme of that name, its own (`debian`) or another it is known by (`dpkg`, `pypi`, `windows`). */
export function schemeNamed(name: string): Scheme | undefined {
  const own = OTHER_NAMES.get(name) ?? name;
  return Object.hasOwn(schemes, own) ? schemes[own as SchemeName] : undefined;
}

/** How `a` stands to `b`; undefined when the scheme refuses either. */
export function compareVersions(scheme: Scheme, a: string, b: string): Order | undefined {
  const left = scheme.parse(a);
  const right = scheme.parse(b);
  return left.ok && right.ok ? scheme.compare(left.version, right.version) : undefined;
}
