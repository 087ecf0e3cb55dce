// Certificate requests as OpenSSL reads them.
import { createPublicKey } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { certificateRequest, newEndpointKey } from './certificate-request.ts';
import { der } from './der.ts';

const openssl = spawnSync('openssl', ['version']).status === 0;
if (!openssl) console.log('skipped: openssl is not installed, so nobody else reads our certificate requests');

test.skipIf(!openssl)('OpenSSL finds the signature of a request good, the name empty and the key ours', () => {
  const key = newEndpointKey();
  const input = certificateRequest(key);
  const read = (...options: string[]) =>
    spawnSync('openssl', ['req', '-noout', ...options], { input, encoding: 'utf8' });
  const verified = read('-verify', '-subject');
  expect(verified.status).toBe(0);
  expect(verified.stdout).toMatch(/^subject=\s*$/m);
  expect(createPublicKey(read('-pubkey').stdout).equals(createPublicKey(key))).toBe(true);
});

test('lengths are written as DER wants them', () => {
  expect(der(4, Buffer.alloc(127)).subarray(0, 2).toString('hex')).toBe('047f');
  expect(der(4, Buffer.alloc(128)).subarray(0, 3).toString('hex')).toBe('048180');
  expect(der(4, Buffer.alloc(256)).subarray(0, 4).toString('hex')).toBe('04820100');
  expect(der(4, Buffer.alloc(65_536)).subarray(0, 5).toString('hex')).toBe('0483010000');
});
