// The canonical text of a section's content: one content has exactly one text, so that its SHA-256 can name it.

/**
 * How the items of one kind of section become lines and back.
 *
 * `read` may be lenient: a line counts only when writing what was read gives the same line again.
 */
export interface SetFormat<T> {
  readonly kind: SetKind;
  /** The first line. A change of the fields is a new number: there are no optional trailing fields. */
  readonly header: string;
  /** How many fields a line may have: one number for each kind of line. */
  readonly fields: readonly number[];
  write(item: T): readonly (string | undefined)[];
  read(fields: readonly (string | undefined)[]): T | string;
}

export type SetKind = 'installed' | 'available';

/** Lines of a set; the header is not one of them. */
export const MAX_SET_LINES = 200_000;
/** Bytes of one line in UTF-8, without its newline. */
export const MAX_LINE_BYTES = 2_048;
/** Bytes of a whole set in UTF-8. */
export const MAX_SET_BYTES = 32 * 1024 * 1024;

export interface EncodedSet<T> {
  /** Header and lines, each ended by a newline. Its digest is SHA-256 over its UTF-8 bytes. */
  readonly text: string;
  /** Distinct items in the text. */
  readonly count: number;
  /** Items that no line can carry. The section they come from is partial at best. */
  readonly refused: readonly { readonly item: T; readonly why: string }[];
}

export type ReadSet<T> = { readonly ok: true; readonly items: readonly T[] } | Refusal;

/** `line` counts from 1, the header; 0 where no single line is to blame. */
export interface Refusal {
  readonly ok: false;
  readonly line: number;
  readonly reason: string;
}

/** Never throws. Equal items count once; their order does not matter. Items beyond the limits are refused. */
export function encodeSet<T>(format: SetFormat<T>, items: Iterable<T>): EncodedSet<T> {
  const byLine = new Map<string, T>();
  const refused: { readonly item: T; readonly why: string }[] = [];
  for (const item of items) {
    const line = writeLine(format, item);
    if (line.ok) byLine.set(line.text, item);
    else refused.push({ item, why: line.why });
  }
  const lines: string[] = [];
  let bytes = format.header.length + 1;
  for (const [line, item] of [...byLine].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const size = utf8Length(line) + 1;
    if (lines.length >= MAX_SET_LINES) refused.push({ item, why: `a set holds at most ${MAX_SET_LINES} items` });
    else if (bytes + size > MAX_SET_BYTES) refused.push({ item, why: `a set holds at most ${MAX_SET_BYTES} bytes` });
    else {
      lines.push(line);
      bytes += size;
    }
  }
  return { text: joinLines(format.header, lines), count: lines.length, refused };
}

/** Reads a set that may come from anyone: anything but the one canonical text is refused. Never throws. */
export function readSet<T>(format: SetFormat<T>, text: string): ReadSet<T> {
  const split = splitLines(format.header, text);
  if (!split.ok) return split;
  const items: T[] = [];
  let line = 1;
  for (const written of split.lines) {
    line++;
    const item = readLine(format, written);
    if (typeof item === 'string') return { ok: false, line, reason: item };
    items.push(item.item);
  }
  return { ok: true, items };
}

/** Like `readSet`, from the bytes that were digested. Invalid UTF-8 and a byte order mark are refused. */
export function readSetBytes<T>(format: SetFormat<T>, bytes: Uint8Array): ReadSet<T> {
  const text = decodeUtf8(bytes);
  return text === undefined ? { ok: false, line: 0, reason: 'it is not UTF-8' } : readSet(format, text);
}

