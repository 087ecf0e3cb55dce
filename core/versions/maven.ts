// Maven versions, ordered as Maven 3.9's ComparableVersion does; every word without spaces is a version to it.
import { accept, compareNumbers, compareText, isDigit, reject, unusable, withoutLeadingZeros } from './scheme.ts';
import type { Order, Parsed, Scheme } from './scheme.ts';

/** A number without its leading zeros, or a word by its place in the order of qualifiers. */
interface Item {
  readonly numeric: boolean;
  readonly text: string;
}

/**
 * Maven reads nested lists, each of which can only end in a deeper one; here they are levels, outermost first.
 * `1.0-rc1` is [1] [rc] [1].
 */
export type MavenVersion = readonly (readonly Item[])[];

/** Known words sort by their index; the release itself is RELEASE. Unknown words follow them all, by text. */
const QUALIFIERS = ['alpha', 'beta', 'milestone', 'rc', 'snapshot', '', 'sp'];
const RELEASE = String(QUALIFIERS.indexOf(''));

const ALIASES: Readonly<Record<string, string>> = { ga: '', final: '', release: '', cr: 'rc' };
const BEFORE_A_DIGIT: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' };

const ZERO: Item = { numeric: true, text: '' };

/** Maven picks int, long or big by the written length of a zero, and a wider kind is always higher: 0.0000000000.1 > 0.9. */
function numberItem(written: string): Item {
  const text = withoutLeadingZeros(written);
  if (text !== '' || written.length < 10) return { numeric: true, text };
  return { numeric: true, text: '0'.repeat(written.length < 19 ? 10 : 19) };
}

function wordItem(written: string, beforeDigit: boolean): Item {
  const word = (beforeDigit && Object.hasOwn(BEFORE_A_DIGIT, written) && BEFORE_A_DIGIT[written]) || written;
  const qualifier = Object.hasOwn(ALIASES, word) ? ALIASES[word]! : word;
  const index = QUALIFIERS.indexOf(qualifier);
  return { numeric: false, text: index >= 0 ? String(index) : `${QUALIFIERS.length}-${qualifier}` };
}

function parse(text: string): Parsed<MavenVersion> {
  const why = unusable(text);
  if (why !== undefined) return reject(why);
  if (text.includes(' ')) return reject('it has a space inside');
  const version = text.toLowerCase();
  const levels: Item[][] = [[]];
  const add = (item: Item): void => void levels[levels.length - 1]!.push(item);
  const deeper = (): void => void levels.push([]);
  const isEmpty = (): boolean => levels[levels.length - 1]!.length === 0;

  let inDigits = false;
  let start = 0;
  const itemUpTo = (end: number): Item => {
    const written = version.slice(start, end);
    return inDigits ? numberItem(written) : wordItem(written, false);
  };
  for (let i = 0; i < version.length; i++) {
    const code = version.charCodeAt(i);
    if (code === 46 || code === 45) {
      add(i === start ? ZERO : itemUpTo(i));
      start = i + 1;
      if (code === 45) deeper();
    } else if (isDigit(code)) {
      if (!inDigits && i > start) {
        if (!isEmpty()) deeper();
        add(wordItem(version.slice(start, i), true));
        start = i;
        deeper();
      }
      inDigits = true;
    } else {
      if (inDigits && i > start) {
        add(itemUpTo(i));
        start = i;
        deeper();
      }
      inDigits = false;
    }
  }
  if (version.length > start) {
    if (!inDigits && !isEmpty()) deeper();
    add(itemUpTo(version.length));
  }
  return accept(normalize(levels));
}

/** Drops the zeros and release words that end each level, and the levels at the end that are left with nothing. */
function normalize(levels: Item[][]): Item[][] {
  for (const level of levels) {
    while (level.length > 0 && againstNothing(level[level.length - 1]!) === 0) level.pop();
  }
  while (levels.length > 1 && levels[levels.length - 1]!.length === 0) levels.pop();
  return levels;
}

function againstNothing(item: Item): Order {
  if (item.numeric) return item.text === '' || item.text.startsWith('0') ? 0 : 1;
  return compareText(item.text, RELEASE);
}

/** How the levels from `depth` on compare with a version that has nothing there. */
function restAgainstNothing(version: MavenVersion, depth: number): Order {
  for (let i = depth; i < version.length; i++) {
    for (const item of version[i]!) {
      const order = againstNothing(item);
      if (order !== 0) return order;
    }
  }
  return 0;
}

function compareItems(a: Item, b: Item): Order {
  if (a.numeric !== b.numeric) return a.numeric ? 1 : -1;
  if (!a.numeric) return compareText(a.text, b.text);
  return compareNumbers(a.text.length, b.text.length) || compareText(a.text, b.text);
}

const negate = (order: Order): Order => (order === 0 ? 0 : order === 1 ? -1 : 1);

/**
 * ComparableVersion's order. A deeper level stands as the last entry of the level before it: below a number, above a word.
 */
function compare(a: MavenVersion, b: MavenVersion): Order {
  for (let depth = 0; ; depth++) {
    const left = a[depth];
    const right = b[depth];
    if (left === undefined || right === undefined) {
      if (left !== undefined) return restAgainstNothing(a, depth);
      return right === undefined ? 0 : negate(restAgainstNothing(b, depth));
    }
    const shared = Math.min(left.length, right.length);
    for (let i = 0; i < shared; i++) {
      const order = compareItems(left[i]!, right[i]!);
      if (order !== 0) return order;
    }
    if (left.length > shared) return longerAgainst(a, b, depth, shared);
    if (right.length > shared) return negate(longerAgainst(b, a, depth, shared));
  }
}

/** `a` has more items than `b` at this depth: its next one meets b's deeper level, or nothing. */
function longerAgainst(a: MavenVersion, b: MavenVersion, depth: number, shared: number): Order {
  const items = a[depth]!;
  if (depth + 1 < b.length) return items[shared]!.numeric ? 1 : -1;
  return restAgainstNothing([items.slice(shared), ...a.slice(depth + 1)], 0);
}

export const maven: Scheme<MavenVersion> = { name: 'maven', parse, compare };
