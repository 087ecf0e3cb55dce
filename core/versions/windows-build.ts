// Windows builds and file versions, ordered as .NET's System.Version does: a missing part is lower than 0.
import { accept, compareNumbers, INT32_MAX, isDigits, reject, unusable } from './scheme.ts';
import type { Order, Parsed, Scheme } from './scheme.ts';

/** Two to four numbers. `10.0.20348` is lower than `10.0.20348.0`: pad an inventory's build before matching it. */
export type WindowsBuild = readonly number[];

function parse(text: string): Parsed<WindowsBuild> {
  const trimmed = text.trim();
  const why = unusable(trimmed);
  if (why !== undefined) return reject(why);
  const parts = trimmed.split('.');
  if (parts.length < 2) return reject('it has one number where at least two are needed');
  if (parts.length > 4) return reject('it has more than four numbers');
  if (!parts.every(isDigits)) return reject('it has an empty number or something other than digits in one');
  const numbers = parts.map(Number);
  if (numbers.some((number) => number > INT32_MAX)) return reject(`a number is over ${INT32_MAX}`);
  return accept(numbers);
}

function compare(a: WindowsBuild, b: WindowsBuild): Order {
  for (let i = 0; i < 4; i++) {
    const order = compareNumbers(a[i] ?? -1, b[i] ?? -1);
    if (order !== 0) return order;
  }
  return 0;
}

export const windowsBuild: Scheme<WindowsBuild> = { name: 'windows-build', parse, compare };
