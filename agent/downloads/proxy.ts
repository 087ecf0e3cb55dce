// The downloads cache: an HTTP proxy for package repositories that fetches each package file once for all machines of a site.
import { timingSafeEqual } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { startFill, type Fill } from './fill.ts';
import { rateOf } from './rate.ts';
import type { Store } from './store.ts';
import { bare, end, tunnel } from './tunnel.ts';

export interface ProxyOptions {
  readonly listen: { readonly host: string; readonly port: number };
  /** Repositories: `name` or `name:port`; of a bare name, ports 80 and 443. */
  readonly hosts: readonly string[] | 'any';
  /** Undefined: nothing is kept. */
  readonly store?: Store | undefined;
  /** Of all that is fetched, together. */
  readonly bytesPerSecond?: number | undefined;
  /** `user:password` that has to be said; undefined: nothing has to. */
  readonly credential?: string | undefined;
  /** Another proxy to ask instead of the repositories. */
  readonly parent?: URL | undefined;
  readonly now?: () => Date;
  readonly log: (line: string) => void;
}

export interface Proxy {
  readonly url: URL;
  close(): Promise<void>;
}

/** What a release never changes once it is there: package files, and indexes by their own digests. */
const lasting = /(?:\.(?:deb|udeb|ddeb|rpm|drpm|apk|pkg\.tar\.(?:zst|xz|gz))|\/by-hash\/SHA256\/[0-9a-f]{64})$/;
/** A file that was damaged on its way is not kept for ever. */
const mostAgeMs = 7 * 86_400_000;
const mostFills = 32;
const idleMs = 60_000;
const realm = 'Proxy-Authenticate: Basic realm="suture"';
/** Of a connection, not of what is asked for (RFC 9110 §7.6.1). */
const hops = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Throws where it cannot listen there. */
export async function startProxy(options: ProxyOptions): Promise<Proxy> {
  const { listen, hosts, store, credential, parent, log, now = () => new Date() } = options;
  const rate = rateOf(options.bytesPerSecond);
  const fills = new Map<string, Promise<Fill | undefined>>();
  const isAllowed = (host: string, port: number): boolean =>
    hosts === 'any' || hosts.includes(`${host}:${port}`) || ((port === 80 || port === 443) && hosts.includes(host));
  const isKnown = ({ headers }: IncomingMessage): boolean =>
    credential === undefined ||
    same(headers['proxy-authorization'] ?? '', `Basic ${Buffer.from(credential).toString('base64')}`);
  const throttle = (): Duplex =>
    Duplex.from(async function* (source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        await rate.take(chunk.length);
        yield chunk;
      }
    });

  const fetch = (url: URL, method: string, headers: Record<string, string | string[]>) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const [to, path] = parent === undefined ? [url, `${url.pathname}${url.search}`] : [parent, url.href];
      const upstream = ask({
        host: bare(to.hostname),
        port: to.port === '' ? 80 : Number(to.port),
        method,
        path,
        headers: { ...headers, host: url.host },
        timeout: idleMs,
      });
      upstream.on('response', resolve).on('error', reject);
      upstream.on('timeout', () => upstream.destroy(new Error('the repository does not answer')));
      upstream.end();
    });

  /** As it is asked for, without keeping anything. */
  async function pass(url: URL, given: IncomingMessage, answer: ServerResponse): Promise<void> {
    const response = await fetch(url, given.method ?? 'GET', passed(given));
    answer.writeHead(response.statusCode ?? 502, passed(response));
    await pipeline(response, throttle(), answer);
  }

  /** Undefined where the repository has no such file, or not one that can be kept. */
  async function begin(url: URL, into: Store): Promise<Fill | undefined> {
    const response = await fetch(url, 'GET', { 'user-agent': 'suture-downloads-cache', accept: '*/*' });
    const bytes = Number(response.headers['content-length'] ?? Number.NaN);
    if (response.statusCode !== 200 || !(bytes > 0 && bytes <= into.mostBytes / 4)) {
      response.destroy();
      return undefined;
    }
    const fill = await startFill(url.href, response, { store: into, rate, now });
    void fill.ended.then(() => fills.delete(url.href));
    return fill;
  }

  async function fromStore(url: URL, given: IncomingMessage, answer: ServerResponse, from: Store): Promise<void> {
    const kept = await from.find(url.href);
    if (kept !== undefined && now().getTime() - Date.parse(kept.about.fetchedAt) < mostAgeMs) {
      const { bytes, headers } = kept.about;
      return send(given, answer, { bytes, headers, read: (at) => createReadStream(kept.path, { start: at }) });
    }
    let fill = fills.get(url.href);
    if (fill === undefined && fills.size < mostFills) {
      fill = begin(url, from);
      fills.set(url.href, fill);
      fill.then(
        (begun) => begun ?? fills.delete(url.href),
        () => fills.delete(url.href),
      );
    }
    const begun = await fill?.catch(() => undefined);
    if (begun !== undefined) return send(given, answer, begun);
    // What is old is better than nothing, where the repository cannot be reached.
    try {
      await pass(url, given, answer);
    } catch (error) {
      if (kept === undefined || answer.headersSent) throw error;
      const { bytes, headers } = kept.about;
      await send(given, answer, { bytes, headers, read: (at) => createReadStream(kept.path, { start: at }) });
    }
  }

  async function handle(given: IncomingMessage, answer: ServerResponse): Promise<void> {
    if (!isKnown(given)) return refuse(answer, 407, 'This downloads cache asks who you are.');
    const { method = '', url: asked = '' } = given;
    if (asked === '/')
      return refuse(answer, 200, 'A downloads cache of Suture. Set it as the HTTP proxy of a package manager.');
    const url = URL.parse(asked);
    if (url?.protocol !== 'http:') return refuse(answer, 404, 'This is a proxy: ask it for http:// addresses.');
    if (method !== 'GET' && method !== 'HEAD') return refuse(answer, 405, 'Only GET and HEAD.');
    if (url.username !== '' || !isAllowed(bare(url.hostname), url.port === '' ? 80 : Number(url.port)))
      return refuse(answer, 403, `${url.host} is no repository that this downloads cache was started for.`);
    if (store !== undefined && method === 'GET' && url.search === '' && lasting.test(url.pathname))
      return fromStore(url, given, answer, store);
    return pass(url, given, answer);
  }

  const sockets = new Set<Duplex>();
  const server = createServer((given, answer) => {
    handle(given, answer).catch((error: unknown) => {
      log(`${given.url?.slice(0, 300)}: ${error instanceof Error ? error.message : String(error)}`);
      if (answer.headersSent) answer.destroy();
      else refuse(answer, 502, 'The repository could not be reached.');
    });
  });
  server.maxConnections = 1_000;
  server.on('connect', (given: IncomingMessage, client: Duplex, first: Buffer) => {
    sockets.add(client.on('close', () => sockets.delete(client)));
    if (!isKnown(given)) return end(client, `407 Proxy Authentication Required\r\n${realm}`);
    tunnel(given.url ?? '', client, first, { isAllowed, parent, throttle, idleMs });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(listen.port, listen.host, resolve);
  });
  server.on('error', (error) => log(error.message));
  const { port } = server.address() as AddressInfo;
  const user = credential === undefined ? '' : `${credential}@`;
  return {
    url: new URL(`http://${user}${listen.host.includes(':') ? `[${listen.host}]` : listen.host}:${port}`),
    async close() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await Promise.all([...fills.values()].map((fill) => fill.then((begun) => begun?.ended).catch(() => undefined)));
    },
  };
}

