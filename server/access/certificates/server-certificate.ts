// The certificate a server shows: each server process makes its own key and certifies it from the shared authority.
import * as x509 from './x509.ts';
import { createPrivateKey, generateKeyPairSync, X509Certificate, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';
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
import { namesBeyond } from './name-constraints.ts';

export interface ServerCertificate {
  /** PEM, leaf first, with the authority behind it: a new endpoint looks for the pinned key there. */
  readonly chain: string;
  readonly key: KeyObject;
  readonly names: readonly string[];
  readonly notAfter: Date;
  /** Replace it from here on. */
  readonly renewAt: Date;
  /** What enrolment tokens pin. */
  readonly pin: Fingerprint;
  /** What endpoints are told to trust the server by, PEM. */
  readonly root: string;
}

export type ServerCertified =
  | { readonly ok: true; readonly certificate: ServerCertificate }
  | { readonly ok: false; readonly cause: 'bad-names' | 'names-beyond-authority' | 'unusable'; readonly why: string };

const dayMs = 86_400_000;
const lifetimeDays = 90;

function isName(name: string): boolean {
  return (
    isIP(name) !== 0 || /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/.test(name)
  );
}

/** Lower case, each once, with `localhost` and the loopback addresses. */
function serverNames(names: readonly string[]): readonly string[] {
  return [...new Set([...names.map((name) => name.toLowerCase().replace(/\.$/, '')), 'localhost', '127.0.0.1', '::1'])];
}

/** A new key and a certificate for it, good for 90 days, to be replaced after 60. `wanted`: host names and IP addresses. */
export async function issueServerCertificate(
  authority: Authority,
  wanted: readonly string[],
  now: Date,
  random: RandomBytes,
): Promise<ServerCertified> {
  if (authority.purpose !== 'server') throw new TypeError("only the servers' authority vouches for servers");
  const names = serverNames(wanted);
  const odd = names.filter((name) => !isName(name));
  if (odd.length > 0) return { ok: false, cause: 'bad-names', why: `not a host name or address: ${odd.join(', ')}` };
  const beyond = namesBeyond(authority.names, names);
  if (beyond.length > 0) {
    const why = `the authority was not made for ${beyond.join(', ')}: rotate to one that is`;
    return { ok: false, cause: 'names-beyond-authority', why };
  }
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = new x509.PublicKey(publicKey.export({ type: 'spki', format: 'der' }));
  const root = new x509.X509Certificate(authority.certificate);
  const notAfter = new Date(Math.min(now.getTime() + lifetimeDays * dayMs, root.notAfter.getTime()));
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: randomSerial(random),
    subject: new x509.Name([{ O: ['Suture'] }, { CN: ['Suture server'] }]),
    issuer: root.subjectName,
    notBefore: new Date(now.getTime() - backdateMs),
    notAfter,
    signingAlgorithm: ecdsa,
    publicKey: spki,
    signingKey: signingKey(authority.key),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      extendedKeyUsage('server'),
      new x509.SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) === 0 ? 'dns' : 'ip', value })),
      ),
      await x509.AuthorityKeyIdentifierExtension.create(root.publicKey, false),
    ],
  });
  return {
    ok: true,
    certificate: {
      chain: pem(certificate) + authority.certificate,
      key: privateKey,
      names,
      notAfter,
      renewAt: new Date(now.getTime() + ((notAfter.getTime() - now.getTime()) * 2) / 3),
      pin: keyFingerprint(new X509Certificate(authority.certificate).publicKey),
      root: authority.certificate,
    },
  };
}

/** Whether to issue anew: two thirds of its life are over, the names are others, or the authority is. */
export function isServerCertificateDue(
  held: ServerCertificate,
  { now, names, root }: { readonly now: Date; readonly names: readonly string[]; readonly root: string },
): boolean {
  const wanted = serverNames(names);
  const same = wanted.length === held.names.length && wanted.every((name) => held.names.includes(name));
  return now >= held.renewAt || !same || root !== held.root;
}

/**
 * A certificate that the operator brings: PEM chain, leaf first, and its private key. Tokens then pin the leaf's key, and
 * endpoints are told to trust the last certificate of the chain, so that it should be given with its issuer.
 */
export function readGivenCertificate(chainText: string, keyText: string, now: Date): ServerCertified {
  const unusable = (why: string): ServerCertified => ({ ok: false, cause: 'unusable', why });
  const blocks = chainText.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    const chain = blocks.map((block) => new X509Certificate(block));
    const [leaf] = chain;
    const top = chain.at(-1);
    if (leaf === undefined || top === undefined) return unusable('the certificate file holds no certificate in PEM');
    const key = createPrivateKey(keyText);
    if (!leaf.checkPrivateKey(key)) return unusable("the key is not the first certificate's");
    if (leaf.validToDate <= now) return unusable(`the certificate expired on ${leaf.validToDate.toISOString()}`);
    const names = (leaf.subjectAltName ?? '')
      .split(', ')
      .flatMap((name) => /^(?:DNS|IP Address):(.+)$/.exec(name)?.[1] ?? []);
    if (names.length === 0) return unusable('the certificate names no host (subject alternative names)');
    const out = chain.findIndex((certificate, at) => at > 0 && !chain[at - 1]?.checkIssued(certificate));
    if (out !== -1) return unusable(`certificate ${out + 1} of the chain has not issued the one before it`);
    const certificate = {
      chain: chain.map(String).join(''),
      key,
      names,
      notAfter: leaf.validToDate,
      renewAt: new Date(leaf.validToDate.getTime() - 7 * dayMs),
      pin: keyFingerprint(leaf.publicKey),
      root: top.toString(),
    };
    return { ok: true, certificate };
  } catch (error) {
    // OpenSSL's message may quote nothing secret, but it says nothing useful either.
    return unusable(`the certificate or its key cannot be read: ${error instanceof Error ? error.name : 'unknown'}`);
  }
}
