// Brings one feed file onto the disk as it was sent: conditional, resumable, bounded in size and time.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, isUnreachable } from './fetch-errors.ts';
import { httpGet, Refused } from './http-get.ts';
import { type Kept, forget, kept, remember } from './kept-download.ts';

/** What a server said of a file last time; sent back so that an unchanged file costs nothing. */
export interface Validators {
  readonly etag: string | undefined;
  readonly lastModified: string | undefined;
}

export type Fetched =
  | { readonly kind: 'unchanged' }
  | {
      readonly kind: 'file';
      readonly path: string;
      /** Where it came from; undefined for a file that was not fetched. */
      readonly url: string | undefined;
      readonly sha256: string;
      readonly bytes: number;
      readonly validators: Validators;
    }
  | { readonly kind: 'absent' }
  | { readonly kind: 'failed'; readonly reason: string };

export interface FetchRequest {
  readonly url: string;
  /**
   * Where the finished file goes, packed as it was sent. `<path>.part` holds what has arrived so far and `<path>.json`
   * what the server said of it: a later request goes on from there, or asks whether the finished file is still good.
   */
  readonly path: string;
  readonly maxBytes: number;
  /** Of the copy already in use, if there is one. */
  readonly validators: Validators | undefined;
  readonly signal?: AbortSignal;
  /** Hosts that gave no answer so far, each with the reason; shared by requests that should not wait for one again. */
  readonly unreachable?: Map<string, string>;
}

export interface FetchLimits {
  readonly attempts: number;
  /** Longest silence, before the answer and between two pieces of it. */
  readonly idleMs: number;
  readonly totalMs: number;
  readonly retryDelayMs: number;
}

const DEFAULT_LIMITS: FetchLimits = { attempts: 3, idleMs: 30_000, totalMs: 30 * 60_000, retryDelayMs: 500 };

/** Downloads `request.url`. Never throws: what goes wrong comes back as `failed` with the reason in plain words. */
export async function fetchFile(request: FetchRequest, limits: FetchLimits = DEFAULT_LIMITS): Promise<Fetched> {
  const host = URL.parse(request.url)?.host ?? '';
  const known = request.unreachable?.get(host);
  if (known !== undefined) return { kind: 'failed', reason: known };
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error(`not done after ${words(limits.totalMs)}`)), limits.totalMs);
  const signal = request.signal === undefined ? late.signal : AbortSignal.any([late.signal, request.signal]);
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        return await attemptFetch(request, limits.idleMs, signal);
      } catch (error) {
        const reason = describe(error);
        if (isUnreachable(error)) request.unreachable?.set(host, reason);
        const hopeless = error instanceof Refused || signal.aborted || isUnreachable(error);
        if (hopeless || attempt >= limits.attempts) return { kind: 'failed', reason };
      }
      await sleep(limits.retryDelayMs * 2 ** (attempt - 1));
    }
  } finally {
    clearTimeout(timer);
  }
}

async function attemptFetch(request: FetchRequest, idleMs: number, signal: AbortSignal): Promise<Fetched> {
  const idle = new AbortController();
  const watch = setTimeout(() => idle.abort(new Error(`no data for ${words(idleMs)}`)), idleMs);
  const either = AbortSignal.any([idle.signal, signal]);
  try {
    const known = await kept(request);
    const answer = await httpGet(request.url, { headers: headersFor(request, known), signal: either });
    try {
      return await take(answer, request, known, () => watch.refresh());
    } finally {
      // Does nothing to an answer that was read to its end, whose connection serves the next request.
      if (!answer.readableFlowing || !answer.complete) answer.destroy();
    }
  } catch (error) {
    throw either.aborted ? either.reason : error;
  } finally {
    clearTimeout(watch);
  }
}

type Part = Extract<Kept, { kind: 'part' }>;

