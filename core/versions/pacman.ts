// Arch Linux package versions, ordered as libalpm does (alpm_pkg_vercmp); manual: vercmp(8).
import {
  accept,
  compareDigits,
  compareText,
  endOfDigits,
  endOfLetters,
  isDigit,
  isLetter,
  reject,
  unusable,
} from './scheme.ts';
import { splitEvr } from './rpm.ts';
import type { Order, Parsed, Scheme } from './scheme.ts';

export interface PacmanVersion {
  /** Digits; '0' where none is written. */
  readonly epoch: string;
  readonly version: string;
  /** Undefined where none is written: then it is not compared at all. */
  readonly pkgrel: string | undefined;
}

function parse(text: string): Parsed<PacmanVersion> {
  const why = unusable(text);
  if (why !== undefined) return reject(why);
  if (text.includes(' ')) return reject('it has a space inside');
  const { epoch, version, release } = splitEvr(text);
  return accept({ epoch, version, pkgrel: release });
}

/**
 * libalpm's order, which is not total in two places: a version without pkgrel equals every pkgrel of itself, and
 * separators at the end (`1.`) can make a circle with doubled ones (`1..a`). Arch's packages have neither.
 */
function compare(a: PacmanVersion, b: PacmanVersion): Order {
  const order = compareDigits(a.epoch, b.epoch) || compareSegments(a.version, b.version);
  if (order !== 0 || a.pkgrel === undefined || b.pkgrel === undefined) return order;
  return compareSegments(a.pkgrel, b.pkgrel);
}

function skipSeparators(text: string, start: number): number {
  let at = start;
  while (at < text.length && !isDigit(text.charCodeAt(at)) && !isLetter(text.charCodeAt(at))) at++;
  return at;
}

function compareSegments(a: string, b: string): Order {
  if (a === b) return 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const iStart = skipSeparators(a, i);
    const jStart = skipSeparators(b, j);
    const separators = [iStart - i, jStart - j] as const;
    i = iStart;
    j = jStart;
    if (i >= a.length || j >= b.length) break;
    if (separators[0] !== separators[1]) return separators[0] < separators[1] ? -1 : 1;

    const numeric = isDigit(a.charCodeAt(i));
    if (numeric !== isDigit(b.charCodeAt(j))) return numeric ? 1 : -1;
    const iEnd = numeric ? endOfDigits(a, i) : endOfLetters(a, i);
    const jEnd = numeric ? endOfDigits(b, j) : endOfLetters(b, j);
    const order = (numeric ? compareDigits : compareText)(a.slice(i, iEnd), b.slice(j, jEnd));
    if (order !== 0) return order;
    i = iEnd;
    j = jEnd;
  }
  if (i >= a.length && j >= b.length) return 0;
  // What is left makes the version newer, unless it begins with a letter: 1.0rc is older than 1.0.
  if (i >= a.length) return isLetter(b.charCodeAt(j)) ? 1 : -1;
  return isLetter(a.charCodeAt(i)) ? -1 : 1;
}

export const pacman: Scheme<PacmanVersion> = { name: 'pacman', parse, compare };
