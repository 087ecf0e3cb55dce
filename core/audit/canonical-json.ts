// One text for one JSON value, whoever writes it: what is hashed and signed is this text.

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export type Canonical = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string };

const deepest = 64;

class NotJson extends Error {}

/** Members and indexes on the way to the value; put together only where something is wrong with it. */
type Path = (string | number)[];
const at = (path: Path): string => path.map((each) => `/${each}`).join('');

function writeString(text: string, path: Path): string {
  if (!text.isWellFormed()) throw new NotJson(`${at(path)} has half of a surrogate pair, which has no UTF-8`);
  return JSON.stringify(text);
}

function write(value: unknown, path: Path): string {
  if (path.length > deepest) throw new NotJson(`nested deeper than ${deepest}`);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return writeString(value, path);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new NotJson(`${at(path)} is not a finite number`);
    return JSON.stringify(value);
  }
  if (typeof value !== 'object') throw new NotJson(`${at(path)} is a ${typeof value}, which JSON has not`);
  if (Array.isArray(value)) {
    // By index: a hole must be noticed, and map() would skip it.
    const items: string[] = [];
    for (let index = 0; index < value.length; index += 1) items.push(writeAt(value[index], index, path));
    return `[${items.join(',')}]`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw new NotJson(`${at(path)} is not a plain object`);
  const members = value as Record<string, unknown>;
  // RFC 8785 §3.2.3 sorts by UTF-16 code units, and so does sort().
  const keys = Object.keys(members).sort();
  return `{${keys.map((key) => `${writeString(key, path)}:${writeAt(members[key], key, path)}`).join(',')}}`;
}

function writeAt(value: unknown, step: string | number, path: Path): string {
  path.push(step);
  const text = write(value, path);
  path.pop();
  return text;
}

/**
 * The canonical text of a JSON value (RFC 8785): no white space, members sorted by UTF-16 code units, numbers and strings
 * as ECMAScript writes them. Refuses what JSON or UTF-8 cannot say (undefined, NaN, lone surrogates, dates, holes) and what is
 * nested deeper than 64; never throws.
 */
export function canonicalJson(value: unknown): Canonical {
  try {
    return { ok: true, text: write(value, []) };
  } catch (error) {
    return { ok: false, problem: error instanceof NotJson ? error.message.trim() : 'cannot be read as JSON' };
  }
}
