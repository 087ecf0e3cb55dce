// Words of a PDF, each in a font that has its letters: what none has is named by its number, and lines are broken to a width.
import type { Span, Words } from './report-blocks.ts';

/** Every reader has the first three; the others are put into the file where a word has letters that those have not. */
export type Font = 'Helvetica' | 'Helvetica-Bold' | 'Courier' | 'DejaVu Sans' | 'DejaVu Sans Bold';
export interface Piece {
  readonly text: string;
  readonly font: Font;
}
export type Line = readonly Piece[];

/** Of Windows-1252, beside ASCII and Latin-1. */
const BESIDE_LATIN = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');

/** Characters; no page is wider. */
const MOST_ON_A_LINE = 400;

/** Latin, Greek and Cyrillic letters of which the fonts put into the file have all. */
const EMBEDDED = /[\u0100-\u024F\u0370-\u03FF\u0400-\u04FF\u1E00-\u1EFF]/;

/** Each other character as `U+4E2D`: a name that cannot be read is better than one that is another. */
export const showable = (text: string): string =>
  Array.from(text.normalize('NFC').replaceAll('→', '->'), (character) => {
    const point = character.codePointAt(0) ?? 0;
    if ((point >= 0x20 && point < 0x7f) || (point >= 0xa0 && point <= 0xff && point !== 0xad)) return character;
    if (BESIDE_LATIN.has(character) || (EMBEDDED.test(character) && /\p{Assigned}/u.test(character))) return character;
    return point < 0x20 || (point >= 0x7f && point < 0xa0)
      ? ' '
      : `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
  }).join('');

/** Words and the spaces between them, each whole in one font. */
function piecesOf(span: Span, bold: boolean): readonly Piece[] {
  const [text, own]: readonly [string, Font] =
    typeof span === 'string'
      ? [span, bold ? 'Helvetica-Bold' : 'Helvetica']
      : 'code' in span
        ? [span.code, 'Courier']
        : [span.strong, 'Helvetica-Bold'];
  return (showable(text).match(/ +|[^ ]+/g) ?? []).map((word) => ({
    text: word,
    font: Array.from(word).every((character) => BESIDE_LATIN.has(character) || !EMBEDDED.test(character))
      ? own
      : own === 'Helvetica-Bold'
        ? 'DejaVu Sans Bold'
        : 'DejaVu Sans',
  }));
}

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
  for (const { text: word, font } of words.flatMap((span) => piecesOf(span, bold))) {
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
  end();
  return lines;
}
