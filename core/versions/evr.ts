// What rpm's versions and pacman's share: `[epoch:]version[-release]`, and the runs of digits or letters they are compared by.
import { accept, compareDigits, compareText, endOfDigits, endOfLetters, isDigit, reject, unusable } from './scheme.ts';
import type { Order, Parsed } from './scheme.ts';

export interface Evr {
  /** Digits; '0' where none is written. */
  readonly epoch: string;
  readonly version: string;
  /** Undefined where none is written. */
  readonly release: string | undefined;
}

/** The epoch is digits up to the first colon, the release follows the last hyphen. */
export function parseEvr(text: string): Parsed<Evr> {
  const why = unusable(text);
  if (why !== undefined) return reject(why);
  if (text.includes(' ')) return reject('it has a space inside');
  const digits = endOfDigits(text, 0);
  const hasEpoch = text.charCodeAt(digits) === 58;
  const start = hasEpoch ? digits + 1 : 0;
  const hyphen = text.lastIndexOf('-');
  const hasRelease = hyphen >= start;
  return accept({
    epoch: hasEpoch && digits > 0 ? text.slice(0, digits) : '0',
    version: text.slice(start, hasRelease ? hyphen : undefined),
    release: hasRelease ? text.slice(hyphen + 1) : undefined,
  });
}

/** The position just past the run of digits, or else of letters, that begins at `start`. */
export const endOfRun = (text: string, start: number): number =>
  isDigit(text.charCodeAt(start)) ? endOfDigits(text, start) : endOfLetters(text, start);

/** Numbers by their value, letters as text; a number is newer than letters. Neither run is empty. */
export function compareRuns(a: string, b: string): Order {
  const isNumber = isDigit(a.charCodeAt(0));
  if (isNumber !== isDigit(b.charCodeAt(0))) return isNumber ? 1 : -1;
  return (isNumber ? compareDigits : compareText)(a, b);
}
