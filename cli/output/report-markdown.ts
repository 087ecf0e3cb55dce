// The report of a deployment as Markdown, for whoever has to be shown that it was done and how.
import { markdownCode, markdownTable, markdownText } from './markdown-text.ts';
import { type Block, type Item, type Report, type Span, type Words, reportBlocks } from './report-blocks.ts';

export const reportMarkdown = (report: Report): string =>
  reportBlocks(report)
    .map(linesOf)
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');

function linesOf(block: Block): readonly string[] {
  switch (block.kind) {
    case 'title':
      return [`# ${written(block.words)}`];
    case 'heading':
      return [`## ${written(block.words)}`];
    case 'paragraph':
      return [written(block.words)];
    case 'list':
      return block.items.flatMap(itemLines);
    case 'table':
      return markdownTable(
        block.head,
        block.rows.map((cells) => cells.map(written)),
      );
  }
}

const itemLines = ({ words, below }: Item): readonly string[] => [
  `- ${written(words)}`,
  ...below.map((line) => `  ${line.isItem ? '- ' : ''}${written(line.words)}`),
];

const written = (words: Words): string => words.map(spanText).join('');

function spanText(span: Span): string {
  if (typeof span === 'string') return markdownText(span);
  return 'code' in span ? markdownCode(span.code) : `**${markdownText(span.strong)}**`;
}
