// rpm package versions (EVR), ordered as rpm 4.18 does (rpmvercmp, rpmverCmp); manual: rpm-version(7).
import { type Evr, compareRuns, endOfRun, parseEvr } from './evr.ts';
import { compareDigits, isDigit, isLetter } from './scheme.ts';
import type { Order, Scheme } from './scheme.ts';

/** One without a release is lower than one with any. */
function compare(a: Evr, b: Evr): Order {
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

    const iEnd = endOfRun(a, i);
    const jEnd = endOfRun(b, j);
    const order = compareRuns(a.slice(i, iEnd), b.slice(j, jEnd));
    if (order !== 0) return order;
    i = iEnd;
    j = jEnd;
  }
}

export const rpm: Scheme<Evr> = { name: 'rpm', parse: parseEvr, compare };
