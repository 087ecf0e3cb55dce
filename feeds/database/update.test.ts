// The life of a database: built, left alone, changed in parts, and kept when a feed breaks.
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Feed } from '../feed.ts';
import { serveMirror } from '../mirror.fixture.ts';
import { feeds } from '../registry.ts';
import { makeSample, sampleRecords, writeArchive } from '../sample/make.ts';
import { cut, serve, status, text } from '../serve.fixture.ts';
import { build, contentOf, feedRow, outcomesOf, temporaryDirectory } from './build.fixture.ts';
import { openDatabase } from './database.ts';
import { verifyDatabase } from './verify.ts';

const top = temporaryDirectory();
let from = top;
let db = top;
let run = 0;

beforeEach(() => {
  run += 1;
  from = path.join(top, `feeds-${run}`);
  db = path.join(top, `data-${run}`, 'advisories.db');
  makeSample(from);
});

const inDirectory = (): string[] => readdirSync(path.dirname(db)).sort();
const KEV = 'kev/known_exploited_vulnerabilities.json';

function changeKev(change: (kev: { vulnerabilities: object[]; count?: number }) => void): void {
  const kev = JSON.parse(readFileSync(path.join(from, KEV), 'utf8')) as { vulnerabilities: object[]; count?: number };
  delete kev.count;
  change(kev);
  writeFileSync(path.join(from, KEV), JSON.stringify(kev));
}

/** The feeds as they are, with a note of each that is read. */
function watched(): { readonly feeds: readonly Feed[]; readonly read: Set<string> } {
  const read = new Set<string>();
  const watch = (feed: Feed): Feed => ({
    ...feed,
    read: (input, sink) => {
      read.add(feed.name);
      return feed.read(input, sink);
    },
  });
  return { feeds: feeds.map(watch), read };
}

describe('a database built from a directory', () => {
  it('is whole, knows what it holds and leaves nothing beside it', async () => {
    await build({ db, from });
    expect(verifyDatabase(db)).toEqual([]);
    expect(inDirectory()).toEqual(['advisories.db', 'advisories.db.lock']);
    const opened = openDatabase(db);
    if (opened.kind !== 'open') throw new Error(opened.kind);
    const { database } = opened;
    const [kev] = database.feeds().filter(({ name }) => name === 'kev');
    expect(kev).toEqual({
      name: 'kev',
      records: 2,
      malformed: 0,
      examples: [],
      upstreamDate: '2025-06-20',
      fetchedAt: '2025-07-01T00:00:00.000Z',
      checkedAt: '2025-07-01T00:00:00.000Z',
      error: null,
    });
    const named = database.candidates('Debian:12', 'examplelib').map(({ always, byFix }) => [...always, ...byFix]);
    expect(
      named
        .flat()
        .map(({ feed, advisory }) => `${feed} ${advisory}`)
        .sort(),
    ).toEqual([
      'debian-tracker CVE-2099-1001',
      'debian-tracker CVE-2099-1002',
      'debian-tracker CVE-2099-1003',
      'osv:Debian DEBIAN-CVE-2099-1001',
      'osv:Debian DEBIAN-CVE-2099-1002',
      'osv:Debian DEBIAN-CVE-2099-1003',
      'osv:Debian DSA-9001-1',
    ]);
    expect(database.signals(['CVE-2099-1001']).get('CVE-2099-1001')).toMatchObject({
      exploited: { added: '2025-03-10', due: '2025-03-31', ransomware: true },
      epss: { score: 0.943_21, percentile: 0.999_12 },
      ssvc: { exploitation: 'active', automatable: 'yes', technicalImpact: 'total', date: '2025-03-12' },
    });
    expect(database.product('Windows', 'windows example 2030')).toEqual({ id: '90001', name: 'Windows Example 2030' });
    expect([database.covers('Debian:12'), database.covers('Debian:11')]).toEqual([true, false]);
    expect([database.knows('CVE-2099-1006'), database.knows('CVE-2099-9999')]).toEqual([true, false]);
    expect(
      database
        .lifecycleByIdentifier('pkg:npm/examplejs')
        .map(({ release }) => release)
        .sort(),
    ).toEqual(['1', '2']);
    database.close();
  });

  it('keeps every severity that a tracker gives an id, and its words, whichever package it comes with', async () => {
    const release = (urgency: string) => ({ bookworm: { status: 'open', repositories: {}, urgency } });
    const tracker = {
      one: { 'CVE-2099-1': { releases: release('low') } },
      three: { 'CVE-2099-1': { releases: release('unimportant') } },
      two: { 'CVE-2099-1': { description: 'said only once', releases: release('high') } },
    };
    writeFileSync(path.join(from, 'debian/tracker-data.json.gz'), gzipSync(JSON.stringify(tracker)));
    const [only] = [await build({ db, from, feeds: feeds.filter(({ name }) => name === 'debian-tracker') })];
    expect(outcomesOf(only)).toEqual({ 'debian-tracker': 'updated 3' });
    const opened = openDatabase(db);
    if (opened.kind !== 'open') throw new Error(opened.kind);
    expect(opened.database.advisories(['CVE-2099-1']).get('CVE-2099-1')).toMatchObject({
      summary: 'said only once',
      severity: [
        { type: 'Debian', score: 'high' },
        { type: 'Debian', score: 'low' },
      ],
    });
    opened.database.close();
  });

  it('says of a feed that is not there that it is absent', async () => {
    rmSync(path.join(from, 'kev'), { recursive: true });
    const report = await build({ db, from });
    const kev = report.kind === 'done' ? report.outcomes.find(({ feed }) => feed === 'kev') : undefined;
    expect(kev).toMatchObject({ result: 'absent', reason: `${KEV} is not in the directory` });
  });

  it.each(['a folder', 'a pipe'])('does not wait for %s in the place of a file', async (what) => {
    rmSync(path.join(from, KEV));
    if (what === 'a folder') mkdirSync(path.join(from, KEV));
    else expect((await import('node:child_process')).spawnSync('mkfifo', [path.join(from, KEV)]).status).toBe(0);
    expect(outcomesOf(await build({ db, from }))['kev']).toBe(`failed (${KEV} is not a file)`);
  });
});

