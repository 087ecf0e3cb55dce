// What an endpoint may ask for and what it gets, whatever it writes into its request.
import { createPublicKey, randomBytes, X509Certificate, type KeyObject, type webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { certificateRequest, newEndpointKey } from '@suture/protocol/trust/certificate-request.ts';
import { keyFingerprint } from '@suture/protocol/trust/keys.ts';
import { createAuthority, type Authority } from './authority.ts';
import { issueEndpointCertificate, readCertificateRequest, type ProvenKey } from './endpoint-certificate.ts';
import { revokedSerials, stillNeeded, type Revocation } from './revocation.ts';
import { endpointAuthorities, verifyPeer } from './verify-peer.ts';
import * as x509 from './x509.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const days = (count: number) => new Date(now.getTime() + count * 86_400_000);
const identity = {
  organisation: '00000000-0000-4000-8000-00000000000a',
  endpoint: '00000000-0000-4000-8000-00000000000b',
};
let authority: Authority;
let trust: Parameters<typeof verifyPeer>[1];

beforeAll(async () => {
  authority = await createAuthority({ purpose: 'endpoint' }, now, randomBytes);
  trust = { authorities: endpointAuthorities([authority.certificate]), isRevoked: () => false };
});

async function proven(key: KeyObject): Promise<ProvenKey> {
  const read = await readCertificateRequest(certificateRequest(key));
  if (!read.ok) throw new Error(read.why);
  return read.key;
}

const issue = (key: ProvenKey, lifetimeDays?: number) =>
  issueEndpointCertificate(
    authority,
    { identity, key, ...(lifetimeDays === undefined ? {} : { lifetimeDays }) },
    now,
    randomBytes,
  );

const peer = (pem: string, at = now) => verifyPeer(new X509Certificate(pem).raw, trust, at);

function requestBytes(key: KeyObject): Buffer {
  return Buffer.from(certificateRequest(key).split('\n').slice(1, -2).join(''), 'base64');
}

function requestText(der: Buffer): string {
  return `-----BEGIN CERTIFICATE REQUEST-----\n${der.toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`;
}

/** A request of the library's making, so that it can say what ours never does. */
async function request(algorithm: { name: string }, extra: object = {}): Promise<string> {
  const keys = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as webcrypto.CryptoKeyPair;
  const made = await x509.Pkcs10CertificateRequestGenerator.create({ keys, signingAlgorithm: algorithm, ...extra });
  return made.toString('pem');
}

describe('a certificate request', () => {
  test('gives the key it was made with', async () => {
    const key = newEndpointKey();
    const read = await readCertificateRequest(certificateRequest(key));
    expect(read).toMatchObject({ ok: true, key: { fingerprint: keyFingerprint(key) } });
  });

  test('that names another endpoint, asks to be an authority and for host names, gets a plain certificate for its key', async () => {
    const read = await readCertificateRequest(
      await request({ name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as { name: string }, {
        name: `O=${identity.organisation}, CN=00000000-0000-4000-8000-0000000000ff`,
        extensions: [
          new x509.BasicConstraintsExtension(true, 9, true),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
          new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: 'suture.example' }]),
        ],
      }),
    );
    if (!read.ok) throw new Error(read.why);
    const certificate = new X509Certificate((await issue(read.key)).certificate);
    expect(certificate.subject).toBe(`O=${identity.organisation}\nCN=${identity.endpoint}`);
    expect([certificate.ca, certificate.subjectAltName, certificate.keyUsage]).toEqual([
      false,
      undefined,
      ['1.3.6.1.5.5.7.3.2'],
    ]);
  });

  test.each([
    [
      'an RSA key',
      { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) },
    ],
    ['a key on another curve', { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' }],
    ['an Ed25519 key', { name: 'Ed25519' }],
  ])('with %s is refused', async (_, algorithm) => {
    expect(await readCertificateRequest(await request(algorithm))).toMatchObject({
      ok: false,
      cause: 'wrong-kind-of-key',
    });
  });

  test('for a key that its sender does not hold is refused', async () => {
    const spki = (key: KeyObject) => createPublicKey(key).export({ type: 'spki', format: 'der' });
    const [own, other] = [newEndpointKey(), newEndpointKey()];
    const der = requestBytes(own);
    spki(other).copy(der, der.indexOf(spki(own)));
    const pem = requestText(der);
    expect(await readCertificateRequest(pem)).toMatchObject({ ok: false, cause: 'not-proven' });
  });

  test('with any byte changed, cut or put in gives no other key, and never throws', async () => {
    const key = newEndpointKey();
    const der = requestBytes(key);
    await fc.assert(
      fc.asyncProperty(fc.nat(der.length - 1), fc.nat(2), fc.uint8Array({ maxLength: 3 }), async (at, cut, bytes) => {
        const changed = Buffer.concat([der.subarray(0, at), bytes, der.subarray(at + cut)]);
        const read = await readCertificateRequest(requestText(changed));
        expect(!read.ok || read.key.fingerprint === keyFingerprint(key)).toBe(true);
      }),
      { numRuns: 300 },
    );
    await fc.assert(fc.asyncProperty(fc.anything(), async (text) => !(await readCertificateRequest(text)).ok));
    expect((await readCertificateRequest(certificateRequest(key).repeat(2))).ok).toBe(false);
    expect((await readCertificateRequest('A'.repeat(1_000_000))).ok).toBe(false);
  });
});

