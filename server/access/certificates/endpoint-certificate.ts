// Certificates for endpoints: of what an endpoint sends, only the public key is taken, and only if it holds the private one.
import * as x509 from './x509.ts';
import { createPublicKey, type KeyObject } from 'node:crypto';
import { decodeBase64 } from '@suture/protocol/trust/base64.ts';
import { keyFingerprint, type Fingerprint } from '@suture/protocol/trust/keys.ts';
import {
  backdateMs,
  ecdsa,
  extendedKeyUsage,
  pem,
  randomSerial,
  signingKey,
  type Authority,
  type RandomBytes,
} from './authority.ts';

/** Who an endpoint's certificate says it is; both UUIDs, both given by the server. */
export interface EndpointIdentity {
  readonly organisation: string;
  readonly endpoint: string;
}

/** A key whose holder has proved to have it. Only `readCertificateRequest` makes one. */
export interface ProvenKey {
  readonly publicKey: KeyObject;
  readonly fingerprint: Fingerprint;
}

export type RequestRead =
  | { readonly ok: true; readonly key: ProvenKey }
  | { readonly ok: false; readonly cause: 'unreadable' | 'wrong-kind-of-key' | 'not-proven'; readonly why: string };

export interface EndpointCertificate extends EndpointIdentity {
  /** PEM. */
  readonly certificate: string;
  /** 32 lower-case hexadecimal digits; what a revocation names. */
  readonly serial: string;
  readonly notAfter: Date;
  /** The endpoint renews from here on: half of the lifetime. */
  readonly renewAfter: Date;
  readonly keyFingerprint: Fingerprint;
}

export const endpointLifetimeDays = { least: 7, usual: 14, most: 30 } as const;

const dayMs = 86_400_000;
const mostRequestBytes = 6144;
const block =
  /^-----BEGIN CERTIFICATE REQUEST-----\r?\n([A-Za-z0-9+/=\r\n]{1,8192})-----END CERTIFICATE REQUEST-----\r?\n?$/;
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads a PKCS #10 request (PEM) and checks its proof of possession. Subject, attributes and extensions are not looked at. Never throws. */
export async function readCertificateRequest(text: unknown): Promise<RequestRead> {
  const body = typeof text === 'string' && text.length <= 8192 ? block.exec(text)?.[1] : undefined;
  const der = decodeBase64(body?.replaceAll(/[\r\n]/g, ''), mostRequestBytes);
  if (der === undefined) return { ok: false, cause: 'unreadable', why: 'it is not a certificate request in PEM' };
  try {
    const request = new x509.Pkcs10CertificateRequest(der);
    const spki = Buffer.from(request.publicKey.rawData);
    const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    if (publicKey.asymmetricKeyType !== 'ec' || publicKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
      return { ok: false, cause: 'wrong-kind-of-key', why: 'its key is not on the curve P-256' };
    }
    if (!(await request.verify())) {
      return { ok: false, cause: 'not-proven', why: 'it is not signed with the key it asks a certificate for' };
    }
    return { ok: true, key: { publicKey, fingerprint: keyFingerprint(publicKey) } };
  } catch {
    return { ok: false, cause: 'unreadable', why: 'it is not a certificate request' };
  }
}

/**
 * Certifies an endpoint's key, at enrolment and at renewal alike. `identity` is the server's choice: a fresh id at enrolment,
 * that of the verified peer at renewal, where the key may be the same or a new one. `lifetimeDays` from 7 to 30.
 */
export async function issueEndpointCertificate(
  authority: Authority,
  {
    identity,
    key,
    lifetimeDays = endpointLifetimeDays.usual,
  }: {
    readonly identity: EndpointIdentity;
    readonly key: ProvenKey;
    readonly lifetimeDays?: number;
  },
  now: Date,
  random: RandomBytes,
): Promise<EndpointCertificate> {
  if (authority.purpose !== 'endpoint') throw new TypeError("only the endpoints' authority vouches for endpoints");
  const { organisation, endpoint } = identity;
  if (!uuid.test(organisation) || !uuid.test(endpoint)) throw new TypeError('an endpoint is named by two UUIDs');
  if (!(lifetimeDays >= endpointLifetimeDays.least && lifetimeDays <= endpointLifetimeDays.most)) {
    throw new TypeError(
      `an endpoint's certificate lasts ${endpointLifetimeDays.least} to ${endpointLifetimeDays.most} days`,
    );
  }
  const { root, identifier, key: issuing } = await prepared(authority);
  const serial = randomSerial(random);
  const lifetimeMs = lifetimeDays * dayMs;
  const notAfter = new Date(Math.min(now.getTime() + lifetimeMs, root.notAfter.getTime()));
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: serial,
    subject: new x509.Name([{ O: [organisation] }, { CN: [endpoint] }]),
    issuer: root.subjectName,
    notBefore: new Date(now.getTime() - backdateMs),
    notAfter,
    signingAlgorithm: ecdsa,
    publicKey: new x509.PublicKey(key.publicKey.export({ type: 'spki', format: 'der' })),
    signingKey: issuing,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      extendedKeyUsage('endpoint'),
      identifier,
    ],
  });
  return {
    ...identity,
    certificate: pem(certificate),
    serial,
    notAfter,
    renewAfter: new Date(now.getTime() + lifetimeMs / 2),
    keyFingerprint: key.fingerprint,
  };
}

interface Prepared {
  readonly root: x509.X509Certificate;
  readonly identifier: x509.Extension;
  readonly key: ReturnType<typeof signingKey>;
}
const preparations = new WeakMap<Authority, Promise<Prepared>>();

/** What of an authority is the same in all that it issues, read once: a site joins all at once. */
function prepared(authority: Authority): Promise<Prepared> {
  const known = preparations.get(authority);
  if (known !== undefined) return known;
  const preparing = prepare(authority);
  preparations.set(authority, preparing);
  return preparing;
}

async function prepare({ certificate, key }: Authority): Promise<Prepared> {
  const root = new x509.X509Certificate(certificate);
  const identifier = await x509.AuthorityKeyIdentifierExtension.create(root.publicKey, false);
  return { root, identifier, key: signingKey(key) };
}
