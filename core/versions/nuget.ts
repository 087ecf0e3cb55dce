// NuGet package versions: up to four numbers, SemVer 2 labels without regard to case (NuGet.Versioning's NuGetVersion).
import {
  accept,
  compareDigits,
  compareLists,
  compareNumbers,
  compareText,
  INT32_MAX,
  isDigits,
  reject,
  unusable,
} from './scheme.ts';
import type { Order, Parsed, Scheme } from './scheme.ts';

export interface NuGetVersion {
  /** Four numbers, missing ones 0. */
  readonly numbers: readonly number[];
  /** In lower case; empty for a release. */
  readonly labels: readonly string[];
}

function parse(text: string): Parsed<NuGetVersion> {
  const trimmed = text.trim();
  const why = unusable(trimmed);
  if (why !== undefined) return reject(why);
  const plus = trimmed.indexOf('+');
  if (plus >= 0 && !areLabels(trimmed.slice(plus + 1).split('.'))) {
    return reject('the metadata after "+" has an empty or malformed part');
  }
  const precedence = plus < 0 ? trimmed : trimmed.slice(0, plus);
  const hyphen = precedence.indexOf('-');
  const written = (hyphen < 0 ? precedence : precedence.slice(0, hyphen)).split('.');
  if (written.length > 4) return reject('it has more than four numbers');
  if (!written.every(isDigits)) return reject('it has an empty number or something other than digits in one');
  const numbers = written.map(Number);
  if (numbers.some((number) => number > INT32_MAX)) return reject(`a number is over ${INT32_MAX}`);
  while (numbers.length < 4) numbers.push(0);
  const labels =
    hyphen < 0
      ? []
      : precedence
          .slice(hyphen + 1)
          .toLowerCase()
          .split('.');
  if (!areLabels(labels)) return reject('the prerelease after "-" has an empty or malformed label');
  return accept({ numbers, labels });
}

const areLabels = (labels: readonly string[]): boolean => labels.every((label) => /^[0-9A-Za-z-]+$/.test(label));

function compare(a: NuGetVersion, b: NuGetVersion): Order {
  const order = compareLists(a.numbers, b.numbers, compareNumbers);
  if (order !== 0) return order;
  if (a.labels.length === 0 || b.labels.length === 0) return compareNumbers(b.labels.length, a.labels.length);
  return compareLists(a.labels, b.labels, compareLabels);
}

/** Numbers are below words. */
function compareLabels(a: string, b: string): Order {
  const numeric = isDigits(a);
  if (numeric !== isDigits(b)) return numeric ? -1 : 1;
  return (numeric ? compareDigits : compareText)(a, b);
}

export const nuget: Scheme<NuGetVersion> = { name: 'nuget', parse, compare };
