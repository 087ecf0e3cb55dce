// Brings the advisory database up to date, feed by feed, beside the one in use.
import { lstatSync, mkdirSync, readdirSync, readlinkSync, realpathSync, rmdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '@suture/core/app-error.ts';
import type { Feed } from '../feed.ts';
import { type FeedSource, type Obtained, obtainFeed } from '../obtain.ts';
import { takeLock } from './lock.ts';
import { WorkingCopy } from './working-copy.ts';

export interface UpdateRequest {
  /** The database file. Its directory also holds unfinished downloads. A symbolic link stays and its target is replaced. */
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
  | {
      readonly kind: 'done';
      readonly outcomes: readonly FeedOutcome[];
      /** Why the database that was there could not be built upon; feeds not asked for are gone with it. */
      readonly startedAnew: string | undefined;
    }
  /** `heldBy`: the process, where it shows. */
  | { readonly kind: 'busy'; readonly heldBy: number | undefined };

/** How many feeds are fetched while one is read: the network and the processor are both slow. */
const AHEAD = { network: 6, directory: 1 } as const;

/** Throws an `AppError` when nothing can be written at that place; the database in use is then as it was. */
export async function updateDatabase(request: UpdateRequest): Promise<UpdateReport> {
  try {
    const target = fileBehind(request.path);
    mkdirSync(path.dirname(target), { recursive: true });
    if (statSync(target, { throwIfNoEntry: false })?.isFile() === false)
      throw unwritable(request.path, 'it is not a file');
    const lock = takeLock(`${target}.lock`);
    if (lock === undefined) return { kind: 'busy', heldBy: workers(target)[0]?.process };
    try {
      return await updateLocked(request, target);
    } finally {
      lock.release();
    }
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    throw /^E[A-Z\d]+$|^ERR_SQLITE/.test(code) ? unwritable(request.path, (error as Error).message, error) : error;
  }
}

const unwritable = (file: string, why: string, cause?: unknown): AppError =>
  new AppError(
    'database',
    `the advisory database ${file} cannot be written: ${why}`,
    'What was there before is untouched. --db or SUTURE_DB name another place.',
    cause,
  );

async function updateLocked(request: UpdateRequest, target: string): Promise<UpdateReport> {
  // What a killed update left: its process cannot be alive, or it would hold the lock.
  sweep(target);
  let work: WorkingCopy | undefined;
  try {
    work = new WorkingCopy(target, `${target}.new-${process.pid}`);
    const outcomes = await updateFeeds(request, work, path.join(path.dirname(target), 'downloads'));
    work.commit();
    return { kind: 'done', outcomes, startedAnew: work.startedAnew };
  } finally {
    work?.close();
    sweep(target);
  }
}

function sweep(target: string): void {
  for (const { file } of workers(target)) rmSync(file, { force: true });
}

async function updateFeeds(
  { feeds, source, now, onProgress }: UpdateRequest,
  work: WorkingCopy,
  downloads: string,
): Promise<readonly FeedOutcome[]> {
  const outcomes: FeedOutcome[] = [];
  const progress = (feed: Feed, phase: UpdateProgress['phase']): void =>
    onProgress?.({ feed: feed.name, phase, done: outcomes.length, total: feeds.length });
  const ended = new AbortController();
  const unreachable = new Map<string, string>();
  const obtain = (feed: Feed): Promise<Obtained> =>
    obtainFeed(feed, {
      source,
      stored: work.files(feed.name),
      downloads: directoryOf(downloads, feed),
      signal: ended.signal,
      unreachable,
    });
  const begin = (feed: Feed) => ({ feed, obtaining: obtain(feed) });
  try {
    const pending = feeds.slice(0, AHEAD[source.kind]).map(begin);
    for (const { feed, obtaining } of pending) {
      progress(feed, 'fetching');
      const obtained = await obtaining;
      pending.push(...feeds.slice(pending.length, pending.length + 1).map(begin));
      progress(feed, 'reading');
      const outcome = await applyFeed(feed, obtained, work, now().toISOString());
      outcomes.push(outcome);
      if (source.kind === 'network' && obtained.kind !== 'failed') dropDownloads(downloads, feed, outcome);
      progress(feed, 'done');
    }
  } finally {
    ended.abort(new Error('the update has ended'));
  }
  return outcomes;
}

async function applyFeed(feed: Feed, obtained: Obtained, work: WorkingCopy, now: string): Promise<FeedOutcome> {
  const base = { feed: feed.name, records: 0, malformed: 0, examples: [], reason: undefined };
  switch (obtained.kind) {
    case 'absent':
      return { ...base, result: 'absent', reason: obtained.reason };
    case 'unchanged':
      work.checked(feed.name, now, null);
      return { ...base, result: 'unchanged' };
    case 'failed':
      work.checked(feed.name, now, obtained.reason);
      return { ...base, result: 'failed', reason: obtained.reason };
    case 'files': {
      const replaced = await work.replace(feed, obtained.files, now);
      if (replaced.kind === 'refused') return applyFeed(feed, { ...replaced, kind: 'failed' }, work, now);
      const { records, malformed, examples } = replaced;
      return { ...base, result: 'updated', records, malformed, examples };
    }
  }
}

const directoryOf = (downloads: string, feed: Feed): string =>
  path.join(downloads, feed.name.replaceAll(/[^\w.-]/g, '-'));

/**
 * A feed of many files keeps them, so that one that changes does not bring all others with it. Never what could not be
 * read: asked again, the server would call it unchanged.
 */
function dropDownloads(downloads: string, feed: Feed, { result }: FeedOutcome): void {
  const many = feed.discover !== undefined || feed.files.length > 1;
  if (many && result !== 'failed') return;
  rmSync(directoryOf(downloads, feed), { recursive: true, force: true });
  try {
    rmdirSync(downloads);
  } catch {
    // It holds other feeds', or was never made.
  }
}

/** The file a symbolic link stands for, also where there is none yet. */
function fileBehind(target: string): string {
  try {
    return realpathSync(target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const isLink = lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  return isLink ? fileBehind(path.resolve(path.dirname(target), readlinkSync(target))) : path.resolve(target);
}

/** The files of updates under way, or of killed ones. */
function workers(target: string): readonly { readonly file: string; readonly process: number }[] {
  const directory = path.dirname(target);
  const prefix = `${path.basename(target)}.new-`;
  return readdirSync(directory)
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({ file: path.join(directory, name), process: Number.parseInt(name.slice(prefix.length), 10) }));
}
