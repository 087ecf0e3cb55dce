// RubyGems versions, read and ordered as Gem::Version does: any letter makes a prerelease.
import {
  accept,
  compareDigits,
  compareText,
  endOfDigits,
  endOfLetters,
  isDigit,
  isDigits,
  isLetter,
  reject,
  unusable,
  withoutLeadingZeros,
} from './scheme.ts';
import type { Order, Parsed, Scheme } from './scheme.ts';

/** Digits (zero is '') and words, without the zeros at the end of the numbers and of the whole. */
export type GemVersion = readonly string[];

function parse(text: string): Parsed<GemVersion> {
  const trimmed = text.trim();
  const why = unusable(trimmed);
  if (why !== undefined) return reject(why);
  const hyphen = trimmed.indexOf('-');
  const [first = '', ...others] = (hyphen < 0 ? trimmed : trimmed.slice(0, hyphen)).split('.');
  if (!isDigits(first)) return reject('it does not start with a number');
  if (!others.every((part) => /^[0-9A-Za-z]+$/.test(part))) return reject('it has an empty or malformed part');
  if (
    hyphen >= 0 &&
    !trimmed
      .slice(hyphen + 1)
      .split('.')
      .every((part) => /^[0-9A-Za-z-]+$/.test(part))
  ) {
    return reject('the prerelease after "-" has an empty or malformed part');
  }
  return accept(segments(trimmed.replaceAll('-', '.pre.')));
}

function segments(text: string): string[] {
  const found: string[] = [];
  let hasWord = false;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isDigit(code)) {
      const end = endOfDigits(text, at);
      found.push(withoutLeadingZeros(text.slice(at, end)));
      at = end;
    } else if (isLetter(code)) {
      if (!hasWord) dropZeros(found);
      hasWord = true;
      const end = endOfLetters(text, at);
      found.push(text.slice(at, end));
      at = end;
    } else {
      at++;
    }
  }
  dropZeros(found);
  return found;
}

function dropZeros(found: string[]): void {
  while (found.at(-1) === '') found.pop();
}

function compare(a: GemVersion, b: GemVersion): Order {
  const length = Math.max(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a[i] ?? '';
    const right = b[i] ?? '';
    const word = isLetter(left.charCodeAt(0));
    if (word !== isLetter(right.charCodeAt(0))) return word ? -1 : 1;
    const order = (word ? compareText : compareDigits)(left, right);
    if (order !== 0) return order;
  }
  return 0;
}

export const rubygems: Scheme<GemVersion> = { name: 'rubygems', parse, compare };
