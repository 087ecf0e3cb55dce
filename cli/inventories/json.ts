// Looks into parsed JSON of unknown shape without trusting it.

export type JsonRecord = Readonly<Record<string, unknown>>;

export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const recordsIn = (value: unknown): readonly JsonRecord[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];

/** The trimmed text, or undefined when it is none or empty. */
export const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

/** How many entries of a list are no records, where every one should be; no list at all is one stranger. */
export function strangersIn(value: unknown): number {
  if (value === undefined || value === null) return 0;
  return Array.isArray(value) ? value.filter((one) => !isRecord(one)).length : 1;
}
