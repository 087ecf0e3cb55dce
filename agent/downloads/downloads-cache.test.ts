// The downloads cache between real clients and real servers: each file fetched once, nothing but what it was started for.
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import { connect, createServer as createPlain, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { startProxy, type Proxy, type ProxyOptions } from './proxy.ts';
import { openStore as opened, type Store } from './store.ts';

const undone: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const undo of undone.splice(0).toReversed()) await undo();
});

const openStore = async (at: string, mostBytes: number): Promise<Store> => {
  const store = await opened(at, mostBytes);
  let isOpen = true;
  const close = (): void => {
    if (isOpen) store.close();
    isOpen = false;
  };
  undone.push(close);
  return { ...store, close };
};

const folder = async (): Promise<string> => {
  const made = await mkdtemp(join(tmpdir(), 'suture-downloads-'));
  undone.push(() => rm(made, { recursive: true }));
  return made;
};

interface Mirror {
  readonly host: string;
  readonly asked: string[];
}

type Answer = (given: IncomingMessage, answer: Parameters<Parameters<typeof createServer>[1] & {}>[1]) => void;

async function mirror(answer: Answer): Promise<Mirror> {
  const asked: string[] = [];
  const server: Server = createServer((given, to) => {
    asked.push(`${given.method} ${given.url}`);
    answer(given, to);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undone.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function proxy(options: Partial<ProxyOptions>): Promise<Proxy> {
  const started = await startProxy({
    listen: { host: '127.0.0.1', port: 0 },
    hosts: [],
    log: () => undefined,
    ...options,
  });
  undone.push(() => started.close());
  return started;
}

interface Got {
  readonly status: number;
  readonly body: Buffer;
  readonly headers: IncomingMessage['headers'];
}

const get = (by: Proxy, url: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> =>
  new Promise((resolve, reject) => {
    request({ host: by.url.hostname, port: by.url.port, path: url, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks), headers: response.headers }),
      );
    })
      .on('error', reject)
      .end();
  });

const content = Buffer.alloc(300_000, 'package');
const whole: Answer = (_given, to) =>
  to
    .writeHead(200, { 'content-length': content.length, 'last-modified': 'Sun, 01 Nov 2026 00:00:00 GMT' })
    .end(content);

