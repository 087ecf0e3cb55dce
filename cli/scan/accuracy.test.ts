// Measures the answers of `suture scan` against inventories whose right answers were worked out without it.
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeSample, sampleInventories } from '@suture/feeds/sample/make.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../run.fixture.ts';
import type { ScanDocument, ScannedFinding } from '../scan-document.ts';

const work = mkdtempSync(path.join(tmpdir(), 'suture-accuracy-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

type Scan = (...args: readonly string[]) => Promise<readonly ScannedFinding[]>;

/** Builds a database through the command line and returns a scan with it. */
async function scannerWith(feeds: string, name: string): Promise<Scan> {
  const db = path.join(work, name);
  const update = await runCli(['db', 'update', '--from', feeds, '--db', db]);
  expect(update.err).toBe('');
  return async (...args) => {
    const { code, out, err } = await runCli(['scan', ...args, '--db', db, '--json']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return (JSON.parse(out) as ScanDocument).findings;
  };
}

/** Prints how good the answers are and fails unless they are the expected ones, no more and no fewer. */
function expectExactly(name: string, expected: readonly string[], answers: readonly string[]): void {
  const right = new Set(expected);
  const got = new Set(answers);
  const hits = [...right].filter((row) => got.has(row)).length;
  const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)} %`;
  process.stdout.write(
    `${name}: precision ${percent(hits, got.size)}, recall ${percent(hits, right.size)} (${right.size} expected)\n`,
  );
  expect(right.size, 'rows were expected').toBeGreaterThan(0);
  expect({
    missing: [...right].filter((row) => !got.has(row)).slice(0, 20),
    extra: [...got].filter((row) => !right.has(row)).slice(0, 20),
  }).toEqual({ missing: [], extra: [] });
}

/** The rows of a CSV file without its comments and head. */
const rowsOf = (file: string): readonly (readonly string[])[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .slice(1)
    .map((line) => line.split(','));

const recordsOf = (file: string): readonly unknown[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as unknown);

const fixOf = ({ fixedVersion }: ScannedFinding): string => fixedVersion ?? '';

describe('on the sample, the answers are those worked out by hand', () => {
  let scan: Scan;
  beforeAll(async () => {
    makeSample(path.join(work, 'sample'));
    scan = await scannerWith(path.join(work, 'sample'), 'sample.db');
  });
  const file = (name: string): string => path.join(sampleInventories, name);

  const cases: readonly (readonly [expected: string, ...options: string[]])[] = [
    ['debian12', '--dpkg-status', file('debian12.status'), '--os', 'debian:12'],
    ['ubuntu22.04', '--dpkg-status', file('ubuntu22.04.status'), '--os', 'ubuntu:22.04'],
    ['ubuntu22.04+esm-apps', '--dpkg-status', file('ubuntu22.04.status'), '--os', 'ubuntu:22.04+esm-apps'],
    ['almalinux9', '--rpm-qa', file('almalinux9.rpmqa.tsv'), '--os', 'almalinux:9'],
    ['rocky8', '--rpm-qa', file('rocky8.rpmqa.tsv'), '--os', 'rocky:8'],
    ['rhel9.2', '--rpm-qa', file('rhel9.2.rpmqa.tsv'), '--os', 'rhel:9.2'],
    ['rhel9.2+eus', '--rpm-qa', file('rhel9.2.rpmqa.tsv'), '--os', 'rhel:9.2+eus'],
    ['alpine3.20', '--apk-installed', file('alpine3.20.apk-installed'), '--os', 'alpine:3.20'],
    ['purls', '--purls', file('purls.txt')],
    ['windows', '--windows-build', 'Windows Example 2030=10.0.30000.400'],
  ];
  it.each(cases)('%s', async (name, ...options) => {
    const findings = await scan(...options);
    expectExactly(
      `sample ${name}`,
      rowsOf(file(`${name}.expected.csv`)).map((row) => row.join()),
      findings.map((one) => [one.package.name, one.package.version, one.id, one.state, fixOf(one)].join()),
    );
  });

  it('has no expectation that is not compared', () => {
    const files = readdirSync(sampleInventories).filter((name) => name.endsWith('.expected.csv'));
    expect(cases.map(([name]) => `${name}.expected.csv`).toSorted()).toEqual(files.toSorted());
  });
});

const data = path.join(import.meta.dirname, '../../../shared/data');
const missing = existsSync(path.join(data, 'inventories')) ? '' : ' (skipped: ../shared/data is not here)';

describe.skipIf(missing !== '')(`on real data, precision and recall are 100 %${missing}`, () => {
  let scan: Scan;
  beforeAll(async () => {
    scan = await scannerWith(data, 'real.db');
  }, 600_000);
  const file = (name: string): string => path.join(data, 'inventories', name);

  it('Debian: packages, CVEs, fixes and which are unimportant', async () => {
    const findings = await scan('--dpkg-status', file('debian12-dev.status'), '--os', 'debian:12');
    expectExactly(
      'debian12-dev',
      rowsOf(file('debian12-dev.expected.csv')).map((row) => [row[0], row[5], row[7], row[8] === 'unimportant'].join()),
      findings.map((one) => [one.package.name, one.id, fixOf(one), one.state === 'unimportant'].join()),
    );
  });

  it('AlmaLinux: packages, advisories and fixes', async () => {
    const findings = await scan('--rpm-qa', file('alma9-dev.rpmqa.tsv'), '--os', 'almalinux:9');
    // The file writes the epoch 0 that rpm does not print.
    const evr = (text = ''): string => text.replace(/^0:/, '');
    expectExactly(
      'alma9-dev',
      rowsOf(file('alma9-dev.expected.csv')).map(([name, version, id, fix]) =>
        [name, evr(version), id, evr(fix)].join(),
      ),
      findings.flatMap(({ package: { name, version }, evidence }) =>
        evidence.matches.map((match) => [name, version, match.advisory, evr(match.fixedVersion ?? '')].join()),
      ),
    );
  });

  it('Alpine: packages, CVEs under any of their names, and fixes', async () => {
    const findings = await scan('--apk-installed', file('alpine3.19-dev.apk-installed'), '--os', 'alpine:3.19');
    const unsettled = new Set(rowsOf(file('alpine3.19-dev.not-judged.csv')).map((row) => row.join()));
    const expected = rowsOf(file('alpine3.19-dev.expected.csv')).map((row) => [row[0], row[3], row[4]].join());
    const asked = new Set(rowsOf(file('alpine3.19-dev.expected.csv')).map((row) => row[3] ?? ''));
    expectExactly(
      'alpine3.19-dev',
      expected,
      findings
        .filter(({ id, source }) => !unsettled.has(`${source.name},${id}`))
        .flatMap((one) =>
          [one.id, ...one.aliases.filter((alias) => asked.has(alias))].map((id) =>
            [one.package.name, id, fixOf(one)].join(),
          ),
        ),
    );
  });

  const ecosystems = {
    'osv-Go': 'golang',
    'osv-Maven': 'maven',
    'osv-NuGet': 'nuget',
    'osv-PyPI': 'pypi',
    'osv-crates.io': 'cargo',
    'osv-npm': 'npm',
    'ruby-advisory-db': 'gem',
  };
  it.each(Object.entries(ecosystems))('%s: exactly the advisories that match', async (name, type) => {
    interface Row {
      readonly package: string;
      readonly version: string;
      readonly expected: readonly string[];
    }
    const rows = recordsOf(file(`${name}.jsonl`)) as readonly Row[];
    const list = path.join(work, `${name}.purls`);
    const purlOf = (row: Row): string => {
      const written = type === 'maven' ? row.package.replace(':', '/') : row.package;
      return `pkg:${type}/${written.split('/').map(encodeURIComponent).join('/')}@${encodeURIComponent(row.version)}`;
    };
    writeFileSync(list, `${rows.map(purlOf).join('\n')}\n`);
    // A purl writes the names of PyPI in lower case and with hyphens; that is not what is measured here.
    const key = (id: string, version: string): string =>
      `${type === 'pypi' ? id.toLowerCase().replace(/[-_.]+/g, '-') : id} ${version}`;
    const findings = await scan('--purls', list);
    expectExactly(
      name,
      rows.flatMap((row) => row.expected.map((id) => `${key(row.package, row.version)} ${id}`)),
      findings.flatMap((one) => one.advisories.map((id) => `${key(one.package.name, one.package.version)} ${id}`)),
    );
  });

  it('Windows: CVEs, fixed builds and updates, with the product by name and by id', async () => {
    interface Row {
      readonly productId: string;
      readonly product: string;
      readonly build: string;
      readonly expected: readonly (readonly string[])[];
    }
    const rows = recordsOf(file('windows-builds.jsonl')) as readonly Row[];
    const answers: string[] = [];
    for (const [index, { productId, product, build }] of rows.entries()) {
      const findings = await scan('--windows-build', `${index % 2 === 0 ? product : productId}=${build}`);
      for (const { id, fixedVersion, evidence } of findings) {
        const { kb } = evidence.matches.find((match) => match.fixedVersion === fixedVersion) ?? {};
        answers.push([productId, build, id, fixedVersion, kb].join());
      }
    }
    expectExactly(
      'windows-builds',
      rows.flatMap(({ productId, build, expected }) => expected.map((row) => [productId, build, ...row].join())),
      answers,
    );
  });

  it('compares every file of expected answers there is', () => {
    const there = readdirSync(path.join(data, 'inventories')).filter((name) => /expected\.csv$|\.jsonl$/.test(name));
    const compared = ['alma9-dev.expected.csv', 'alpine3.19-dev.expected.csv', 'debian12-dev.expected.csv'];
    const lists = [...Object.keys(ecosystems), 'windows-builds'].map((name) => `${name}.jsonl`);
    expect([...compared, ...lists].toSorted()).toEqual(there.toSorted());
  });
});
