// SemVer 2.0.0 with numbers of any length: OSV's SEMVER ranges, and the ground npm, crates and go stand on (https://semver.org/).
import { accept, compareDigits, compareText, isDigits, reject, unusable } from './scheme.ts';
import type { Order, Parsed, Scheme } from './scheme.ts';

export interface SemVer {
  /** Major, minor, patch: digits of any length without leading zeros. */
  readonly numbers: readonly string[];
  readonly prerelease: readonly Identifier[];
}

interface Identifier {
  readonly text: string;
  readonly numeric: boolean;
}

/** Reads `major.minor.patch[-prerelease][+build]`, nothing before it. Build metadata is checked and dropped. */
export function parseSemVer(text: string): Parsed<SemVer> {
  // Nearly all of them are no more than this.
  const [, major, minor, patch] = text.length < 100 ? (threeNumbers.exec(text) ?? []) : [];
  if (major !== undefined && minor !== undefined && patch !== undefined)
    return accept({ numbers: [major, minor, patch], prerelease: [] });
  const why = unusable(text);
  if (why !== undefined) return reject(why);
  const plus = text.indexOf('+');
  if (
    plus >= 0 &&
    !text
      .slice(plus + 1)
      .split('.')
      .every(isIdentifier)
  ) {
    return reject('the build metadata after "+" has an empty or malformed part');
  }
  const precedence = plus < 0 ? text : text.slice(0, plus);
  const hyphen = precedence.indexOf('-');
  const numbers = (hyphen < 0 ? precedence : precedence.slice(0, hyphen)).split('.');
  if (numbers.length !== 3)
    return reject(`it has ${numbers.length === 1 ? 'one number' : `${numbers.length} numbers`} where three are needed`);
  const problem = numberProblem(numbers);
  if (problem !== undefined) return reject(problem);
  if (hyphen < 0) return accept({ numbers, prerelease: [] });

  const prerelease: Identifier[] = [];
  for (const identifier of precedence.slice(hyphen + 1).split('.')) {
    if (!isIdentifier(identifier)) return reject('the prerelease after "-" has an empty or malformed part');
    const numeric = isDigits(identifier);
    if (numeric && hasLeadingZero(identifier)) return reject('a prerelease number has a leading zero');
    prerelease.push({ text: identifier, numeric });
  }
  return accept({ numbers, prerelease });
}

const threeNumbers = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/;

/** Why these are not numbers as SemVer writes them; undefined when they are. */
export function numberProblem(numbers: readonly string[]): string | undefined {
  for (const number of numbers) {
    if (number === '') return 'it has an empty number';
    if (!isDigits(number)) return 'it has something other than digits where a number is needed';
    if (hasLeadingZero(number)) return 'a number has a leading zero';
  }
  return undefined;
}

const hasLeadingZero = (digits: string): boolean => digits.length > 1 && digits.charCodeAt(0) === 48;

const isIdentifier = (text: string): boolean => /^[0-9A-Za-z-]+$/.test(text);

/** SemVer 2.0.0 §11. */
export function comparePrecedence(a: SemVer, b: SemVer): Order {
  for (let i = 0; i < 3; i++) {
    const order = compareDigits(a.numbers[i] ?? '', b.numbers[i] ?? '');
    if (order !== 0) return order;
  }
  return comparePrerelease(a.prerelease, b.prerelease);
}

function comparePrerelease(a: readonly Identifier[], b: readonly Identifier[]): Order {
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 0 : a.length === 0 ? 1 : -1;
  for (let i = 0; ; i++) {
    const left = a[i];
    const right = b[i];
    if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? -1 : 1;
    if (left.numeric !== right.numeric) return left.numeric ? -1 : 1;
    const order = (left.numeric ? compareDigits : compareText)(left.text, right.text);
    if (order !== 0) return order;
  }
}

/** A version without the `v` that tags carry before the first digit. */
export const withoutV = (text: string): string => (/^v[0-9]/.test(text) ? text.slice(1) : text);

export const semver: Scheme<SemVer> = {
  name: 'semver',
  parse: (text) => parseSemVer(withoutV(text)),
  compare: comparePrecedence,
};
