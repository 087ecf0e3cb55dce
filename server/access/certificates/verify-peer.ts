// Who is at the other end of a connection, judged by the certificate it shows; asked at each request, not only at the handshake.
import { X509Certificate } from 'node:crypto';
import { keyFingerprint, type Fingerprint } from '@suture/protocol/trust/keys.ts';
import type { EndpointIdentity } from './endpoint-certificate.ts';

export type PeerRefusal =
  | 'no-certificate'
  | 'unreadable'
  | 'self-signed'
  | 'wrong-purpose'
  | 'other-authority'
  | 'not-yet-valid'
  | 'expired'
  | 'not-an-endpoint'
  | 'revoked';

export type Peer =
  | ({
      readonly ok: true;
      readonly serial: string;
      readonly keyFingerprint: Fingerprint;
      readonly notAfter: Date;
    } & EndpointIdentity)
  | { readonly ok: false; readonly cause: PeerRefusal; readonly why: string };

export interface PeerTrust {
  /** The endpoints' authorities, from `endpointAuthorities`. */
  readonly authorities: readonly X509Certificate[];
  /** Of a serial as `EndpointCertificate` has it. */
  readonly isRevoked: (serial: string) => boolean;
}

const clientAuthentication = '1.3.6.1.5.5.7.3.2';
const mostBytes = 8192;
const subject = /^O=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\nCN=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Authority certificates (PEM), parsed once. */
export function endpointAuthorities(roots: readonly string[]): readonly X509Certificate[] {
  return roots.map((root) => new X509Certificate(root));
}

function refuse(cause: PeerRefusal, why: string): Peer {
  return { ok: false, cause, why };
}

function read(der: Uint8Array): X509Certificate | undefined {
  if (der.length > mostBytes) return undefined;
  try {
    return new X509Certificate(der);
  } catch {
    return undefined;
  }
}

function isSignedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
  try {
    return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
  } catch {
    // A key of a kind that OpenSSL does not know.
    return false;
  }
}

function judge(certificate: X509Certificate, { authorities, isRevoked }: PeerTrust, now: Date): Peer {
  if (isSignedBy(certificate, certificate)) return refuse('self-signed', 'the certificate vouches for itself');
  if (certificate.ca || !certificate.keyUsage?.includes(clientAuthentication)) {
    return refuse('wrong-purpose', 'the certificate is not for endpoints');
  }
  const issuer = authorities.find((authority) => isSignedBy(certificate, authority));
  if (issuer === undefined) return refuse('other-authority', "the certificate is not from this server's authority");
  if (now < certificate.validFromDate || now < issuer.validFromDate) {
    return refuse('not-yet-valid', `the certificate is valid from ${certificate.validFromDate.toISOString()}`);
  }
  if (now > certificate.validToDate || now > issuer.validToDate) {
    return refuse('expired', `the certificate expired on ${certificate.validToDate.toISOString()}: enrol again`);
  }
  const [, organisation, endpoint] = subject.exec(certificate.subject) ?? [];
  if (organisation === undefined || endpoint === undefined) {
    return refuse('not-an-endpoint', 'the certificate does not name an endpoint');
  }
  const serial = certificate.serialNumber.toLowerCase().padStart(32, '0');
  if (isRevoked(serial)) return refuse('revoked', 'the certificate was revoked');
  return {
    ok: true,
    organisation,
    endpoint,
    serial,
    keyFingerprint: keyFingerprint(certificate.publicKey),
    notAfter: certificate.validToDate,
  };
}

/**
 * Judges the certificate that a TLS client has shown (DER, `socket.getPeerCertificate().raw`; undefined for none). That the
 * client holds its key, TLS has proved. Checks authority, signature, purpose, dates and revocation; never throws.
 */
export function verifyPeer(der: Uint8Array | undefined, trust: PeerTrust, now: Date): Peer {
  if (der === undefined || der.length === 0) return refuse('no-certificate', 'an endpoint shows its certificate');
  const certificate = read(der);
  if (certificate === undefined) return refuse('unreadable', 'the certificate cannot be read');
  try {
    return judge(certificate, trust, now);
  } catch {
    return refuse('unreadable', 'the certificate cannot be read');
  }
}
