// Narrow readers for values of unknown shape: what is not as expected reads as absent, and nothing throws.

export type Fields = Readonly<Record<string, unknown>>;

const NONE: readonly never[] = [];

/** The value as an object with fields; undefined for arrays, null and everything else. */
export const fields = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

/** An own field of an object; inherited ones (`constructor`, `toString`) read as absent. */
export const field = (value: unknown, name: string): unknown => {
  const object = fields(value);
  return object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
};

/** A string with something in it. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : NONE);

/** The strings of a list; other elements are left out. */
export const texts = (value: unknown): readonly string[] =>
  list(value).filter((element): element is string => typeof element === 'string' && element !== '');

/** A date as RFC 3339 or `YYYY-MM-DD`; undefined for year 1, which some publishers write for "unknown". */
export function date(value: unknown): string | undefined {
  return typeof value === 'string' && value.length < 40 && /^(?!000)\d{4}-\d\d-\d\d(?:T|$)/.test(value)
    ? value
    : undefined;
}

/** An id that may safely be shown and stored: printable ASCII without spaces, at most 200 characters. */
export const identifier = (value: unknown): string | undefined =>
  typeof value === 'string' && /^[!-~]{1,200}$/.test(value) ? value : undefined;

const SUMMARY_LENGTH = 200;

/** One line of at most 200 characters. A copy: it does not keep a long text in memory. */
export function summaryLine(value: unknown): string {
  if (typeof value !== 'string') return '';
  const line = value
    .slice(0, SUMMARY_LENGTH * 2)
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= SUMMARY_LENGTH ? line : Buffer.from(`${line.slice(0, SUMMARY_LENGTH - 1)}…`).toString();
}
