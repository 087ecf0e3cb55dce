// Reads JSON that nobody vouches for: what is no JSON, or of another shape, is undefined and never throws.

export type Fields = Readonly<Record<string, unknown>>;

/** Undefined where it is no JSON. A byte order mark in front is no fault. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text) as unknown;
  } catch {
    return undefined;
  }
}

export const fieldsOf = (value: unknown): Fields | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;

/** An own field, never one that every object has. */
export const fieldOf = (fields: Fields | undefined, name: string): unknown =>
  fields !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;

/** The text in a field; undefined where it is no text, empty or longer than `most`. */
export function textOf(fields: Fields | undefined, name: string, most = 500): string | undefined {
  const value = fieldOf(fields, name);
  return typeof value === 'string' && value !== '' && value.length <= most ? value : undefined;
}

export const numberOf = (fields: Fields | undefined, name: string): number | undefined => {
  const value = fieldOf(fields, name);
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
};

export const listOf = (fields: Fields | undefined, name: string): readonly unknown[] => {
  const value = fieldOf(fields, name);
  return Array.isArray(value) ? value : [];
};

export const textsOf = (fields: Fields | undefined, name: string, most = 200): readonly string[] =>
  listOf(fields, name).filter((value): value is string => typeof value === 'string' && value.length <= most);
