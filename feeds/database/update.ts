// Brings the advisory database up to date: built beside the one in use, feed by feed, and put in its place at once.
import { closeSync, constants, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Feed } from '../feed.ts';
import { type FeedSource, type Obtained, type StoredFile, obtainFeed } from '../obtain.ts';
import { openDatabase } from './database.ts';
import { takeLock } from './lock.ts';
import { SCHEMA_VERSION, TABLES } from './schema.ts';
import { feedWriter } from './writer.ts';

export interface UpdateRequest {
  /** The database file. Its directory also holds unfinished downloads. */
  readonly path: string;
  readonly feeds: readonly Feed[];
  readonly source: FeedSource;
  readonly now: () => Date;
  readonly onProgress?: (progress: UpdateProgress) => void;
}

export interface UpdateProgress {
  readonly feed: string;
  readonly phase: 'fetching' | 'reading' | 'done';
  readonly done: number;
  readonly total: number;
}

export interface FeedOutcome {
  readonly feed: string;
  readonly result: 'updated' | 'unchanged' | 'absent' | 'failed';
  readonly records: number;
  readonly malformed: number;
  readonly examples: readonly string[];
  readonly reason: string | undefined;
}

export type UpdateReport =
  | { readonly kind: 'done'; readonly outcomes: readonly FeedOutcome[]; readonly databaseExists: boolean }
  | { readonly kind: 'busy'; readonly heldBy: number };

export async function updateDatabase(request: UpdateRequest): Promise<UpdateReport> {
  const directory = path.dirname(request.path);
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  const lock = takeLock(`${request.path}.lock`);
  if ('heldBy' in lock) return { kind: 'busy', heldBy: lock.heldBy };
  try {
    removeLeftovers(request.path);
    const work = new WorkingCopy(request.path);
    try {
      const outcomes = await updateFeeds(request, work);
      work.commit(outcomes.some(({ result }) => result === 'updated'));
      return { kind: 'done', outcomes, databaseExists: existsSync(request.path) };
    } finally {
      work.discard();
    }
  } finally {
    lock.release();
  }
}

async function updateFeeds(request: UpdateRequest, work: WorkingCopy): Promise<readonly FeedOutcome[]> {
  const outcomes: FeedOutcome[] = [];
  const downloads = path.join(path.dirname(request.path), 'downloads');
  const progress = (feed: string, phase: UpdateProgress['phase']): void =>
    request.onProgress?.({ feed, phase, done: outcomes.length, total: request.feeds.length });
  // The next feeds are fetched while one is read: the network and the processor are both slow.
  const ahead = request.source.kind === 'directory' ? 1 : 6;
  const pending: Promise<Obtained>[] = [];
  const begin = (index: number): void => {
    const feed = request.feeds[index];
    if (feed === undefined) return;
    progress(feed.name, 'fetching');
    pending[index] = obtainFeed(feed, request.source, work.files(feed.name), path.join(downloads, fileName(feed.name)));
  };
  for (let index = 0; index < ahead; index++) begin(index);
  for (const [index, feed] of request.feeds.entries()) {
    const obtained = await pending[index]!;
    begin(index + ahead);
    progress(feed.name, 'reading');
    outcomes.push(await applyFeed(feed, obtained, work, request.now().toISOString()));
    if (obtained.kind === 'files' && request.source.kind === 'network') {
      rmSync(path.join(downloads, fileName(feed.name)), { recursive: true, force: true });
    }
    progress(feed.name, 'done');
  }
  return outcomes;
}

async function applyFeed(feed: Feed, obtained: Obtained, work: WorkingCopy, now: string): Promise<FeedOutcome> {
  const none = { feed: feed.name, records: 0, malformed: 0, examples: [] };
  switch (obtained.kind) {
    case 'absent':
      return { ...none, result: 'absent', reason: obtained.reason };
    case 'unchanged':
      work.checked(feed.name, now, null);
      return { ...none, result: 'unchanged', reason: undefined };
    case 'failed':
      work.checked(feed.name, now, obtained.reason);
      return { ...none, result: 'failed', reason: obtained.reason };
    case 'files':
      return work.replace(feed, obtained, now);
  }
}

