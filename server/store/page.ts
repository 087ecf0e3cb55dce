// A piece of a list: where it begins is said by the last row before it, so that no piece costs more than another.

export interface Page<Row, Cursor> {
  readonly rows: readonly Row[];
  /** Of the whole list, exactly. */
  readonly total: number;
  /** What to ask for the next piece with; undefined at the end. */
  readonly next: Cursor | undefined;
}

export interface PageRequest<Cursor> {
  readonly after: Cursor | undefined;
  /** 1 to 1,000. */
  readonly limit: number;
  /** Rows to leave out first; default 0. */
  readonly skip?: number;
}

/** `rows`: one more than the limit where there is more. */
export function pageOf<Row, Cursor>(
  rows: readonly Row[],
  total: number,
  limit: number,
  cursorOf: (row: Row) => Cursor,
): Page<Row, Cursor> {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { rows: shown, total, next: last === undefined ? undefined : cursorOf(last) };
}
