// rpm package versions (EVR), ordered as rpm 4.18 does (rpmvercmp, rpmverCmp); manual: rpm-version(7).
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
import type { Order, Parsed, Scheme } from './scheme.ts';

export interface RpmVersion {
  /** Digits; '0' where none is written. */
  readonly epoch: string;
  readonly version: string;
  /** Undefined where none is written, which is lower than any. */
  readonly release: string | undefined;
}

function parse(text: string): Parsed<RpmVersion> {
  const why = unusable(text);
  if (why !== undefined) return reject(why);
  if (text.includes(' ')) return reject('it has a space inside');
  const { epoch, version, release } = splitEvr(text);
  return accept({ epoch, version, release });
}

/** `[epoch:]version[-release]`: the epoch is digits up to the first colon, the release follows the last hyphen. */
export function splitEvr(text: string): {
  epoch: string;
  version: string;
  release: string | undefined;
} {
  const digits = endOfDigits(text, 0);
  const hasEpoch = text.charCodeAt(digits) === 58;
  const start = hasEpoch ? digits + 1 : 0;
  const hyphen = text.lastIndexOf('-');
  const hasRelease = hyphen >= start;
  return {
    epoch: hasEpoch && digits > 0 ? text.slice(0, digits) : '0',
    version: text.slice(start, hasRelease ? hyphen : undefined),
    release: hasRelease ? text.slice(hyphen + 1) : undefined,
  };
}

function compare(a: RpmVersion, b: RpmVersion): Order {
  const order = compareDigits(a.epoch, b.epoch) || compareSegments(a.version, b.version);
  if (order !== 0) return order;
  if (a.release === undefined || b.release === undefined) {
    return a.release === b.release ? 0 : a.release === undefined ? -1 : 1;
  }
  return compareSegments(a.release, b.release);
}

const TILDE = 126;
const CARET = 94;

function skipSeparators(text: string, start: number): number {
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isDigit(code) || isLetter(code) || code === TILDE || code === CARET) break;
    at++;
  }
  return at;
}

function compareSegments(a: string, b: string): Order {
  if (a === b) return 0;
  let i = 0;
  let j = 0;
  for (;;) {
    i = skipSeparators(a, i);
    j = skipSeparators(b, j);
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(j);
    if (left === TILDE || right === TILDE) {
      if (left !== TILDE) return 1;
      if (right !== TILDE) return -1;
      i++;
      j++;
      continue;
    }
    if (left === CARET || right === CARET) {
      if (i >= a.length) return -1;
      if (j >= b.length) return 1;
      if (left !== CARET) return 1;
      if (right !== CARET) return -1;
      i++;
      j++;
      continue;
    }
    if (i >= a.length || j >= b.length) return i < a.length ? 1 : j < b.length ? -1 : 0;

    const numeric = isDigit(left);
    if (numeric !== isDigit(right)) return numeric ? 1 : -1;
    const iEnd = numeric ? endOfDigits(a, i) : endOfLetters(a, i);
    const jEnd = numeric ? endOfDigits(b, j) : endOfLetters(b, j);
    const order = (numeric ? compareDigits : compareText)(a.slice(i, iEnd), b.slice(j, jEnd));
    if (order !== 0) return order;
    i = iEnd;
    j = jEnd;
  }
}

export const rpm: Scheme<RpmVersion> = { name: 'rpm', parse, compare };
