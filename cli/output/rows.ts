// A list of a server in the form that was asked for: a table with what it means, CSV, Markdown, JSON or JSON lines.
import { AppError } from '@suture/core/app-error.ts';
import type { ListOptions } from '../commands/server-options.ts';
import type { Context } from '../context.ts';
import { grouped, printable, table } from './columns.ts';
import { csvField } from './csv-field.ts';
import { DEMO_MARK, isOfDemo } from './demo-mark.ts';
import { inertJson } from './inert-json.ts';
import { markdownTable, markdownText } from './markdown-text.ts';
import { wrap } from './wrap.ts';

export interface Column<Row> {
  readonly name: string;
  /** For people. */
  readonly shown: (row: Row) => string;
  /** For programs, in CSV, where that is not the same. */
  readonly value?: (row: Row) => string | number | boolean | null;
  readonly right?: boolean;
  /** Only in CSV. */
  readonly isForPrograms?: boolean;
}

export interface Listed<Row> {
  /** Of the JSON, as `suture.endpoints/1`. */
  readonly schema: string;
  /** What the JSON says besides its rows. */
  readonly about?: Readonly<Record<string, unknown>>;
  readonly rows: readonly Row[];
  /** Of the whole list; the rows may be fewer. */
  readonly total: number;
  readonly columns: readonly Column<Row>[];
  /** The most important sentence first. */
  readonly said: readonly string[];
  readonly next: string;
}

const IN_A_TABLE = 50;

export const isTable = ({ json, jsonl, format }: ListOptions): boolean =>
  json !== true && jsonl !== true && (format ?? 'table') === 'table';

/** How many rows are wanted; infinite for all. */
export function wantedRows(options: ListOptions): number {
  const { limit } = options;
  if (limit === undefined) return isTable(options) ? IN_A_TABLE : Number.POSITIVE_INFINITY;
  if (/^[1-9]\d{0,6}$/.test(limit)) return Number(limit);
  throw new AppError('usage', `--limit ${limit} is no number of rows`, 'Give one from 1 on.');
}

export function writeRows<Row>(list: Listed<Row>, options: ListOptions, { stdout }: Pick<Context, 'stdout'>): void {
  const { schema, about, rows, total, columns, said } = list;
  const isDemo = isOfDemo(stdout);
  const mark = isDemo ? { demo: DEMO_MARK } : {};
  if (options.json === true) {
    stdout.write(inertJson({ schema, ...mark, ...about, total, items: rows }));
  } else if (options.jsonl === true) {
    for (const row of rows) stdout.write(inertJson({ ...row, ...mark }, 0));
  } else if (options.format === 'csv') {
    const column: Column<Row> = { name: 'demo', shown: () => DEMO_MARK };
    stdout.write(csvOf(isDemo ? { ...list, columns: [...columns, column] } : list));
  } else if (options.format === 'md') {
    stdout.write(markdownOf(isDemo ? { ...list, said: [DEMO_MARK, ...said] } : list));
  } else {
    stdout.write(listText(list, stdout.isTTY === true ? stdout.columns : undefined));
  }
}

function csvOf<Row>({ columns, rows }: Listed<Row>): string {
  const lines = [
    columns.map(({ name }) => name.replaceAll(' ', '_')),
    ...rows.map((row) => columns.map(({ shown, value = shown }) => csvField(value(row)))),
  ];
  return lines.map((line) => `${line.join(',')}\r\n`).join('');
}

function markdownOf<Row>({ columns, rows, said }: Listed<Row>): string {
  const used = columns.filter(({ isForPrograms }) => isForPrograms !== true);
  const lines = markdownTable(
    used.map(({ name }) => name),
    rows.map((row) => used.map(({ shown }) => markdownText(shown(row)))),
  );
  return `${[said.map(markdownText).join('\n'), lines.join('\n')].filter((block) => block !== '').join('\n\n')}\n`;
}

/** What is not there in any row takes no column. */
function listText<Row>({ columns, rows, total, said, next }: Listed<Row>, width: number | undefined): string {
  const cells = columns
    .filter(({ isForPrograms }) => isForPrograms !== true)
    .map((column) => ({ column, texts: rows.map(column.shown) }))
    .filter(({ texts }, at) => at === 0 || texts.some((text) => text !== ''));
  const text = table(
    cells.map(({ column }) => column.name),
    rows.map((_, at) => cells.map(({ texts }) => texts[at] ?? '')),
    { right: cells.flatMap(({ column }, at) => (column.right === true ? [at] : [])), width },
  );
  const rest = total - rows.length;
  const blocks = [
    `${said.flatMap((line) => wrap(printable(line), width)).join('\n')}\n`,
    rows.length === 0 ? '' : `${text}${rest > 0 ? `… and ${grouped(rest)} more (--limit ${total})\n` : ''}`,
    `Next: ${printable(next)}\n`,
  ];
  return blocks.filter((block) => block !== '').join('\n');
}
