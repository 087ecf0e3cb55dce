// Names, versions and advisories are hostile: whatever they say, no format lets them steer, mislead or run anything.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runCli } from '../run.fixture.ts';
import type { ScanDocument } from '../scan-document.ts';
import { csv } from './csv.ts';
import { cyclonedx } from './cyclonedx.ts';
import { finding, scan } from './exports.fixture.ts';
import { fixListOf } from './fix-list.fixture.ts';
import { inertJson } from './inert-json.ts';
import { markdown } from './markdown.ts';
import { nextStep } from './next-step.ts';
import { sarif } from './sarif.ts';
import { terminal } from './terminal.ts';

/** Clears the screen, sets the title, turns the reading direction, hides itself, breaks lines. */
const NASTY = 'a\u001b[2J\u001b]0;owned\u0007\u009b31m\u202egnp.exe\u200b\u2066\ufeff\r\nb\u2028c';

/** The document with every text of its findings, patches, updates, support and gaps replaced. */
function poisoned(text: string): ScanDocument {
  const name = { name: text, version: text };
  return {
    ...scan([
      finding({
        id: text,
        aliases: [text],
        advisories: [text],
        summary: text,
        package: { purl: text, ...name, arch: text },
        source: name,
        fixedVersion: text,
        evidence: { matches: [], notes: [text] },
      }),
      finding({ id: 'CVE-1', source: name, fixedVersion: null, state: 'no-fix' }),
    ]),
    endpoint: {
      name: text,
      inventory: text,
      os: { id: text, version: text, name: text },
      packages: 1,
      restart: [
        { kind: 'reboot', name: 'machine', why: text },
        { kind: 'process', name: text, why: text },
      ],
    },
    patches: [
      {
        source: text,
        from: text,
        to: text,
        packages: [text],
        closes: [text],
        due: null,
        overdueDays: null,
        severity: 'high',
        exploited: true,
        offered: 'held',
        why: text,
      },
    ],
    updates: ['hold', undefined].map((cause) => ({
      adapter: 'apt',
      package: text,
      arch: text,
      source: name,
      installed: text,
      candidate: text,
      origin: text,
      security: { is: false, why: text },
      heldBack: cause === undefined ? null : { cause: 'hold', why: text },
      bytes: null,
    })),
    lifecycle: [
      {
        product: text,
        release: text,
        label: text,
        state: 'unsupported',
        endOfLife: null,
        extendedUntil: null,
        source: text,
        note: text,
      },
    ],
    incomplete: [{ what: text, why: text, remedy: text }],
  };
}

const formats: Readonly<Record<string, (document: ScanDocument) => string>> = {
  terminal: (document) =>
    terminal(fixListOf(document), {
      all: true,
      colour: false,
      width: 80,
      next: nextStep(fixListOf(document), { subject: {}, all: true, root: false }),
    }),
  json: (document) => inertJson(document),
  jsonl: (document) => inertJson(document.findings[0], 0),
  csv: (document) => csv(document).replaceAll('\r\n', '\n'),
  md: (document) => markdown(document, true),
  sarif: (document) => sarif(document).text,
  cyclonedx: (document) => cyclonedx(document),
};

/** Control characters but the line's end, what turns the reading direction, what cannot be seen. */
const STEERING =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/;

describe.each(Object.entries(formats))('%s', (_, print) => {
  it('lets no text steer the terminal it is shown in', () => {
    expect(STEERING.test(NASTY)).toBe(true);
    expect(print(poisoned(NASTY))).not.toMatch(STEERING);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
        expect(print(poisoned(text))).not.toMatch(STEERING);
      }),
      { numRuns: 200 },
    );
  });

  it('has as many lines whatever the texts are', () => {
    const lines = (text: string): number => print(poisoned(text)).split('\n').length;
    expect(lines('x\ny\r\nz')).toBe(lines('x�y��z'));
  });
});

