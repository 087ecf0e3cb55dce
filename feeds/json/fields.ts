// Reads single fields of parsed JSON that nobody vouches for.

export type Fields = Readonly<Record<string, unknown>>;

/** The object behind `value`, or undefined. Only own members are to be read from it. */
export const fieldsOf = (value: unknown): Fields | undefined =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : undefined;

/** A string of at most `maxLength` characters that is not blank; undefined otherwise. */
export function textOf(value: unknown, maxLength: number): string | undefined {
  return typeof value === 'string' && value.length <= maxLength && value.trim() !== '' ? value : undefined;
}

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const CVE = /^CVE-\d{4}-\d{4,19}$/;

/** A CVE id as MITRE writes it. */
export const cveOf = (value: unknown): string | undefined =>
  typeof value === 'string' && CVE.test(value) ? value : undefined;

const DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])/;

/** The `YYYY-MM-DD` a date or an RFC 3339 time begins with; undefined for anything else. */
export const dayOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? DAY.exec(value)?.[0] : undefined;
