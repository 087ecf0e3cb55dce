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

const ALIASES: ReadonlyMap<string, string> = new Map([
  ['ga', ''],
  ['final', ''],
  ['release', ''],
  ['cr', 'rc'],
]);
const BEFORE_A_DIGIT: ReadonlyMap<string, string> = new Map([
  ['a', 'alpha'],
  ['b', 'beta'],
  ['m', 'milestone'],
]);

const ZERO: Item = { numeric: true, text: '' };

/** Maven picks int, long or big by the written length of a zero, and a wider kind is always higher: 0.0000000000.1 > 0.9. */
function numberItem(written: string): Item {
  const text = withoutLeadingZeros(written);
  if (text !== '' || written.length < 10) return { numeric: true, text };
  return { numeric: true, text: '0'.repeat(written.length < 19 ? 10 : 19) };
}

function wordItem(written: string, beforeDigit: boolean): Item {
  const word = (beforeDigit ? BEFORE_A_DIGIT.get(written) : undefined) ?? written;
  const qualifier = ALIASES.get(word) ?? word;
  const index = QUALIFIERS.indexOf(qualifier);
  return { numeric: false, text: index >= 0 ? String(index) : `${QUALIFIERS.length}-${qualifier}` };
}

function parse(text: string): Parsed<MavenVersion> {
  const why = unusable(text);
  if (why !== undefined) return reject(why);
  if (text.includes(' ')) return reject('it has a space inside');
  const version = text.toLowerCase();
  let level: Item[] = [];
  const levels = [level];
  const deeper = (): void => {
    level = [];
    levels.push(level);
  };

  let inDigits = false;
  let start = 0;
  const itemUpTo = (end: number): Item => {
    const written = version.slice(start, end);
    return inDigits ? numberItem(written) : wordItem(written, false);
  };
  for (let i = 0; i < version.length; i++) {
    const code = version.charCodeAt(i);
    if (code === 46 || code === 45) {
      level.push(i === start ? ZERO : itemUpTo(i));
      start = i + 1;
      if (code === 45) deeper();
    } else if (isDigit(code)) {
      if (!inDigits && i > start) {
        if (level.length > 0) deeper();
        level.push(wordItem(version.slice(start, i), true));
        start = i;
        deeper();
      }
      inDigits = true;
    } else {
      if (inDigits && i > start) {
        level.push(itemUpTo(i));
        start = i;
        deeper();
      }
      inDigits = false;
    }
  }
  if (version.length > start) {
    if (!inDigits && level.length > 0) deeper();
    level.push(itemUpTo(version.length));
  }
  return accept(normalize(levels));
}

/** Drops the zeros and release words that end each level, and the levels at the end that are left with nothing. */
function normalize(levels: Item[][]): Item[][] {
  for (const level of levels) {
    const last = level.findLastIndex((item) => againstNothing(item) !== 0);
    level.length = last + 1;
  }
  while (levels.at(-1)?.length === 0) levels.pop();
  return levels;
}

function againstNothing(item: Item): Order {
  if (item.numeric) return item.text === '' || item.text.startsWith('0') ? 0 : 1;
  return compareText(item.text, RELEASE);
}

/** How these levels compare with a version that has nothing there. */
function restAgainstNothing(levels: MavenVersion): Order {
  for (const level of levels) {
    for (const item of level) {
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
      if (left !== undefined) return restAgainstNothing(a.slice(depth));
      return right === undefined ? 0 : negate(restAgainstNothing(b.slice(depth)));
    }
    for (let i = 0; i < left.length || i < right.length; i++) {
      const mine = left[i];
      const other = right[i];
      if (mine === undefined) return negate(longerAgainst(b, a, depth, i));
      if (other === undefined) return longerAgainst(a, b, depth, i);
      const order = compareItems(mine, other);
      if (order !== 0) return order;
    }
  }
}

/** `a` has more items than `b` at this depth: its next one meets b's deeper level, or nothing. */
function longerAgainst(a: MavenVersion, b: MavenVersion, depth: number, shared: number): Order {
  const items = a[depth]?.slice(shared) ?? [];
  if (depth + 1 < b.length) return items[0]?.numeric === true ? 1 : -1;
  return restAgainstNothing([items]) || restAgainstNothing(a.slice(depth + 1));
}

export const maven: Scheme<MavenVersion> = { name: 'maven', parse, compare };