it('JSON is the same when read back', () => {
  const document = poisoned(NASTY);
  expect(JSON.parse(inertJson(document))).toEqual(document);
  expect(inertJson({ a: 1 }, 0)).toBe('{"a":1}\n');
});

describe('CSV in a spreadsheet', () => {
  const firstCell = (text: string): string | undefined => {
    const [, row = ''] = csv(scan([finding({ id: text })])).split('\r\n');
    const [, quoted, plain] = /^(?:"((?:[^"]|"")*)"|([^",]*)),/.exec(row) ?? [];
    return quoted?.replaceAll('""', '"') ?? plain;
  };

  it.each([
    ['=HYPERLINK("http://evil","x")', `'=HYPERLINK("http://evil","x")`],
    ['+1+cmd', "'+1+cmd"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    [' =1+1', "' =1+1"],
    ['\uff1d1+1', "'\uff1d1+1"],
    ['\t=1', '�=1'],
    ['plain', 'plain'],
    ['a,"b"', 'a,"b"'],
  ])('%j is text', (text, shown) => {
    expect(firstCell(text)).toBe(shown);
  });

  it('leaves numbers numbers', () => {
    const text = csv(scan([finding({ epss: { score: 0.5, percentile: 0.9, date: null } })]));
    expect(text).toContain(',0.5,9.8,');
  });
});

describe('Markdown', () => {
  const table = (name: string): string =>
    markdown({ ...poisoned('x'), patches: [{ ...poisoned('x').patches[0]!, source: name }] }, false);

  it('shows names as code, so that they mention nobody and link nowhere', () => {
    expect(table('@types/node')).toContain('| `@types/node` |');
    expect(table('a`b|c')).toContain(String.raw`| ${'`'}a'b\|c${'`'} |`);
    expect(table('[x](javascript:alert(1))')).toContain('`[x](javascript:alert(1))`');
  });

  it('escapes markup in sentences', () => {
    const text = markdown(
      { ...scan([]), incomplete: [{ what: '<img src=x>', why: '@all **b**', remedy: null }] },
      false,
    );
    expect(text).toContain(String.raw`- \<img src=x\>: \@all \*\*b\*\*`);
  });
});

it('SARIF makes no links and no placeholders of names', () => {
  const text = sarif(
    scan([finding({ package: { purl: 'p', name: '[x](http://evil) {0}', version: '1', arch: null } })]),
  ).text;
  const { runs } = JSON.parse(text) as { runs: [{ results: [{ message: { text: string } }] }] };
  expect(runs[0].results[0].message.text).toMatch(/^\[x\] \(http:\/\/evil\) \{\{0\}\} 1 is affected/);
});

it('the next command runs nothing a name says', () => {
  const document = poisoned("x'; rm -rf / #");
  expect(nextStep(fixListOf(document), { subject: { os: '$(id)' }, all: false, root: false })).toBe(
    String.raw`suture why 'x'\''; rm -rf / #' --os '$(id)'`,
  );
  const here = {
    ...document,
    endpoint: { ...document.endpoint, inventory: 'this machine' },
    patches: [{ ...document.patches[0]!, offered: 'yes' as const, packages: ['--reinstall'] }],
    updates: [{ ...document.updates[0]!, package: '--reinstall', heldBack: null }],
  };
  expect(nextStep(fixListOf(here), { subject: {}, all: false, root: true })).toMatch(/^suture why /);
});

it('an error repeats what it was given without what would steer', async () => {
  const { code, err } = await runCli(['scan', '--purls', `/nowhere/${NASTY}`]);
  expect(code).toBe(1);
  expect(err).not.toMatch(STEERING);
  expect(err).toContain('does not exist');
  const json = await runCli(['scan', `--${NASTY}`, '--json']);
  expect(json.code).toBe(2);
  expect(json.err).not.toMatch(STEERING);
  expect(JSON.parse(json.err)).toMatchObject({ error: { code: 'usage' } });
});
