// Debian and Ubuntu package versions, read and ordered as dpkg does (deb-version(7), lib/dpkg/version.c).
import { accept, compareNumbers, INT32_MAX, isDigit, isLetter, reject, unusable } from './scheme.ts';
import type { Order, Parsed, Scheme } from './scheme.ts';

export interface DebianVersion {
  readonly epoch: number;
  readonly upstream: string;
  /** '' where there is none, which compares as 0. */
  readonly revision: string;
}

/**
 * Accepts all that `dpkg --compare-versions` puts in order, also what it only warns about (a version that does not start
 * with a digit, `_` or `^`): such packages can be installed, so they must be matched.
 */
function parse(text: string): Parsed<DebianVersion> {
  // Statements come ordered by their fix, and a kernel's 1,600 have sixty fixes among them.
  if (text !== lastText) {
    lastParsed = parseNew(text);
    lastText = text;
  }
  return lastParsed;
}

let lastText = '';
let lastParsed: Parsed<DebianVersion> = reject('it is empty');

function parseNew(text: string): Parsed<DebianVersion> {
  const trimmed = text.trim();
  const why = unusable(trimmed);
  if (why !== undefined) return reject(why);
  if (trimmed.includes(' ')) return reject('it has a space inside');

  const colon = trimmed.indexOf(':');
  let epoch = 0;
  if (colon >= 0) {
    const written = trimmed.slice(0, colon);
    if (written === '') return reject('the epoch before ":" is empty');
    if (/^-[0-9]+$/.test(written)) return reject('the epoch is negative');
    if (!/^\+?[0-9]+$/.test(written)) return reject('the epoch before ":" is not a number');
    epoch = Number(written);
    if (epoch > INT32_MAX) return reject(`the epoch is over ${INT32_MAX}`);
  }
  const hyphen = trimmed.lastIndexOf('-');
  const hasRevision = hyphen > colon;
  const upstream = trimmed.slice(colon + 1, hasRevision ? hyphen : undefined);
  const revision = hasRevision ? trimmed.slice(hyphen + 1) : '';
  if (upstream === '') return reject('the upstream version is empty');
  if (hasRevision && revision === '') return reject('the revision after the last "-" is empty');
  return accept({ epoch, upstream, revision });
}

function compare(a: DebianVersion, b: DebianVersion): Order {
  if (a.epoch !== b.epoch) return compareNumbers(a.epoch, b.epoch);
  return compareParts(a.upstream, b.upstream) || compareParts(a.revision, b.revision);
}

/** Where a character sorts inside a non-digit run: `~`, then the end or a digit, then letters, then the rest. */
function rank(text: string, at: number): number {
  if (at >= text.length) return 0;
  const code = text.charCodeAt(at);
  if (isDigit(code)) return 0;
  if (isLetter(code)) return code;
  return code === 126 ? -1 : code + 256;
}

function compareParts(a: string, b: string): Order {
  if (a === b) return 0;
  let i = 0;
  // What both begin with decides nothing, but for a number that goes on behind it.
  while (i < a.length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  while (i > 0 && isDigit(a.charCodeAt(i - 1))) i--;
  let j = i;
  while (i < a.length || j < b.length) {
    while ((i < a.length && !isDigit(a.charCodeAt(i))) || (j < b.length && !isDigit(b.charCodeAt(j)))) {
      const left = rank(a, i);
      const right = rank(b, j);
      if (left !== right) return left < right ? -1 : 1;
      i++;
      j++;
    }
    while (a.charCodeAt(i) === 48) i++;
    while (b.charCodeAt(j) === 48) j++;
    let difference = 0;
    while (i < a.length && j < b.length && isDigit(a.charCodeAt(i)) && isDigit(b.charCodeAt(j))) {
      if (difference === 0) difference = a.charCodeAt(i) - b.charCodeAt(j);
      i++;
      j++;
    }
    if (i < a.length && isDigit(a.charCodeAt(i))) return 1;
    if (j < b.length && isDigit(b.charCodeAt(j))) return -1;
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return 0;
}

export const debian: Scheme<DebianVersion> = { name: 'debian', parse, compare };
