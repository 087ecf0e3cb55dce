// Signed statements: every changed bit, every other purpose and every stranger's key is refused.
import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openCheckpoint, signCheckpoint } from './audit-checkpoint.ts';
import { openStatement, signStatement, type Envelope } from './envelope.ts';
import { keyFingerprint, readSigningKey, writeSigningKey } from './keys.ts';

const alice = generateKeyPairSync('ed25519');
const bob = generateKeyPairSync('ed25519');
const mallory = generateKeyPairSync('ed25519');
const keys: readonly KeyObject[] = [alice.publicKey, bob.publicKey];
const statement = signStatement('plan.v1', { endpoints: ['a', 'b'], version: 7 }, [alice.privateKey]);
const open = (envelope: unknown, threshold = 1) =>
  openStatement(envelope, { type: 'plan.v1', keys, threshold, parse: (payload) => payload });

describe('a signed statement', () => {
  test('opens to what was signed, and says by whom', () => {
    expect(open(statement)).toEqual({
      ok: true,
      payload: { endpoints: ['a', 'b'], version: 7 },
      signers: [keyFingerprint(alice.publicKey)],
    });
  });

  test('signs the bytes that DSSE says', () => {
    // RFC 8032 §7.1 TEST 1's private key, so that the signature is a constant of the outside world.
    const key = createPrivateKey({
      key: Buffer.from(
        '302e020100300506032b6570042204209d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
        'hex',
      ),
      format: 'der',
      type: 'pkcs8',
    });
    const { payloadType, payload, signatures } = signStatement('plan.v1', { a: 1 }, [key]);
    expect(payloadType).toBe('application/vnd.suture.plan.v1+json');
    expect(Buffer.from(payload, 'base64').toString()).toBe('{"a":1}');
    const bytes = Buffer.from('DSSEv1 35 application/vnd.suture.plan.v1+json 7 {"a":1}');
    expect(signatures[0]?.sig).toBe(sign(null, bytes, key).toString('base64'));
  });

  test('is refused for any other purpose', () => {
    expect(openStatement(statement, { type: 'dispatch.v1', keys, parse: (payload) => payload })).toMatchObject({
      cause: 'other-type',
    });
    const relabelled = { ...statement, payloadType: 'application/vnd.suture.dispatch.v1+json' };
    expect(openStatement(relabelled, { type: 'dispatch.v1', keys, parse: (payload) => payload })).toMatchObject({
      cause: 'not-signed',
    });
  });

  test('is refused when any bit of payload or signature is another', () => {
    const payload = Buffer.from(statement.payload, 'base64');
    const signature = Buffer.from(statement.signatures[0]!.sig, 'base64');
    const flip = (bytes: Buffer, bit: number) => {
      const changed = Buffer.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      return changed.toString('base64');
    };
    for (let bit = 0; bit < payload.length * 8; bit += 1) {
      expect(open({ ...statement, payload: flip(payload, bit) }).ok).toBe(false);
    }
    for (let bit = 0; bit < signature.length * 8; bit += 1) {
      const sig = flip(signature, bit);
      expect(open({ ...statement, signatures: [{ ...statement.signatures[0]!, sig }] }).ok).toBe(false);
    }
  });

  test("is refused from a stranger's key, also under a trusted key's name", () => {
    const forged = signStatement('plan.v1', { endpoints: [] }, [mallory.privateKey]);
    expect(open(forged)).toMatchObject({ cause: 'not-signed' });
    const renamed = { ...forged, signatures: [{ ...forged.signatures[0]!, keyid: keyFingerprint(alice.publicKey) }] };
    expect(open(renamed)).toMatchObject({ cause: 'not-signed' });
  });

  test('needs as many different keys as the threshold says', () => {
    const both = signStatement('plan.v1', 1, [alice.privateKey, bob.privateKey]);
    const twice: Envelope = signStatement('plan.v1', 1, [alice.privateKey, alice.privateKey]);
    expect(open(both, 2).ok).toBe(true);
    expect(open(twice, 2)).toMatchObject({ cause: 'not-signed', why: '1 of 2 needed keys have signed it' });
    expect(
      openStatement(twice, { type: 'plan.v1', keys: [...keys, ...keys], threshold: 2, parse: (payload) => payload }).ok,
    ).toBe(false);
    expect(
      openStatement({ ...both, signatures: [] }, { type: 'plan.v1', keys, threshold: 0, parse: (payload) => payload })
        .ok,
    ).toBe(false);
  });

  test.each([['{"a":1,"a":2}'], ['{"a": 1}'], ['{"b":1,"a":2}'], ['1.0'], ['\ufeff1'], ['nothing'], ['']])(
    'a signed %s is refused, since it can be read in two ways or none',
    (text) => {
      const type = 'application/vnd.suture.plan.v1+json';
      const bytes = Buffer.from(`DSSEv1 ${type.length} ${type} ${Buffer.byteLength(text)} ${text}`);
      const envelope: Envelope = {
        payloadType: type,
        payload: Buffer.from(text).toString('base64'),
        signatures: [
          { keyid: keyFingerprint(alice.publicKey), sig: sign(null, bytes, alice.privateKey).toString('base64') },
        ],
      };
      expect(open(envelope)).toMatchObject({ cause: 'malformed' });
    },
  );

  test('nothing makes it throw', () => {
    const any = fc.anything({ withBigInt: true, withNullPrototype: true });
    fc.assert(
      fc.property(any, any, any, (payload, keyid, sig) => {
        expect(open(payload).ok).toBe(false);
        expect(open({ ...statement, payload }).ok).toBe(false);
        expect(open({ ...statement, signatures: payload }).ok).toBe(false);
        expect(open({ ...statement, signatures: [{ keyid, sig }, payload] }).ok).toBe(false);
      }),
    );
  });
});

describe('a signing key', () => {
  test('reads as it was written', () => {
    const text = writeSigningKey(alice.publicKey);
    expect(readSigningKey(text)?.equals(alice.publicKey)).toBe(true);
  });

  test('of another kind, with trailing bytes or of any other text is not read', () => {
    const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey;
    expect(readSigningKey(writeSigningKey(p256))).toBeUndefined();
    const trailing = Buffer.concat([Buffer.from(writeSigningKey(alice.publicKey), 'base64'), Buffer.from([0])]);
    expect(readSigningKey(trailing.toString('base64'))).toBeUndefined();
    fc.assert(fc.property(fc.oneof(fc.anything(), fc.base64String()), (text) => readSigningKey(text) === undefined));
  });
});

describe('an audit checkpoint', () => {
  const checkpoint = { organisation: 'acme', at: '2026-11-22T12:00:00.000Z', sequence: 41, hash: 'ab'.repeat(32) };

  test('opens with the key that signed it and with no other', () => {
    const envelope = signCheckpoint(checkpoint, alice.privateKey);
    expect(openCheckpoint(JSON.parse(JSON.stringify(envelope)), keys)).toMatchObject({ ok: true, payload: checkpoint });
    expect(openCheckpoint(envelope, [mallory.publicKey])).toMatchObject({ cause: 'not-signed' });
  });

  test.each([
    { ...checkpoint, sequence: -1 },
    { ...checkpoint, sequence: 1.5 },
    { ...checkpoint, hash: 'AB'.repeat(32) },
    { ...checkpoint, at: 'yesterday' },
    [],
    null,
  ])('that is not one is refused even when signed: %j', (payload) => {
    expect(openCheckpoint(signStatement('audit-checkpoint.v1', payload, [alice.privateKey]), keys)).toMatchObject({
      cause: 'malformed',
    });
  });
});
