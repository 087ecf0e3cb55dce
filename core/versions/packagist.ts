// Packagist versions, normalised as composer/semver's VersionParser does and ordered as PHP's version_compare.
import { accept, compareDigits, compareNumbers, endOfDigits, isDigit, isDigits, reject, unusable } from './scheme.ts';
import type { Order, Parsed, Scheme } from './scheme.ts';

/** Digits and lower-case words in turn, as version_compare splits the normalised version. */
export type PackagistVersion = readonly string[];

const LONGEST_FIRST_WORDS = ['stable', 'alpha', 'patch', 'beta', 'rc', 'pl', 'a', 'b', 'p'];

const EXPANDED: Readonly<Record<string, string>> = {
  a: 'alpha',
  b: 'beta',
  p: 'patch',
  pl: 'patch',
};

/** What composer puts for `x` in a numeric branch such as `2.x-dev`. */
const ANY = '9999999';

/** version_compare reads numbers into 64 bits: larger ones are all equal. */
const LARGEST = '9223372036854775807';

function parse(text: string): Parsed<PackagistVersion> {
  const trimmed = text.trim().toLowerCase();
  const why = unusable(trimmed);
  if (why !== undefined) return reject(why);
  if (trimmed.includes(' ')) return reject('it has a space inside');
  const unflagged = trimmed.replace(/@(?:stable|rc|beta|alpha|dev)$/, '');
  if (unflagged.startsWith('dev-') || ['master', 'trunk', 'default'].includes(unflagged)) {
    return reject('a branch name has no place in the order of versions');
  }
  const plus = unflagged.indexOf('+');
  const written = plus > 0 && plus < unflagged.length - 1 ? unflagged.slice(0, plus) : unflagged;
  const bare = written.startsWith('v') ? written.slice(1) : written;

  const parts = readNumbers(bare) ?? readDate(bare) ?? readBranch(bare);
  if (parts === undefined) return reject('composer does not know this form');
  return accept(parts.map((part) => (isDigits(part) && compareDigits(part, LARGEST) > 0 ? LARGEST : part)));
}

/** One to four numbers, the first of at most five digits. */
function readNumbers(text: string): string[] | undefined {
  let at = endOfDigits(text, 0);
  if (at === 0 || at > 5) return undefined;
  const numbers = [text.slice(0, at)];
  while (numbers.length < 4 && text[at] === '.') {
    const end = endOfDigits(text, at + 1);
    if (end === at + 1) break;
    numbers.push(text.slice(at + 1, end));
    at = end;
  }
  while (numbers.length < 4) numbers.push('0');
  return withModifier(numbers, text.slice(at));
}

/** `20240131`, `2024-01-31`, `2024.01.31.120000`. */
function readDate(text: string): string[] | undefined {
  const match = /^([0-9]{4}(?:[.:-]?[0-9]{2}){1,6}(?:[.:-]?[0-9]{1,3})?)([^0-9].*)?$/.exec(text);
  if (match === null) return undefined;
  const [, date = '', rest = ''] = match;
  return withModifier(date.split(/[.:-]/), rest);
}

/** `2.x-dev` and `2.1-dev`: newer than every release of that line. */
function readBranch(text: string): string[] | undefined {
  if (!text.endsWith('dev')) return undefined;
  const numbers = text.slice(0, -3).replace(/[.-]$/, '').split('.');
  if (numbers.length > 4) return undefined;
  if (!numbers.every((number, i) => isDigits(number) || (i > 0 && /^[x*]$/.test(number)))) return undefined;
  while (numbers.length < 4) numbers.push('x');
  return [...numbers.map((number) => (isDigits(number) ? number : ANY)), 'dev'];
}

/** Reads `[separator][word[numbers]][[separator]dev]`; undefined where more is left. */
function withModifier(numbers: string[], text: string): string[] | undefined {
  const parts = numbers;
  let at = /^[._-]/.test(text) ? 1 : 0;
  const word = LONGEST_FIRST_WORDS.find((candidate) => text.startsWith(candidate, at));
  const extra: string[] = [];
  if (word !== undefined) {
    at += word.length;
    for (;;) {
      const start = text[at] === '.' || text[at] === '-' ? at + 1 : at;
      const end = endOfDigits(text, start);
      if (end === start) break;
      extra.push(text.slice(start, end));
      at = end;
    }
  }
  const dev = /^[.-]?dev$/.test(text.slice(at));
  if (!dev && at !== text.length) return undefined;
  if (word === 'stable') return parts;
  if (word !== undefined) parts.push(EXPANDED[word] ?? word, ...extra);
  if (dev) parts.push('dev');
  return parts;
}

const FORMS: Readonly<Record<string, number>> = { dev: 0, alpha: 1, beta: 2, rc: 3, patch: 5 };
const NUMBER_OR_END = 4;

const rank = (part: string | undefined): number =>
  part === undefined || isDigit(part.charCodeAt(0)) ? NUMBER_OR_END : (FORMS[part] ?? -1);

function compare(a: PackagistVersion, b: PackagistVersion): Order {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a[i];
    const right = b[i];
    const order = compareNumbers(rank(left), rank(right));
    if (order !== 0) return order;
    if (rank(left) !== NUMBER_OR_END) continue;
    if (left === undefined || right === undefined) return left === undefined ? -1 : 1;
    const numeric = compareDigits(left, right);
    if (numeric !== 0) return numeric;
  }
  return 0;
}

export const packagist: Scheme<PackagistVersion> = { name: 'packagist', parse, compare };
