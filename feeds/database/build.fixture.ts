// Builds databases from the sample, and tells what is in one, for tests.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll } from 'vitest';
import { feeds as all } from '../registry.ts';
import type { Feed } from '../feed.ts';
import type { FeedSource } from '../obtain.ts';
import { type FeedOutcome, updateDatabase, type UpdateReport } from './update.ts';

/** A directory of its own, gone when the test file is done. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'suture-database-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export interface Build {
  readonly db: string;
  /** A directory laid out as the feeds' own paths, or the address of a mirror. */
  readonly from: string;
  readonly feeds?: readonly Feed[];
  readonly now?: string;
}

export function build({ db, from, feeds = all, now = '2025-07-01T00:00:00.000Z' }: Build): Promise<UpdateReport> {
  const source: FeedSource = from.startsWith('http:')
    ? { kind: 'network', mirror: from }
    : { kind: 'directory', directory: from };
  return updateDatabase({ path: db, feeds, source, now: () => new Date(now) });
}

/** What became of each feed that was there: `kev: updated 2`, `kev: failed (why)`. */
export function outcomesOf(report: UpdateReport): Readonly<Record<string, string>> {
  if (report.kind === 'busy') throw new Error('busy');
  const words = ({ result, records, malformed, reason }: FeedOutcome): string => {
    if (result === 'failed') return `failed (${reason})`;
    if (result !== 'updated') return result;
    return malformed === 0 ? `updated ${records}` : `updated ${records}, ${malformed} malformed`;
  };
  const there = report.outcomes.filter(({ result }) => result !== 'absent');
  return Object.fromEntries(there.map((outcome) => [outcome.feed, words(outcome)]));
}

const PASSING: ReadonlySet<string> = new Set([
  'feed.fetched_at',
  'feed.checked_at',
  'feed_file.url',
  'feed_file.etag',
  'feed_file.last_modified',
]);

/** Every row of every table, but for where and when it was fetched. */
export function contentOf(db: string): Readonly<Record<string, readonly unknown[]>> {
  const database = new DatabaseSync(db, { readOnly: true });
  try {
    const tables = database.prepare("select name from sqlite_master where type = 'table' order by name").all();
    return Object.fromEntries(
      tables.map(({ name }) => {
        const rows = database.prepare(`select * from ${String(name)}`).all();
        const lasting = rows.map((row) =>
          JSON.stringify(row, (column, value: unknown) => {
            return PASSING.has(`${String(name)}.${column}`) ? undefined : value;
          }),
        );
        return [String(name), lasting.sort()];
      }),
    );
  } finally {
    database.close();
  }
}

export function feedRow(db: string, feed: string): Readonly<Record<string, unknown>> | undefined {
  const database = new DatabaseSync(db, { readOnly: true });
  try {
    return database.prepare('select * from feed where name = ?').get(feed);
  } finally {
    database.close();
  }
}
