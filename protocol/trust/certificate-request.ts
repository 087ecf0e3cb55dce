// An endpoint's own key and the request to certify it (PKCS #10, RFC 2986).
import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { bitString, der, sequence } from './der.ts';

/** P-256, because machines can keep such keys in a TPM, and OpenSSL is fastest with them. The private key never leaves the endpoint. */
export function newEndpointKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

const version0 = Buffer.from('020100', 'hex');
const noName = sequence();
const noAttributes = der(0xa0);
/** ecdsa-with-SHA256, 1.2.840.10045.4.3.2 (RFC 5758 §3.2). */
const ecdsaWithSha256 = Buffer.from('300a06082a8648ce3d040302', 'hex');

/**
 * The request, as PEM: the public key, and a signature that proves possession of the private one. It names nobody: the
 * server chooses the endpoint's id. `key` is a P-256 private key.
 */
export function certificateRequest(key: KeyObject): string {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const info = sequence(version0, noName, publicKey, noAttributes);
  const request = sequence(info, ecdsaWithSha256, bitString(sign('sha256', info, key)));
  const lines = request.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n');
  return `-----BEGIN CERTIFICATE REQUEST-----\n${lines}\n-----END CERTIFICATE REQUEST-----\n`;
}
