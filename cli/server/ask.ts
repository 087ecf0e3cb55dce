// One request to a server's HTTP API: trusted by its own authority, bounded in time and size.
import { request as httpsRequest } from 'node:https';
import { AppError } from '@suture/core/app-error.ts';

export interface ServerToAsk {
  /** An https origin. */
  readonly url: string;
  /** What to trust it by, PEM. */
  readonly authority: string;
  readonly token: string;
}

export interface ServerAnswer {
  readonly status: number;
  /** As JSON has it; undefined for an answer that is none. */
  readonly body: unknown;
}

const mostBytes = 16 * 1024 * 1024;

/** Rejects with an AppError `network` where no answer came. */
export function ask(
  { url, authority, token }: ServerToAsk,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
  timeoutMs = 30_000,
): Promise<ServerAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<ServerAnswer>();
  const text = body === undefined ? '' : JSON.stringify(body);
  const headers = {
    authorization: `Bearer ${token}`,
    ...(body !== undefined && {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(text)),
    }),
  };
  const fail = (error: Error): void =>
    reject(new AppError('network', `${url} does not answer: ${error.message}`, 'Is it running? npm start', error));
  const request = httpsRequest(
    new URL(path, url),
    { method, headers, ca: authority, minVersion: 'TLSv1.3', agent: false, timeout: timeoutMs },
    (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > mostBytes) request.destroy(new Error('its answer is too long'));
        chunks.push(chunk);
      });
      response.on('error', fail);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(chunks)) }));
    },
  );
  request.on('timeout', () => request.destroy(new Error(`no answer within ${timeoutMs} ms`)));
  request.on('error', fail);
  request.end(text);
  return promise;
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return undefined;
  }
}

/** What a problem document says, in a line. */
export function saidBy({ status, body }: ServerAnswer): string {
  const { title, detail } = Object(body) as { readonly title?: unknown; readonly detail?: unknown };
  const said = [title, detail].filter((each) => typeof each === 'string');
  return said.length === 0 ? `status ${status}` : said.join(': ');
}
