// Reads winget's tables: columns by where their headings begin, in cells of the screen, as headings are in any language.
import { withoutEscapes } from '../ask.ts';

export interface Table {
  readonly columns: number;
  readonly rows: readonly (readonly string[])[];
}

const mostRows = 20_000;

/**
 * Every table in the text, in order. A table is a heading, a line of dashes and rows until a blank line or the next heading.
 * Before it, winget draws its progress with carriage returns and backspaces, which are passed over.
 */
export function readTables(text: string): readonly Table[] {
  const lines = withoutEscapes(text).split('\n').map(lastDrawn);
  const tables: Table[] = [];
  for (let at = 1; at < lines.length; at += 1) {
    const heading = lines[at - 1] ?? '';
    if (!/^-{10,}$/.test(lines[at] ?? '')) continue;
    const starts = startsOf(heading);
    const rows: string[][] = [];
    while (at + 1 < lines.length && rows.length < mostRows) {
      const line = lines[at + 1] ?? '';
      if (line === '' || /^-{10,}$/.test(lines[at + 2] ?? '')) break;
      rows.push(cut(line, starts));
      at += 1;
    }
    if (starts.length >= 3) tables.push({ columns: starts.length, rows });
  }
  return tables;
}

/** What stands on the line after all carriage returns. */
function lastDrawn(line: string): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  return text.slice(text.lastIndexOf('\r') + 1).trimEnd();
}

/** In cells: a heading is one word. */
function startsOf(heading: string): readonly number[] {
  const starts: number[] = [];
  let cell = 0;
  let inWord = false;
  for (const mark of heading) {
    if (mark !== ' ' && !inWord) starts.push(cell);
    inWord = mark !== ' ';
    cell += cellsOf(mark);
  }
  return starts;
}

function cut(line: string, starts: readonly number[]): string[] {
  const columns: string[] = starts.map(() => '');
  let cell = 0;
  let column = 0;
  for (const mark of line) {
    while (column + 1 < starts.length && cell >= (starts[column + 1] ?? Infinity)) column += 1;
    columns[column] += mark;
    cell += cellsOf(mark);
  }
  return columns.map((text) => text.trim());
}

const wide =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;
const none = /[\p{Mn}\p{Cf}]/u;

/** Letters of Chinese, Japanese and Korean take two. */
const cellsOf = (mark: string): number =>
  mark.length === 1 && mark < '\u0300' ? 1 : wide.test(mark) ? 2 : none.test(mark) ? 0 : 1;