describe('a package file', () => {
  test('is fetched once for everybody, also after a new start', async () => {
    const { host, asked } = await mirror(whole);
    const at = await folder();
    const kept = await openStore(at, 1e9);
    const first = await proxy({ hosts: [host], store: kept });
    const url = `http://${host}/pool/main/o/openssl_3.0.1_amd64.deb`;
    const got = await Promise.all(Array.from({ length: 20 }, () => get(first, url)));
    expect(got.every(({ status, body }) => status === 200 && body.equals(content))).toBe(true);
    await first.close();
    await expect(opened(at, 1e9)).rejects.toThrow('stop it first');
    kept.close();
    const second = await proxy({ hosts: [host], store: await openStore(at, 1e9) });
    expect((await get(second, url)).body.equals(content)).toBe(true);
    expect(asked).toEqual(['GET /pool/main/o/openssl_3.0.1_amd64.deb']);
  });

  test('is handed on while it grows, and its last bytes only when all of it came', async () => {
    const { promise: more, resolve: goOn } = Promise.withResolvers<void>();
    const { host } = await mirror((_given, to) => {
      to.writeHead(200, { 'content-length': content.length });
      to.write(content.subarray(0, 100_000));
      void more.then(() => to.end(content.subarray(100_000)));
    });
    const by = await proxy({ hosts: [host], store: await openStore(await folder(), 1e9) });
    const came = await new Promise<number>((resolve) => {
      request({ host: by.url.hostname, port: by.url.port, path: `http://${host}/a.deb` }, (response) => {
        let bytes = 0;
        response.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes === 100_000) goOn();
        });
        response.on('end', () => resolve(bytes));
      }).end();
    });
    expect(came).toBe(content.length);
  });

  test('that a client has a part of is sent from there', async () => {
    const { host, asked } = await mirror(whole);
    const by = await proxy({ hosts: [host], store: await openStore(await folder(), 1e9) });
    const url = `http://${host}/a.deb`;
    await get(by, url);
    const same = { range: 'bytes=299000-', 'if-range': 'Sun, 01 Nov 2026 00:00:00 GMT' };
    expect(await get(by, url, same)).toMatchObject({
      status: 206,
      headers: { 'content-range': 'bytes 299000-299999/300000', 'content-length': '1000' },
    });
    expect((await get(by, url, { ...same, 'if-range': 'Sun, 02 Nov 2026 00:00:00 GMT' })).body).toHaveLength(300_000);
    expect((await get(by, url, { range: 'bytes=300000-' })).status).toBe(416);
    expect(asked).toHaveLength(1);
  });

  test('that breaks off is kept by nobody, and is fetched anew', async () => {
    let times = 0;
    const { host, asked } = await mirror((given, to) => {
      times += 1;
      if (times > 1) return whole(given, to);
      to.writeHead(200, { 'content-length': content.length });
      to.write(content.subarray(0, 250_000), () => to.destroy());
    });
    const at = await folder();
    const by = await proxy({ hosts: [host], store: await openStore(at, 1e9) });
    const url = `http://${host}/a.deb`;
    await expect(get(by, url)).rejects.toThrow(/aborted|hang up/);
    expect((await get(by, url)).body.equals(content)).toBe(true);
    expect(asked).toHaveLength(2);
    await by.close();
    expect(await readdir(join(at, 'files'))).toHaveLength(2);
  });

  test('that is not what its name says does not arrive', async () => {
    const digest = createHash('sha256').update(content).digest('hex');
    const { host, asked } = await mirror((given, to) =>
      given.url?.includes(digest) ? whole(given, to) : to.writeHead(200, { 'content-length': 3 }).end('bad'),
    );
    const by = await proxy({ hosts: [host], store: await openStore(await folder(), 1e9) });
    const named = (digits: string): string => `http://${host}/dists/x/by-hash/SHA256/${digits}`;
    expect((await get(by, named(digest))).body.equals(content)).toBe(true);
    await expect(get(by, named('0'.repeat(64)))).rejects.toThrow(/aborted|hang up/);
    expect((await get(by, named(digest))).status).toBe(200);
    expect(asked).toHaveLength(2);
  });

  test('that is a week old is fetched anew, and served where that cannot be', async () => {
    let isUp = true;
    const { host, asked } = await mirror((given, to) => (isUp ? whole(given, to) : to.destroy()));
    let now = new Date('2026-11-01T00:00:00Z');
    const by = await proxy({ hosts: [host], store: await openStore(await folder(), 1e9), now: () => now });
    const url = `http://${host}/a.rpm`;
    await get(by, url);
    now = new Date('2026-11-09T00:00:00Z');
    isUp = false;
    expect((await get(by, url)).body.equals(content)).toBe(true);
    isUp = true;
    await get(by, url);
    await get(by, url);
    expect(asked.length).toBeGreaterThan(2);
    expect(asked.length).toBeLessThan(5);
  });
});

test('the room is not exceeded: what was unused longest goes', async () => {
  const { host, asked } = await mirror(whole);
  const at = await folder();
  const full = await openStore(at, 1_300_000);
  const by = await proxy({ hosts: [host], store: full });
  const url = (name: string): string => `http://${host}/${name}.deb`;
  for (const name of ['a', 'b', 'c', 'd', 'a', 'e']) await get(by, url(name));
  await by.close();
  full.close();
  expect(asked).toHaveLength(5);
  expect((await readdir(join(at, 'files'))).filter((name) => !name.endsWith('.json'))).toHaveLength(4);
  // Whoever puts a file there, or pulls the plug, leaves nothing that is handed out.
  await writeFile(join(at, 'files', 'f'.repeat(64)), 'mine');
  await writeFile(join(at, 'files', '1-1.begun'), 'half');
  const again = await proxy({ hosts: [host], store: await openStore(at, 1_300_000) });
  for (const name of ['a', 'e', 'b']) await get(again, url(name));
  expect(asked).toHaveLength(6);
});

