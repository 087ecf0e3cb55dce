// Looks into parsed JSON of unknown shape without trusting it.

export type JsonRecord = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const recordsIn = (value: unknown): readonly JsonRecord[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];

/** The trimmed text, or undefined when it is none or empty. */
export const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

/** How many entries of a list are no records, where every one should be; a missing list has none, another value is one. */
export const strangersIn = (value: unknown): number =>
  Array.isArray(value)
    ? value.reduce<number>((count, one) => (isRecord(one) ? count : count + 1), 0)
    : value == null
      ? 0
      : 1;