describe("an endpoint's certificate", () => {
  test('lasts fourteen days unless told otherwise, and is renewed from the seventh', async () => {
    const issued = await issue(await proven(newEndpointKey()));
    expect([issued.renewAfter, issued.notAfter]).toEqual([days(7), days(14)]);
    expect(new X509Certificate(issued.certificate).validToDate).toEqual(days(14));
    expect(peer(issued.certificate, days(13.9)).ok).toBe(true);
    expect(peer(issued.certificate, days(14.1))).toMatchObject({ cause: 'expired' });
    expect(peer(issued.certificate, days(-1))).toMatchObject({ cause: 'not-yet-valid' });
  });

  test('has a lifetime from 7 to 30 days and names two UUIDs; anything else is a mistake of ours', async () => {
    const key = await proven(newEndpointKey());
    expect((await issue(key, 30)).notAfter).toEqual(days(30));
    for (const lifetime of [6, 31, Number.NaN]) await expect(issue(key, lifetime)).rejects.toThrow(TypeError);
    const odd = { ...identity, endpoint: 'web-1' };
    await expect(issueEndpointCertificate(authority, { identity: odd, key }, now, randomBytes)).rejects.toThrow(
      TypeError,
    );
    const other = await createAuthority({ purpose: 'server', names: [] }, now, randomBytes);
    await expect(issueEndpointCertificate(other, { identity, key }, now, randomBytes)).rejects.toThrow(TypeError);
  });

  test('has the serial it was given, also one that begins with zeros', async () => {
    const key = await proven(newEndpointKey());
    for (const serial of [
      '00000000000000000000000000000001',
      '00ff0000000000000000000000000000',
      'ffffffffffffffffffffffffffffffff',
    ]) {
      const issued = await issueEndpointCertificate(authority, { identity, key }, now, () =>
        Buffer.from(serial, 'hex'),
      );
      expect(issued.serial).toBe(serial);
      expect(peer(issued.certificate)).toMatchObject({ ok: true, serial });
    }
    await expect(issueEndpointCertificate(authority, { identity, key }, now, () => Buffer.alloc(16))).rejects.toThrow(
      TypeError,
    );
  });

  test('is renewed for the same key or a new one, and each has its own serial', async () => {
    const key = newEndpointKey();
    const [first, second, third] = [
      await issue(await proven(key)),
      await issue(await proven(key)),
      await issue(await proven(newEndpointKey())),
    ];
    expect(new Set([first.serial, second.serial, third.serial]).size).toBe(3);
    expect(second.keyFingerprint).toBe(first.keyFingerprint);
    expect(third.keyFingerprint).not.toBe(first.keyFingerprint);
    for (const { certificate } of [first, second, third])
      expect(peer(certificate)).toMatchObject({ ok: true, ...identity });
  });

  test('is refused once its serial is revoked, and forgotten once it is over', async () => {
    const issued = await issue(await proven(newEndpointKey()));
    const revocation: Revocation = {
      serial: issued.serial,
      revokedAt: now,
      reason: 'cloned',
      notAfter: issued.notAfter,
    };
    const raw = new X509Certificate(issued.certificate).raw;
    const revoked = { ...trust, isRevoked: revokedSerials([revocation]) };
    expect(verifyPeer(raw, revoked, now)).toMatchObject({ cause: 'revoked' });
    expect(stillNeeded([revocation], days(14))).toEqual([revocation]);
    expect(stillNeeded([revocation], days(16))).toEqual([]);
  });

  test('with any bit changed is refused', async () => {
    const raw = new X509Certificate((await issue(await proven(newEndpointKey()))).certificate).raw;
    for (let bit = 0; bit < raw.length * 8; bit += 1) {
      const changed = Buffer.from(raw);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(verifyPeer(changed, trust, now).ok, `bit ${bit}`).toBe(false);
    }
  });

  test('of any bytes is judged without throwing', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => !verifyPeer(bytes, trust, now).ok));
    expect(verifyPeer(undefined, trust, now)).toMatchObject({ cause: 'no-certificate' });
    expect(verifyPeer(Buffer.alloc(100_000), trust, now)).toMatchObject({ cause: 'unreadable' });
  });

  test('of the authority itself is not an endpoint', () => {
    expect(peer(authority.certificate)).toMatchObject({ cause: 'self-signed' });
  });
});

test('a key that is no point of the curve is not certified', async () => {
  const key = newEndpointKey();
  const der = requestBytes(key);
  const at = der.indexOf(createPublicKey(key).export({ type: 'spki', format: 'der' }));
  // 26 bytes of algorithm and lengths, 0x04 for an uncompressed point, then its two coordinates.
  der.fill(0xff, at + 27, at + 91);
  expect((await readCertificateRequest(requestText(der))).ok).toBe(false);
});
