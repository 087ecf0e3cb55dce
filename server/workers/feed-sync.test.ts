// Feeds over a local web server and from a directory: fetched once, kept where they fail, by one server at a time.
import { existsSync, mkdtempSync, rmSync, statSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { serveMirror } from '@suture/feeds/mirror.fixture.ts';
import { makeSample } from '@suture/feeds/sample/make.ts';
import { status, type TestServer } from '@suture/feeds/serve.fixture.ts';
import { advisoryShelf } from '../advisory-shelf.ts';
import { logTo } from '../observability/log.ts';
import { openStore, type OrganisationId, type Store } from '../store/database.ts';
import { openInstallation } from '../store/installation.ts';
import { takeLease } from '../store/leases.ts';
import { useDatabase } from '../test-database.ts';
import { startFeedSync, type FeedSync } from './feed-sync.ts';

const database = useDatabase();
const sample = mkdtempSync(join(tmpdir(), 'suture-sample-'));
let folder = '';
let mirror: TestServer;
let store: Store;
let organisation: OrganisationId;
let logged: Readonly<Record<string, unknown>>[] = [];
const log = logTo((line) => void logged.push(JSON.parse(line) as Record<string, unknown>));

beforeAll(async () => {
  makeSample(sample);
  store = openStore({ connection: database().connection });
  ({ organisation } = await openInstallation(store));
});
beforeEach(async () => {
  mirror = await serveMirror(sample);
  folder = mkdtempSync(join(tmpdir(), 'suture-sync-'));
  logged = [];
});
afterAll(async () => {
  await store.close();
  rmSync(sample, { recursive: true, force: true });
});

/** Runs until the file was looked at once, with what was logged. */
async function sync(over: Partial<FeedSync> = {}): Promise<boolean> {
  const path = join(folder, 'advisories.db');
  const shelf = advisoryShelf(path);
  const source = { kind: 'network', mirror: mirror.url } as const;
  const done = Promise.withResolvers<boolean>();
  const work = startFeedSync({
    store,
    organisation,
    log,
    path,
    source,
    shelf,
    now: Date.now,
    onUpdated: () => done.resolve(true),
    ...over,
  });
  const timer = setTimeout(() => done.resolve(false), over.everyMs === undefined ? 20_000 : 1_500);
  const updated = await done.promise;
  clearTimeout(timer);
  await work.stop();
  shelf.close();
  return updated;
}

const known = (vulnerability: string): boolean => {
  const shelf = advisoryShelf(join(folder, 'advisories.db'));
  const answer = shelf.isHeardOf(vulnerability);
  shelf.close();
  return answer;
};

const age = (hours: number): void => {
  const then = new Date(Date.now() - hours * 3_600_000);
  utimesSync(join(folder, 'advisories.db'), then, then);
};

test('a server without a database makes one, and asks for nothing that has not changed the next time', async () => {
  expect(await sync()).toBe(true);
  expect(known('CVE-2099-1001')).toBe(true);
  // The sample has not all feeds; a feed that is missing fails alone.
  expect(logged).toEqual([expect.objectContaining({ updated: expect.arrayContaining(['kev', 'osv:Debian']) })]);
  const sent = mirror.sent.length;
  expect(sent).toBeGreaterThan(10);
  age(24);
  expect(await sync()).toBe(true);
  expect(mirror.sent.length).toBe(sent);
});

test('a database that was just brought up to date, by whomever, is left alone', async () => {
  await sync();
  const before = statSync(join(folder, 'advisories.db')).mtimeMs;
  const requests = mirror.requests.length;
  expect(await sync({ everyMs: 3_600_000 })).toBe(false);
  expect(mirror.requests.length).toBe(requests);
  expect(statSync(join(folder, 'advisories.db')).mtimeMs).toBe(before);
});

test('feeds that fail stay as they were, and that is said', async () => {
  await sync();
  mirror.answer(status(500));
  age(24);
  expect(await sync()).toBe(true);
  expect(known('CVE-2099-1001')).toBe(true);
  expect(logged.at(-1)).toMatchObject({ level: 'warn', updated: [], why: expect.any(String) });
});

test('a directory serves as well', async () => {
  expect(await sync({ source: { kind: 'directory', directory: sample } })).toBe(true);
  expect(known('CVE-2099-1001')).toBe(true);
  expect(mirror.requests).toHaveLength(0);
});

test('while another server fetches, this one waits', async () => {
  const lease = await takeLease(store, organisation, 'feeds');
  expect(await sync({ everyMs: 3_600_000 })).toBe(false);
  expect(mirror.requests).toHaveLength(0);
  await lease?.release();
  expect(await sync()).toBe(true);
});

test('told to end in the middle, it leaves what was in use and nothing half done', async () => {
  await sync();
  const reached = Promise.withResolvers<void>();
  // Never answered.
  mirror.answer(() => reached.resolve());
  age(24);
  const path = join(folder, 'advisories.db');
  const shelf = advisoryShelf(path);
  const source = { kind: 'network', mirror: mirror.url } as const;
  const work = startFeedSync({
    store,
    organisation,
    log,
    path,
    source,
    shelf,
    now: Date.now,
    onUpdated: () => undefined,
  });
  await reached.promise;
  await work.stop();
  shelf.close();
  expect(known('CVE-2099-1001')).toBe(true);
  expect(existsSync(path)).toBe(true);
  mirror = await serveMirror(sample);
  expect(await sync()).toBe(true);
});
