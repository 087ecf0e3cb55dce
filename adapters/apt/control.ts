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

const NONE: readonly string[] = [];

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
  // Most lines name fields nobody asked for; their first letter and their length tell without making a string.
  const byInitial: string[][] = Array.from({ length: 128 }, () => []);
  for (const field of wanted)
    for (const form of new Set([field, field.toLowerCase()])) byInitial[form.charCodeAt(0) & 127]?.push(field);
  const stanzas: Stanza[] = [];
  const strayLines: number[] = [];
  let fields = new Map<string, string>();
  let inStanza = false;
  let started = 1;
  let current: string | undefined;
  let lastStart = 0;
  let line = 0;
  let position = 0;

  const close = (cutIn: string | undefined): void => {
    if (inStanza) stanzas.push({ fields, line: started, cutIn });
    fields = new Map();
    inStanza = false;
    current = undefined;
  };

  const nameAt = (from: number, to: number): string | undefined => {
    const likely = byInitial[text.charCodeAt(from)] ?? NONE;
    for (let at = 0; at < likely.length; at++) {
      const field = likely[at];
      if (field?.length !== to - from) continue;
      if (text.startsWith(field, from) || text.slice(from, to).toLowerCase() === field.toLowerCase()) return field;
    }
    return undefined;
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
      if (current !== undefined)
        fields.set(current, `${fields.get(current) ?? ''}\n${text.slice(position, end).trim()}`);
      else if (!inStanza && strayLines.length < 100 && text.slice(position, end).trim() !== '') strayLines.push(line);
    } else if (first !== hash) {
      const colon = text.indexOf(':', position);
      if (colon <= position || colon >= end) {
        current = undefined;
        if (strayLines.length < 100) strayLines.push(line);
      } else {
        if (!inStanza) started = line;
        inStanza = true;
        lastStart = position;
        current = nameAt(position, colon);
        if (current !== undefined) fields.set(current, valueAt(colon + 1, end));
      }
    }
    position = next;
  }
  const endsInLine = text.length > 0 && text.charCodeAt(text.length - 1) !== newline;
  const lastIsOpen = inStanza;
  close(endsInLine ? (current ?? text.slice(lastStart, lastStart + 40).split(':', 1)[0]) : undefined);
  return { stanzas, strayLines, lastIsOpen };
}
