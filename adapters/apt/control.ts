// Reads deb822 text (dpkg status, apt-cache show, .sources, Release files): only the fields asked for, in one pass.
// Source: deb822(5).

export interface Stanza {
  /** Asked-for fields by the name they were asked under; continuation lines joined with `\n`, their indent removed. */
  readonly fields: ReadonlyMap<string, string>;
  /** Number of its first line, from 1. */
  readonly line: number;
  /** The field in which the text ends without a line end; undefined when it ends properly. */
  readonly cutIn: string | undefined;
}

export interface ControlText {
  readonly stanzas: readonly Stanza[];
  /** Numbers of lines that are neither a field, a continuation, a comment nor blank; at most 100 of them. */
  readonly strayLines: readonly number[];
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
  const rest = walkControl(text, wanted, (values, line, cutIn) => {
    const fields = new Map<string, string>();
    for (const [index, value] of values.entries()) {
      const field = wanted[index];
      if (field !== undefined && value !== undefined) fields.set(field, value);
    }
    stanzas.push({ fields, line, cutIn });
  });
  return { stanzas, ...rest };
}

/** `values`: of the asked-for fields, in their order; only until it returns. The others as in `Stanza`. */
type TakeStanza = (values: readonly (string | undefined)[], line: number, cutIn: string | undefined) => void;

/** The same, one stanza at a time: what is not kept of a large file then takes no memory. */
export function walkControl(text: string, wanted: readonly string[], take: TakeStanza): Omit<ControlText, 'stanzas'> {
  // Most lines name fields nobody asked for; their first letter and their length tell without making a string.
  const byInitial: number[][] = Array.from({ length: 128 }, () => []);
  for (const [index, field] of wanted.entries())
    for (const form of new Set([field, field.toLowerCase()])) byInitial[form.charCodeAt(0) & 127]?.push(index);
  const strayLines: number[] = [];
  const values = wanted.map((): string | undefined => undefined);
  let inStanza = false;
  let started = 1;
  /** The field that a continuation line continues; none of those asked for: -1. */
  let current = -1;
  let lastStart = 0;
  let line = 0;
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
      const field = wanted[index];
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
    line++;
    const found = text.indexOf('\n', position);
    let end = found === -1 ? text.length : found;
    const next = end + 1;
    if (end > position && text.charCodeAt(end - 1) === carriageReturn) end--;
    const first = text.charCodeAt(position);
    if (end === position) {
      close(undefined);
    } else if (first === space || first === tab) {
      if (current !== -1) values[current] = `${values[current] ?? ''}\n${text.slice(position, end).trim()}`;
      else if (!inStanza && strayLines.length < 100 && text.slice(position, end).trim() !== '') strayLines.push(line);
    } else if (first !== hash) {
      const colon = text.indexOf(':', position);
      if (colon <= position || colon >= end) {
        current = -1;
        if (strayLines.length < 100) strayLines.push(line);
      } else {
        if (!inStanza) started = line;
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
  close(endsInLine ? (wanted[current] ?? text.slice(lastStart, lastStart + 40).split(':', 1)[0]) : undefined);
  return { strayLines, lastIsOpen };
}