/** The database being built; the one in use is not touched before `commit`. */
class WorkingCopy {
  readonly #target: string;
  readonly #path: string;
  readonly #database: DatabaseSync;
  #touched = false;

  constructor(target: string) {
    this.#target = target;
    this.#path = `${target}.new-${process.pid}`;
    const current = openDatabase(target);
    if (current.kind === 'open') {
      current.database.close();
      copyFileSync(target, this.#path, constants.COPYFILE_FICLONE);
    }
    this.#database = new DatabaseSync(this.#path);
    // Durability comes from the one fsync before the swap; until then a crash only loses the copy.
    this.#database.exec('pragma synchronous = off; pragma journal_mode = truncate; pragma cache_size = -16384; pragma temp_store = memory');
    if (current.kind !== 'open') this.#database.exec(`${TABLES}; pragma user_version = ${SCHEMA_VERSION}`);
  }

  files(feed: string): readonly StoredFile[] {
    return this.#database
      .prepare('select path, url, sha256, etag, last_modified from feed_file where feed = ?')
      .all(feed)
      .map((row) => ({
        path: String(row['path']),
        url: String(row['url']),
        sha256: String(row['sha256']),
        validators: { etag: optional(row['etag']), lastModified: optional(row['last_modified']) },
      }));
  }

  checked(feed: string, now: string, error: string | null): void {
    const { changes } = this.#database.prepare('update feed set checked_at = ?, error = ? where name = ?').run(now, error, feed);
    if (Number(changes) > 0) this.#touched = true;
  }

  async replace(feed: Feed, obtained: Extract<Obtained, { kind: 'files' }>, now: string): Promise<FeedOutcome> {
    this.#database.exec('begin');
    try {
      const writer = feedWriter(this.#database, feed.name);
      let upstreamDate: string | undefined;
      for (const input of obtained.files) {
        const read = await feed.read({ path: input.path, file: input.file }, writer.sink);
        if (read.upstreamDate !== undefined && read.upstreamDate > (upstreamDate ?? '')) upstreamDate = read.upstreamDate;
      }
      const { records, malformed, examples } = writer.finish();
      if (records === 0) throw new Error('it holds no record; the data in use is kept');
      this.#database
        .prepare('insert or replace into feed values (?, ?, ?, ?, ?, ?, ?, null)')
        .run(feed.name, records, malformed, JSON.stringify(examples), upstreamDate ?? null, now, now);
      this.#database.prepare('delete from feed_file where feed = ?').run(feed.name);
      const insert = this.#database.prepare('insert or replace into feed_file values (?, ?, ?, ?, ?, ?, ?)');
      for (const { file, sha256, bytes, validators } of obtained.files) {
        insert.run(feed.name, file.path, file.url, sha256, bytes, validators.etag ?? null, validators.lastModified ?? null);
      }
      this.#database.exec('commit');
      this.#touched = true;
      return { feed: feed.name, result: 'updated', records, malformed, examples, reason: undefined };
    } catch (error) {
      this.#database.exec('rollback');
      const reason = error instanceof Error ? error.message : String(error);
      this.checked(feed.name, now, reason);
      return { feed: feed.name, result: 'failed', records: 0, malformed: 0, examples: [], reason };
    }
  }

  /** Puts the copy in the place of the database in use: readers see the old one or the new one, never a part. */
  commit(updated: boolean): void {
    if (!this.#touched) return;
    if (updated) this.#database.exec('analyze');
    this.#database.exec('pragma journal_mode = delete');
    this.#database.close();
    syncPath(this.#path);
    renameSync(this.#path, this.#target);
    syncPath(path.dirname(this.#target));
  }

  discard(): void {
    if (this.#database.isOpen) this.#database.close();
    rmSync(this.#path, { force: true });
    rmSync(`${this.#path}-journal`, { force: true });
  }
}


const optional = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const fileName = (feed: string): string => feed.replaceAll(/[^\w.-]/g, '-');

function syncPath(target: string): void {
  const descriptor = openSync(target, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** What a killed update left beside the database. */
function removeLeftovers(target: string): void {
  const prefix = `${path.basename(target)}.new-`;
  for (const name of readdirSync(path.dirname(target))) {
    if (name.startsWith(prefix)) rmSync(path.join(path.dirname(target), name), { force: true });
  }
}
