// Ed25519 signing keys and the fingerprints by which keys of any kind are named.
import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { decodeBase64 } from './base64.ts';

/** SHA-256 of a public key's SubjectPublicKeyInfo in DER: 64 lower-case hexadecimal digits. Names a key and pins a server. */
export type Fingerprint = string;

/** Of a public key, or of the public half of a private one. */
export function keyFingerprint(key: KeyObject): Fingerprint {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

/** An Ed25519 public key as it travels in JSON: SubjectPublicKeyInfo, DER, base64. */
export function writeSigningKey(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64');
}

/** Reads what `writeSigningKey` wrote; undefined for anything but one Ed25519 public key, exactly. Never throws. */
export function readSigningKey(text: unknown): KeyObject | undefined {
  const der = decodeBase64(text, 128);
  if (der === undefined) return undefined;
  try {
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    // Written again, because OpenSSL lets bytes trail.
    return key.asymmetricKeyType === 'ed25519' && writeSigningKey(key) === text ? key : undefined;
  } catch {
    return undefined;
  }
}
