// Brings one feed file onto the disk: conditional, resumable, bounded in size and time, hashed as it arrives.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a server said of a file last time; sent back so that an unchanged file costs nothing. */
export interface Validators {
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
}

export type Fetched =
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'file'; readonly path: string; readonly sha256: string; readonly bytes: number; readonly validators: Validators }
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly reason: string };

export interface FetchRequest {
  readonly url: string;
  /** Where the finished file goes; `<path>.part` holds what has arrived so far and survives a crash. */
  readonly path: string;
  readonly maxBytes: number;
  readonly validators: Validators | undefined;
  readonly onBytes?: (received: number, total: number | undefined) => void;
}

export interface FetchLimits {
  readonly attempts: number;
  /** Longest silence, before the answer and between two pieces of it. */
  readonly idleMs: number;
  readonly totalMs: number;
  readonly retryDelayMs: number;
}

const DEFAULT_LIMITS: FetchLimits = { attempts: 3, idleMs: 30_000, totalMs: 30 * 60_000, retryDelayMs: 500 };

/** A partial download, so that it is only continued when the file behind the address is still the same. */
interface Partial {
  readonly url: string;
  readonly validator: string;
}

class Refused extends Error {}

/** Downloads `request.url`. Never throws: what goes wrong comes back as `failed` with the reason in plain words. */
export async function fetchFile(request: FetchRequest, limits: FetchLimits = DEFAULT_LIMITS): Promise<Fetched> {
  const deadline = AbortSignal.timeout(limits.totalMs);
  let reason = 'no attempt made';
  for (let attempt = 0; attempt < limits.attempts; attempt++) {
    if (attempt > 0) await sleep(limits.retryDelayMs * 2 ** (attempt - 1));
    try {
      return await attemptFetch(request, limits, deadline);
    } catch (error) {
      reason = describe(error);
      if (error instanceof Refused || deadline.aborted || isUnreachable(error)) break;
    }
  }
  return { kind: 'failed', reason };
}

async function attemptFetch(request: FetchRequest, limits: FetchLimits, deadline: AbortSignal): Promise<Fetched> {
  const partPath = `${request.path}.part`;
  const resume = await resumePoint(request);
  const idle = new AbortController();
  const watch = setTimeout(() => idle.abort(new Error(`no data for ${limits.idleMs / 1000} s`)), limits.idleMs);
  try {
    const response = await fetch(request.url, {
      headers: requestHeaders(request.validators, resume),
      signal: AbortSignal.any([idle.signal, deadline]),
    });
    if (request.url.startsWith('https:') && !response.url.startsWith('https:')) {
      throw new Refused('redirected from https to http; refused');
    }
    if (response.status === 304) return { kind: 'unchanged' };
    if (response.status === 404 || response.status === 410) return { kind: 'absent' };
    if (response.status === 416) {
      await rm(partPath, { force: true });
      throw new Error('the server would not continue the download; starting again');
    }
    if (response.status !== 200 && response.status !== 206) {
      const message = `the server answered ${response.status}`;
      throw response.status >= 500 || response.status === 429 ? new Error(message) : new Refused(message);
    }
    const continued = response.status === 206 && resume !== undefined;
    const start = continued ? resume.bytes : 0;
    const length = contentLength(response, start);
    if (length !== undefined && length > request.maxBytes) throw new Refused(tooLarge(request.maxBytes));
    const validators = { etag: header(response, 'etag'), lastModified: header(response, 'last-modified') };
    await rememberPartial(request, validators, response);
    const bytes = await writeBody(response, partPath, start, length, request, () => watch.refresh());
    await rename(partPath, request.path);
    await rm(`${partPath}.json`, { force: true });
    return { kind: 'file', path: request.path, sha256: await sha256File(request.path), bytes, validators };
  } finally {
    clearTimeout(watch);
  }
}

async function writeBody(
  response: Response,
  partPath: string,
  start: number,
  length: number | undefined,
  request: FetchRequest,
  alive: () => void,
): Promise<number> {
  let received = start;
  const file = await open(partPath, start > 0 ? 'a' : 'w', 0o600);
  try {
    for await (const piece of response.body ?? []) {
      alive();
      received += piece.byteLength;
      if (received > request.maxBytes) throw new Refused(tooLarge(request.maxBytes));
      await file.write(piece);
      request.onBytes?.(received, length);
    }
  } finally {
    await file.close();
  }
  if (length !== undefined && received !== length) {
    throw new Error(`the connection ended after ${received} of ${length} bytes`);
  }
  return received;
}

function requestHeaders(validators: Validators | undefined, resume: { bytes: number; validator: string } | undefined): Record<string, string> {
  const headers: Record<string, string> = { 'user-agent': 'suture' };
  if (resume !== undefined) {
    headers['range'] = `bytes=${resume.bytes}-`;
    headers['if-range'] = resume.validator;
    headers['accept-encoding'] = 'identity';
    return headers;
  }
  if (validators?.etag !== undefined) headers['if-none-match'] = validators.etag;
  if (validators?.lastModified !== undefined) headers['if-modified-since'] = validators.lastModified;
  return headers;
}

/** A download can be continued when its first part carries a strong validator and came unencoded. */
async function resumePoint(request: FetchRequest): Promise<{ bytes: number; validator: string } | undefined> {
  try {
    const partial = JSON.parse(await readFile(`${request.path}.part.json`, 'utf8')) as Partial;
    const { size } = await stat(`${request.path}.part`);
    if (partial.url !== request.url || typeof partial.validator !== 'string' || size === 0) return undefined;
    return size < request.maxBytes ? { bytes: size, validator: partial.validator } : undefined;
  } catch {
    return undefined;
  }
}

async function rememberPartial(request: FetchRequest, validators: Validators, response: Response): Promise<void> {
  const strong = validators.etag?.startsWith('W/') ? undefined : validators.etag;
  const validator = strong ?? validators.lastModified;
  if (validator === undefined || header(response, 'content-encoding') !== undefined) {
    await rm(`${request.path}.part.json`, { force: true });
    return;
  }
  await writeFile(`${request.path}.part.json`, JSON.stringify({ url: request.url, validator } satisfies Partial));
}

function contentLength(response: Response, start: number): number | undefined {
  // An encoded body is counted before decoding, so its length says nothing of what is written.
  if (header(response, 'content-encoding') !== undefined) return undefined;
  const length = Number(header(response, 'content-length') ?? Number.NaN);
  return Number.isSafeInteger(length) ? start + length : undefined;
}

const header = (response: Response, name: string): string | undefined => response.headers.get(name) ?? undefined;
const tooLarge = (maxBytes: number): string => `larger than ${Math.round(maxBytes / 1e6)} MB; refused`;

/** SHA-256 of a file, in hex. */
export async function sha256File(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(piece as Uint8Array);
  return hash.digest('hex');
}

/** No address for the name, or nobody there: trying again at once would only cost time. */
function isUnreachable(error: unknown): boolean {
  const code = (cause(error) as { code?: unknown }).code;
  return typeof code === 'string' && ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ENETUNREACH', 'EHOSTUNREACH'].includes(code);
}

const cause = (error: unknown): object => {
  const inner = error instanceof Error ? (error.cause ?? error) : error;
  return typeof inner === 'object' && inner !== null ? inner : {};
};

function describe(error: unknown): string {
  const { code, message } = cause(error) as { code?: unknown; message?: unknown };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'its name could not be resolved (no network?)';
  if (code === 'ECONNREFUSED') return 'the connection was refused';
  return typeof message === 'string' ? message : String(error);
}
