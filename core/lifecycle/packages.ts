// Until when a package that comes straight from its makers is supported, recognised by its package URL alone.
import type { Package } from '../packages/package.ts';
import { rowsOfVersion } from './releases.ts';
import { lifecycleOf, type ProductRelease, type Support, unknownSupport } from './support.ts';

/** A distribution supports what it packages, whatever the makers still support; so its packages are never judged here. */
const DISTRIBUTION_TYPES: ReadonlySet<string> = new Set([
  'deb',
  'rpm',
  'apk',
  'alpm',
  'alpine',
  'pacman',
  'qpkg',
  'oci',
  'docker',
]);

/**
 * The identifier to look a package up by: its package URL without version, qualifiers and subpath.
 *
 * Undefined for what a distribution supports: its own packages, and what lies inside one of them.
 */
export function lifecycleIdentifierOf(pkg: Package): string | undefined {
  if (pkg.owner !== undefined) return undefined;
  // Most packages are a distribution's, and are told by the beginning alone.
  const type = pkg.purl.slice('pkg:'.length, pkg.purl.indexOf('/'));
  if (DISTRIBUTION_TYPES.has(type) || DISTRIBUTION_TYPES.has(type.toLowerCase())) return undefined;
  const identifier = identifierOf(pkg.purl);
  return /^pkg:[a-z][a-z0-9.+-]*\//.test(identifier) ? identifier : undefined;
}

/** `rows` are all releases that carry the package's identifier. Undefined where none does, so nothing is known to ask about. */
export function lifecycleOfPackage(pkg: Package, rows: readonly ProductRelease[], today: string): Support | undefined {
  const identifier = lifecycleIdentifierOf(pkg);
  if (identifier === undefined) return undefined;
  const said = saidByChannel(pkg);
  if (said !== undefined) return said;
  const own = rows.filter(({ identifiers }) => identifiers.some((candidate) => identifierOf(candidate) === identifier));
  const [known] = own;
  if (known === undefined) return undefined;
  return releaseOf(
    pkg,
    own.filter(({ product }) => product === known.product),
    today,
  );
}

/** The same of what somebody has said to be a product, whose releases these are. Undefined where there are none. */
export function lifecycleAsProduct(pkg: Package, rows: readonly ProductRelease[], today: string): Support | undefined {
  return saidByChannel(pkg) ?? (rows.length === 0 ? undefined : releaseOf(pkg, rows, today));
}

/** Of the releases of one product the one that it is. */
function releaseOf(pkg: Package, rows: readonly ProductRelease[], today: string): Support {
  const [first, ...others] = rowsOfVersion(pkg.version, rows);
  return first === undefined
    ? unknownSupport(rows[0]?.product ?? '', pkg.version, `${pkg.name} ${pkg.version}`, 'no feed knows this release')
    : lifecycleOf([first, ...others], today);
}

/** A flatpak's remote says itself that nobody keeps it any more, and no day. */
function saidByChannel({ purl, name }: Package): Support | undefined {
  if (!purl.startsWith('pkg:generic/flatpak/') || !/[?&]support=ended(?:&|$)/.test(purl)) return undefined;
  const branch = decodeURIComponent(/[?&]branch=([\w.-]{1,100})(?:&|$)/.exec(purl)?.[1] ?? '');
  return {
    product: name,
    release: branch,
    label: `${name} ${branch}`.trim(),
    state: 'unsupported',
    endOfLife: null,
    extendedUntil: null,
    source: 'flatpak',
    note: 'its remote says that it is at its end of life',
  };
}

/** Package URLs differ in letter case of the type and in whether `@` is escaped; the rest is compared as written. */
function identifierOf(purl: string): string {
  const bare = purl.replace(/[?#].*$/s, '');
  const slash = bare.lastIndexOf('/');
  const version = bare.indexOf('@', slash + 1);
  const named = version <= slash + 1 ? bare : bare.slice(0, version);
  const colon = named.indexOf('/');
  if (colon === -1) return named;
  return named.slice(0, colon).toLowerCase() + named.slice(colon).replaceAll('@', '%40');
}
