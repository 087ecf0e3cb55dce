// Names and sentences from outside in Markdown: no markup, no mentions, no broken tables.
import { printable } from './columns.ts';

/** A name from outside, as code: it mentions nobody, links nowhere and breaks no table. */
export const markdownCode = (value: string): string =>
  `\`${printable(value)
    .replaceAll('`', "'")
    .replaceAll('|', String.raw`\|`)}\``;

/** A sentence that may hold such names: no markup, no mentions. */
export const markdownText = (value: string): string =>
  printable(value).replaceAll(/[|\\`*_[\]<>@#~&!]/g, String.raw`\$&`);

export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] =>
  rows.length === 0 ? [] : [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
