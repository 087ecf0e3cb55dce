// Downloads from a server that behaves well, badly, and not at all.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type FetchLimits, type FetchRequest, type Fetched, fetchFile } from './fetch.ts';
import { fileText } from './file-bytes.ts';
import { redirected } from './http-get.ts';
import { cut, resumable, serve, status, text } from './serve.fixture.ts';

const top = mkdtempSync(path.join(tmpdir(), 'suture-fetch-'));
afterAll(() => rmSync(top, { recursive: true, force: true }));
let directory = top;
beforeEach(() => {
  directory = mkdtempSync(path.join(top, 'one-'));
});

const server = await serve();
const quick: FetchLimits = { attempts: 3, idleMs: 300, totalMs: 5000, retryDelayMs: 5 };
const NO_VALIDATORS = { etag: undefined, lastModified: undefined };

const get = (more: Partial<FetchRequest> = {}, limits: Partial<FetchLimits> = {}): Promise<Fetched> =>
  fetchFile(
    {
      url: `${server.url}/file`,
      path: path.join(directory, 'file'),
      maxBytes: 1_000_000,
      validators: undefined,
      ...more,
    },
    { ...quick, ...limits },
  );

const content = (): string => readFileSync(path.join(directory, 'file'), 'utf8');
const since = (): number => server.requests.length;
const headersSince = (start: number, name: string): unknown[] =>
  server.requests.slice(start).map(({ headers }) => headers[name]);

/** 300 kB in which no two places are alike. */
const BIG = Buffer.from(Array.from({ length: 50_000 }, (_, index) => String(index).padStart(6, '0')).join(''));

describe('a file that the server has', () => {
  it('is stored, with its hash, its size and what the server said of it', async () => {
    server.answer(text('abc', { etag: '"one"', 'last-modified': 'Sat, 01 Mar 2025 00:00:00 GMT' }));
    expect(await get()).toEqual({
      kind: 'file',
      path: path.join(directory, 'file'),
      url: `${server.url}/file`,
      // As in FIPS 180-2, appendix B.1.
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      bytes: 3,
      validators: { etag: '"one"', lastModified: 'Sat, 01 Mar 2025 00:00:00 GMT' },
    });
    expect(content()).toBe('abc');
  });

  it('is not sent again to whoever has it, by ETag', async () => {
    server.answer(resumable(BIG, '"big"'));
    expect(await get({ validators: { etag: '"big"', lastModified: undefined } })).toEqual({ kind: 'unchanged' });
    expect(readdirSync(directory)).toEqual([]);
  });

  it('is not sent again to whoever has it, by date', async () => {
    const date = 'Sat, 01 Mar 2025 00:00:00 GMT';
    server.answer((request, response) =>
      (request.headers['if-modified-since'] === date ? status(304) : text('new'))(request, response),
    );
    expect(await get({ validators: { etag: undefined, lastModified: date } })).toEqual({ kind: 'unchanged' });
  });

  it('is stored as it was sent when it was packed for the way, and reads as it was meant', async () => {
    server.answer((request, response) => {
      const packed = request.headers['accept-encoding'] === 'gzip';
      const body = packed ? gzipSync('long text '.repeat(1000)) : 'not asked for gzip';
      text(body, packed ? { 'content-encoding': 'gzip', etag: '"gz"' } : {})(request, response);
    });
    expect(await get()).toMatchObject({ kind: 'file', validators: { etag: '"gz"' } });
    expect(statSync(path.join(directory, 'file')).size).toBeLessThan(1000);
    expect(await fileText(path.join(directory, 'file'), 100_000)).toBe('long text '.repeat(1000));
  });

  it('is not asked to be packed once more when its name says that it is packed', async () => {
    const start = since();
    server.answer(text('PK'));
    for (const name of ['all.zip', 'x.csv.gz', 'x.tar.zst', 'plain.json']) await get({ url: `${server.url}/${name}` });
    expect(headersSince(start, 'accept-encoding')).toEqual(['identity', 'identity', 'identity', 'gzip']);
  });

  it('is refused when it is packed in another way', async () => {
    server.answer(text('x', { 'content-encoding': 'br' }));
    expect(await get()).toMatchObject({ kind: 'failed', reason: expect.stringContaining('nobody asked for') });
  });

  it('is stored when it is empty and when nobody says how long it is', async () => {
    server.answer(text(''));
    expect(await get()).toMatchObject({ kind: 'file', bytes: 0 });
    server.answer((_, response) => {
      response.write('one ');
      response.end('two');
    });
    expect(await get()).toMatchObject({ kind: 'file', bytes: 7 });
    expect(content()).toBe('one two');
  });
});

