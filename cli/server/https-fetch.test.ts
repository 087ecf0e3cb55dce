// Answers without end, without a byte and cut in the middle.
import { X509Certificate } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { trustedTls } from '@suture/protocol/trust/pinned-tls.ts';
import { makeCertificate } from './fake-server.fixture.ts';
import { httpsFetch } from './https-fetch.ts';

let behave: RequestListener = () => undefined;
const { key, cert } = makeCertificate();
const server = createServer({ key, cert, minVersion: 'TLSv1.3' }, (request, response) => behave(request, response));
let origin: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const fetched = async (path = '/'): Promise<string> => {
  const tls = trustedTls([new X509Certificate(cert).toString()]);
  const fetch = httpsFetch({ tls, silentMs: 300, mostBytes: 100_000, whenDown: 'Wait.', whenStrange: 'Look.' });
  return (await fetch(new Request(origin + path))).text();
};

it('an answer is read whole', async () => {
  behave = (_, response) => response.end('x'.repeat(99_000));
  expect(await fetched()).toHaveLength(99_000);
});

it('an answer that is too long is cut off', async () => {
  behave = (_, response) => response.end('x'.repeat(1_000_000));
  await expect(fetched()).rejects.toMatchObject({ code: 'network', message: expect.stringContaining('longer than') });
});

it('silence before the answer and in the middle of it ends by itself', async () => {
  behave = () => undefined;
  await expect(fetched()).rejects.toMatchObject({ code: 'network', remedy: 'Wait.' });
  behave = (_, response) => void response.write('x');
  await expect(fetched()).rejects.toThrow('ended in the middle');
});

it('an answer that is cut is not taken for whole', async () => {
  behave = (_, response) => {
    response.writeHead(200, { 'content-length': '10' });
    response.write('half', () => response.destroy());
  };
  await expect(fetched()).rejects.toThrow('ended in the middle');
});

it('a redirect is not followed', async () => {
  const asked: string[] = [];
  behave = (request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(302, { location: '/elsewhere' }).end('there');
  };
  expect(await fetched('/here')).toBe('there');
  expect(asked).toEqual(['/here']);
});
