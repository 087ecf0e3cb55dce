// Breaks long lines between words, so that a narrow terminal loses nothing.

/** `text` in lines of at most `width` characters where its words allow; all but the first are indented. */
export const wrap = (text: string, width: number | undefined): readonly string[] =>
  fill(text.split(' '), ' ', width, '', '  ');

/** Parts joined by `separator`, every line indented; a part is broken only where it does not fit alone. */
export const wrapParts = (
  parts: readonly string[],
  separator: string,
  width: number | undefined,
  indent: string,
): readonly string[] =>
  fill(parts, separator, width, indent, indent).flatMap((line) =>
    width === undefined || line.length <= width
      ? [line]
      : fill(line.slice(indent.length).split(' '), ' ', width, indent, `${indent}  `),
  );

function fill(
  parts: readonly string[],
  separator: string,
  width: number | undefined,
  first: string,
  rest: string,
): readonly string[] {
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