describe('a download cut in the middle', () => {
  it('goes on where it ended, and the bytes are those of the file', async () => {
    const start = since();
    server.answers(cut(BIG, 100_000, { etag: '"big"' }), resumable(BIG, '"big"'));
    expect(await get()).toMatchObject({ kind: 'file', bytes: BIG.length, validators: { etag: '"big"' } });
    expect(content()).toBe(BIG.toString());
    expect(headersSince(start, 'range')).toEqual([undefined, 'bytes=100000-']);
    expect(headersSince(start, 'if-range')).toEqual([undefined, '"big"']);
  });

  it('goes on by date where the server gives no ETag, and keeps the date that the rest does not repeat', async () => {
    const lastModified = 'Sat, 01 Mar 2025 00:00:00 GMT';
    server.answers(cut(BIG, 5000, { 'last-modified': lastModified }), (request, response) => {
      expect(request.headers['if-range']).toBe(lastModified);
      // Of the 5,000 fewer may have come when the connection was cut.
      const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1]);
      response
        .writeHead(206, { 'content-range': `bytes ${from}-${BIG.length - 1}/${BIG.length}` })
        .end(BIG.subarray(from));
    });
    expect(await get()).toMatchObject({ kind: 'file', validators: { etag: undefined, lastModified } });
    expect(content()).toBe(BIG.toString());
  });

  it('goes on in a later run', async () => {
    const start = since();
    server.answer(cut(BIG, 100_000, { etag: '"big"' }));
    expect(await get({}, { attempts: 1 })).toEqual({ kind: 'failed', reason: 'the connection was cut' });
    server.answer(resumable(BIG, '"big"'));
    expect(await get()).toMatchObject({ kind: 'file', bytes: BIG.length });
    expect(content()).toBe(BIG.toString());
    expect(headersSince(start, 'range')).toEqual([undefined, 'bytes=100000-']);
  });

  it('begins again when the file has changed meanwhile', async () => {
    const changed = Buffer.from(BIG).fill('x', 0, 1000);
    server.answers(cut(BIG, 100_000, { etag: '"big"' }), resumable(changed, '"changed"'));
    expect(await get()).toMatchObject({ kind: 'file', validators: { etag: '"changed"' } });
    expect(content()).toBe(changed.toString());
  });

  it('begins again when the server does not know ranges', async () => {
    server.answers(cut(BIG, 100_000, { etag: '"big"' }), text(BIG, { etag: '"big"' }));
    expect(await get()).toMatchObject({ kind: 'file', bytes: BIG.length });
    expect(content()).toBe(BIG.toString());
  });

  it('begins again when the server refuses the range', async () => {
    const start = since();
    server.answers(cut(BIG, 100_000, { etag: '"big"' }), status(416), text(BIG));
    expect(await get()).toMatchObject({ kind: 'file', bytes: BIG.length });
    expect(content()).toBe(BIG.toString());
    expect(headersSince(start, 'range')).toEqual([undefined, 'bytes=100000-', undefined]);
  });

  it.each([
    ['another place', { 'content-range': 'bytes 7-299999/300000', etag: '"big"' }],
    ['another file', { 'content-range': 'bytes 100000-299999/300000', etag: '"other"' }],
    ['no place', { etag: '"big"' }],
  ])('begins again when the server goes on with %s', async (_, headers) => {
    server.answers(
      cut(BIG, 100_000, { etag: '"big"' }),
      (_request, response) => void response.writeHead(206, headers as Record<string, string>).end('wrong'),
      text(BIG),
    );
    expect(await get()).toMatchObject({ kind: 'file', bytes: BIG.length });
    expect(content()).toBe(BIG.toString());
  });

  it('begins again when all that is known of it is a weak ETag', async () => {
    const start = since();
    server.answers(cut(BIG, 100_000, { etag: 'W/"big"' }), text(BIG, { etag: 'W/"big"' }));
    expect(await get()).toMatchObject({ kind: 'file', bytes: BIG.length });
    expect(headersSince(start, 'range')).toEqual([undefined, undefined]);
  });

  it('begins again when it was from another address', async () => {
    const start = since();
    server.answer(cut(BIG, 100_000, { etag: '"big"' }));
    await get({}, { attempts: 1 });
    server.answer(resumable(BIG, '"big"'));
    await get({ url: `${server.url}/elsewhere` });
    expect(headersSince(start, 'range')).toEqual([undefined, undefined]);
    expect(content()).toBe(BIG.toString());
  });

  it('begins again when what it left behind is garbage', async () => {
    writeFileSync(path.join(directory, 'file.json'), '{"url":');
    writeFileSync(path.join(directory, 'file.part'), 'garbage');
    server.answer(resumable(BIG, '"big"'));
    expect(await get()).toMatchObject({ kind: 'file', bytes: BIG.length });
    expect(content()).toBe(BIG.toString());
  });
});

