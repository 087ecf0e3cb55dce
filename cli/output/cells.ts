// How many cells of a terminal a text takes: letters of East Asia and most signs take two.

const PLAIN = /^[\u0020-\u007e]*$/;
const WIDE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uff01-\uff60]/u;

export function cells(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let count = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) count += WIDE.test(segment) ? 2 : 1;
  return count;
}

/** The text with spaces behind it, or before it, until it takes `wide` cells. */
export function padded(text: string, wide: number, isRight: boolean): string {
  const space = ' '.repeat(Math.max(0, wide - cells(text)));
  return isRight ? space + text : text + space;
}

/** At most so many cells of it, ended by … where there is more. */
export function cutTo(text: string, wide: number): string {
  if (cells(text) <= wide) return text;
  if (PLAIN.test(text)) return `${text.slice(0, wide - 1)}…`;
  let [cut, left] = ['', wide - 1];
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    left -= WIDE.test(segment) ? 2 : 1;
    if (left < 0) break;
    cut += segment;
  }
  return `${cut}…`;
}
