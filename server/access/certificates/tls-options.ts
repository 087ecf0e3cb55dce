// How the server listens: TLS 1.3, its certificate, and an invitation to endpoints to show theirs.
import type { TlsOptions } from 'node:tls';
import type { ServerCertificate } from './server-certificate.ts';

/**
 * Options for `https.createServer` and, when the certificate is renewed, for `setSecureContext`. Browsers come to the same
 * port and have no certificate, so nobody is turned away in the handshake: what is for endpoints only asks `verifyPeer` at each
 * request. `endpointRoots`: PEM, from `trustedRoots`.
 */
export function serverTls(certificate: ServerCertificate, endpointRoots: readonly string[]): TlsOptions {
  return {
    minVersion: 'TLSv1.3',
    cert: certificate.chain,
    key: certificate.key.export({ type: 'pkcs8', format: 'pem' }),
    ca: [...endpointRoots],
    requestCert: true,
    rejectUnauthorized: false,
    // Seconds. Node's five minutes end before an endpoint calls again; certificates are judged at each request all the same.
    sessionTimeout: 86_400,
  };
}
