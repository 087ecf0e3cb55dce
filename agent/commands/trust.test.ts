// Whom a machine believes changes by a person's word alone, and never to fewer operators than have to sign.
import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { keyFingerprint, writeSigningKey } from '@suture/protocol/trust/keys.ts';
import { changedTrust } from './trust.ts';

const [ada, bob] = [generateKeyPairSync('ed25519').publicKey, generateKeyPairSync('ed25519').publicKey];
const [adas, bobs] = [writeSigningKey(ada), writeSigningKey(bob)];
const id = '6f1c1de0-64a8-4a55-8a59-2a51c6a4a001';
const none = { organisation: id, endpoint: id, operatorKeys: [], threshold: 1, serverKeys: ['x'] };

test('a key is added once, also where it stands at the end of a line, and goes by its fingerprint', () => {
  const one = changedTrust(none, { add: [adas, `operator Ada ${adas}`], remove: [] });
  expect(one).toEqual({ ...none, operatorKeys: [adas] });
  const two = changedTrust(one, { add: [bobs], remove: [], signatures: 2 });
  expect(two).toMatchObject({ operatorKeys: [adas, bobs], threshold: 2 });
  const fingerprint = keyFingerprint(ada).slice(0, 12);
  expect(changedTrust(two, { add: [], remove: [fingerprint], signatures: 1 }).operatorKeys).toEqual([bobs]);
});

test.each([
  ['what is no key', { add: ['abc'], remove: [] }, 'no Ed25519 public key'],
  ['more signatures than operators', { add: [adas], remove: [], signatures: 2 }, 'there would be 1'],
  ['no signature at all', { add: [adas], remove: [], signatures: 0 }, 'no number from 1'],
  ['a key to remove that is not there', { add: [adas], remove: ['00000000'] }, 'is not there'],
] as const)('%s is refused', (_, wanted, why) => {
  expect(() => changedTrust(none, wanted)).toThrow(why);
});
