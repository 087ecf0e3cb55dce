// The first of many rows in an order, without putting all of them in it.

type Numbers = Float64Array | Uint32Array;

/**
 * Which of these rows come first, in their order: by the first of `keys`, where that is the same by the second, and so on. What all
 * keys tell nothing apart of comes in any order. Passes over the rows once or twice for each key, and sorts numbers alone.
 */
export function firstRows(rows: Uint32Array, keys: readonly Numbers[], count: number): readonly number[] {
  let tied = rows;
  const sure: number[] = [];
  for (const key of keys) {
    const wanted = count - sure.length;
    if (tied.length <= wanted) break;
    const values = new Float64Array(tied.length);
    for (let index = 0; index < tied.length; index += 1) values[index] = key[tied[index] ?? 0] ?? 0;
    const last = values.sort()[wanted - 1] ?? -Infinity;
    for (const row of tied) if ((key[row] ?? 0) < last) sure.push(row);
    tied = tied.filter((row) => key[row] === last);
  }
  return [...sure, ...tied].toSorted((a, b) => compare(keys, a, b)).slice(0, count);
}

function compare(keys: readonly Numbers[], a: number, b: number): number {
  for (const key of keys) {
    const difference = (key[a] ?? 0) - (key[b] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
