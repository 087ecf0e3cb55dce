// Holds the console's files to what browsers are told of them, and requests to the files that are there.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { consoleRoutes } from './console.ts';

const outside = mkdtempSync(join(tmpdir(), 'suture-console-'));
const folder = join(outside, 'site');
mkdirSync(join(folder, 'assets'), { recursive: true });
writeFileSync(join(outside, 'secret.txt'), 'secret');
writeFileSync(join(folder, 'index.html'), '<title>Suture</title>');
writeFileSync(join(folder, 'assets/main-1a2b.js'), 'let a');
writeFileSync(join(folder, 'assets/main-1a2b.js.br'), brotliCompressSync('let a'));

const served = async (from: string) => {
  const app = Fastify();
  await app.register(consoleRoutes(from));
  return app;
};
const html = { accept: 'text/html,*/*' };

test('every URL of the console is its page, which is asked for anew each time', async () => {
  const app = await served(folder);
  for (const url of ['/', '/endpoints', '/vulnerabilities/CVE-2026-1?q=a']) {
    const answer = await app.inject({ url, headers: html });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toMatch(/^text\/html/);
    expect(answer.headers['cache-control']).toBe('no-cache');
    expect(answer.headers['content-security-policy']).toMatch(/default-src 'none';script-src 'self';/);
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
    expect(answer.body).toBe('<title>Suture</title>');
  }
});

test('hashed files are kept for ever, and sent compressed to who takes that', async () => {
  const app = await served(folder);
  const plain = await app.inject('/assets/main-1a2b.js');
  expect(plain.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(plain.body).toBe('let a');
  const small = await app.inject({ url: '/assets/main-1a2b.js', headers: { 'accept-encoding': 'br' } });
  expect(small.headers['content-encoding']).toBe('br');
  expect(small.headers['content-type']).toMatch(/javascript/);
});

test('a site that is built anew while the server runs is sent as it is now, as its page is', async () => {
  const app = await served(folder);
  await app.inject('/');
  writeFileSync(join(folder, 'assets/later-3c4d.js'), 'let b');
  const answer = await app.inject('/assets/later-3c4d.js');
  expect(answer.body).toBe('let b');
  expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
  expect(answer.headers['content-security-policy']).toMatch(/script-src 'self'/);
});

test.each(['/assets/none.js', '/../secret.txt', '/%2e%2e/secret.txt', '/assets/..%2f..%2fsecret.txt', '/assets/'])(
  '%s is no file, and nothing is told of it',
  async (url) => {
    const app = await served(folder);
    const answer = await app.inject({ url, headers: { accept: '*/*' } });
    expect(answer.statusCode).toBe(404);
    expect(answer.body).not.toContain('secret\n');
    expect(answer.body).toBe('There is no such file.\n');
  },
);

test('a console that is not built says so and does not stop the server', async () => {
  const app = await served(join(outside, 'none'));
  const answer = await app.inject('/');
  expect(answer.statusCode).toBe(503);
  expect(answer.body).toContain('npm start builds it');
});