/** Undefined where the bytes are not UTF-8. A byte order mark stays, so that a header no longer fits. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export type SplitSet = { readonly ok: true; readonly lines: readonly string[] } | Refusal;

/** The lines of a set in order, without reading their fields: what deltas work on. Checks order, uniqueness and limits. */
export function splitLines(header: string, text: string): SplitSet {
  if (text.length > MAX_SET_BYTES) return { ok: false, line: 0, reason: `it is longer than ${MAX_SET_BYTES} bytes` };
  if (!text.startsWith(`${header}\n`)) return { ok: false, line: 1, reason: `it does not begin with ${header}` };
  if (!text.endsWith('\n')) return { ok: false, line: 0, reason: 'its last line has no newline' };
  const lines: string[] = [];
  let bytes = header.length + 1;
  for (let start = header.length + 1; start < text.length;) {
    const end = text.indexOf('\n', start);
    const line = text.slice(start, end);
    const number = lines.length + 2;
    const previous = lines.at(-1);
    const size = utf8Length(line);
    bytes += size + 1;
    if (lines.length >= MAX_SET_LINES) return { ok: false, line: number, reason: `more than ${MAX_SET_LINES} lines` };
    if (size > MAX_LINE_BYTES) return { ok: false, line: number, reason: `longer than ${MAX_LINE_BYTES} bytes` };
    if (bytes > MAX_SET_BYTES) return { ok: false, line: number, reason: `longer than ${MAX_SET_BYTES} bytes` };
    if (previous !== undefined && line <= previous) {
      return { ok: false, line: number, reason: line === previous ? 'repeats the line before' : 'not in order' };
    }
    lines.push(line);
    start = end + 1;
  }
  return { ok: true, lines };
}

export const joinLines = (header: string, lines: readonly string[]): string =>
  lines.length === 0 ? `${header}\n` : `${header}\n${lines.join('\n')}\n`;

/** How a field that is absent is written; the empty text is written as nothing. */
const ABSENT = String.raw`\-`;

type Written = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly why: string };

function writeLine<T>(format: SetFormat<T>, item: T): Written {
  const fields = format.write(item);
  for (const field of fields) {
    const fault = field === undefined ? undefined : uncarriable(field);
    if (fault !== undefined) return { ok: false, why: fault };
  }
  const text = fields.map((field) => (field === undefined ? ABSENT : escapeField(field))).join('\t');
  if (utf8Length(text) > MAX_LINE_BYTES) return { ok: false, why: `it takes more than ${MAX_LINE_BYTES} bytes` };
  return { ok: true, text };
}

function readLine<T>(format: SetFormat<T>, line: string): { readonly item: T } | string {
  const fields = line.split('\t');
  if (!format.fields.includes(fields.length))
    return `${fields.length} fields where ${format.fields.join(' or ')} belong`;
  const values: (string | undefined)[] = [];
  for (const field of fields) {
    if (field === ABSENT) values.push(undefined);
    else {
      const value = unescapeField(field);
      if (value === undefined) return 'a field is not escaped as it should be';
      values.push(value);
    }
  }
  const item = format.read(values);
  if (typeof item === 'string') return item;
  const again = writeLine(format, item);
  if (!again.ok) return again.why;
  return again.text === line ? { item } : 'not written in the canonical way';
}

/** Tab, newline and carriage return can be escaped; no other control character has a place in an inventory. */
function uncarriable(text: string): string | undefined {
  if (/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(text)) return 'it has a control character';
  if (!text.isWellFormed()) return 'it is not valid Unicode';
  return undefined;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': String.raw`\t`,
  '\n': String.raw`\n`,
  '\r': String.raw`\r`,
};
const MEANINGS: ReadonlyMap<string, string> = new Map(
  Object.entries(ESCAPES).map(([plain, written]) => [written, plain]),
);

const escapeField = (text: string): string =>
  /[\\\t\n\r]/.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (plain) => ESCAPES[plain] ?? plain) : text;

function unescapeField(field: string): string | undefined {
  if (!field.includes('\\')) return field;
  let broken = false;
  const text = field.replaceAll(/\\.?/g, (written) => {
    const plain = MEANINGS.get(written);
    if (plain === undefined) broken = true;
    return plain ?? '';
  });
  return broken ? undefined : text;
}

/** Bytes of a text in UTF-8; a lone surrogate counts as three, as it is written when replaced. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) continue;
    if (code < 0x800) bytes += 1;
    else if (code >= 0xd800 && code < 0xdc00 && isLowSurrogate(text.charCodeAt(i + 1))) {
      bytes += 2;
      i++;
    } else bytes += 2;
  }
  return bytes;
}

const isLowSurrogate = (code: number): boolean => code >= 0xdc00 && code < 0xe000;
