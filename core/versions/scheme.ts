// The contract every version scheme keeps: parse or reject with a reason, compare only what parsed.

export type Order = -1 | 0 | 1;

export type Parsed<V> = { readonly ok: true; readonly version: V } | { readonly ok: false; readonly reason: string };

/**
 * One way of writing and ordering versions.
 *
 * `parse` never throws, whatever the string; `compare` is a total order over what `parse` accepted,
 * except where the real tool's own order is not one (pacman, maven: their files say where).
 */
export interface Scheme<V = unknown> {
  readonly name: SchemeName;
  parse(text: string): Parsed<V>;
  compare(a: V, b: V): Order;
}

/**
 * The schemes, named as the ecosystem that owns each (`core/versions/<name>.ts`).
 *
 * `semver` is SemVer 2.0.0 with numbers of any length (OSV's SEMVER ranges); `npm` and `crates` order alike
 * and differ in what they refuse.
 */
export type SchemeName =
  | 'apk'
  | 'crates'
  | 'debian'
  | 'go'
  | 'maven'
  | 'npm'
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

/** The largest value of a signed 32-bit number: where dpkg's epoch, NuGet and .NET end. */
export const INT32_MAX = 2147483647;

/** Compares two strings by code unit, as C's strcmp does for ASCII. */
export const compareText = (a: string, b: string): Order => (a < b ? -1 : a > b ? 1 : 0);

export const compareNumbers = (a: number, b: number): Order => (a < b ? -1 : a > b ? 1 : 0);

export const isDigit = (code: number): boolean => code >= 48 && code <= 57;

export const isLetter = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90);

/** A run of ASCII digits without its leading zeros; all zeros give ''. */
export function withoutLeadingZeros(digits: string): string {
  let start = 0;
  while (digits.charCodeAt(start) === 48) start++;
  return start === 0 ? digits : digits.slice(start);
}

/** Compares two runs of ASCII digits of any length as numbers. */
export function compareDigits(a: string, b: string): Order {
  const left = withoutLeadingZeros(a);
  const right = withoutLeadingZeros(b);
  if (left.length !== right.length) return left.length < right.length ? -1 : 1;
  return compareText(left, right);
}

/** Compares two lists item by item; where one is the beginning of the other, the shorter is lower. */
export function compareLists<T>(a: readonly T[], b: readonly T[], compareItems: (a: T, b: T) => Order): Order {
  for (let i = 0; ; i++) {
    const left = a[i];
    const right = b[i];
    if (left === undefined || right === undefined) return compareNumbers(a.length, b.length);
    const order = compareItems(left, right);
    if (order !== 0) return order;
  }
}

/** Whether the text is one or more ASCII digits and nothing else. */
export const isDigits = (text: string): boolean => /^[0-9]+$/.test(text);

/** Why a text cannot be any version: it is empty or has characters no scheme uses. Undefined when it may be one. */
export function unusable(text: string): string | undefined {
  if (text === '') return 'it is empty';
  if (/[^\x20-\x7e]/.test(text)) return 'it has a control character or one outside ASCII';
  return undefined;
}

/** The position just past the digits that begin at `start`. */
export function endOfDigits(text: string, start: number): number {
  let end = start;
  while (end < text.length && isDigit(text.charCodeAt(end))) end++;
  return end;
}

/** The position just past the letters that begin at `start`. */
export function endOfLetters(text: string, start: number): number {
  let end = start;
  while (end < text.length && isLetter(text.charCodeAt(end))) end++;
  return end;
}
