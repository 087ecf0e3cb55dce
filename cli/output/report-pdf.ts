// The report of a deployment as PDF: the same blocks as in Markdown on pages to be filed, with their structure for screen readers.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as pdfkit from 'pdfkit';
import Courier from 'pdfkit/standard-fonts/Courier';
import Helvetica from 'pdfkit/standard-fonts/Helvetica';
import HelveticaBold from 'pdfkit/standard-fonts/HelveticaBold';
import { type Font, type Line, type Piece, brokenInto, showable } from './pdf-words.ts';
import { type Block, type Report, type Words, reportBlocks } from './report-blocks.ts';

/** As the package gives it to modules, which its types do not know. */
const { PDFDocument, registerStdFonts } = pdfkit as unknown as {
  readonly PDFDocument: PDFKit.PDFDocument;
  readonly registerStdFonts: (...measures: readonly object[]) => void;
};
registerStdFonts(Courier, Helvetica, HelveticaBold);

type Element = PDFKit.PDFStructureElement;
interface Style {
  readonly size: number;
  readonly bold?: boolean;
}

const MARGIN = 42;
const FOOT = 28;
const GAP = 10;
const PAD = 8;
const LEADING = 1.35;
/** Of a table's text, so that nine columns stand on a page. */
const CELL: Style = { size: 7.5 };
const STYLES = { title: { size: 18, bold: true }, heading: { size: 12, bold: true }, paragraph: { size: 9 } } as const;
const ROLES = { title: 'H1', heading: 'H2', paragraph: 'P' } as const;

