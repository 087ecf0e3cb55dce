// A web server on the loopback interface that answers as a test tells it, and remembers what it was asked.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll } from 'vitest';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface TestServer {
  readonly url: string;
  /** Every request so far. */
  readonly requests: readonly IncomingMessage[];
  /** The paths that were answered with 200, a whole body. */
  readonly sent: readonly string[];
  /** What is answered from now on. */
  answer(answer: Answer): void;
  /** One answer for each of the next requests; the last one stays. */
  answers(...answers: readonly Answer[]): void;
  close(): Promise<void>;
}

export async function serve(first: Answer = text('')): Promise<TestServer> {
  const requests: IncomingMessage[] = [];
  const sent: string[] = [];
  let queue: readonly Answer[] = [first];
  const server = createServer((request, response) => {
    requests.push(request);
    response.on('finish', () => void (response.statusCode === 200 && sent.push(request.url ?? '')));
    const [next, ...rest] = queue;
    if (rest.length > 0) queue = rest;
    next?.(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> => closed(server);
  afterAll(close);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    sent,
    answer: (answer) => void (queue = [answer]),
    answers: (...answers) => void (queue = answers),
    close,
  };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** 200 with the whole body. */
export const text =
  (body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Answer =>
  (_, response) =>
    void response.writeHead(200, { 'content-length': Buffer.byteLength(body), ...headers }).end(body);

export const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): Answer =>
  (_, response) =>
    void response.writeHead(code, headers).end();

/** Headers for the whole body, its first `bytes`, and then the connection is cut. */
export const cut =
  (body: Uint8Array, bytes: number, headers: Readonly<Record<string, string>> = {}): Answer =>
  (_, response) => {
    response.writeHead(200, { 'content-length': body.length, ...headers });
    response.write(body.subarray(0, bytes), () => setTimeout(() => response.destroy(), 20));
  };

/** A server as it should be: ETag, 304, Range with If-Range. */
export const resumable =
  (body: Uint8Array, etag: string): Answer =>
  (request, response) => {
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end();
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? Number.NaN);
    if (Number.isNaN(from) || request.headers['if-range'] !== etag) return text(body, { etag })(request, response);
    if (from >= body.length) return void response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end();
    response.writeHead(206, {
      etag,
      'content-length': body.length - from,
      'content-range': `bytes ${from}-${body.length - 1}/${body.length}`,
    });
    response.end(body.subarray(from));
  };