describe('a database built from a mirror', () => {
  it('is the same as one built from the directory that the mirror serves', async () => {
    const mirror = await serveMirror(from);
    await build({ db, from });
    const fetched = path.join(top, `mirrored-${run}`, 'advisories.db');
    const report = outcomesOf(await build({ db: fetched, from: mirror.url }));
    expect(report['osv:SUSE']).toBe('failed (osv/SUSE/all.zip was not found)');
    expect(report['osv:Debian']).toBe('updated 9');
    expect(contentOf(fetched)).toEqual(contentOf(db));
    expect(verifyDatabase(fetched)).toEqual([]);
  });

  it('asks for what has changed only, and fetches that only', async () => {
    const mirror = await serveMirror(from);
    await build({ db, from: mirror.url });
    const before = mirror.sent.length;
    changeKev((kev) => kev.vulnerabilities.pop());
    const report = outcomesOf(await build({ db, from: mirror.url }));
    const changed = Object.entries(report).filter(([, outcome]) => outcome.startsWith('updated'));
    expect(changed).toEqual([['kev', 'updated 1']]);
    expect(mirror.sent.slice(before)).toEqual([
      '/www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
    ]);
  });

  it('fetches of many files the one that changed, and reads the others from what it kept', async () => {
    const mirror = await serveMirror(from);
    const months = feeds.filter(({ name }) => name === 'msrc');
    await build({ db, from: mirror.url, feeds: months });
    const month = readFileSync(path.join(from, 'msrc/2099-Jan.xml.gz'));
    writeFileSync(path.join(from, 'msrc/2099-Feb.xml.gz'), month);
    writeFileSync(
      path.join(from, 'msrc/updates.json'),
      JSON.stringify({ value: [{ ID: '2099-Jan' }, { ID: '2099-Feb' }] }),
    );
    const before = mirror.sent.length;
    expect(outcomesOf(await build({ db, from: mirror.url, feeds: months }))).toEqual({ msrc: 'updated 4' });
    expect(mirror.sent.slice(before)).toEqual([
      '/api.msrc.microsoft.com/cvrf/v3.0/updates',
      '/api.msrc.microsoft.com/cvrf/v3.0/cvrf/2099-Feb',
    ]);
  });

  it('does not take what one server said of a file to another', async () => {
    const first = await serveMirror(from);
    await build({ db, from: first.url });
    const other = await serve((_, response) => void response.writeHead(200).end('{"vulnerabilities":[]}'));
    await build({ db, from: other.url, feeds: feeds.filter(({ name }) => name === 'kev') });
    expect(other.requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined]);
  });

  it('goes on with a download that the last run could not finish', async () => {
    const body = readFileSync(path.join(from, KEV));
    const server = await serve(cut(body, 100, { etag: '"kev"' }));
    const kev = feeds.filter(({ name }) => name === 'kev');
    expect(outcomesOf(await build({ db, from: server.url, feeds: kev }))).toEqual({
      kev: 'failed (the connection was cut)',
    });
    const before = server.requests.length;
    server.answer((request, response) => {
      const headers = { 'content-range': `bytes 100-${body.length - 1}/${body.length}`, etag: '"kev"' };
      if (request.headers.range === 'bytes=100-') response.writeHead(206, headers).end(body.subarray(100));
      else response.writeHead(500).end();
    });
    expect(outcomesOf(await build({ db, from: server.url, feeds: kev }))).toEqual({ kev: 'updated 2' });
    expect(server.requests.length - before).toBe(1);
    expect(inDirectory()).toEqual(['advisories.db', 'advisories.db.lock']);
  });

  it('fetches again what arrived whole but could not be read', async () => {
    const kev = feeds.filter(({ name }) => name === 'kev');
    const server = await serve(text('{"broken', { etag: '"same"' }));
    expect(outcomesOf(await build({ db, from: server.url, feeds: kev }))['kev']).toMatch(/^failed \(/);
    const before = server.requests.length;
    server.answer(text(readFileSync(path.join(from, KEV)), { etag: '"same"' }));
    expect(outcomesOf(await build({ db, from: server.url, feeds: kev }))).toEqual({ kev: 'updated 2' });
    expect(server.requests[before]?.headers['if-none-match']).toBeUndefined();
  });
});

