// The server's own certificate: its names, its renewal, and one that the operator brings.
import { randomBytes, X509Certificate } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { createAuthority, type Authority } from './authority.ts';
import { namesBeyond } from './name-constraints.ts';
import {
  isServerCertificateDue,
  issueServerCertificate,
  readGivenCertificate,
  type ServerCertificate,
} from './server-certificate.ts';

const now = new Date('2026-11-22T12:00:00.000Z');
const days = (count: number) => new Date(now.getTime() + count * 86_400_000);
let authority: Authority;

beforeAll(async () => {
  authority = await createAuthority(
    { purpose: 'server', names: ['suture.example', '203.0.113.9', '2001:db8::9'] },
    now,
    randomBytes,
  );
});

async function issue(names: readonly string[]): Promise<ServerCertificate> {
  const issued = await issueServerCertificate(authority, names, now, randomBytes);
  if (!issued.ok) throw new Error(issued.why);
  return issued.certificate;
}

describe("a server's certificate", () => {
  test('carries its names, the addresses and localhost, and a P-256 key', async () => {
    const { chain, key } = await issue([
      'Suture.Example.',
      'eu.suture.example',
      '203.0.113.9',
      '2001:db8::9',
      '192.168.7.7',
    ]);
    const leaf = new X509Certificate(chain);
    expect(leaf.subjectAltName).toBe(
      'DNS:suture.example, DNS:eu.suture.example, IP Address:203.0.113.9, IP Address:2001:DB8:0:0:0:0:0:9, IP Address:192.168.7.7, ' +
        'DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1',
    );
    expect(leaf.checkPrivateKey(key)).toBe(true);
    expect(leaf.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
    expect([leaf.ca, leaf.keyUsage]).toEqual([false, ['1.3.6.1.5.5.7.3.1']]);
  });

  test('is replaced after 60 of its 90 days, for other names and for another authority', async () => {
    const held = await issue(['suture.example']);
    const same = { now, names: ['suture.example'], root: authority.certificate };
    expect(held.notAfter).toEqual(days(90));
    expect(isServerCertificateDue(held, same)).toBe(false);
    expect(isServerCertificateDue(held, { ...same, now: days(59) })).toBe(false);
    expect(isServerCertificateDue(held, { ...same, now: days(60) })).toBe(true);
    expect(isServerCertificateDue(held, { ...same, names: ['suture.example', '192.168.7.7'] })).toBe(true);
    expect(isServerCertificateDue(held, { ...same, root: 'another' })).toBe(true);
  });

  test('is not issued for what the authority was not made for, and the answer says what to do', async () => {
    expect(await issueServerCertificate(authority, ['bank.example', 'suture.example'], now, randomBytes)).toEqual({
      ok: false,
      cause: 'names-beyond-authority',
      why: 'the authority was not made for bank.example: rotate to one that is',
    });
  });

  test.each(['', 'a b', '*.suture.example', '-a', 'a..b', 'ä.example', 'a\0b', 'x'.repeat(254)])(
    'is not issued for the name %j',
    async (name) => {
      expect(await issueServerCertificate(authority, [name], now, randomBytes)).toMatchObject({ cause: 'bad-names' });
    },
  );
});

describe('the names an authority was made for', () => {
  test.each([
    ['suture.example', true],
    ['eu.suture.example', true],
    ['localhost', true],
    ['notsuture.example', false],
    ['example', false],
    ['203.0.113.9', true],
    ['203.0.113.10', false],
    ['2001:db8::9', true],
    ['2001:db8::a', false],
    ['10.255.0.1', true],
    ['172.31.255.255', true],
    ['172.32.0.0', false],
    ['100.127.255.255', true],
    ['100.128.0.0', false],
    ['8.8.8.8', false],
    ['fd00::1', true],
    ['fe80::1', true],
    ['::1', true],
    ['::2', false],
  ])('cover %s: %s', async (name, covered) => {
    expect(namesBeyond(authority.names, [name])).toEqual(covered ? [] : [name]);
  });

  const openssl = spawnSync('openssl', ['version']).status === 0;
  if (!openssl) console.log('skipped: openssl is not installed, so nobody else reads our name constraints');

  test.skipIf(!openssl)('are what OpenSSL reads in its certificate', () => {
    const { stdout } = spawnSync('openssl', ['x509', '-noout', '-ext', 'nameConstraints,basicConstraints'], {
      input: authority.certificate,
      encoding: 'utf8',
    });
    expect(stdout.split('\n').map((line) => line.trim())).toEqual([
      'X509v3 Basic Constraints: critical',
      'CA:TRUE, pathlen:0',
      'X509v3 Name Constraints: critical',
      'Permitted:',
      'DNS:localhost',
      'DNS:suture.example',
      'IP:203.0.113.9/255.255.255.255',
      'IP:2001:DB8:0:0:0:0:0:9/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF',
      'IP:127.0.0.0/255.0.0.0',
      'IP:10.0.0.0/255.0.0.0',
      'IP:172.16.0.0/255.240.0.0',
      'IP:192.168.0.0/255.255.0.0',
      'IP:100.64.0.0/255.192.0.0',
      'IP:169.254.0.0/255.255.0.0',
      'IP:0:0:0:0:0:0:0:1/FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF:FFFF',
      'IP:FC00:0:0:0:0:0:0:0/FE00:0:0:0:0:0:0:0',
      'IP:FE80:0:0:0:0:0:0:0/FFC0:0:0:0:0:0:0:0',
      '',
    ]);
  });
});

describe('a certificate that the operator brings', () => {
  test('is taken with its chain and key', async () => {
    const own = await issue(['suture.example']);
    const key = own.key.export({ type: 'pkcs8', format: 'pem' });
    const given = readGivenCertificate(own.chain, key, now);
    expect(given).toMatchObject({
      ok: true,
      certificate: { root: authority.certificate, notAfter: days(90), renewAt: days(83) },
    });
    expect(given.ok && given.certificate.names).toContain('suture.example');
  });

  test('is refused in plain words where it cannot serve', async () => {
    const [own, other] = [await issue(['suture.example']), await issue(['suture.example'])];
    const key = own.key.export({ type: 'pkcs8', format: 'pem' });
    const why = (chain: string, keyText: string, at = now) => {
      const given = readGivenCertificate(chain, keyText, at);
      return given.ok ? 'taken' : given.why;
    };
    expect(why('', key)).toBe('the certificate file holds no certificate in PEM');
    expect(why(other.chain, key)).toBe("the key is not the first certificate's");
    expect(why(own.chain, key, days(91))).toMatch(/^the certificate expired on 2027-02-20T/);
    expect(why(own.chain.replace(authority.certificate, other.chain), key)).toBe(
      'certificate 2 of the chain has not issued the one before it',
    );
    expect(why(own.chain, 'no key')).toMatch(/cannot be read/);
    fc.assert(fc.property(fc.string(), (text) => why(text, text) !== 'taken'));
  });
});
