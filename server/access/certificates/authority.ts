// The server's own certificate authorities: one vouches for servers, the other for endpoints, and neither can do the other's work.
import * as x509 from './x509.ts';
import { generateKeyPairSync, X509Certificate, type KeyObject, type webcrypto } from 'node:crypto';
import { endpointsOnly, serversOnly } from './name-constraints.ts';

/** Two, so that a browser may be told to trust the servers' without trusting what endpoints hold, and the other way round. */
export type AuthorityPurpose = 'server' | 'endpoint';

export interface Authority {
  readonly purpose: AuthorityPurpose;
  /** Self-signed, PEM. */
  readonly certificate: string;
  /** P-256. */
  readonly key: KeyObject;
  /** Host names and addresses it may vouch for beside private addresses; empty for endpoints. */
  readonly names: readonly string[];
}

/** What is random comes from outside: `bytes` random bytes. */
export type RandomBytes = (bytes: number) => Uint8Array;

export const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/** Clocks differ: what is issued counts from an hour ago. */
export const backdateMs = 3_600_000;

const dayMs = 86_400_000;
const lifetimeMs = 3650 * dayMs;

const purposeOids = {
  server: x509.ExtendedKeyUsage.serverAuth,
  endpoint: x509.ExtendedKeyUsage.clientAuth,
} as const;

export function extendedKeyUsage(purpose: AuthorityPurpose): x509.Extension {
  return new x509.ExtendedKeyUsageExtension([purposeOids[purpose]], false);
}

/** 128 random bits, never zero, as hexadecimal digits. */
export function randomSerial(random: RandomBytes): string {
  const bytes = Buffer.from(random(16));
  if (bytes.length !== 16 || bytes.every((byte) => byte === 0)) throw new TypeError('a serial takes 16 random bytes');
  return bytes.toString('hex');
}

export function signingKey(key: KeyObject): webcrypto.CryptoKey {
  return key.toCryptoKey(ecdsa, false, ['sign']);
}

/**
 * A new authority, good for ten years. Its certificate cannot sign other authorities (path length 0), is for one purpose
 * (RFC 5280 §4.2.1.12), and within it for these names (§4.2.1.10): a root that someone has put into a browser does not vouch
 * for the rest of the internet.
 */
export async function createAuthority(
  wanted: { readonly purpose: 'server'; readonly names: readonly string[] } | { readonly purpose: 'endpoint' },
  now: Date,
  random: RandomBytes,
): Promise<Authority> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = new x509.PublicKey(publicKey.export({ type: 'spki', format: 'der' }));
  const serial = randomSerial(random);
  // The serial in the name tells two authorities apart while both are trusted.
  const name = new x509.Name([{ O: ['Suture'] }, { CN: [`Suture ${wanted.purpose} authority ${serial.slice(0, 8)}`] }]);
  const names = wanted.purpose === 'server' ? [...wanted.names] : [];
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial,
    subject: name,
    issuer: name,
    notBefore: new Date(now.getTime() - backdateMs),
    notAfter: new Date(now.getTime() + lifetimeMs),
    signingAlgorithm: ecdsa,
    publicKey: spki,
    signingKey: signingKey(privateKey),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      extendedKeyUsage(wanted.purpose),
      wanted.purpose === 'server' ? serversOnly(names) : endpointsOnly(),
      await x509.SubjectKeyIdentifierExtension.create(spki, false),
    ],
  });
  return { purpose: wanted.purpose, certificate: pem(certificate), key: privateKey, names };
}

/** PEM as everyone writes it, with the line end that lets two be put behind each other. */
export function pem(certificate: x509.X509Certificate): string {
  return new X509Certificate(Buffer.from(certificate.rawData)).toString();
}
