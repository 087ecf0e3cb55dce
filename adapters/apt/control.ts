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

const newline = 10;
const carriageReturn = 13;
const space = 32;
const tab = 9;
const hash = 35;

/**
 * Cuts text into stanzas. Field names are compared without case, as dpkg does; of a repeated field the last one counts.
 * Never throws, whatever the text.
 */
export function readControl(text: string, wanted: readonly string[]): ControlText {
  const names = new Map<string, string>();
  for (const field of wanted) names.set(field, field).set(field.toLowerCase(), field);
  // Most lines name fields nobody asked for; their first letter tells without making a string.
  const initials = new Uint8Array(128);
  for (const field of wanted) for (const form of [field, field.toLowerCase()]) initials[form.charCodeAt(0) & 127] = 1;
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
    const name = text.slice(from, to);
    return names.get(name) ?? names.get(name.toLowerCase());
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
        current = initials[first] === 1 && colon - position < 40 ? nameAt(position, colon) : undefined;
        if (current !== undefined) fields.set(current, text.slice(colon + 1, end).trim());
      }
    }
    position = next;
  }
  const endsInLine = text.length > 0 && text.charCodeAt(text.length - 1) !== newline;
  const lastIsOpen = inStanza;
  close(endsInLine ? (current ?? text.slice(lastStart, lastStart + 40).split(':', 1)[0]) : undefined);
  return { stanzas, strayLines, lastIsOpen };
}
