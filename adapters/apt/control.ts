// Reads deb822 text (dpkg status, apt-cache show, .sources, Release files): only the fields asked for, in one pass.
// Source: deb822(5).

export interface Stanza {
  /** Asked-for fields by the name they were asked under; continuation lines joined with `\n`, their indent removed. */
  readonly fields: ReadonlyMap<string, string>;
  /** The field in which the text ends without a line end; undefined when it ends properly. */
  readonly cutIn: string | undefined;
}

export interface ControlText {
  readonly stanzas: readonly Stanza[];
  /** Where the first line begins that is neither a field, a continuation, a comment nor blank; undefined: there is none. */
  readonly strayAt: number | undefined;
  /** The last stanza has no blank line after it. dpkg always writes one. */
  readonly lastIsOpen: boolean;
}

const NONE: readonly number[] = [];

const newline = 10;
const carriageReturn = 13;
const space = 32;
const tab = 9;
const hash = 35;

const isPlain = (code: number): boolean => code > space && code < 127;

/**
 * Cuts text into stanzas. Field names are compared without case, as dpkg does; of a repeated field the last one counts.
 * Never throws, whatever the text.
 */
export function readControl(text: string, wanted: readonly string[]): ControlText {
  const stanzas: Stanza[] = [];
  const rest = walkControl(text, wanted, (values, _start, cutIn) => {
    const fields = new Map<string, string>();
    for (const [index, field] of wanted.entries()) {
      const value = values[index + 1];
      if (value !== undefined) fields.set(field, value);
    }
    stanzas.push({ fields, cutIn });
  });
  return { stanzas, ...rest };
}

/**
 * `values`: of the asked-for fields, in their order, from 1 on as in a match; only until it returns. `start`: where the stanza begins. The other as
 * in `Stanza`.
 */
export type TakeStanza = (values: readonly (string | undefined)[], start: number, cutIn: string | undefined) => void;

/**
 * A sticky pattern for whole stanzas with the blank line after them, with the fields in the order in which one program
 * always writes them; its groups are their values, each on one line and with a visible ASCII character at both ends. It
 * matches nothing that would be read differently line by line.
 */
export function usualStanza(fields: readonly string[]): RegExp {
  const names = fields.map((field) => RegExp.escape(field));
  // What follows a line is one of those asked for, another or the end: one way to match only, so that none takes long.
  const others = String.raw`(?:(?!(?i:${names.join('|')}):)[^\s:#][^\n\r:]*:.*\n(?:[ \t].*\n){0,2000}){0,200}`;
  const [first = '', ...rest] = names.map((name) => String.raw`${name}: ([!-~](?:.*[!-~])?)\n${others}`);
  return new RegExp(String.raw`${first}${rest.map((field) => `(?:${field})?`).join('')}\n`, 'y');
}

/**
 * The same, one stanza at a time: what is not kept of a large file then takes no memory. `usual`: a pattern for stanzas,
 * with a group for each of the fields.
 */
export function walkControl(
  text: string,
  wanted: readonly string[],
  take: TakeStanza,
  usual?: RegExp,
): Omit<ControlText, 'stanzas'> {
  // Most lines name fields nobody asked for; their first letter and their length tell without making a string.
  const byInitial: number[][] = Array.from({ length: 128 }, () => []);
  for (const [index, field] of wanted.entries())
    for (const form of new Set([field, field.toLowerCase()])) byInitial[form.charCodeAt(0) & 127]?.push(index + 1);
  let strayAt: number | undefined;
  const values = ['', ...wanted].map((): string | undefined => undefined);
  let inStanza = false;
  let started = 0;
  /** The field that a continuation line continues; none of those asked for: -1. */
  let current = -1;
  let lastStart = 0;
  let position = 0;

  const close = (cutIn: string | undefined): void => {
    if (inStanza) take(values, started, cutIn);
    values.fill(undefined);
    inStanza = false;
    current = -1;
  };

  const fieldAt = (from: number, to: number): number => {
    const likely = byInitial[text.charCodeAt(from)] ?? NONE;
    for (let at = 0; at < likely.length; at++) {
      const index = likely[at] ?? -1;
      const field = wanted[index - 1];
      if (field?.length !== to - from) continue;
      if (text.startsWith(field, from) || text.slice(from, to).toLowerCase() === field.toLowerCase()) return index;
    }
    return -1;
  };

  const valueAt = (from: number, to: number): string => {
    const start = text.charCodeAt(from) === space ? from + 1 : from;
    // One space after the colon and none at the end is how dpkg writes it.
    return start < to && isPlain(text.charCodeAt(start)) && isPlain(text.charCodeAt(to - 1))
      ? text.slice(start, to)
      : text.slice(from, to).trim();
  };

  while (position < text.length) {
    if (usual !== undefined && !inStanza) {
      usual.lastIndex = position;
      const found = usual.exec(text);
      if (found !== null) {
        take(found, position, undefined);
        position = usual.lastIndex;
        continue;
      }
    }
    const found = text.indexOf('\n', position);
    let end = found === -1 ? text.length : found;
    const next = end + 1;
    if (end > position && text.charCodeAt(end - 1) === carriageReturn) end--;
    const first = text.charCodeAt(position);
    if (end === position) {
      close(undefined);
    } else if (first === space || first === tab) {
      if (current !== -1) values[current] = `${values[current] ?? ''}\n${text.slice(position, end).trim()}`;
      else if (!inStanza && strayAt === undefined && text.slice(position, end).trim() !== '') strayAt = position;
    } else if (first !== hash) {
      const colon = text.indexOf(':', position);
      if (colon <= position || colon >= end) {
        current = -1;
        strayAt ??= position;
      } else {
        if (!inStanza) started = position;
        inStanza = true;
        lastStart = position;
        current = fieldAt(position, colon);
        if (current !== -1) values[current] = valueAt(colon + 1, end);
      }
    }
    position = next;
  }
  const endsInLine = text.length > 0 && text.charCodeAt(text.length - 1) !== newline;
  const lastIsOpen = inStanza;
  close(endsInLine ? (wanted[current - 1] ?? text.slice(lastStart, lastStart + 40).split(':', 1)[0]) : undefined);
  return { strayAt, lastIsOpen };
}
