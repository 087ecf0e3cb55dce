// Tests that a list of fixes says the same whether it is made from what the database has concluded or by judging everything.
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Readable } from 'node:stream';
import type { Finding } from '@suture/core/matching/finding.ts';
import { matchPackages } from '@suture/core/matching/match.ts';
import type { Package } from '@suture/core/packages/package.ts';
import type { Exposure, PolicyName } from '@suture/core/risk/deadline.ts';
import { type AdvisoryDatabase, openDatabase } from '@suture/feeds/database/database.ts';
import { makeSample, sampleInventories } from '@suture/feeds/sample/make.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixListOf } from '../output/fix-list.fixture.ts';
import { terminal } from '../output/terminal.ts';
import { runCli } from '../run.fixture.ts';
import { assemble, listFixes } from './assemble.ts';
import type { FixList } from './fix-list.ts';
import { fromFiles } from './from-files.ts';
import type { Scanned } from './scanned.ts';
import { judgedAlready, standingAgainst } from './standing-findings.ts';

const work = mkdtempSync(path.join(tmpdir(), 'suture-short-way-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const now = new Date('2026-11-23T12:00:00Z');

async function databaseOf(feeds: string, name: string, ...only: readonly string[]): Promise<AdvisoryDatabase> {
  const file = path.join(work, name);
  const { err } = await runCli([
    'db',
    'update',
    '--from',
    feeds,
    '--db',
    file,
    ...only.flatMap((feed) => ['--only', feed]),
  ]);
  expect(err).toBe('');
  const opened = openDatabase(file);
  if (opened.kind !== 'open') throw new Error(`the database cannot be used: ${opened.kind}`);
  return opened.database;
}

const look = (file: string, os: string, database: AdvisoryDatabase): Promise<Scanned> =>
  fromFiles({ dpkgStatus: file, os }, database, {
    stdin: empty(),
    stdout: sink,
    stderr: sink,
    env: {},
    now: () => now,
  });

const sink = { write: () => true };
const empty = (): AsyncIterable<string> => Readable.from([]);

const shown = (list: FixList, all: boolean): string =>
  terminal(list, { all, colour: false, width: undefined, next: '' });

/** What the judge says, who asks nobody else. */
const judged = ({ packages, system }: Scanned, these: readonly Package[], database: AdvisoryDatabase) =>
  matchPackages({
    packages: these,
    neighbours: packages,
    system,
    candidatesFor: (ecosystem, name) => database.candidates(ecosystem, name),
  }).findings;

const sorted = (findings: readonly Finding[]): readonly string[] =>
  findings.map((finding) => JSON.stringify(finding)).toSorted();

/** Of what a patch closes only the first is in order. */
const closing = ({ patches }: Pick<FixList, 'patches'>) =>
  patches.map((patch) => ({ ...patch, closes: patch.closes.toSorted(), first: patch.closes[0] }));

function expectTheSame(scanned: Scanned, database: AdvisoryDatabase, policy: PolicyName, exposure: Exposure): number {
  const whole = assemble(scanned, database, { policy, exposure }, now);
  const long = fixListOf(whole);
  for (const all of [false, true]) {
    const short = listFixes(scanned, database, { policy, exposure, all }, now);
    expect(shown(short, all)).toBe(shown(long, all));
    expect(closing(short)).toEqual(closing(long));
    const told = { ...short, patches: [], withoutFix: all ? short.withoutFix : long.withoutFix };
    expect(told).toEqual({ ...long, patches: [] });
  }
  const already = judgedAlready(scanned.packages, database);
  expect(sorted([...already.findings, ...judged(scanned, already.rest, database)])).toEqual(
    sorted(judged(scanned, scanned.packages, database)),
  );
  return whole.findings.length;
}

const policies = ['bod-26-04', 'cvss', 'pci-dss-6.3.3'] as const;
const exposures = ['internet', 'internal', 'unknown'] as const;

describe('on the sample, the short way says what the long way says', () => {
  let database: AdvisoryDatabase;
  beforeAll(async () => {
    makeSample(path.join(work, 'sample'));
    database = await databaseOf(path.join(work, 'sample'), 'sample.db');
  });
  afterAll(() => database.close());

  it.each(policies.flatMap((policy) => exposures.map((exposure) => [policy, exposure] as const)))(
    'by %s, on a machine that is %s',
    async (policy, exposure) => {
      const scanned = await look(path.join(sampleInventories, 'debian12.status'), 'debian:12', database);
      const { against } = standingAgainst(scanned.packages, database);
      expect(against.length, 'something was concluded').toBeGreaterThan(0);
      expect(expectTheSame(scanned, database, policy, exposure)).toBeGreaterThan(5);
    },
  );

  it('also of packages that others built, that cannot be read, or that belong to a language', async () => {
    const scanned = await look(path.join(sampleInventories, 'debian12.status'), 'debian:12', database);
    const [first, second, third] = scanned.packages;
    if (first === undefined || second === undefined || third === undefined) throw new Error('the sample is too small');
    const packages: readonly Package[] = [
      ...scanned.packages.slice(3),
      { ...first, origin: 'Somebody Else' },
      { ...second, source: { ...second.source, version: 'not a version' } },
      third,
      {
        ...third,
        purl: 'pkg:npm/examplejs@1.0.0',
        ecosystem: 'npm',
        name: 'examplejs',
        version: '1.0.0',
        owner: third.name,
      },
    ];
    const { rest } = standingAgainst(packages, database);
    expect(rest.map(({ name }) => name).toSorted()).toEqual([first.name, second.name, 'examplejs'].toSorted());
    expectTheSame({ ...scanned, packages }, database, 'bod-26-04', 'unknown');
  });
});

const data = path.join(import.meta.dirname, '../../../shared/data');
const missing = existsSync(path.join(data, 'inventories')) ? '' : ' (skipped: ../shared/data is not here)';

describe.skipIf(missing !== '')(`on real data, the short way says what the long way says${missing}`, () => {
  let database: AdvisoryDatabase;
  beforeAll(async () => {
    const feeds = [
      'kev',
      'epss',
      'vulnrichment',
      'debian-tracker',
      'debian-security-support',
      'distro-info',
      'osv:Debian',
    ];
    database = await databaseOf(data, 'real.db', ...feeds);
  }, 600_000);
  afterAll(() => database.close());

  const inventories =
    missing === '' ? readdirSync(path.join(data, 'inventories')).filter((name) => name.endsWith('.status')) : [];
  it.each(inventories)('of %s', { timeout: 60_000 }, async (name) => {
    const scanned = await look(path.join(data, 'inventories', name), 'debian:12', database);
    for (const policy of policies) expect(expectTheSame(scanned, database, policy, 'unknown')).toBeGreaterThan(100);
  });

  it.each(['debian:11', 'debian:12', 'debian:13'])(
    'of any source package of %s in versions around its fixes',
    { timeout: 120_000 },
    async (os) => {
      const release = os.replace('debian', 'Debian');
      const stanza = (name: string, version: string): string =>
        `Package: ${name}-bin\nStatus: install ok installed\nArchitecture: all\nSource: ${name}\nVersion: ${version}\n\n`;
      // Every third source there is, each in one version: just below, at or just above one of its fixes, in turn.
      const stanzas = sourcesOf(database, release).flatMap(({ name, fixes }, index) => {
        const fix = fixes[index % fixes.length];
        if (index % 3 !== 0) return [];
        return [stanza(name, fix === undefined ? '1' : `${fix}${['~', '', '+x'][(index / 3) % 3]}`)];
      });
      const file = path.join(work, `${os.replace(':', '')}.status`);
      writeFileSync(file, stanzas.join(''));
      const scanned = await look(file, os, database);
      expect(expectTheSame(scanned, database, 'bod-26-04', 'unknown')).toBeGreaterThan(500);
    },
  );
});

interface Source {
  readonly name: string;
  readonly fixes: readonly string[];
}

/** The sources that the advisories name in a release, with every fix of theirs. */
function sourcesOf(database: AdvisoryDatabase, ecosystem: string): readonly Source[] {
  const file = new DatabaseSync(path.join(work, 'real.db'), { readOnly: true });
  const rows = file.prepare('select distinct name from candidate where ecosystem = ?').all(ecosystem);
  file.close();
  return rows.map((row) => {
    const name = String(row['name']);
    const all = database.candidates(ecosystem, name).flatMap(({ always, byFix }) => [...always, ...byFix]);
    const fixes = all.flatMap(({ ranges }) =>
      ranges.flatMap(({ events }) => events.flatMap((event) => ('fixed' in event ? event.fixed : []))),
    );
    return { name, fixes: [...new Set(fixes)] };
  });
}
