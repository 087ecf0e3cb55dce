// Plain tables for terminals: aligned, cut to the width, safe against control characters in the data.
import { cells, cutTo, padded } from './cells.ts';

export interface TableOptions {
  /** Indexes of right-aligned columns. */
  readonly right?: readonly number[];
  /** Terminal width; no cutting without it. */
  readonly width?: number | undefined;
}

/** Control characters, and what turns the reading direction or cannot be seen: text that looks like other text. */
const STEERING = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** Package names and tool output are hostile: a terminal must not be steered by them. */
export const printable = (text: string): string => text.replaceAll(STEERING, '�').toWellFormed();

/** The same of a text with lines of its own. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');

/** `12,345`. The runtime's own formatter takes 15 ms to load, a tenth of a scan. */
export const grouped = (count: number): string => String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');

export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  options: TableOptions = {},
): string {
  const lines = [head, ...rows].map((row) => row.map(printable));
  const widths = head.map((_, column) => Math.max(...lines.map((row) => cells(row[column] ?? ''))));
  return lines
    .map((row) => {
      const text = row
        .map((cell, column) => {
          if (options.right?.includes(column) === true) return padded(cell, widths[column] ?? 0, true);
          return column === row.length - 1 ? cell : padded(cell, widths[column] ?? 0, false);
        })
        .join('  ')
        .trimEnd();
      return options.width === undefined ? text : cutTo(text, options.width);
    })
    .map((line) => `${line}\n`)
    .join('');
}
