// The first of many rows in an order, without putting all of them in it.

type Numbers = Float64Array | Uint32Array;

/**
 * Which of these rows come first, in their order: by the first of `keys`, where that is the same by the second, and so on. What all
 * keys tell nothing apart of comes in any order. Passes over the rows twice for each key, and sorts few of them.
 */
export function firstRows(rows: Uint32Array, keys: readonly Numbers[], count: number): readonly number[] {
  if (count < 1) return [];
  let tied = rows;
  const sure: number[] = [];
  for (const key of keys) {
    const wanted = count - sure.length;
    if (tied.length <= wanted) break;
    const last = lastOf(tied, key, wanted);
    for (const row of tied) if ((key[row] ?? 0) < last) sure.push(row);
    tied = tied.filter((row) => key[row] === last);
  }
  return [...sure, ...tied].toSorted((a, b) => compare(keys, a, b)).slice(0, count);
}

/** The greatest value that any of the first `wanted` rows has; there are more than these. */
function lastOf(rows: Uint32Array, key: Numbers, wanted: number): number {
  const least = new Float64Array(4 * wanted);
  let count = 0;
  let last = Infinity;
  for (const row of rows) {
    const value = key[row] ?? 0;
    if (value >= last) continue;
    least[count] = value;
    count += 1;
    if (count < least.length) continue;
    last = least.sort()[wanted - 1] ?? last;
    count = wanted;
  }
  return least.subarray(0, count).sort()[wanted - 1] ?? last;
}

function compare(keys: readonly Numbers[], a: number, b: number): number {
  for (const key of keys) {
    const difference = (key[a] ?? 0) - (key[b] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
