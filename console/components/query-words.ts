// Pieces of queries as they are put together by choosing.

/** A value as it stands after `field:`; quoted where it has to be. */
export const valueWord = (value: string): string =>
  /^[\p{L}\p{N}_.+~@/][\p{L}\p{N}_.+~@/-]*$/u.test(value) && !/^(?:and|or|not|none|unknown)$/i.test(value)
    ? value
    : `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;

/** The query that also asks for this. */
export const withTerm = (query: string, field: string, value: string): string => {
  const term = `${field}:${valueWord(value)}`;
  return query === '' ? term : `${isOr(query) ? `(${query})` : query} ${term}`;
};

/** Whether a term stands in a query by itself, asked for beside all else. */
export const hasTerm = (query: string, term: string): boolean =>
  !/[()"]/.test(query) && !isOr(query) && query.split(/\s+/).includes(term);

/** The query with the term where it was without it, and the other way round. */
export function withOrWithout(query: string, term: string): string {
  if (!hasTerm(query, term)) return query === '' ? term : `${isOr(query) ? `(${query})` : query} ${term}`;
  return query
    .split(/\s+/)
    .filter((each) => each !== term)
    .join(' ');
}

/** Whether an `OR` may stand in it, which binds less than what is put beside it. */
const isOr = (query: string): boolean => /\bor\b/i.test(query);

/** `text` with what is chosen in place of `from` to `to`, and where the cursor then stands. */
export function taking(
  text: string,
  { from, to }: { readonly from: number; readonly to: number },
  taken: string,
): { readonly text: string; readonly cursor: number } {
  const rest = text.slice(to);
  // A field waits for its value; a value is done.
  const gap = taken.endsWith(':') || /^[<>]=?$/.test(taken) || /^[\s),]/.test(rest) ? '' : ' ';
  return { text: text.slice(0, from) + taken + gap + rest, cursor: from + taken.length + gap.length };
}
