// Breaks long lines between words, so that a narrow terminal loses nothing.

/** `text` in lines of at most `width` characters where its words allow; all but the first are indented. */
export const wrap = (text: string, width: number | undefined): readonly string[] =>
  wrapParts(text.split(' '), { width, separator: ' ', first: '', rest: '  ' });

export interface Wrapping {
  readonly width: number | undefined;
  readonly separator: string;
  /** What the first line begins with, and what the others do. */
  readonly first: string;
  readonly rest: string;
}

/** The same for parts that are kept whole. */
export function wrapParts(parts: readonly string[], { width, separator, first, rest }: Wrapping): readonly string[] {
  const [head = '', ...others] = parts;
  const lines: string[] = [];
  let line = first + head;
  for (const part of others) {
    if (width !== undefined && line.length + separator.length + part.length > width) {
      lines.push(line);
      line = rest + part;
    } else {
      line += separator + part;
    }
  }
  return [...lines, line];
}