describe('a finished download that was never used', () => {
  it('is used when the server says that it is still good', async () => {
    server.answer(resumable(BIG, '"big"'));
    const first = await get();
    const start = since();
    expect(await get()).toEqual(first);
    expect(headersSince(start, 'if-none-match')).toEqual(['"big"']);
  });

  it('is replaced when it no longer is', async () => {
    server.answer(resumable(BIG, '"big"'));
    await get();
    server.answer(resumable(Buffer.from('new'), '"new"'));
    expect(await get()).toMatchObject({ kind: 'file', validators: { etag: '"new"' } });
    expect(content()).toBe('new');
  });
});

describe('a server that keeps one waiting', () => {
  it.each([
    ['before it answers', () => {}],
    [
      'in the middle',
      (_request: unknown, response: ServerResponse) =>
        void response.writeHead(200, { 'content-length': '10' }).write('12345'),
    ],
  ])('%s is given up after the longest silence', async (_, answer) => {
    server.answer(answer);
    const begun = performance.now();
    expect(await get({}, { attempts: 1, idleMs: 150 })).toEqual({ kind: 'failed', reason: 'no data for 0.15 s' });
    expect(performance.now() - begun).toBeLessThan(2000);
  });

  it('may be slow as long as it is not silent', async () => {
    server.answer((_, response) => {
      let left = 8;
      const timer = setInterval(() => {
        response.write('x');
        if (--left > 0) return;
        clearInterval(timer);
        response.end();
      }, 60);
    });
    expect(await get({}, { idleMs: 300 })).toMatchObject({ kind: 'file', bytes: 8 });
  });

  it('is given up when it takes too long altogether, however often it says a word', async () => {
    server.answer((_, response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    });
    const begun = performance.now();
    expect(await get({}, { idleMs: 5000, totalMs: 300 })).toEqual({ kind: 'failed', reason: 'not done after 0.3 s' });
    expect(performance.now() - begun).toBeLessThan(2000);
  });

  it('is given up at once when the caller gives up', async () => {
    server.answer(() => {});
    const giveUp = new AbortController();
    setTimeout(() => giveUp.abort(new Error('the update has ended')), 50);
    expect(await get({ signal: giveUp.signal }, { idleMs: 5000 })).toEqual({
      kind: 'failed',
      reason: 'the update has ended',
    });
  });
});

describe('more than allowed', () => {
  it('is refused from its stated length, before any of it is stored', async () => {
    server.answer(text(BIG));
    const start = since();
    expect(await get({ maxBytes: 100_000 })).toEqual({ kind: 'failed', reason: 'larger than 1 MB; refused' });
    expect(since() - start).toBe(1);
    expect(readdirSync(directory)).toEqual([]);
  });

  it('is refused while it arrives when its length is not stated', async () => {
    server.answer((_, response) => {
      response.write(BIG);
      response.end(BIG);
    });
    expect(await get({ maxBytes: 400_000 })).toEqual({ kind: 'failed', reason: 'larger than 1 MB; refused' });
    expect(existsSync(path.join(directory, 'file'))).toBe(false);
  });
});

describe('a stated length that is not true', () => {
  it('is a cut connection when less comes', async () => {
    server.answer((_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('short', () => response.socket?.end());
    });
    expect(await get()).toEqual({ kind: 'failed', reason: 'the connection was cut' });
    expect(existsSync(path.join(directory, 'file'))).toBe(false);
  });

  it('ends the file where it says, whatever comes behind', async () => {
    server.answer((_, response) => {
      response.socket?.end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\n12345678');
    });
    expect(await get()).toMatchObject({ kind: 'file', bytes: 5 });
    expect(content()).toBe('12345');
  });
});

describe('what a server answers', () => {
  it.each([404, 410])('%i: the file is absent', async (code) => {
    server.answer(status(code));
    expect(await get()).toEqual({ kind: 'absent' });
  });

  it.each([500, 503, 429])('%i: it is asked again', async (code) => {
    const start = since();
    server.answers(status(code), text('there'));
    expect(await get()).toMatchObject({ kind: 'file' });
    expect(since() - start).toBe(2);
  });

  it('errors only: it is asked so often and no more', async () => {
    const start = since();
    server.answer(status(502));
    expect(await get()).toEqual({ kind: 'failed', reason: 'the server answered 502' });
    expect(since() - start).toBe(3);
  });

  it.each([401, 403, 400])('%i: asking again would not help', async (code) => {
    const start = since();
    server.answer(status(code));
    expect(await get()).toEqual({ kind: 'failed', reason: `the server answered ${code}` });
    expect(since() - start).toBe(1);
  });

  it('"unchanged" to someone who has nothing: not believed', async () => {
    server.answer(status(304));
    expect(await get()).toEqual({ kind: 'failed', reason: 'the server answered 304 where that makes no sense' });
  });

  it('nonsense: it failed, and nothing is thrown', async () => {
    server.answer((_, response) => void response.socket?.end('\u0000\u0001 not http at all'));
    expect(await get({}, { attempts: 1 })).toMatchObject({ kind: 'failed', reason: expect.any(String) });
  });
});

