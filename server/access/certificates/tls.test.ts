// Real TLS on both ends: who gets in, who is refused and in what words, and who cannot stand between.
import { generateKeyPairSync, randomBytes, randomUUID, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:https';
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { certificateRequest, newEndpointKey } from '@suture/protocol/trust/certificate-request.ts';
import { keyFingerprint } from '@suture/protocol/trust/keys.ts';
import { pinnedTls, trustedTls } from '@suture/protocol/trust/pinned-tls.ts';
import { tlsRefusal } from '@suture/protocol/trust/tls-refusal.ts';
import { createAuthority, type Authority } from './authority.ts';
import { issueEndpointCertificate, readCertificateRequest, type EndpointCertificate } from './endpoint-certificate.ts';
import { issueServerCertificate, type ServerCertificate } from './server-certificate.ts';
import { sessionTickets } from './session-tickets.ts';
import { serverTls } from './tls-options.ts';
import { endpointAuthorities, verifyPeer, type Peer } from './verify-peer.ts';
import * as x509 from './x509.ts';

const now = new Date();
const days = (count: number) => new Date(now.getTime() + count * 86_400_000);
const identity = { organisation: randomUUID(), endpoint: randomUUID() };

let servers: Authority;
let endpoints: Authority;
let certificate: ServerCertificate;
const open: Server[] = [];

async function certified(authority: Authority, names: readonly string[] = [], at = now): Promise<ServerCertificate> {
  const issued = await issueServerCertificate(authority, names, at, randomBytes);
  if (!issued.ok) throw new Error(issued.why);
  return issued.certificate;
}

interface Client {
  readonly key: string;
  readonly cert: string;
}

async function enrolled(authority: Authority, at = now): Promise<Client & { readonly issued: EndpointCertificate }> {
  const key = newEndpointKey();
  const request = await readCertificateRequest(certificateRequest(key));
  if (!request.ok) throw new Error(request.why);
  const issued = await issueEndpointCertificate(authority, { identity, key: request.key }, at, randomBytes);
  return { key: key.export({ type: 'pkcs8', format: 'pem' }), cert: issued.certificate, issued };
}

/** A server that answers with what it makes of the client; gives the port. */
async function listen(
  shown: ServerCertificate,
  roots: readonly string[],
  revoked: readonly string[] = [],
): Promise<number> {
  const trust = { authorities: endpointAuthorities(roots), isRevoked: (serial: string) => revoked.includes(serial) };
  const tls = { ...serverTls(shown, roots), ...sessionTickets(endpoints.key, 'agents', now) };
  const server = createServer(tls, (request, response) => {
    const socket = request.socket as TLSSocket;
    response.end(JSON.stringify(verifyPeer(socket.getPeerCertificate().raw, trust, new Date())));
  });
  server.on('tlsClientError', () => {});
  open.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** One request over its own connection; the server's verdict, or how the connection failed. */
async function ask(
  port: number,
  options: ConnectionOptions,
  watch?: (socket: TLSSocket) => void,
): Promise<Peer & { readonly protocol?: string | null }> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const socket = connect({ host: '127.0.0.1', port, ...options });
  watch?.(socket);
  let text = '';
  socket.on('secureConnect', () => socket.write('GET / HTTP/1.1\r\nHost: suture\r\nConnection: close\r\n\r\n'));
  socket.on('data', (bytes) => (text += bytes.toString()));
  socket.on('error', reject);
  socket.on('close', () => resolve(text));
  const answer = await promise;
  return JSON.parse(answer.slice(answer.indexOf('{"ok"'), answer.lastIndexOf('}') + 1)) as Peer;
}

beforeAll(async () => {
  servers = await createAuthority({ purpose: 'server', names: ['suture.example'] }, now, randomBytes);
  endpoints = await createAuthority({ purpose: 'endpoint' }, now, randomBytes);
  certificate = await certified(servers, ['suture.example']);
});

afterEach(() => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('a server that endpoints connect to', () => {
  test('knows an endpoint by the certificate it has issued', async () => {
    const client = await enrolled(endpoints);
    const port = await listen(certificate, [endpoints.certificate]);
    expect(await ask(port, { ...trustedTls([servers.certificate]), ...client })).toMatchObject({
      ok: true,
      ...identity,
      serial: client.issued.serial,
      keyFingerprint: client.issued.keyFingerprint,
    });
  });

  test('knows it at another server too when its session is resumed there, and judges its certificate anew', async () => {
    const client = await enrolled(endpoints);
    const tls = { ...trustedTls([servers.certificate]), ...client };
    let session: Buffer | undefined;
    await ask(await listen(certificate, [endpoints.certificate]), tls, (socket) => {
      socket.once('session', (ticket) => (session = ticket));
    });
    if (session === undefined) throw new Error('no ticket came');
    let resumed: boolean | undefined;
    const again = { ...tls, session };
    const watch = (socket: TLSSocket): void => {
      socket.once('secureConnect', () => (resumed = socket.isSessionReused()));
    };
    const known = await ask(await listen(certificate, [endpoints.certificate]), again, watch);
    expect({ resumed, known }).toMatchObject({ resumed: true, known: { ok: true, ...identity } });
    const { serial } = client.issued;
    const refused = await ask(await listen(certificate, [endpoints.certificate], [serial]), again, watch);
    expect({ resumed, refused }).toMatchObject({ resumed: true, refused: { ok: false, cause: 'revoked' } });
  });

  test('asks for a certificate where none is shown, as from a browser', async () => {
    const port = await listen(certificate, [endpoints.certificate]);
    expect(await ask(port, trustedTls([servers.certificate]))).toMatchObject({ ok: false, cause: 'no-certificate' });
  });

  test.each([
    [
      "another server's authority",
      'other-authority',
      async () => enrolled(await createAuthority({ purpose: 'endpoint' }, now, randomBytes)),
    ],
    ['fourteen days that are over', 'expired', async () => enrolled(endpoints, days(-15))],
    ['days to come', 'not-yet-valid', async () => enrolled(endpoints, days(2))],
    [
      "the server's own certificate",
      'wrong-purpose',
      async () => ({
        cert: certificate.chain,
        key: certificate.key.export({ type: 'pkcs8', format: 'pem' }),
      }),
    ],
    ['itself', 'self-signed', async () => selfSigned()],
  ] as const)('refuses a certificate from %s: %s', async (_, cause, client) => {
    const port = await listen(certificate, [endpoints.certificate]);
    const { key, cert } = await client();
    const verdict = await ask(port, { ...trustedTls([servers.certificate]), key, cert });
    expect(verdict).toMatchObject({ ok: false, cause, why: expect.stringMatching(/^[a-z].*[^.]$/) });
  });

  test('refuses a revoked certificate at the next request, and only that one', async () => {
    const [client, other] = [await enrolled(endpoints), await enrolled(endpoints)];
    const port = await listen(certificate, [endpoints.certificate], [client.issued.serial]);
    const tls = trustedTls([servers.certificate]);
    expect(await ask(port, { ...tls, ...client })).toMatchObject({ ok: false, cause: 'revoked' });
    expect((await ask(port, { ...tls, ...other })).ok).toBe(true);
  });

  test('does not let a client in that shows a certificate without its key', async () => {
    const client = await enrolled(endpoints);
    const { key } = await enrolled(endpoints);
    const port = await listen(certificate, [endpoints.certificate]);
    await expect(
      (async () => ask(port, { ...trustedTls([servers.certificate]), cert: client.cert, key }))(),
    ).rejects.toThrow(/mismatch/);
  });

  test('speaks nothing older than TLS 1.3', async () => {
    const port = await listen(certificate, [endpoints.certificate]);
    const old: ConnectionOptions = { ca: servers.certificate, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' };
    const error: unknown = await ask(port, old).catch((caught: unknown) => caught);
    expect(tlsRefusal(error)).toBe('the server does not speak TLS 1.3');
  });

  test('lets endpoints of two authorities in while one follows the other', async () => {
    const next = await createAuthority({ purpose: 'endpoint' }, now, randomBytes);
    const [former, latter] = [await enrolled(endpoints), await enrolled(next)];
    const tls = trustedTls([servers.certificate]);
    const both = await listen(certificate, [next.certificate, endpoints.certificate]);
    expect([(await ask(both, { ...tls, ...former })).ok, (await ask(both, { ...tls, ...latter })).ok]).toEqual([
      true,
      true,
    ]);
    const one = await listen(certificate, [next.certificate]);
    expect(await ask(one, { ...tls, ...former })).toMatchObject({ cause: 'other-authority' });
  });
});

describe('an endpoint that knows its server', () => {
  async function refusal(shown: ServerCertificate, options: ConnectionOptions): Promise<string | undefined> {
    const port = await listen(shown, [endpoints.certificate]);
    const error: unknown = await ask(port, options).catch((caught: unknown) => caught);
    return tlsRefusal(error);
  }

  test('finds it under each of its names', async () => {
    const port = await listen(certificate, [endpoints.certificate]);
    const tls = trustedTls([servers.certificate]);
    expect(await ask(port, { ...tls, servername: 'suture.example' })).toMatchObject({ cause: 'no-certificate' });
    expect(await ask(port, { ...tls, servername: 'localhost' })).toMatchObject({ cause: 'no-certificate' });
    expect(await refusal(certificate, { ...tls, servername: 'other.example' })).toBe(
      "the server's certificate is for another name than the one asked for",
    );
  });

  test("refuses another authority's server", async () => {
    const other = await createAuthority({ purpose: 'server', names: [] }, now, randomBytes);
    expect(await refusal(await certified(other), trustedTls([servers.certificate]))).toBe(
      "the server's certificate is from an authority that we do not trust",
    );
  });

  test('refuses a server whose certificate has expired', async () => {
    const old = await createAuthority({ purpose: 'server', names: [] }, days(-200), randomBytes);
    const expired = await certified(old, [], days(-100));
    expect(await refusal(expired, trustedTls([old.certificate]))).toBe(
      "the server's certificate has expired, or this machine's clock is ahead",
    );
  });

  test('refuses a server that shows the certificate of an endpoint', async () => {
    const client = await enrolled(endpoints);
    const shown = { ...certificate, chain: client.cert, key: newEndpointKey() };
    const key = client.key;
    const port = await listen({ ...shown, key: { export: () => key } as unknown as ServerCertificate['key'] }, [
      endpoints.certificate,
    ]);
    const error: unknown = await ask(port, trustedTls([endpoints.certificate])).catch((caught: unknown) => caught);
    expect(tlsRefusal(error)).toBe("the server's certificate is not for servers");
  });

  test("does not believe the servers' authority about a name it was not made for", async () => {
    const narrow = { ...servers, names: ['suture.example', 'bank.example'] };
    expect(
      await refusal(await certified(narrow, ['bank.example']), {
        ...trustedTls([servers.certificate]),
        servername: 'bank.example',
      }),
    ).toBe("the server's authority may not vouch for this name");
  });

  test('trusts the former and the next authority of the servers while one follows the other', async () => {
    const next = await createAuthority({ purpose: 'server', names: [] }, now, randomBytes);
    const both = trustedTls([next.certificate, servers.certificate]);
    expect(await ask(await listen(certificate, []), both)).toMatchObject({ cause: 'no-certificate' });
    expect(await ask(await listen(await certified(next), []), both)).toMatchObject({ cause: 'no-certificate' });
  });
});

describe('first contact with a fingerprint', () => {
  const at = (port: number) => ({ origin: `https://127.0.0.1:${port}`, host: '127.0.0.1', port });

  test('finds the server that made the token, and then trusts it as any endpoint does', async () => {
    const port = await listen(certificate, [endpoints.certificate]);
    const pinned = await pinnedTls(connect, at(port), certificate.pin, 5000);
    expect(pinned).toMatchObject({ ok: true, root: servers.certificate });
    expect(pinned.ok && (await ask(port, pinned.tls))).toMatchObject({ cause: 'no-certificate' });
  });

  test('refuses whoever stands between with an authority of his own', async () => {
    const mallory = await createAuthority({ purpose: 'server', names: ['suture.example'] }, now, randomBytes);
    const port = await listen(await certified(mallory), []);
    expect(await pinnedTls(connect, at(port), certificate.pin, 5000)).toMatchObject({
      ok: false,
      cause: 'other-server',
    });
  });

  test('refuses whoever stands between and shows our authority behind a certificate of his own', async () => {
    const his = await signedBy(new x509.X509Certificate(servers.certificate).subjectName, newEndpointKey());
    const port = await listen({ ...certificate, chain: his.cert + servers.certificate, key: his.key }, []);
    const pinned = await pinnedTls(connect, at(port), certificate.pin, 5000);
    // The authority shown is ours, so its fingerprint fits; that it vouches for nothing here shows in the real connection.
    expect(pinned.ok).toBe(true);
    const error: unknown = pinned.ok && (await ask(port, pinned.tls).catch((caught: unknown) => caught));
    expect(tlsRefusal(error)).toBe("the server's certificate does not bear its authority's signature");
  });

  test('refuses whoever writes our public key into an authority of his own making', async () => {
    const forged = await forgedRoot(servers);
    const his = await signedBy(forged.name, forged.key);
    const port = await listen({ ...certificate, chain: his.cert + forged.certificate, key: his.key }, []);
    expect(keyFingerprint(new X509Certificate(forged.certificate).publicKey)).toBe(certificate.pin);
    expect((await pinnedTls(connect, at(port), certificate.pin, 5000)).ok).toBe(false);
  });

  test('pins a certificate that the operator brought, without its authority', async () => {
    const leafOnly = { ...certificate, chain: new X509Certificate(certificate.chain).toString() };
    const pin = keyFingerprint(new X509Certificate(leafOnly.chain).publicKey);
    const port = await listen(leafOnly, []);
    const pinned = await pinnedTls(connect, at(port), pin, 5000);
    expect(pinned.ok && (await ask(port, pinned.tls))).toMatchObject({ cause: 'no-certificate' });
  });

  test('says so when nobody is there', async () => {
    const port = await listen(certificate, []);
    const server = open.pop()!;
    server.close();
    await once(server, 'close');
    expect(await pinnedTls(connect, at(port), certificate.pin, 5000)).toMatchObject({
      ok: false,
      cause: 'unreachable',
    });
  });
});

async function selfSigned(): Promise<Client> {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: new x509.Name([{ O: [identity.organisation] }, { CN: [identity.endpoint] }]),
    keys: {
      privateKey: privateKey.toCryptoKey(algorithm, false, ['sign']),
      publicKey: publicKey.toCryptoKey(algorithm, true, ['verify']),
    },
    signingAlgorithm: algorithm,
    extensions: [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])],
  });
  return { cert: made.toString('pem'), key: privateKey.export({ type: 'pkcs8', format: 'pem' }) };
}

/** A root with `real`'s public key and name, but signed with a key of the forger. */
async function forgedRoot(real: Authority) {
  const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const root = new x509.X509Certificate(real.certificate);
  const certificateMade = await x509.X509CertificateGenerator.create({
    subject: root.subjectName,
    issuer: root.subjectName,
    publicKey: root.publicKey,
    signingKey: key.toCryptoKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']),
    signingAlgorithm: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  });
  return { name: root.subjectName, key, certificate: `${certificateMade.toString('pem')}\n` };
}

async function signedBy(issuer: x509.Name, issuerKey: ReturnType<typeof newEndpointKey>) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const leaf = await x509.X509CertificateGenerator.create({
    subject: new x509.Name([{ CN: ['Suture server'] }]),
    issuer,
    publicKey: new x509.PublicKey(publicKey.export({ type: 'spki', format: 'der' })),
    signingKey: issuerKey.toCryptoKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']),
    signingAlgorithm: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
    extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'ip', value: '127.0.0.1' }])],
  });
  return { cert: `${leaf.toString('pem')}\n`, key: privateKey };
}
