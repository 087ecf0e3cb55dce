// First contact: trust a server by the fingerprint in the enrolment token, and by nothing else.
import { X509Certificate } from 'node:crypto';
import type { connect as connectTls, ConnectionOptions, DetailedPeerCertificate, TLSSocket } from 'node:tls';
import type { ServerAddress } from './install-line.ts';
import { keyFingerprint, type Fingerprint } from './keys.ts';

export type PinnedServer =
  | {
      readonly ok: true;
      /** The certificate that holds the pinned key, PEM: what every later connection must hang from. */
      readonly root: string;
      readonly tls: ConnectionOptions;
    }
  | { readonly ok: false; readonly cause: 'unreachable' | 'other-server'; readonly why: string };

const longestChain = 8;

/**
 * Options for a connection that trusts these certificates (PEM) and no others, not the system's either. Names, dates, chain and
 * TLS 1.3 are checked by OpenSSL. A trusted certificate need not be self-signed.
 */
export function trustedTls(roots: readonly string[]): ConnectionOptions {
  return { ca: [...roots], allowPartialTrustChain: true, rejectUnauthorized: true, minVersion: 'TLSv1.3' };
}

/** The certificates a server has shown, leaf first, as far as they can be read. */
function shownChain(socket: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = [];
  let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  // An empty object stands for no certificate; a self-signed one is its own issuer.
  while (next?.raw !== undefined && chain.length < longestChain) {
    chain.push(new X509Certificate(next.raw));
    next = next.issuerCertificate === next ? undefined : next.issuerCertificate;
  }
  return chain;
}

function holdsKey(certificate: X509Certificate, pin: Fingerprint): boolean {
  if (keyFingerprint(certificate.publicKey) !== pin) return false;
  // OpenSSL does not check a trust anchor's own signature, and anyone can write the right key into a certificate.
  return !certificate.checkIssued(certificate) || certificate.verify(certificate.publicKey);
}

/** The certificates a server shows, leaf first, to whoever asks: nothing is proved by them. Rejects where none come. */
export function shownBy(
  connect: typeof connectTls,
  server: ServerAddress,
  timeoutMs: number,
): Promise<X509Certificate[]> {
  const { promise, resolve, reject } = Promise.withResolvers<X509Certificate[]>();
  // Nothing is sent over this connection, and of what it shows only the pinned certificate is kept.
  const socket = connect({ host: server.host, port: server.port, minVersion: 'TLSv1.3', rejectUnauthorized: false });
  const timer = setTimeout(() => socket.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  socket.on('error', reject);
  socket.on('close', () => {
    clearTimeout(timer);
    reject(new Error('the connection was closed'));
  });
  socket.on('secureConnect', () => {
    try {
      resolve(shownChain(socket));
    } catch (error) {
      reject(new Error('its certificates cannot be read', { cause: error }));
    }
    socket.destroy();
  });
  return promise;
}

/**
 * Looks at what the server shows, finds the certificate whose public key has the pinned fingerprint, and answers the options
 * with which the real connection is to be made: those prove that the server holds the key, or that the key's holder vouches
 * for it. Tokens go only over that second connection. `connect` is `node:tls`'s.
 */
export async function pinnedTls(
  connect: typeof connectTls,
  server: ServerAddress,
  pin: Fingerprint,
  timeoutMs: number,
): Promise<PinnedServer> {
  let chain: X509Certificate[];
  try {
    chain = await shownBy(connect, server, timeoutMs);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, cause: 'unreachable', why: `${server.origin} cannot be reached: ${reason}` };
  }
  const pinned = chain.find((certificate) => holdsKey(certificate, pin));
  if (pinned === undefined) {
    return {
      ok: false,
      cause: 'other-server',
      why: `${server.origin} is not the server that made this token, or something stands between`,
    };
  }
  const root = pinned.toString();
  return { ok: true, root, tls: trustedTls([root]) };
}
