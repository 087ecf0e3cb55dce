// The database being built beside the one in use, which it replaces whole or not at all.
import { closeSync, constants, copyFileSync, fsyncSync, openSync, renameSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Feed } from '../feed.ts';
import type { ObtainedFile, StoredFile } from '../obtain.ts';
import { openDatabase } from './database.ts';
import { Gathered } from './gathered.ts';
import { CATALOG_TABLES, SCHEMA_VERSION, TABLES } from './schema.ts';
import { isSealed, seal } from './seal.ts';
import { sqliteCode } from './sqlite-errors.ts';
import { deriveStandings } from './standings.ts';
import { feedWriter, type Written } from './writer.ts';

export type Replaced =
  | ({ readonly kind: 'replaced' } & Written)
  | { readonly kind: 'refused'; readonly reason: string };

export class WorkingCopy {
  /** Why the database in use could not be the start, so that this one begins with nothing. */
  readonly startedAnew: string | undefined;
  readonly #target: string;
  readonly #path: string;
  readonly #database: DatabaseSync;
  readonly #gathered = new Gathered();
  #touched = false;
  #isJudgedAnew = false;

  /** `workPath` is a file name of its own beside `target`. */
  constructor(target: string, workPath: string) {
    this.#target = target;
    this.#path = workPath;
    const state = stateOf(target);
    if (state.kind === 'usable') copyFileSync(target, this.#path, constants.COPYFILE_FICLONE);
    this.startedAnew = state.kind === 'unusable' ? state.reason : undefined;
    this.#database = new DatabaseSync(this.#path);
    // Durability comes from the one fsync before the swap; until then a crash only loses the copy.
    this.#database.exec('pragma synchronous = off; pragma journal_mode = truncate');
    if (state.kind !== 'usable') this.#database.exec(`${TABLES}; pragma user_version = ${SCHEMA_VERSION}`);
    this.#database.exec(CATALOG_TABLES);
  }

  /** The feed's files as they were read last time. */
  files(feed: string): readonly StoredFile[] {
    return this.#database
      .prepare('select path, url, sha256, etag, last_modified from feed_file where feed = ?')
      .all(feed)
      .map((row) => ({
        path: String(row['path']),
        url: optional(row['url']),
        sha256: String(row['sha256']),
        validators: { etag: optional(row['etag']), lastModified: optional(row['last_modified']) },
      }));
  }

  /** Notes that the feed was asked: with success, or with an error that leaves its last good data in use. */
  checked(feed: string, now: string, error: string | null): void {
    const statement = this.#database.prepare('update feed set checked_at = ?, error = ? where name = ?');
    if (Number(statement.run(now, error, feed).changes) > 0) this.#touched = true;
  }

  /**
   * Reads the feed's files in the place of what it said before; all of it or nothing. Throws only when the copy itself
   * cannot be written.
   */
  async replace(feed: Feed, files: readonly ObtainedFile[], now: string): Promise<Replaced> {
    this.#database.exec('begin');
    try {
      const written = await this.#read(feed, files, now);
      this.#database.exec('commit');
      this.#touched = true;
      if (written.isOnPackages) this.#isJudgedAnew = true;
      return { kind: 'replaced', ...written };
    } catch (error) {
      // Some errors end a transaction by themselves.
      if (this.#database.isTransaction) this.#database.exec('rollback');
      if (sqliteCode(error) !== undefined) throw error;
      return { kind: 'refused', reason: error instanceof Error ? error.message : String(error) };
    }
  }

  async #read(feed: Feed, files: readonly ObtainedFile[], now: string): Promise<Written> {
    const writer = feedWriter(this.#database, feed.name, this.#gathered);
    let upstreamDate: string | undefined;
    for (const input of files) {
      const read = await feed.read({ path: input.path, file: input.file }, writer.sink);
      if (read.upstreamDate !== undefined && read.upstreamDate > (upstreamDate ?? '')) upstreamDate = read.upstreamDate;
    }
    const written = writer.finish();
    if (written.records === 0) throw new Error(emptiness(written));
    const { records, malformed, examples } = written;
    this.#database
      .prepare('insert into feed values (?, ?, ?, ?, ?, ?, ?, null)')
      .run(feed.name, records, malformed, JSON.stringify(examples), upstreamDate ?? null, now, now);
    const insert = this.#database.prepare('insert into feed_file values (?, ?, ?, ?, ?, ?, ?)');
    for (const { file, url, sha256, bytes, validators } of files) {
      const { etag, lastModified } = validators;
      insert.run(feed.name, file.path, url ?? null, sha256, bytes, etag ?? null, lastModified ?? null);
    }
    return written;
  }

  /** Puts the copy in the place of the database in use: readers see the old one or the new one, never a part. */
  commit(): void {
    if (!this.#touched) return;
    deriveStandings(this.#database, this.#isJudgedAnew);
    this.#database.close();
    seal(this.#path);
    sync(this.#path);
    renameSync(this.#path, this.#target);
    // Windows can do without, and cannot open directories.
    if (process.platform !== 'win32') sync(path.dirname(this.#target));
  }

  /** To be called in any case; what is not committed by then is lost. */
  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }
}

type State = { readonly kind: 'missing' | 'usable' } | { readonly kind: 'unusable'; readonly reason: string };

function stateOf(target: string): State {
  const opened = openDatabase(target);
  if (opened.kind !== 'open') return opened;
  opened.database.close();
  return isSealed(target) ? { kind: 'usable' } : { kind: 'unusable', reason: 'it is damaged' };
}

function emptiness({ malformed, examples }: Written): string {
  const why = malformed === 0 ? '' : `, and ${malformed} that cannot be read (${examples[0]})`;
  return `it holds no record${why}; the data in use stay`;
}

const optional = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function sync(target: string): void {
  const descriptor = openSync(target, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