describe('a second update', () => {
  it('reads nothing when nothing has changed, and notes that it looked', async () => {
    await build({ db, from });
    const before = contentOf(db);
    const { feeds: watching, read } = watched();
    const report = await build({ db, from, feeds: watching, now: '2025-07-02T00:00:00.000Z' });
    expect([...read]).toEqual([]);
    expect(new Set(Object.values(outcomesOf(report)))).toEqual(new Set(['unchanged']));
    expect(contentOf(db)).toEqual(before);
    expect(feedRow(db, 'kev')).toMatchObject({
      fetched_at: '2025-07-01T00:00:00.000Z',
      checked_at: '2025-07-02T00:00:00.000Z',
    });
  });

  it('reads the one feed that has changed, and no row of it stays that it no longer says', async () => {
    await build({ db, from });
    changeKev((kev) => kev.vulnerabilities.shift());
    const { feeds: watching, read } = watched();
    const report = outcomesOf(await build({ db, from, feeds: watching }));
    expect([...read]).toEqual(['kev']);
    expect(report['kev']).toBe('updated 1');
    expect(contentOf(db)['exploited']).toHaveLength(1);
    const afresh = path.join(top, `afresh-${run}.db`);
    await build({ db: afresh, from });
    expect(contentOf(db)).toEqual(contentOf(afresh));
  });

  it('gives every feed the rows it would have had at first', async () => {
    await build({ db, from });
    const before = contentOf(db);
    for (const ecosystem of ['Debian', 'npm']) writeArchive(from, ecosystem, sampleRecords(ecosystem).slice(0, 1));
    await build({ db, from });
    expect(contentOf(db)).not.toEqual(before);
    makeSample(from);
    await build({ db, from });
    expect(contentOf(db)).toEqual(before);
  });

  it('keeps what a feed said that is no longer in the directory, with the time when it was last asked', async () => {
    await build({ db, from });
    rmSync(path.join(from, 'kev'), { recursive: true });
    const report = await build({ db, from, now: '2025-07-09T00:00:00.000Z' });
    expect(outcomesOf(report)['kev']).toBeUndefined();
    expect(feedRow(db, 'kev')).toMatchObject({ records: 2, checked_at: '2025-07-01T00:00:00.000Z' });
    expect(contentOf(db)['exploited']).toHaveLength(2);
  });

  it('reads a month that MSRC has added', async () => {
    await build({ db, from });
    writeFileSync(path.join(from, 'msrc/2099-Feb.xml.gz'), readFileSync(path.join(from, 'msrc/2099-Jan.xml.gz')));
    writeFileSync(
      path.join(from, 'msrc/updates.json'),
      JSON.stringify({ value: [{ ID: '2099-Jan' }, { ID: '2099-Feb' }] }),
    );
    expect(outcomesOf(await build({ db, from }))['msrc']).toBe('updated 4');
  });

  it('refuses all of MSRC when a month that its index names is missing', async () => {
    await build({ db, from });
    writeFileSync(
      path.join(from, 'msrc/updates.json'),
      JSON.stringify({ value: [{ ID: '2099-Jan' }, { ID: '2099-Feb' }] }),
    );
    expect(outcomesOf(await build({ db, from }))['msrc']).toBe('failed (msrc/2099-Feb.xml.gz is not in the directory)');
    expect(feedRow(db, 'msrc')).toMatchObject({ records: 2 });
  });

  it('reads again a feed of many files that has lost one', async () => {
    await build({ db, from });
    rmSync(path.join(from, 'alpine/secdb/v3.20/community.json'));
    expect(outcomesOf(await build({ db, from }))['alpine-secdb']).toBe('updated 4');
  });

  it('of some feeds leaves the others as they are', async () => {
    await build({ db, from });
    changeKev((kev) => kev.vulnerabilities.pop());
    writeArchive(from, 'npm', sampleRecords('npm').slice(0, 1));
    const report = await build({ db, from, feeds: feeds.filter(({ name }) => name === 'kev') });
    expect(outcomesOf(report)).toEqual({ kev: 'updated 1' });
    expect(feedRow(db, 'osv:npm')).toMatchObject({ records: 3 });
  });
});