interface Sent {
  readonly bytes: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly read: (from: number) => AsyncIterable<Buffer>;
}

/** Whole, or from where the client has come to. */
async function send({ headers: asked }: IncomingMessage, answer: ServerResponse, { bytes, headers, read }: Sent) {
  const condition = asked['if-range'];
  const isSame = condition === undefined || condition === headers['etag'] || condition === headers['last-modified'];
  const from = isSame ? Number(/^bytes=(\d{1,15})-$/.exec(asked.range ?? '')?.[1] ?? 0) : 0;
  if (from >= bytes) {
    answer.writeHead(416, { 'content-range': `bytes */${bytes}`, 'content-length': 0 }).end();
    return;
  }
  answer.writeHead(from > 0 ? 206 : 200, {
    ...headers,
    'accept-ranges': 'bytes',
    'content-length': bytes - from,
    ...(from > 0 ? { 'content-range': `bytes ${from}-${bytes - 1}/${bytes}` } : {}),
  });
  await pipeline(read(from), answer);
}

function refuse(answer: ServerResponse, status: number, why: string): void {
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    ...(status === 407 ? { 'proxy-authenticate': 'Basic realm="suture"' } : {}),
  };
  answer.writeHead(status, headers).end(`${why}\n`);
}

function passed({ headers }: IncomingMessage): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) if (value !== undefined && !hops.has(name)) kept[name] = value;
  return kept;
}

function same(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
