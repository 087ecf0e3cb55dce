// The rows of a benchmark run, and how they are printed: what was measured, the target, and whether it was met.
import type { Measured } from './measure.ts';

export interface Row {
  readonly what: string;
  readonly value: string;
  /** How far the rounds spread; empty for what has no rounds. */
  readonly spread: string;
  /** In words; empty where there is none. */
  readonly target: string;
  readonly met: boolean | undefined;
}

/** What a benchmark found, under its heading. `remarks` are whole sentences. */
export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly remarks: readonly string[];
}

const milliseconds = (value: number): string =>
  value >= 2000 ? `${(value / 1000).toFixed(1)} s` : `${value.toFixed(value < 20 ? 1 : 0)} ms`;

/** The wall time of a contestant; the limit is in milliseconds. */
export const timeRow = (measured: Measured, below?: number): Row => ({
  what: measured.name,
  value: milliseconds(measured.median),
  spread: `${milliseconds(measured.lowest)} to ${milliseconds(measured.highest)}`,
  target: below === undefined ? '' : `under ${milliseconds(below)}`,
  met: below === undefined ? undefined : measured.median < below,
});

/** The largest resident memory of a contestant; no row where it could not be measured. */
export function memoryRow({ name, megabytes }: Measured, below?: number): readonly Row[] {
  if (megabytes === undefined) return [];
  return [
    {
      what: `${name}: resident memory`,
      value: `${megabytes.toFixed(0)} MB`,
      spread: '',
      target: below === undefined ? '' : `under ${below} MB`,
      met: below === undefined ? undefined : megabytes < below,
    },
  ];
}

/** What this process has resident now; the limit is in megabytes. */
export const memoryNow = (what: string, below?: number): Row =>
  resident(what, process.memoryUsage().rss / 2 ** 20, below);

/** The most that this process ever had resident; the limit is in megabytes. */
export const memoryAtMost = (what: string, below?: number): Row =>
  resident(what, process.resourceUsage().maxRSS / 2 ** 10, below);

function resident(what: string, megabytes: number, below: number | undefined): Row {
  const target = below === undefined ? '' : `under ${below} MB`;
  const met = below === undefined ? undefined : megabytes < below;
  return { what, value: `${megabytes.toFixed(0)} MB`, spread: '', target, met };
}

/** How many times as long as `base` a contestant takes. */
export function ratioRow(
  what: string,
  ratio: number,
  limit: { readonly atLeast: number } | { readonly atMost: number },
): Row {
  const atLeast = 'atLeast' in limit;
  return {
    what,
    value: `${ratio.toFixed(2)}×`,
    spread: '',
    target: atLeast ? `${limit.atLeast}× or more` : `${limit.atMost}× or less`,
    met: atLeast ? ratio >= limit.atLeast : ratio <= limit.atMost,
  };
}

const verdict = ({ met }: Row): string => (met === undefined ? '' : met ? 'met' : 'NOT MET');

const headings = ['', 'median', 'spread', 'target', ''] as const;

export function sectionText({ title, rows, remarks }: Section, markdown: boolean): string {
  const lines = rows.map((row) => [row.what, row.value, row.spread, row.target, verdict(row)]);
  if (markdown) {
    const table = [headings, headings.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`);
    return [`### ${title}`, '', ...table, ...remarks.flatMap((remark) => ['', remark]), ''].join('\n');
  }
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...lines.map((cells) => cells[column]?.length ?? 0)),
  );
  const padded = (cells: readonly string[]): string =>
    `  ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd();
  return [title, padded(headings), ...lines.map(padded), ...remarks.map((remark) => `  ${remark}`), ''].join('\n');
}
