// Which pages of a list hold the rows that are looked at.

/** `first` and `last` are rows, both looked at; pages are counted from 0. */
export function pagesFor(first: number, last: number, size: number): readonly number[] {
  const from = Math.floor(Math.max(first, 0) / size);
  const to = Math.floor(Math.max(last, first, 0) / size);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
