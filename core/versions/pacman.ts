// Arch Linux package versions, ordered as libalpm does (alpm_pkg_vercmp); manual: vercmp(8).
import { type Evr, compareRuns, endOfRun, parseEvr } from './evr.ts';
import { compareDigits, isDigit, isLetter } from './scheme.ts';
import type { Order, Scheme } from './scheme.ts';

/**
 * libalpm's order, which is not total in two places: a version without pkgrel equals every pkgrel of itself, and
 * separators at the end (`1.`) can make a circle with doubled ones (`1..a`). Arch's packages have neither.
 */
function compare(a: Evr, b: Evr): Order {
  const order = compareDigits(a.epoch, b.epoch) || compareSegments(a.version, b.version);
  if (order !== 0 || a.release === undefined || b.release === undefined) return order;
  return compareSegments(a.release, b.release);
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

    const iEnd = endOfRun(a, i);
    const jEnd = endOfRun(b, j);
    const order = compareRuns(a.slice(i, iEnd), b.slice(j, jEnd));
    if (order !== 0) return order;
    i = iEnd;
    j = jEnd;
  }
  if (i >= a.length && j >= b.length) return 0;
  // What is left makes the version newer, unless it begins with a letter: 1.0rc is older than 1.0.
  if (i >= a.length) return isLetter(b.charCodeAt(j)) ? 1 : -1;
  return isLetter(a.charCodeAt(i)) ? -1 : 1;
}

export const pacman: Scheme<Evr> = { name: 'pacman', parse: parseEvr, compare };
