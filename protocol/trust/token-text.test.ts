// Token texts and the line that carries one: fixed examples, every mistyping, and any text at all.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase62, encodeBase62 } from './base62.ts';
import { installLine, readEnrolment, readServerAddress } from './install-line.ts';
import { readToken, redactTokens, tokenPattern, writeToken } from './token-text.ts';

const serverKey = 'c0ffee'.padEnd(64, '7');
const secret = Buffer.alloc(20, 0xa5);
const token = writeToken({ kind: 'enrol', serverKey }, secret);

describe('base62', () => {
  test.each([
    [[0], '00'],
    [[61], '0z'],
    [[62], '10'],
    [[255], '47'],
    [[1, 0], '048'],
  ])('of %j is %s', (bytes, text) => {
    expect(encodeBase62(Uint8Array.from(bytes))).toBe(text);
  });

  test('gives back the bytes, and reads no text that says too much', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), (bytes) => {
        expect(decodeBase62(encodeBase62(bytes), bytes.length)).toEqual(Buffer.from(bytes));
      }),
    );
    expect(decodeBase62('48', 1)).toBeUndefined();
    expect(decodeBase62('4-', 1)).toBeUndefined();
  });
});

describe('a token', () => {
  test('has its kind in front, its checksum at the end, and nothing a double click stops at', () => {
    expect(token).toMatch(/^sut_enrol_[0-9A-Za-z]{76}$/);
    expect(writeToken({ kind: 'api' }, secret)).toMatch(/^sut_api_[0-9A-Za-z]{33}$/);
    const check = createHash('sha256').update(token.slice(0, -6)).digest().readUInt32BE();
    const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
    let value = 0;
    for (const character of token.slice(-6)) value = value * 62 + digits.indexOf(character);
    expect(value).toBe(check);
  });

  test('reads as it was written', () => {
    expect(readToken(token)).toEqual({ ok: true, kind: 'enrol', serverKey });
    expect(readToken(writeToken({ kind: 'session' }, secret))).toEqual({
      ok: true,
      kind: 'session',
      serverKey: undefined,
    });
  });

  test('with any one character changed, left out or doubled is not one', () => {
    for (let place = 0; place < token.length; place += 1) {
      const changed = token.charAt(place) === 'x' ? 'y' : 'x';
      expect(readToken(token.slice(0, place) + changed + token.slice(place + 1)).ok).toBe(false);
      expect(readToken(token.slice(0, place) + token.slice(place + 1)).ok).toBe(false);
      expect(readToken(token.slice(0, place) + token.charAt(place) + token.slice(place)).ok).toBe(false);
    }
  });

  test('is found in a log and taken out of it', () => {
    const log = `POST /enrol token=${token}, again ${writeToken({ kind: 'api' }, secret)}`;
    expect(log.match(tokenPattern)?.map((text) => readToken(text).ok)).toEqual([true, true]);
    expect(redactTokens(log)).toBe('POST /enrol token=sut_enrol_…, again sut_api_…');
  });

  test('is not made of a secret or a fingerprint of the wrong length', () => {
    expect(() => writeToken({ kind: 'api' }, Buffer.alloc(8))).toThrow(TypeError);
    expect(() => writeToken({ kind: 'enrol', serverKey: 'abc' }, secret)).toThrow(TypeError);
  });

  test('nothing makes reading one throw', () => {
    const near = fc.string({ unit: 'binary' }).map((text) => `sut_enrol_${text}`);
    fc.assert(fc.property(fc.oneof(fc.anything(), near), (text) => !readToken(text).ok));
  });
});

describe('the line for a new machine', () => {
  test.each([
    ['https://suture.example', { origin: 'https://suture.example', host: 'suture.example', port: 443 }],
    ['https://Suture.Example:8443/', { origin: 'https://suture.example:8443', host: 'suture.example', port: 8443 }],
    ['https://192.0.2.7:8443', { origin: 'https://192.0.2.7:8443', host: '192.0.2.7', port: 8443 }],
    ['https://[2001:db8::1]:8443', { origin: 'https://[2001:db8::1]:8443', host: '2001:db8::1', port: 8443 }],
  ])('reads the server address %s', (text, address) => {
    expect(readServerAddress(text)).toEqual(address);
  });

  test.each([
    'http://suture.example',
    'https://user:secret@suture.example',
    'https://suture.example/path',
    'https://suture.example/?q',
    'https://suture.example/#x',
    'https://a;reboot',
    'https://$(reboot)',
    'https://`x`',
    "https://a'b",
    'suture.example',
    '',
    7,
    undefined,
  ])('refuses the server address %s', (text) => {
    expect(readServerAddress(text)).toBeUndefined();
  });

  test('is one line of plain words, and says the same on the other machine', () => {
    const server = readServerAddress('https://suture.example:8443')!;
    const line = installLine(server, token);
    expect(line).toBe(`suture-agent install --server https://suture.example:8443 --token ${token}`);
    const [, , , address, , text] = line.split(' ');
    expect(readEnrolment(address, text)).toEqual({ ok: true, server, token, serverKey });
  });

  test('quotes what a shell would take for a pattern', () => {
    expect(installLine(readServerAddress('https://[::1]:8443')!, token)).toContain("--server 'https://[::1]:8443' ");
  });

  test('that was cut says so', () => {
    expect(readEnrolment('https://suture.example', token.slice(0, -3))).toEqual({
      ok: false,
      why: '--token is cut or changed: copy the whole line again',
    });
    expect(readEnrolment('https://suture.example', writeToken({ kind: 'api' }, secret)).ok).toBe(false);
    expect(readEnrolment('http://suture.example', token).ok).toBe(false);
  });

  test('of any text is refused without throwing, or safe in a shell', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.webUrl(),
          fc.string().map((text) => `https://${text}`),
        ),
        (text) => {
          const server = readServerAddress(text);
          expect(server === undefined || /^https:\/\/[a-z0-9.:[\]-]+$/.test(server.origin)).toBe(true);
        },
      ),
    );
  });
});
