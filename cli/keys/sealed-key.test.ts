// Operators' keys in files: only their passphrase opens them, and no part of them can be changed.
import { createPublicKey, sign, verify } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSigningKey } from '@suture/protocol/trust/keys.ts';
import { fingerprintOf, newSealedKey, openSealedKey, readSealedKey, type SealedKey } from './sealed-key.ts';

let sealed: SealedKey;
beforeAll(async () => {
  sealed = await newSealedKey('ada', 'correct horse battery');
});

describe('a sealed key', () => {
  it('signs what its public half verifies', async () => {
    const key = await openSealedKey(sealed, 'correct horse battery');
    const known = readSigningKey(sealed.publicKey);
    if (key === undefined || known === undefined) throw new Error('it did not open');
    expect(createPublicKey(key).equals(known)).toBe(true);
    expect(verify(null, Buffer.from('a plan'), known, sign(null, Buffer.from('a plan'), key))).toBe(true);
  });

  it('is not opened by another passphrase', async () => {
    expect(await openSealedKey(sealed, 'correct horse batterz')).toBeUndefined();
  });

  it('does not open where its label, its public half or its secret was changed', async () => {
    const other = await newSealedKey('eve', 'correct horse battery');
    for (const changed of [
      { ...sealed, label: 'eve' },
      { ...sealed, publicKey: other.publicKey },
      { ...sealed, sealed: other.sealed, nonce: other.nonce },
      { ...sealed, sealed: sealed.sealed.slice(0, 20) },
    ]) {
      expect(await openSealedKey(changed, 'correct horse battery')).toBeUndefined();
    }
  });

  it('is read from its file, and nothing else is', () => {
    expect(readSealedKey(JSON.stringify(sealed))).toEqual(sealed);
    expect(fingerprintOf(sealed)).toMatch(/^[0-9a-f]{64}$/);
    const wrong = [
      'no JSON',
      '[]',
      'null',
      JSON.stringify({ ...sealed, format: 'suture-operator-key.v2' }),
      JSON.stringify({ ...sealed, publicKey: 'AAAA' }),
      // As much memory as this would take, it must not be given.
      JSON.stringify({ ...sealed, scrypt: { ...sealed.scrypt, cost: 30 } }),
      JSON.stringify({ ...sealed, scrypt: { ...sealed.scrypt, r: 1_000_000 } }),
      JSON.stringify({ ...sealed, scrypt: null }),
    ];
    for (const text of wrong) expect(readSealedKey(text)).toBeUndefined();
  });
});
