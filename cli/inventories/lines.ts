// Walks the lines of a text without splitting it whole, so that a large file is held in memory once.

/** Each line with its number from 1, without its end (`\n` or `\r\n`). */
export function* linesOf(text: string): Generator<readonly [number: number, line: string]> {
  let start = 0;
  for (let number = 1; start < text.length; number += 1) {
    const found = text.indexOf('\n', start);
    const end = found === -1 ? text.length : found;
    yield [number, text.slice(start, text.charCodeAt(end - 1) === 13 && end > start ? end - 1 : end)];
    start = end + 1;
  }
}
