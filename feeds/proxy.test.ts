// Downloads through the proxy that the environment names, as processes of their own: a proxy is chosen once for each.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { Fetched } from './fetch.ts';
import { serve, text } from './serve.fixture.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'suture-proxy-'));
const target = path.join(directory, 'file');
const server = await serve(text('from the server'));

/** Answers every request itself and refuses every tunnel; notes both. */
const asked: string[] = [];
const proxy = createServer((request, response) => {
  asked.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
  response.end('from the proxy');
});
proxy.on('connect', (request, socket) => {
  asked.push(`CONNECT ${request.url}`);
  socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
});
await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
const address = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
afterAll(() => {
  proxy.close();
  rmSync(directory, { recursive: true, force: true });
});

async function fetchWith(url: string, env: NodeJS.ProcessEnv): Promise<Fetched> {
  const program = fileURLToPath(new URL('fetch-one.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, [program, url, target], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  await once(child, 'close');
  return JSON.parse(Buffer.concat(pieces).toString()) as Fetched;
}

describe('a proxy in the environment', () => {
  it.each(['HTTP_PROXY', 'http_proxy'])(
    'is asked for http when %s names it, with the credentials given',
    async (name) => {
      asked.length = 0;
      const fetched = await fetchWith('http://feeds.example/x', { [name]: `http://user:word@${address}` });
      expect(fetched).toMatchObject({ kind: 'file' });
      expect(readFileSync(target, 'utf8')).toBe('from the proxy');
      expect(asked).toEqual([`GET http://feeds.example/x Basic ${Buffer.from('user:word').toString('base64')}`]);
    },
  );

  it('is asked for a tunnel for https when HTTPS_PROXY names it, and its refusal is the reason', async () => {
    asked.length = 0;
    const fetched = await fetchWith('https://feeds.example/x', { HTTPS_PROXY: `http://${address}` });
    expect(fetched).toMatchObject({ kind: 'failed', reason: expect.stringMatching(/proxy|403/i) });
    expect(new Set(asked)).toEqual(new Set(['CONNECT feeds.example:443']));
  });

  it('may be named without its scheme', async () => {
    expect(await fetchWith('http://feeds.example/x', { HTTP_PROXY: address })).toMatchObject({ kind: 'file' });
    expect(readFileSync(target, 'utf8')).toBe('from the proxy');
  });

  it('is not asked for what NO_PROXY names', async () => {
    asked.length = 0;
    const env = { HTTP_PROXY: `http://${address}`, NO_PROXY: 'other.example,127.0.0.1' };
    expect(await fetchWith(`${server.url}/x`, env)).toMatchObject({ kind: 'file' });
    expect(readFileSync(target, 'utf8')).toBe('from the server');
    expect(asked).toEqual([]);
  });

  it.each(['http://user:secret word@x:99999', 'socks5://user:secret@127.0.0.1:1'])(
    'that is none fails without telling the password: %s',
    async (url) => {
      const fetched = await fetchWith('http://feeds.example/x', { HTTP_PROXY: url });
      expect(fetched).toMatchObject({ kind: 'failed', reason: expect.stringContaining('names no proxy') });
      expect(JSON.stringify(fetched)).not.toContain('secret');
    },
  );
});
