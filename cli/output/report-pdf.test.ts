// The report as PDF: every word of the Markdown is on its pages, whatever names are in it, however long it is.
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brokenInto, showable } from './pdf-words.ts';
import { reportPdf } from './report-pdf.ts';
import type { Report } from './report-blocks.ts';

const finding = {
  vulnerability: 'CVE-2024-5535',
  aliases: [],
  advisories: ['DSA-1'],
  package: 'openssl',
  from: '3.0.1-1',
  fixedVersion: '3.0.2-1',
  planned: '3.0.2-1',
  installed: ['3.0.2-1'],
  endpoints: 3,
  closed: 2,
  installedOnly: 1,
  open: 0,
  unknown: 0,
};
const report = (over: Partial<Report> = {}): Report => ({
  id: '0a1b2c3d-0000-4000-8000-000000000000',
  name: 'openssl on web',
  state: 'completed-with-failures',
  at: '2025-07-02T00:00:00.000Z',
  createdAt: '2025-07-01T11:00:00.000Z',
  createdBy: 'user:ada',
  createdByName: 'Ada',
  endedAt: null,
  plan: {
    hash: 'ab'.repeat(32),
    query: 'tag:web',
    by: 'user:ada',
    byName: 'Ada',
    at: '2025-07-01T10:00:00.000Z',
    expiresAt: '2025-07-08T10:00:00.000Z',
    closes: ['CVE-2024-5535'],
    windows: [],
    soakMinutes: 60,
    endpoints: 3,
    steps: [
      { release: 'debian-12', adapter: 'apt', endpoints: 3, changes: [{ package: 'openssl', from: '1', to: '2' }] },
    ],
    excluded: [],
  },
  signatures: [],
  approvals: { needed: 1, given: [] },
  rings: [],
  outcomes: { succeeded: 2 },
  failures: [],
  findings: [finding],
  notes: [],
  ...over,
});

interface Read {
  readonly pages: number;
  /** What is drawn, line by line of its stream. */
  readonly text: string;
  readonly whole: string;
}

/** Enough of a reader for what is written here: content streams are deflated, and text is hexadecimal in Windows-1252. */
function read(bytes: Uint8Array): Read {
  const whole = Buffer.from(bytes).toString('latin1');
  const lines = [...whole.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].flatMap(([, body = '']) => {
    try {
      const content = inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
      return [...content.matchAll(/\[([^\]]*)\] TJ/g)].map(([, shown = '']) =>
        [...shown.matchAll(/<([0-9a-f]*)>/g)]
          .map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'))
          .join(''),
      );
    } catch {
      return [];
    }
  });
  return { pages: whole.match(/\/Type \/Page\b(?!s)/g)?.length ?? 0, text: lines.join('\n'), whole };
}

test('it says what was proved, what was not, and by whose word, and has a structure to be read by', async () => {
  const { text, whole, pages } = read(await reportPdf(report()));
  for (const said of [
    'openssl on web: completed with failures',
    'CVE-2024-5535',
    '2 of 3',
    '3.0.2-1',
    'Nobody has approved it; it takes 1.',
    '1 of 1',
  ])
    expect(text).toContain(said);
  expect(pages).toBe(1);
  expect(whole.slice(0, 8)).toBe('%PDF-1.7');
  expect(whole).toContain('/Marked true');
  for (const role of ['H1', 'H2', 'P', 'L', 'LI', 'Table', 'TR', 'TH', 'TD']) expect(whole).toContain(`/S /${role}\n`);
});

test('the same report is the same file', async () => {
  expect(Buffer.from(await reportPdf(report())).equals(await reportPdf(report()))).toBe(true);
});

test('a table of hundreds of rows and a cell of hundreds of lines go over pages, and lose nothing', async () => {
  const findings = Array.from({ length: 300 }, (_, index) => ({
    ...finding,
    vulnerability: `CVE-2025-${1000 + index}`,
  }));
  const changes = Array.from({ length: 500 }, (_, index) => ({ package: `package-${index}`, from: '1', to: '2' }));
  const step = { release: 'debian-12', adapter: 'apt', endpoints: 3, changes };
  const { text, pages } = read(await reportPdf(report({ findings, plan: { ...report().plan, steps: [step] } })));
  for (const { vulnerability } of findings) expect(text).toContain(vulnerability);
  for (const { package: name } of changes) expect(text).toContain(name);
  expect(pages).toBeGreaterThan(5);
  expect(text).toContain(`${pages} of ${pages}`);
  // Each page of a table begins with its head.
  expect(text.match(/^vulnerability$/gm)?.length).toBeGreaterThan(3);
}, 30_000);

test('what the fonts cannot show is named by its number, and nothing is another character', () => {
  expect(showable('Zoë – 10 € 1 → 2')).toBe('Zoë – 10 € 1 -> 2');
  expect(showable('\u4E2D\u{1F600}\u001B[2J\u202Ea')).toBe('U+4E2DU+1F600 [2JU+202Ea');
});

test('letters of Latin, Greek and Cyrillic stand in the file with a font that has them, and no font where none is needed', async () => {
  const streams = async (name: string): Promise<string> => {
    const pdf = Buffer.from(await reportPdf(report({ name }))).toString('latin1');
    const parts = pdf
      .split('stream\n')
      .slice(1)
      .map((part) => Buffer.from(part.slice(0, part.indexOf('\nendstream')), 'latin1'));
    return `${pdf}${parts.flatMap((part) => (part[0] === 0x78 ? inflateSync(part).toString('latin1') : [])).join('\n')}`;
  };
  const names = await streams('Łódź, Ωμέγα, Щёкин, Việt');
  expect(names).toContain('/FontFile2');
  for (const letter of 'ŁźγαЩкệ') {
    const point = letter.codePointAt(0)?.toString(16).padStart(4, '0') ?? '';
    expect(names.toLowerCase()).toContain(`<${point}>`);
  }
  expect(await streams('Zoë – 10 €, Škoda')).not.toContain('/FontFile2');
  expect(showable('Łódź Ωμέγα Щёкин Việt')).toBe('Łódź Ωμέγα Щёкин Việt');
});

test('lines are no wider than they may be and hold every letter, whatever the words are', () => {
  const widthOf = ({ text }: { readonly text: string }) => text.length;
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'grapheme', maxLength: 60 }), { maxLength: 8 }),
      fc.integer({ min: 1, max: 30 }),
      (words, width) => {
        const lines = brokenInto(words, width, widthOf).map((line) => line.map(({ text }) => text).join(''));
        for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(words.map(showable).join('').replaceAll(' ', ''));
      },
    ),
  );
});
