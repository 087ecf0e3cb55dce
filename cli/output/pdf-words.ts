// Words in the fonts that every PDF reader has: what they cannot show is named by its number, and lines are broken to a width.
import type { Span, Words } from './report-blocks.ts';

export type Font = 'Helvetica' | 'Helvetica-Bold' | 'Courier';
export interface Piece {
  readonly text: string;
  readonly font: Font;
}
export type Line = readonly Piece[];

/** Of Windows-1252, beside ASCII and Latin-1. */
const BESIDE_LATIN = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');

/** Characters; no page is wider. */
const MOST_ON_A_LINE = 400;

/** Each other character as `U+4E2D`: a name that cannot be read is better than one that is another. */
export const showable = (text: string): string =>
  Array.from(text.normalize('NFC').replaceAll('→', '->'), (character) => {
    const point = character.codePointAt(0) ?? 0;
    if ((point >= 0x20 && point < 0x7f) || (point >= 0xa0 && point <= 0xff && point !== 0xad)) return character;
    if (BESIDE_LATIN.has(character)) return character;
    return point < 0x20 || (point >= 0x7f && point < 0xa0)
      ? ' '
      : `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  }).join('');

const pieceOf = (span: Span, bold: boolean): Piece => {
  if (typeof span === 'string') return { text: showable(span), font: bold ? 'Helvetica-Bold' : 'Helvetica' };
  return 'code' in span
    ? { text: showable(span.code), font: 'Courier' }
    : { text: showable(span.strong), font: 'Helvetica-Bold' };
};

/** `widthOf`: of a piece, in the unit of `width`. A word that is wider is broken within; a line has something in it. */
export function brokenInto(
  words: Words,
  width: number,
  widthOf: (piece: Piece) => number,
  { bold = false }: { readonly bold?: boolean } = {},
): readonly Line[] {
  const lines: Piece[][] = [];
  let line: Piece[] = [];
  let used = 0;
  const put = (piece: Piece, wide: number): void => {
    const last = line.at(-1);
    if (last?.font === piece.font) line[line.length - 1] = { ...last, text: last.text + piece.text };
    else line.push(piece);
    used += wide;
  };
  const end = (): void => {
    if (line.length > 0) lines.push(line);
    line = [];
    used = 0;
  };
  for (const { text, font } of words.map((span) => pieceOf(span, bold))) {
    for (const word of text.match(/ +|[^ ]+/g) ?? []) {
      const wide = widthOf({ text: word, font });
      if (used + wide <= width) {
        put({ text: word, font }, wide);
        continue;
      }
      if (used > 0) end();
      if (word.startsWith(' ')) continue;
      let rest = word;
      while (rest.length > 1 && widthOf({ text: rest.slice(0, MOST_ON_A_LINE), font }) > width) {
        let most = Math.min(rest.length, MOST_ON_A_LINE);
        while (most > 1 && widthOf({ text: rest.slice(0, most), font }) > width) most -= 1;
        put({ text: rest.slice(0, most), font }, width);
        end();
        rest = rest.slice(most);
      }
      put({ text: rest, font }, widthOf({ text: rest, font }));
    }
  }
  end();
  return lines;
}
