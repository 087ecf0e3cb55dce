// Alpine package versions, ordered as apk-tools 3.0 does (src/version.c) and refused where either 2.14 or 3.0 refuses.
import {
  accept,
  compareDigits,
  compareNumbers,
  compareText,
  endOfDigits,
  isDigit,
  reject,
  unusable,
} from './scheme.ts';
import type { Order, Parsed, Scheme } from './scheme.ts';

// `digits{.digits}[letter]{_suffix[digits]}[-rdigits]`; a kind is higher the sooner its presence makes a version newer.
const END = 0;
const REVISION = 1;
const SUFFIX_NUMBER = 2;
const SUFFIX = 3;
const LETTER = 4;
const NUMBER = 5;
const FIRST_NUMBER = 6;

interface Token {
  readonly kind: number;
  readonly text: string;
}

export type ApkVersion = readonly Token[];

/** Suffixes in order; those below NO_SUFFIX make a version older than the same one without. */
const SUFFIXES = ['alpha', 'beta', 'pre', 'rc', '', 'cvs', 'svn', 'git', 'hg', 'p'];
const NO_SUFFIX = SUFFIXES.indexOf('');

/** apk 3 refuses longer numbers, so that none overflows. */
const MOST_DIGITS = 17;

const endToken: Token = { kind: END, text: '' };

function parse(text: string): Parsed<ApkVersion> {
  const why = unusable(text);
  if (why !== undefined) return reject(why);
  if (!isDigit(text.charCodeAt(0))) return reject('it does not start with a digit');

  const tokens: Token[] = [];
  let at = 0;
  let last = END;
  const add = (kind: number, written: string): void => {
    tokens.push({ kind, text: written });
    last = kind;
  };
  /** Reads the digits at `at`; the reason when there are none or too many. */
  const readNumber = (kind: number): string | undefined => {
    const end = endOfDigits(text, at);
    if (end === at) return 'it has an empty number';
    if (end - at > MOST_DIGITS) return `it has a number of more than ${MOST_DIGITS} digits`;
    add(kind, text.slice(at, end));
    at = end;
    return undefined;
  };
  let problem = readNumber(FIRST_NUMBER);
  while (problem === undefined && at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 46 && last >= NUMBER) {
      at++;
      problem = readNumber(NUMBER);
    } else if (code >= 97 && code <= 122 && last >= NUMBER) {
      add(LETTER, text.charAt(at));
      at++;
    } else if (code === 95 && last >= SUFFIX_NUMBER) {
      at++;
      const start = at;
      while (text.charCodeAt(at) >= 97 && text.charCodeAt(at) <= 122) at++;
      const suffix = text.slice(start, at);
      if (suffix === '' || !SUFFIXES.includes(suffix)) problem = 'it has a suffix that apk does not know';
      else add(SUFFIX, suffix);
    } else if (isDigit(code) && last === SUFFIX) {
      problem = readNumber(SUFFIX_NUMBER);
    } else if (code === 45 && text.charCodeAt(at + 1) === 114 && last !== REVISION) {
      at += 2;
      problem = readNumber(REVISION);
    } else if (code === 126) {
      problem = 'it has a commit hash after "~", which apk 2 refuses';
    } else {
      problem = `"${text.charAt(at)}" may not stand where it does`;
    }
  }
  return problem === undefined ? accept(tokens) : reject(problem);
}

function compareTokens(a: Token, b: Token): Order {
  switch (a.kind) {
    case NUMBER:
      // As in Gentoo's rules: a leading zero on either side makes it text.
      if (a.text.charCodeAt(0) === 48 || b.text.charCodeAt(0) === 48) return compareText(a.text, b.text);
      return compareDigits(a.text, b.text);
    case SUFFIX:
      return compareNumbers(SUFFIXES.indexOf(a.text), SUFFIXES.indexOf(b.text));
    case LETTER:
      return compareText(a.text, b.text);
    default:
      return compareDigits(a.text, b.text);
  }
}

const isPrerelease = (token: Token): boolean => token.kind === SUFFIX && SUFFIXES.indexOf(token.text) < NO_SUFFIX;

function compare(a: ApkVersion, b: ApkVersion): Order {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a[i] ?? endToken;
    const right = b[i] ?? endToken;
    if (left.kind === right.kind) {
      const order = compareTokens(left, right);
      if (order !== 0) return order;
    } else if (isPrerelease(left)) {
      return -1;
    } else if (isPrerelease(right)) {
      return 1;
    } else {
      return compareNumbers(left.kind, right.kind);
    }
  }
  return 0;
}

export const apk: Scheme<ApkVersion> = { name: 'apk', parse, compare };
