// The contract every version scheme keeps: parse or reject with a reason, compare only what parsed.

export type Order = -1 | 0 | 1;

export type Parsed<V> =
  | { readonly ok: true; readonly version: V }
  | { readonly ok: false; readonly reason: string };

/**
 * One way of writing and ordering versions.
 *
 * `parse` never throws, whatever the string; `compare` is a total order over what `parse` accepted.
 */
export interface Scheme<V = unknown> {
  readonly name: SchemeName;
  parse(text: string): Parsed<V>;
  compare(a: V, b: V): Order;
}

/** The schemes, named as the ecosystem that owns each (`core/versions/<name>.ts`). */
export type SchemeName =
  | 'apk'
  | 'debian'
  | 'go'
  | 'maven'
  | 'nuget'
  | 'packagist'
  | 'pacman'
  | 'pep440'
  | 'rpm'
  | 'rubygems'
  | 'semver'
  | 'windows-build';

export const accept = <V>(version: V): Parsed<V> => ({ ok: true, version });
export const reject = <V = never>(reason: string): Parsed<V> => ({ ok: false, reason });

/** Compares two strings by code unit, as C's strcmp does for ASCII. */
export const compareText = (a: string, b: string): Order => (a < b ? -1 : a > b ? 1 : 0);

/** Compares two runs of ASCII digits of any length as numbers. */
export function compareDigits(a: string, b: string): Order {
  const left = a.replace(/^0+/, '');
  const right = b.replace(/^0+/, '');
  if (left.length !== right.length) return left.length < right.length ? -1 : 1;
  return compareText(left, right);
}
