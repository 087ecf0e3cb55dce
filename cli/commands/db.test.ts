// suture db update, status and verify, as a person and as a script meet them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { feeds } from '@suture/feeds/registry.ts';
import { makeSample } from '@suture/feeds/sample/make.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../run.fixture.ts';

const top = mkdtempSync(path.join(tmpdir(), 'suture-db-'));
afterAll(() => rmSync(top, { recursive: true, force: true }));
const KEV = 'kev/known_exploited_vulnerabilities.json';
const built = path.join(top, 'built.db');
let from = '';
let db = '';
let run = 0;

beforeAll(async () => {
  makeSample(path.join(top, 'feeds'));
  await runCli(['db', 'update', '--from', path.join(top, 'feeds'), '--db', built]);
});

beforeEach(() => {
  run += 1;
  from = path.join(top, `feeds-${run}`);
  db = path.join(top, `data-${run}.db`);
  makeSample(from);
});

interface UpdateDocument {
  readonly schema: string;
  readonly feeds: readonly Readonly<Record<string, unknown>>[];
}

describe('suture db update', () => {
  it('says what was read, what is missing, where the database is and what to do next', async () => {
    const { code, out, err } = await runCli(['db', 'update', '--from', from, '--db', db]);
    const lines = out.split('\n');
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(lines).toContain('updated osv:Debian: 9 records');
    expect(lines.at(-4)).toMatch(/^not in the directory: osv:SUSE, .*osv:Pub$/);
    expect(lines.slice(-3)).toEqual([`Database: ${db}`, `Next: suture scan --db ${db}`, '']);
  });

  it('puts the database where the environment says, in a directory that it makes', async () => {
    const data = path.join(top, 'xdg home');
    const { out } = await runCli(['db', 'update', '--from', from], { env: { XDG_DATA_HOME: data } });
    expect(existsSync(path.join(data, 'suture', 'advisories.db'))).toBe(true);
    expect(out).toContain('Next: suture scan\n');
    const other = path.join(top, 'named.db');
    await runCli(['db', 'update', '--from', from], { env: { XDG_DATA_HOME: data, SUTURE_DB: other } });
    expect(existsSync(other)).toBe(true);
  });

  it('says that nothing has changed', async () => {
    copyFileSync(built, db);
    const { code, out } = await runCli(['db', 'update', '--from', path.join(top, 'feeds'), '--db', db]);
    expect(code).toBe(0);
    expect(out).toMatch(/^27 unchanged$/m);
    expect(out).not.toContain('updated');
  });

  it('groups what failed by the reason, ends with 1, and keeps the rest', async () => {
    const gone = 'http://127.0.0.1:9';
    const { code, out } = await runCli(['db', 'update', '--mirror', gone, '--db', db]);
    expect(code).toBe(1);
    expect(out).toBe(`failed: ${feeds.map(({ name }) => name).join(', ')}\n        the connection was refused\n`);
    writeFileSync(path.join(from, KEV), '{}');
    writeFileSync(path.join(from, 'arch/all.json'), '[]');
    const second = await runCli(['db', 'update', '--from', from, '--db', db]);
    expect(second.code).toBe(1);
    expect(second.out).toContain('failed: arch\n        it holds no record; the data in use stay\n');
    expect(second.out).toContain('updated osv:npm: 3 records\n');
  });

  it('prints no more of a hostile feed than a terminal can bear', async () => {
    const kev = {
      vulnerabilities: [{ cveID: 'CVE-2099-1001', dateAdded: '2025-03-10' }, { cveID: '\u001b[2Jgone\nfailed: all' }],
    };
    writeFileSync(path.join(from, KEV), JSON.stringify(kev));
    const { code, out } = await runCli(['db', 'update', '--from', from, '--db', db, '--only', 'kev']);
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toBe(
      'updated kev: 1 records, 1 malformed (vulnerabilities[1] �[2Jgone�failed: all: no CVE id)',
    );
    const status = await runCli(['db', 'status', '--db', db]);
    expect(status.out).not.toContain('\u001b');
    expect(status.out).toContain('ok; 1 malformed (vulnerabilities[1] �[2Jgone�failed: all: no CVE id)');
  });

  it('takes the feeds that --only names, by words or by commas', async () => {
    const { out } = await runCli(['db', 'update', '--from', from, '--db', db, '--only', 'kev,epss', 'osv:Debian']);
    expect(out.split('\n').slice(0, 3)).toEqual([
      'updated kev: 2 records',
      'updated epss: 9 records',
      'updated osv:Debian: 9 records',
    ]);
    expect(out).not.toContain('not in the directory');
  });

  it.each([
    [['--only', 'kve'], /^suture: no feed is called kve\nFeeds: kev, epss, .*osv:Pub\n$/],
    [['--from', '/no/such/directory'], /^suture: --from \/no\/such\/directory is no directory\n/],
    [['--mirror', 'nonsense'], /^suture: --mirror nonsense is no address\n/],
    [['--mirror', 'file:///etc'], /^suture: --mirror file:\/\/\/etc is no address\n/],
    [['--mirror', 'http://x', '--from', '/'], /cannot be used with/],
  ])('%j: a usage error, and nothing is touched', async (args, message) => {
    const { code, out, err } = await runCli(['db', 'update', '--db', db, ...args]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
    expect(existsSync(db)).toBe(false);
  });

  it('gives a script the outcome of every feed', async () => {
    writeFileSync(path.join(from, KEV), '{}');
    const { code, out, err } = await runCli(['db', 'update', '--from', from, '--db', db, '--json']);
    const document = JSON.parse(out) as UpdateDocument;
    expect([code, err]).toEqual([1, '']);
    expect(document.schema).toBe('suture.db-update/1');
    expect(document.feeds.map(({ feed }) => feed)).toEqual(feeds.map(({ name }) => name));
    const of = (name: string) => document.feeds.find(({ feed }) => feed === name);
    expect(of('epss')).toEqual({ feed: 'epss', result: 'updated', records: 9, malformed: 0, examples: [] });
    expect(of('kev')).toMatchObject({ result: 'failed', reason: expect.stringContaining('vulnerabilities') });
    expect(of('osv:Pub')).toMatchObject({ result: 'absent', reason: 'osv/Pub/all.zip is not in the directory' });
  });

  it('draws its progress on a terminal and leaves nothing of it, and none elsewhere or with --quiet', async () => {
    const args = ['db', 'update', '--from', from, '--db', db];
    const watched = await runCli(args, { terminal: 60 });
    expect(watched.err).toContain('reading osv:Debian');
    expect(watched.err).toMatch(/\r\u001b\[2K$/);
    const drawn = watched.err.split('\r\u001b[2K');
    expect(Math.max(...drawn.map((line) => line.length))).toBeLessThan(60);
    expect((await runCli([...args, '--quiet'], { terminal: 60 })).err).toBe('');
    expect((await runCli([...args, '--json'], { terminal: 60 })).err).toBe('');
    expect((await runCli(args, { terminal: 60, env: { TERM: 'dumb' } })).err).toBe('');
    expect((await runCli(args)).err).toBe('');
  });

  it('builds anew what cannot be used, and says that it did', async () => {
    writeFileSync(db, 'no database');
    const { code, err } = await runCli(['db', 'update', '--from', from, '--db', db, '--only', 'kev']);
    expect(code).toBe(0);
    expect(err).toMatch(
      /^suture: the database that was there could not be used \(.*\) and was built anew; it holds only the feeds asked for/,
    );
    expect((await runCli(['db', 'verify', '--db', db])).code).toBe(0);
  });

  it('says why nothing can be written there', async () => {
    mkdirSync(db);
    const { code, err } = await runCli(['db', 'update', '--from', from, '--db', db]);
    expect(code).toBe(1);
    expect(err).toBe(
      `suture: the advisory database ${db} cannot be written: it is not a file\nWhat was there before is untouched. --db or SUTURE_DB name another place.\n`,
    );
  });

  it('gives way to an update that is running', async () => {
    const program = `
      const { DatabaseSync } = await import('node:sqlite');
      new DatabaseSync(${JSON.stringify(`${db}.lock`)}).exec('begin exclusive');
      console.log('locked');
      setInterval(() => {}, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    const { code, err } = await runCli(['db', 'update', '--from', from, '--db', db]);
    expect([code, err]).toEqual([1, 'suture: another update is running\nWait for it to end, or end it.\n']);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect((await runCli(['db', 'update', '--from', from, '--db', db])).code).toBe(0);
  });

  it('runs as a process of its own', { timeout: 60_000 }, async () => {
    const main = fileURLToPath(new URL('../main.ts', import.meta.url));
    const child = spawn(process.execPath, [main, 'db', 'update', '--from', from, '--db', db], { stdio: 'ignore' });
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect((await runCli(['db', 'verify', '--db', db])).code).toBe(0);
  });
});

describe('suture db status', () => {
  const now = new Date('2025-07-01T15:00:00Z');

  it('shows of every feed how much it holds, of when it is and whether it is well', async () => {
    const { code, out } = await runCli(['db', 'status', '--db', built], { now });
    const lines = out.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/^feed +records +data of +fetched +state$/);
    expect(lines.find((line) => line.startsWith('kev'))).toMatch(/^kev +2 +2025-06-20 +3 h ago +ok$/);
    expect(lines.find((line) => line.startsWith('arch'))).toMatch(/^arch +2 +not stated +3 h ago +ok$/);
    expect(lines.at(-2)).toMatch(/^never fetched: osv:SUSE, .*osv:Pub$/);
    expect(lines.at(-1)).toBe(`${built}, 0.1 MB`);
  });

  it('says of a feed that could not be renewed what is the matter and how old it is', async () => {
    copyFileSync(built, db);
    writeFileSync(path.join(from, KEV), '{}');
    await runCli(['db', 'update', '--from', from, '--db', db], { now: new Date('2025-07-03T12:00:00Z') });
    const { out } = await runCli(['db', 'status', '--db', db], { now: new Date('2025-07-05T13:00:00Z') });
    const row = (feed: string) => out.split('\n').find((line) => line.startsWith(feed));
    expect(row('kev')).toMatch(/^kev +2 +2025-06-20 +4 days ago +stale: .*vulnerabilities.* \(49 h ago\)$/);
    expect(row('epss')).toMatch(/^epss +9 +2025-06-20 +4 days ago +stale: last asked 49 h ago$/);
    const json = JSON.parse((await runCli(['db', 'status', '--db', db, '--json'], { now })).out) as {
      readonly feeds: readonly Readonly<Record<string, unknown>>[];
    };
    expect(json.feeds.find(({ name }) => name === 'kev')).toMatchObject({
      records: 2,
      fetchedAt: '2025-07-01T12:00:00.000Z',
      checkedAt: '2025-07-03T12:00:00.000Z',
      error: expect.stringContaining('vulnerabilities'),
      stale: true,
    });
  });

  it('gives a script the same', async () => {
    const { out } = await runCli(['db', 'status', '--db', built, '--json'], { now });
    const document = JSON.parse(out) as Readonly<Record<string, unknown>> & { readonly feeds: readonly unknown[] };
    expect(document).toMatchObject({
      schema: 'suture.db-status/1',
      path: built,
      bytes: readFileSync(built).length,
      neverFetched: expect.arrayContaining(['osv:Pub']),
    });
    expect(document.feeds.length + (document['neverFetched'] as string[]).length).toBe(feeds.length);
    expect(document.feeds).toContainEqual({
      name: 'kev',
      records: 2,
      malformed: 0,
      examples: [],
      upstreamDate: '2025-06-20',
      fetchedAt: '2025-07-01T12:00:00.000Z',
      checkedAt: '2025-07-01T12:00:00.000Z',
      error: null,
      ageHours: 3,
      stale: false,
    });
  });

  it.each(['status', 'verify'])('%s says what to do where there is no database', async (command) => {
    const { code, out, err } = await runCli(['db', command, '--db', db]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe(`suture: there is no advisory database at ${db}\nRun: suture db update\n`);
  });

  it.each(['status', 'verify'])('%s says what to do where it is none', async (command) => {
    writeFileSync(db, 'no database, but a text that is longer than the header of one would be'.repeat(10));
    const { code, err } = await runCli(['db', command, '--db', db]);
    expect(code).toBe(1);
    expect(err).toMatch(
      /^suture: the advisory database .* cannot be used: file is not a database\nRun: suture db update\n$/,
    );
  });
});

describe('suture db verify', () => {
  it('finds a whole database whole', async () => {
    expect(await runCli(['db', 'verify', '--db', built])).toEqual({
      code: 0,
      out: 'The database is whole: every byte is as it was written, and every entry can be read.\n',
      err: '',
    });
    expect(JSON.parse((await runCli(['db', 'verify', '--db', built, '--json'])).out)).toEqual({
      schema: 'suture.db-verify/1',
      path: built,
      whole: true,
      problems: [],
    });
  });

  it('names what is wrong, and ends with 1', async () => {
    copyFileSync(built, db);
    const open = new DatabaseSync(db);
    open.exec(
      "update candidate set data = 'x' where name = 'examplelib' and feed = 'osv:npm' or name = 'examplekit' and feed = 'arch'",
    );
    open.exec("update candidate set data = '9' where name = 'examplejs' and ecosystem = 'npm'");
    open.close();
    const { code, err } = await runCli(['db', 'verify', '--db', db]);
    expect(code).toBe(1);
    expect(err).toContain('suture: the database is damaged:\n  the file is not as the update wrote it');
    expect(err).toContain('osv:npm: npm examplejs cannot be read: ');
    expect(err).toContain(`Remove ${db} and run: suture db update\n`);
    const json = await runCli(['db', 'verify', '--db', db, '--json']);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      whole: false,
      problems: expect.arrayContaining([expect.stringContaining('examplejs')]),
    });
  });
});