describe('a feed that breaks', () => {
  const broken: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ['is cut short', '{"vulnerabilities": [{"cveID": "CVE-2099-1001", "dateAdded": "2025-03-10"', /failed/],
    ['is a page that says sorry', '<html><body>Sorry</body></html>', /failed/],
    ['holds no record', '{"vulnerabilities": []}', /failed \(it holds no record; the data in use stay\)/],
    [
      'holds no record that can be read',
      '{"vulnerabilities": [{"cveID": "CVE-1"}]}',
      /no record, and 1 that cannot be read/,
    ],
    ['is empty', '', /failed/],
    ['is a bomb', gzipSync(`{"vulnerabilities": [${' '.repeat(100_000_000)}`), /refused/],
  ];

  it.each(broken)('keeps its last good data when it %s, and says why', async (_, content, reason) => {
    await build({ db, from });
    const before = contentOf(db);
    writeFileSync(path.join(from, KEV), content);
    const report = outcomesOf(await build({ db, from, now: '2025-07-02T00:00:00.000Z' }));
    expect(report['kev']).toMatch(reason);
    expect(report['epss']).toBe('unchanged');
    expect(feedRow(db, 'kev')).toMatchObject({
      records: 2,
      fetched_at: '2025-07-01T00:00:00.000Z',
      checked_at: '2025-07-02T00:00:00.000Z',
      error: report['kev']?.replace(/^failed \((.*)\)$/s, '$1'),
    });
    expect({ ...contentOf(db), feed: [] }).toEqual({ ...before, feed: [] });
    expect(verifyDatabase(db)).toEqual([]);
  });

  it('is no longer said to be broken once it is well', async () => {
    await build({ db, from });
    const good = readFileSync(path.join(from, KEV));
    writeFileSync(path.join(from, KEV), '');
    await build({ db, from });
    writeFileSync(path.join(from, KEV), good);
    expect(outcomesOf(await build({ db, from }))['kev']).toBe('unchanged');
    expect(feedRow(db, 'kev')).toMatchObject({ error: null });
  });

  it('keeps its last good data when the server fails', async () => {
    const mirror = await serveMirror(from);
    await build({ db, from: mirror.url });
    const ill = await serve(status(403));
    const report = outcomesOf(await build({ db, from: ill.url }));
    expect(report['kev']).toBe('failed (the server answered 403)');
    expect(contentOf(db)['exploited']).toHaveLength(2);
  });

  it('does not stop the others, whatever its reader throws and however much it had said by then', async () => {
    await build({ db, from });
    changeKev((kev) => kev.vulnerabilities.pop());
    writeArchive(from, 'npm', sampleRecords('npm').slice(1));
    const throwing = feeds.map((feed): Feed => {
      if (feed.name !== 'osv:npm') return feed;
      return {
        ...feed,
        async read(input, sink) {
          await feed.read(input, sink);
          throw new TypeError('a bug');
        },
      };
    });
    const report = outcomesOf(await build({ db, from, feeds: throwing }));
    expect([report['osv:npm'], report['kev']]).toEqual(['failed (a bug)', 'updated 1']);
    expect(feedRow(db, 'osv:npm')).toMatchObject({ records: 3, error: 'a bug' });
    expect(contentOf(db)['candidate']?.filter((row) => String(row).includes('osv:npm'))).toHaveLength(3);
  });
});

