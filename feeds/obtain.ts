// Gets all files of one feed, from the network, a mirror of it, or a directory; says when nothing changed.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Feed, FeedFile, FeedInput } from './feed.ts';
import { type Fetched, type Validators, fetchFile } from './fetch.ts';
import { localFile } from './local.ts';

export type FeedSource =
  /** `mirror`: a base address below which every production address stands as `<host><path>`. */
  | { readonly kind: 'network'; readonly mirror: string | undefined }
  /** A directory laid out by the feeds' own paths. */
  | { readonly kind: 'directory'; readonly directory: string };

/** A file as it was read into the database last time. */
export interface StoredFile {
  readonly path: string;
  /** Where it was fetched from: what that server said of it means nothing to another. */
  readonly url: string | undefined;
  readonly sha256: string;
  readonly validators: Validators;
}

export interface ObtainedFile extends FeedInput {
  readonly url: string | undefined;
  readonly sha256: string;
  readonly bytes: number;
  readonly validators: Validators;
}

export type Obtained =
  | { readonly kind: 'files'; readonly files: readonly ObtainedFile[] }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'absent'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string };

type One = { readonly file: FeedFile; readonly fetched: Fetched };

export interface ObtainRequest {
  readonly source: FeedSource;
  /** The feed's files as they were read last time. */
  readonly stored: readonly StoredFile[];
  /** This feed's own directory for what is fetched. */
  readonly downloads: string;
  readonly signal: AbortSignal;
  /** See `FetchRequest.unreachable`; one for all feeds of an update. */
  readonly unreachable: Map<string, string>;
}

/** Never throws; a feed with one file missing or broken is `failed` as a whole, so that its last good data stay. */
export async function obtainFeed(feed: Feed, request: ObtainRequest): Promise<Obtained> {
  const { source, stored } = request;
  try {
    const known = new Map(stored.map((file) => [file.path, file]));
    const get = async (file: FeedFile, conditional: boolean): Promise<One> => ({
      file,
      fetched: await obtainFile(file, conditional ? known.get(file.path) : undefined, request),
    });
    const first = await inLanes(feed.files, (file) => get(file, feed.discover === undefined));
    const listed = await discovered(feed, first);
    const asked = [...first, ...(await inLanes(listed, (file) => get(file, true)))];
    const problem = problemOf(asked, source);
    if (problem !== undefined) return problem;
    const present = asked.filter(({ fetched }) => fetched.kind !== 'absent');
    if (isUnchanged(present, known)) return { kind: 'unchanged' };
    // One changed file means reading the feed again, so the bytes of the others are needed too.
    const whole = await inLanes(present, async (one) =>
      one.fetched.kind === 'unchanged' ? get(one.file, false) : one,
    );
    const late = problemOf(whole, source);
    if (late !== undefined) return late;
    return {
      kind: 'files',
      files: whole.flatMap(({ file, fetched }) => (fetched.kind === 'file' ? [{ ...fetched, file }] : [])),
    };
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
}

async function obtainFile(file: FeedFile, stored: StoredFile | undefined, request: ObtainRequest): Promise<Fetched> {
  const { source, downloads, signal, unreachable } = request;
  if (source.kind === 'directory') return localFile(source.directory, file);
  await mkdir(downloads, { recursive: true });
  const url = source.mirror === undefined ? file.url : mirrored(source.mirror, file.url);
  const validators = stored?.url === url ? stored.validators : undefined;
  const target = path.join(downloads, file.path.replaceAll(/[^\w.-]/g, '-'));
  return fetchFile({ url, path: target, maxBytes: file.maxBytes, validators, signal, unreachable });
}

function mirrored(mirror: string, url: string): string {
  const { host, pathname, search } = new URL(url);
  return `${mirror.replace(/\/+$/, '')}/${host}${pathname}${search}`;
}

async function discovered(feed: Feed, first: readonly One[]): Promise<readonly FeedFile[]> {
  const [index] = first;
  if (feed.discover === undefined || index?.fetched.kind !== 'file') return [];
  return feed.discover({ path: index.fetched.path, file: index.file });
}

function problemOf(fetched: readonly One[], source: FeedSource): Obtained | undefined {
  for (const { fetched: one } of fetched) if (one.kind === 'failed') return { kind: 'failed', reason: one.reason };
  const missing = fetched.find(({ file, fetched: one }) => one.kind === 'absent' && file.optional !== true);
  const present = fetched.some(({ fetched: one }) => one.kind !== 'absent');
  if (missing === undefined && present) return undefined;
  const what = missing?.file.path ?? fetched[0]?.file.path ?? 'its files';
  if (source.kind === 'directory' && !present) return { kind: 'absent', reason: `${what} is not in the directory` };
  return {
    kind: 'failed',
    reason: source.kind === 'directory' ? `${what} is not in the directory` : `${what} was not found`,
  };
}

/** Nothing to read: every file answered "not modified", or has the very bytes read last time; and none came or went. */
function isUnchanged(present: readonly One[], known: ReadonlyMap<string, StoredFile>): boolean {
  if (present.length !== known.size) return false;
  return present.every(({ file, fetched }) => {
    const stored = known.get(file.path);
    if (stored === undefined) return false;
    return fetched.kind === 'unchanged' || (fetched.kind === 'file' && fetched.sha256 === stored.sha256);
  });
}

/** At most four at once: a feed of forty small files must not open forty connections. After one failure none is begun. */
async function inLanes<T>(items: readonly T[], work: (item: T) => Promise<One>): Promise<readonly One[]> {
  const results: One[] = [];
  let failed = false;
  const queue = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (failed) return;
      const one = await work(item);
      results[index] = one;
      if (one.fetched.kind === 'failed') failed = true;
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
  return results.flat();
}
