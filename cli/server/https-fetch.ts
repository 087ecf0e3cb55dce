// `fetch` for the typed client over node:https: the trust we choose, TLS 1.3, no redirects, bounded in time and size.
import { Agent, request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { ConnectionOptions } from 'node:tls';
import { AppError } from '@suture/core/app-error.ts';
import { tlsRefusal } from '@suture/protocol/trust/tls-refusal.ts';

export interface FetchLimits {
  /** Without a byte from the server. */
  readonly silentMs: number;
  /** Of an answer's body. */
  readonly mostBytes: number;
}

export interface FetchOptions extends FetchLimits {
  readonly tls: ConnectionOptions;
  /** What to do where nothing answers; a sentence. */
  readonly whenDown: string;
  /** What to do where something answers that is not trusted; a sentence. */
  readonly whenStrange: string;
}

export const usualLimits: FetchLimits = { silentMs: 30_000, mostBytes: 64 * 1024 * 1024 };

/** Rejects with an AppError `network` where no answer came. */
export function httpsFetch(options: FetchOptions): (request: Request) => Promise<Response> {
  const { tls, silentMs, mostBytes } = options;
  // A list of many pages takes one connection.
  const agent = new Agent({ keepAlive: true, maxSockets: 6 });
  return async (asked) => {
    const url = new URL(asked.url);
    const body = asked.body === null ? undefined : Buffer.from(await asked.arrayBuffer());
    const headers: Record<string, string> = Object.fromEntries(asked.headers);
    if (body !== undefined) headers['content-length'] = String(body.length);
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const request = httpsRequest(
      url,
      { ...tls, method: asked.method, headers, agent, minVersion: 'TLSv1.3', timeout: silentMs },
      (response) => {
        try {
          resolve(answerOf(response, mostBytes));
        } catch (error) {
          request.destroy();
          reject(refused(url, error, options));
        }
      },
    );
    request.on('timeout', () => request.destroy(new Error(`no answer within ${silentMs / 1000} seconds`)));
    request.on('error', (error) => reject(refused(url, error, options)));
    request.end(body);
    return promise;
  };
}

function answerOf(incoming: IncomingMessage, mostBytes: number): Response {
  const { statusCode: status = 0, rawHeaders } = incoming;
  const headers = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  const hasNone = status === 204 || status === 205 || status === 304;
  const body = hasNone ? null : Readable.toWeb(Readable.from(capped(incoming, mostBytes)));
  // The two types of one thing that Node has.
  return new Response(body as ReadableStream<Uint8Array> | null, { status, headers });
}

async function* capped(incoming: IncomingMessage, mostBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > mostBytes) throw new AppError('network', `the server’s answer is longer than ${mostBytes} bytes`);
      yield chunk;
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('network', 'the server’s answer ended in the middle', 'Try again.', error);
  }
}

/** Certificates that do not stand for who we want to talk to, whoever then answers. */
const STRANGE = /CERT|SIGNED|ISSUER|SIGNATURE|ALTNAME|INVALID_PURPOSE/;

/** Why there is no connection, in words where we have some; a sentence without a full stop. */
export function connectionRefusal(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  // OpenSSL's own words come with places in its sources.
  if (text.includes('alert protocol version') || text.includes('unsupported protocol'))
    return 'it does not speak TLS 1.3';
  if (text.includes('wrong version number') || text.includes('packet length too long')) return 'it does not speak TLS';
  return tlsRefusal(error) ?? text;
}

function refused(url: URL, error: unknown, { whenDown, whenStrange }: FetchOptions): AppError {
  const code = String(Reflect.get(Object(error), 'code') ?? '');
  const why = connectionRefusal(error);
  return STRANGE.test(code) || /subtree violation/.test(why)
    ? new AppError('network', `${url.origin} is not trusted: ${why}`, whenStrange, error)
    : new AppError('network', `${url.origin} does not answer: ${why}`, whenDown, error);
}