describe('a malformed record', () => {
  it('is counted and named, and the rest is kept', async () => {
    changeKev((kev) => kev.vulnerabilities.push({ cveID: 'CVE-2099-1002', dateAdded: 'yesterday' }, { cveID: 7 }));
    const report = await build({ db, from });
    expect(outcomesOf(report)['kev']).toBe('updated 2, 2 malformed');
    const kev = report.kind === 'done' ? report.outcomes.find(({ feed }) => feed === 'kev') : undefined;
    expect(kev?.examples).toEqual([
      'vulnerabilities[2] CVE-2099-1002: dateAdded is no date',
      'vulnerabilities[3] : no CVE id',
    ]);
    expect(JSON.parse(String(feedRow(db, 'kev')?.['examples']))).toEqual(kev?.examples);
  });

  it('with a package name that no look-up could find again harms only itself', async () => {
    const named = (id: string, name: string) => ({
      id,
      affected: [{ package: { ecosystem: 'npm', name }, versions: ['1.0.0'] }],
    });
    writeArchive(from, 'npm', [
      ...sampleRecords('npm'),
      named('GHSA-0000-0000-0001', 'examplejs\nother'),
      named('GHSA-0000-0000-0002', 'lone \ud800'),
      named('GHSA-0000-0000-0003', 'lone \ud801'),
      named('GHSA-0000-0000-0004', '__proto__'),
    ]);
    expect(outcomesOf(await build({ db, from }))['osv:npm']).toBe('updated 7, 3 malformed');
    expect(verifyDatabase(db)).toEqual([]);
    const opened = openDatabase(db);
    if (opened.kind !== 'open') throw new Error(opened.kind);
    expect(
      opened.database.candidates('npm', 'examplejs').flatMap(({ always, byFix }) => [...always, ...byFix]),
    ).toHaveLength(2);
    expect(opened.database.candidates('npm', '__proto__')).toHaveLength(1);
    opened.database.close();
  });
});

describe('an update with feeds that nobody can reach', () => {
  it('makes no database of nothing', async () => {
    const gone = await serve();
    await gone.close();
    const report = await build({ db, from: gone.url });
    expect(new Set(Object.values(outcomesOf(report)))).toEqual(new Set(['failed (the connection was refused)']));
    expect(existsSync(db)).toBe(false);
    expect(openDatabase(db)).toEqual({ kind: 'missing' });
  });

  it('leaves the database in use as it was, but for the errors', async () => {
    await build({ db, from });
    const before = contentOf(db);
    const gone = await serve();
    await gone.close();
    await build({ db, from: gone.url });
    expect({ ...contentOf(db), feed: [] }).toEqual({ ...before, feed: [] });
    expect(feedRow(db, 'osv:Go')).toMatchObject({ error: 'the connection was refused' });
  });
});

it('finds in a directory the newest of the files that go by date', async () => {
  const epss = path.join(from, 'epss');
  renameSync(path.join(epss, 'epss_scores-2025-06-20.csv.gz'), path.join(epss, 'epss_scores-2025-06-19.csv.gz'));
  writeFileSync(
    path.join(epss, 'epss_scores-2025-06-21.csv.gz'),
    gzipSync('#score_date:2025-06-21T00:00:00+0000\ncve,epss,percentile\nCVE-2099-1001,0.5,0.5\n'),
  );
  expect(outcomesOf(await build({ db, from }))['epss']).toBe('updated 1');
  expect(feedRow(db, 'epss')).toMatchObject({ upstream_date: '2025-06-21' });
});