async function take(answer: IncomingMessage, request: FetchRequest, known: Kept, alive: () => void): Promise<Fetched> {
  switch (answer.statusCode) {
    case 200:
      return save(answer, request, 0, validatorsOf(answer), alive);
    case 206:
      if (known.kind !== 'part' || !continues(answer, known)) break;
      return save(answer, request, known.bytes, mergedValidators(answer, known), alive);
    case 304:
      if (known.kind === 'part' || (known.kind === 'nothing' && request.validators === undefined)) break;
      answer.resume();
      return known.kind === 'whole' ? finished(request, known.validators) : { kind: 'unchanged' };
    case 404:
    case 410:
      return { kind: 'absent' };
    case 416:
      break;
    default: {
      const message = `the server answered ${answer.statusCode}`;
      throw (answer.statusCode ?? 0) >= 500 || answer.statusCode === 429 ? new Error(message) : new Refused(message);
    }
  }
  // An answer to another question than ours; the next attempt asks for everything.
  await forget(request.path);
  throw new Error(`the server answered ${answer.statusCode} where that makes no sense`);
}

function headersFor(request: FetchRequest, known: Kept): Record<string, string> {
  // What is packed already would at best be packed twice.
  const encoding = /\.(?:zip|gz|zst|xz|bz2)$/.test(new URL(request.url).pathname) ? 'identity' : 'gzip';
  const headers: Record<string, string> = { 'user-agent': 'suture', 'accept-encoding': encoding };
  if (known.kind === 'part') return { ...headers, range: `bytes=${known.bytes}-`, 'if-range': known.validator };
  const { etag, lastModified } = (known.kind === 'whole' ? known.validators : request.validators) ?? {};
  if (etag !== undefined) headers['if-none-match'] = etag;
  if (lastModified !== undefined) headers['if-modified-since'] = lastModified;
  return headers;
}

/** Whether a 206 goes on where ours ends, with the same file. */
function continues({ headers }: IncomingMessage, known: Part): boolean {
  const from = /^bytes (\d{1,15})-/.exec(headers['content-range'] ?? '')?.[1];
  return Number(from) === known.bytes && (headers.etag ?? known.validators.etag) === known.validators.etag;
}

async function save(
  answer: IncomingMessage,
  request: FetchRequest,
  start: number,
  validators: Validators,
  alive: () => void,
): Promise<Fetched> {
  const encoding = answer.headers['content-encoding'] ?? 'identity';
  if (!/^(?:identity|(?:x-)?gzip)$/.test(encoding))
    throw new Refused('the server packs the file in a way nobody asked for');
  const length = Number(answer.headers['content-length'] ?? Number.NaN) + start;
  if (length > request.maxBytes) throw new Refused(tooLarge(request.maxBytes));
  if (start === 0) {
    // In this order, so that a crash never leaves content beside the description of another.
    await forget(request.path);
    await remember(request, validators);
  }
  const part = await open(`${request.path}.part`, start === 0 ? 'w' : 'a', 0o600);
  try {
    let received = start;
    for await (const piece of answer as AsyncIterable<Buffer>) {
      alive();
      received += piece.length;
      if (received > request.maxBytes) throw new Refused(tooLarge(request.maxBytes));
      // Unlike write, it goes on until all is written.
      await part.appendFile(piece);
    }
  } finally {
    await part.close();
  }
  await rename(`${request.path}.part`, request.path);
  return finished(request, validators);
}

async function finished({ path, url }: FetchRequest, validators: Validators): Promise<Fetched> {
  return { kind: 'file', path, url, ...(await digestFile(path)), validators };
}

const validatorsOf = ({ headers }: IncomingMessage): Validators => ({
  etag: headers.etag,
  lastModified: headers['last-modified'],
});

/** A 206 need not repeat what the first answer said. */
function mergedValidators(answer: IncomingMessage, { validators }: Part): Validators {
  const { etag, lastModified } = validatorsOf(answer);
  return { etag: etag ?? validators.etag, lastModified: lastModified ?? validators.lastModified };
}

const words = (ms: number): string => (ms < 60_000 ? `${ms / 1000} s` : `${ms / 60_000} min`);
const tooLarge = (maxBytes: number): string => `larger than ${Math.ceil(maxBytes / 1e6)} MB; refused`;

/** SHA-256 of a file, in hex, and how much was read of it. */
export async function digestFile(path: string): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
    hash.update(piece as Buffer);
    bytes += (piece as Buffer).length;
  }
  return { sha256: hash.digest('hex'), bytes };
}