const require = createRequire(import.meta.url);
/** Of which the letters that are used are put into the file. */
const EMBEDDED = new Map<Font, () => string>([
  ['DejaVu Sans', () => require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')],
  ['DejaVu Sans Bold', () => require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf')],
]);

/** The same report is the same bytes. */
export async function reportPdf(report: Report): Promise<Uint8Array> {
  const at = new Date(report.at);
  const document = new PDFDocument({
    size: 'A4',
    layout: 'landscape',
    margin: MARGIN,
    bufferPages: true,
    tagged: true,
    lang: 'en',
    displayTitle: true,
    pdfVersion: '1.7',
    info: { Title: showable(report.name), Creator: 'suture report', CreationDate: at, ModDate: at },
  });
  const chunks: Buffer[] = [];
  const written = new Promise<Uint8Array>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
  const page = pageOf(document);
  for (const block of reportBlocks(report)) page.put(block);
  page.end();
  document.end();
  return written;
}

/** Writes blocks below each other, and goes on on the next page where one is full. */
function pageOf(document: PDFKit.PDFDocument) {
  const right = document.page.width - MARGIN;
  const bottom = document.page.height - MARGIN - FOOT;
  const embedded = new Set<Font>();
  const inFont = (font: Font, size: number): PDFKit.PDFDocument => {
    const file = EMBEDDED.get(font);
    if (file !== undefined && !embedded.has(font)) {
      embedded.add(font);
      document.registerFont(font, readFileSync(file()));
    }
    return document.font(font).fontSize(size);
  };
  const widthOf =
    (size: number) =>
    ({ text, font }: Piece): number =>
      inFont(font, size).widthOfString(text);
  const broken = (words: Words, width: number, { size, bold = false }: Style): readonly Line[] =>
    brokenInto(words, width, widthOf(size), { bold });
  const whole = document.struct('Document');
  document.addStructure(whole);
  let y = MARGIN;

  const room = (height: number, again: () => void = () => undefined): void => {
    if (y + height <= bottom || y === MARGIN) return;
    document.addPage();
    y = MARGIN;
    again();
  };
  const draw = (text: string, x: number, font: Font, size: number): void => {
    inFont(font, size).text(text, x, y, { lineBreak: false });
  };
  const drawLine = (element: Element | undefined, role: string, line: Line, x: number, size: number): void => {
    if (line.length === 0) return;
    if (element === undefined) document.markContent('Artifact');
    else element.add(document.markStructureContent(role));
    let at = x;
    for (const piece of line) {
      draw(piece.text, at, piece.font, size);
      at += widthOf(size)(piece);
    }
    document.endMarkedContent();
  };
  const paragraph = (element: Element, role: string, words: Words, x: number, style: Style): void => {
    const height = style.size * LEADING;
    for (const line of broken(words, right - x, style)) {
      room(height);
      drawLine(element, role, line, x, style.size);
      y += height;
    }
  };

  const list = ({ items }: Extract<Block, { kind: 'list' }>): void => {
    const parent = document.struct('L');
    whole.add(parent);
    const point = (under: Element, words: Words, indent: number, isItem: boolean): void => {
      const [element, body] = [document.struct('LI'), document.struct('LBody')];
      under.add(element.add(body));
      paragraph(body, 'LBody', [isItem ? '• ' : '', ...words], MARGIN + indent, STYLES.paragraph);
      body.end();
      element.end();
    };
    for (const { words, below } of items) {
      point(parent, words, 0, true);
      for (const line of below) point(parent, line.words, 12, line.isItem);
    }
    parent.end();
  };

  const table = ({ head, rows }: Extract<Block, { kind: 'table' }>): void => {
    const parent = document.struct('Table');
    whole.add(parent);
    const cells = [head.map((name) => [name]), ...rows] as const;
    const widths = columnWidths(cells, right - MARGIN, (words, bold) =>
      brokenInto(words, Number.POSITIVE_INFINITY, widthOf(CELL.size), { bold }).reduce(
        (wide, line) =>
          Math.max(
            wide,
            line.reduce((sum, piece) => sum + widthOf(CELL.size)(piece), 0),
          ),
        0,
      ),
    );
    const height = CELL.size * LEADING;
    const rowOf = (columns: readonly Words[], role: 'TH' | 'TD', isRepeated = false): void => {
      const element = isRepeated ? undefined : document.struct('TR');
      const lines = columns.map((words, index) =>
        broken(words, (widths[index] ?? 0) - PAD, { ...CELL, bold: role === 'TH' }),
      );
      const parts = columns.map(() => (isRepeated ? undefined : document.struct(role)));
      for (let number = 0; number < Math.max(1, ...lines.map((each) => each.length)); number += 1) {
        room(height, () => rowOf(cells[0] ?? [], 'TH', true));
        let x = MARGIN;
        for (const [index, each] of lines.entries()) {
          drawLine(parts[index], role, each[number] ?? [], x, CELL.size);
          x += widths[index] ?? 0;
        }
        y += height;
      }
      y += 2;
      document.markContent('Artifact');
      document
        .moveTo(MARGIN, y - 1)
        .lineTo(right, y - 1)
        .lineWidth(0.4)
        .strokeColor('#999999')
        .stroke();
      document.endMarkedContent();
      y += 2;
      for (const part of parts) {
        if (part === undefined) continue;
        element?.add(part);
        part.end();
      }
      if (element !== undefined) parent.add(element);
      element?.end();
    };
    for (const [index, row] of cells.entries()) rowOf(row, index === 0 ? 'TH' : 'TD');
    parent.end();
  };

  return {
    put(block: Block): void {
      if (block.kind === 'list') list(block);
      else if (block.kind === 'table') {
        if (block.rows.length > 0) table(block);
      } else {
        const style = STYLES[block.kind];
        // A heading stays with the first lines of what it is of.
        room(block.kind === 'paragraph' ? style.size : 5 * style.size);
        const element = document.struct(ROLES[block.kind]);
        whole.add(element);
        paragraph(element, ROLES[block.kind], block.words, MARGIN, style);
        element.end();
      }
      y += GAP;
    },
    end(): void {
      whole.end();
      const { count } = document.bufferedPageRange();
      for (let index = 0; index < count; index += 1) {
        document.switchToPage(index);
        y = document.page.height - MARGIN;
        // What stands in the margin would begin another page.
        document.page.margins.bottom = 0;
        drawLine(undefined, '', [{ text: `${index + 1} of ${count}`, font: 'Helvetica' }], MARGIN, 8);
      }
    },
  };
}

/** As wide as their widest cell; where that is more than there is, those that are wider than their share give way. */
export function columnWidths(
  rows: readonly (readonly Words[])[],
  width: number,
  widthOf: (words: Words, bold: boolean) => number,
): readonly number[] {
  const wanted = (rows[0] ?? []).map(
    (_, column) => PAD + Math.max(...rows.map((cells, row) => widthOf(cells[column] ?? [], row === 0))),
  );
  let [left, sharing] = [width, wanted.length];
  const given = new Map<number, number>();
  for (const [column, wide] of [...wanted.entries()].toSorted(([, a], [, b]) => a - b)) {
    const part = Math.min(wide, left / sharing);
    given.set(column, part);
    left -= part;
    sharing -= 1;
  }
  const total = [...given.values()].reduce((sum, each) => sum + each, 0);
  // What is over goes to all alike.
  return wanted.map((_, column) => (given.get(column) ?? 0) + (width - total) / wanted.length);
}