describe('what is no package file', () => {
  test('is passed on as it is, with conditions and answers, and not kept', async () => {
    const { host, asked } = await mirror((given, to) => {
      if (given.headers['if-none-match'] === '"1"') to.writeHead(304).end();
      else to.writeHead(given.url === '/missing' ? 404 : 200, { etag: '"1"' }).end('index');
    });
    const by = await proxy({ hosts: [host], store: await openStore(await folder(), 1e9) });
    expect(await get(by, `http://${host}/InRelease`)).toMatchObject({ status: 200, body: Buffer.from('index') });
    expect((await get(by, `http://${host}/InRelease`, { 'if-none-match': '"1"' })).status).toBe(304);
    expect((await get(by, `http://${host}/missing`)).status).toBe(404);
    expect(await get(by, `http://${host}/InRelease`, {}, 'HEAD')).toMatchObject({ status: 200, body: Buffer.alloc(0) });
    expect(asked).toHaveLength(4);
  });

  test('a file that is not there is not there', async () => {
    const { host } = await mirror((_given, to) => to.writeHead(404).end());
    const by = await proxy({ hosts: [host], store: await openStore(await folder(), 1e9) });
    expect((await get(by, `http://${host}/a.deb`)).status).toBe(404);
  });
});

describe('it refuses', () => {
  test('other hosts, other methods, other protocols, and strangers', async () => {
    const { host, asked } = await mirror(whole);
    const by = await proxy({ hosts: ['mirror.example'] });
    expect((await get(by, `http://${host}/a.deb`)).status).toBe(403);
    expect((await get(by, 'http://mirror.example:8080/a.deb')).status).toBe(403);
    expect((await get(by, `http://mirror.example@${host}/a.deb`)).status).toBe(403);
    expect((await get(by, 'http://mirror.example/a.deb', {}, 'POST')).status).toBe(405);
    expect((await get(by, 'ftp://mirror.example/a.deb')).status).toBe(404);
    expect((await get(by, '/etc/passwd')).status).toBe(404);
    expect((await get(by, '/')).status).toBe(200);
    const closed = await proxy({ hosts: 'any', credential: 'suture:secret' });
    expect((await get(closed, `http://${host}/a.deb`)).status).toBe(407);
    const basic = { 'proxy-authorization': `Basic ${Buffer.from('suture:secret').toString('base64')}` };
    expect((await get(closed, `http://${host}/a.deb`, basic)).status).toBe(200);
    expect(asked).toHaveLength(1);
  });

  test('a repository that does not answer is said, not waited for', async () => {
    const by = await proxy({ hosts: ['127.0.0.1:1'], store: await openStore(await folder(), 1e9) });
    expect((await get(by, 'http://127.0.0.1:1/a.deb')).status).toBe(502);
    expect((await get(by, 'http://127.0.0.1:1/InRelease')).status).toBe(502);
  });
});

describe('connections that are encrypted', () => {
  const through = (by: Proxy, authority: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(Number(by.url.port), by.url.hostname);
      let text = '';
      socket.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        if (text.endsWith('\r\n\r\n')) socket.write('hello');
        if (text.endsWith('hello!')) socket.destroy();
      });
      socket.on('error', () => undefined).on('close', () => resolve(text));
      socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
    });

  test('go to the repositories it was started for, through another such proxy too, and nowhere else', async () => {
    const server = createPlain((peer) => peer.on('data', (chunk) => peer.write(`${chunk.toString()}!`)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    undone.push(() => void server.close());
    const authority = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const by = await proxy({ hosts: [authority] });
    expect(await through(by, authority)).toMatch(/^HTTP\/1\.1 200 .*hello!$/s);
    const first = await proxy({ hosts: 'any', parent: by.url });
    expect(await through(first, authority)).toMatch(/^HTTP\/1\.1 200 .*hello!$/s);
    for (const other of ['127.0.0.1:22', 'localhost', `${authority}\t`, '[::1]:22'])
      expect(await through(by, other)).toMatch(/^HTTP\/1\.1 40[03] /);
    expect(await through(await proxy({ hosts: ['127.0.0.1:1'] }), '127.0.0.1:1')).toMatch(/^HTTP\/1\.1 502 /);
  });
});