describe('redirects', () => {
  it('are followed, with the same question', async () => {
    const start = since();
    server.answers(
      status(302, { location: '/second' }),
      status(301, { location: `${server.url}/third` }),
      resumable(BIG, '"big"'),
    );
    const validators = { etag: '"big"', lastModified: undefined };
    expect(await get({ validators })).toEqual({ kind: 'unchanged' });
    expect(server.requests.slice(start).map(({ url }) => url)).toEqual(['/file', '/second', '/third']);
  });

  it('in a circle are given up', async () => {
    const start = since();
    server.answer(status(302, { location: '/file' }));
    expect(await get()).toEqual({ kind: 'failed', reason: 'redirected more than 5 times' });
    expect(since() - start).toBe(6);
  });

  it('never give up encryption, nor leave the web', () => {
    const from = new URL('https://example.org/a/b');
    expect(redirected(from, '../c').href).toBe('https://example.org/c');
    expect(redirected(from, 'https://example.net/').href).toBe('https://example.net/');
    expect(redirected(new URL('http://example.org/'), 'https://example.org/x').href).toBe('https://example.org/x');
    expect(() => redirected(from, 'http://example.org/a/b')).toThrow('from https to http');
    for (const location of ['file:///etc/passwd', 'ftp://example.org/x', 'http://', 'javascript:0']) {
      expect(() => redirected(from, location)).toThrow('no web address');
    }
  });
});

describe('a host that is not there', () => {
  it('is not waited for twice', async () => {
    const gone = await serve();
    await gone.close();
    const unreachable = new Map<string, string>();
    const refused = { kind: 'failed', reason: 'the connection was refused' };
    expect(await get({ url: `${gone.url}/a`, unreachable }, { attempts: 3, retryDelayMs: 60_000 })).toEqual(refused);
    expect([...unreachable.keys()]).toEqual([new URL(gone.url).host]);
    const again = await get({ url: `${gone.url}/b`, unreachable, path: '/nowhere/at/all' });
    expect(again).toEqual(refused);
  });

  it('has a name that cannot be resolved', async () => {
    const reason = 'its name could not be resolved (no network?)';
    expect(await get({ url: 'http://no-such-host.invalid/x' })).toEqual({ kind: 'failed', reason });
  });

  it.each(['no address', 'file:///etc/passwd', 'http://[', 'https://user name@x'])(
    '%s fails, and nothing is thrown',
    async (url) => {
      expect(await get({ url })).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/./) });
    },
  );
});

describe('a disk that takes nothing', () => {
  it('makes the download fail with the reason', async () => {
    server.answer(text('abc', { etag: '"one"' }));
    writeFileSync(path.join(directory, 'in-the-way'), '');
    expect(await get({ path: path.join(directory, 'in-the-way', 'file') })).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('ENOTDIR'),
    });
    mkdirSync(path.join(directory, 'taken.part'));
    expect(await get({ path: path.join(directory, 'taken') })).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/EISDIR|directory/),
    });
  });
});

describe('a process that is killed while it downloads', () => {
  it('leaves a beginning that the next process goes on from', async () => {
    server.answer((_, response) => {
      response.writeHead(200, { 'content-length': BIG.length, etag: '"big"' });
      response.write(BIG.subarray(0, 100_000));
    });
    const child = spawn(process.execPath, [
      new URL('fetch-one.fixture.ts', import.meta.url).pathname,
      `${server.url}/file`,
      path.join(directory, 'file'),
    ]);
    while ((statSync(path.join(directory, 'file.part'), { throwIfNoEntry: false })?.size ?? 0) < 100_000) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(path.join(directory, 'file'))).toBe(false);
    const start = since();
    server.answer(resumable(BIG, '"big"'));
    expect(await get()).toMatchObject({ kind: 'file', bytes: BIG.length });
    expect(content()).toBe(BIG.toString());
    expect(headersSince(start, 'range')).toEqual(['bytes=100000-']);
  });
});

it('leaves nothing behind but the file and what was said of it', async () => {
  server.answers(cut(BIG, 10, { etag: '"big"' }), resumable(BIG, '"big"'));
  await get({ validators: NO_VALIDATORS });
  expect(readdirSync(directory).sort()).toEqual(['file', 'file.json']);
});
