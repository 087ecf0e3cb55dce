// What a machine believes of what is on offer: only what enough operators signed, of its organisation, in date, and never older than before.
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { offerOf, type OfferedRelease, releaseText } from './offer.fixture.ts';
import { type SeenIndex, verifyOffer, withdrawnOf } from './verify-offer.ts';

const key = () => generateKeyPairSync('ed25519').privateKey;
const [ada, bob, mallory, server, otherServer] = [key(), key(), key(), key(), key()];
const organisation = '0a1b2c3d-0000-4000-8000-00000000000a';
const trust = {
  organisation,
  operatorKeys: [createPublicKey(ada), createPublicKey(bob)],
  threshold: 2,
  serverKeys: [createPublicKey(server)],
};
const now = Date.parse('2026-11-02T00:00:00Z');
const first: SeenIndex = { epoch: 0, number: 0 };
const content = Buffer.from('a deb');
const text = releaseText('notes', '1.0', content);
const notes: OfferedRelease = { name: 'notes', version: '1.0', text, by: [ada, bob] };
const verify = (given: unknown, seen = first, at = now) => verifyOffer(given, trust, seen, at);
const leftOf = (release: Partial<OfferedRelease>) => {
  const verified = verify(offerOf(organisation, server, [{ ...notes, ...release }]));
  return verified.ok ? [...verified.left, `${verified.releases.length} believed`] : [verified.why];
};

describe('an offer', () => {
  test('is believed where the server signed the index, and enough operators each release', () => {
    expect(verify(offerOf(organisation, server, [notes]))).toMatchObject({
      ok: true,
      left: [],
      releases: [{ release: text }],
    });
  });

  test.each([
    ['signed by another server', offerOf(organisation, otherServer, [notes]), '0 of 1 needed keys'],
    ['of another organisation', offerOf(organisation.replace('a1', 'b2'), server, [notes]), 'another organisation'],
    ['nothing of the kind', { index: {}, releases: [] }, 'not what a server says'],
    ['of tomorrow', offerOf(organisation, server, [notes], { at: '2026-11-03T00:00:00.000Z' }), 'yet to come'],
  ])('%s is not believed', (_what, given, why) => {
    expect(verify(given)).toMatchObject({ ok: false, why: expect.stringContaining(why) });
  });

  test('that has expired is not believed: nobody is kept at an old state', () => {
    const given = offerOf(organisation, server, [notes]);
    expect(verify(given, first, Date.parse('2026-11-08T00:00:00Z'))).toMatchObject({ ok: false });
    expect(verify(given, first, Date.parse('2026-11-07T23:59:59Z'))).toMatchObject({ ok: true });
  });

  test('that is older than one that was seen is not believed; after a restore the epoch is higher', () => {
    const given = offerOf(organisation, server, [notes], { epoch: 2, number: 5 });
    expect(verify(given, { epoch: 2, number: 6 })).toMatchObject({ ok: false });
    expect(verify(given, { epoch: 3, number: 1 })).toMatchObject({ ok: false });
    expect(verify(given, { epoch: 2, number: 5 })).toMatchObject({ ok: true });
    expect(verify(given, { epoch: 1, number: 90 })).toMatchObject({ ok: true });
  });
});

describe('a release', () => {
  test('that too few operators signed, or a stranger, is left out with why', () => {
    const why = 'notes 1.0: 1 of 2 needed keys have signed it';
    expect(leftOf({ by: [ada] })).toEqual([why, '0 believed']);
    expect(leftOf({ by: [ada, ada] })).toEqual([why, '0 believed']);
    expect(leftOf({ by: [ada, mallory] })).toEqual([why, '0 believed']);
  });

  test('that is another than operators signed is left out', () => {
    expect(leftOf({ signs: 'e'.repeat(64) })).toEqual(['notes 1.0: operators signed another release', '0 believed']);
    const other = releaseText('other', '1.0', content);
    expect(leftOf({ text: other })).toEqual(['notes 1.0: its release is of another package or version', '0 believed']);
    expect(leftOf({ text: '{"package":"notes"}' })).toEqual(['notes 1.0: its release cannot be read', '0 believed']);
  });

  test('that the index does not name is not on offer, and one that was not sent is said', () => {
    const [whole, other] = [offerOf(organisation, server, [notes]), offerOf(organisation, server, [])];
    expect(verify({ ...other, releases: whole.releases })).toMatchObject({ ok: true, releases: [], left: [] });
    expect(verify({ ...whole, releases: [] })).toMatchObject({ ok: true, left: ['notes 1.0: it was not sent'] });
  });
});

describe('an operator’s key', () => {
  const carol = key();
  const offered = (by: OfferedRelease['by']) => offerOf(organisation, server, [{ ...notes, by }]);
  const trusting = (keys: readonly (typeof ada)[], threshold: number) => ({
    ...trust,
    operatorKeys: keys.map((each) => createPublicKey(each)),
    threshold,
  });
  const believed = (given: unknown, by: typeof trust): number | string => {
    const verified = verifyOffer(given, by, first, now);
    return verified.ok ? verified.releases.length : verified.why;
  };

  test('that is lost counts no more once the machine’s trust file is without it, and who signs in its place is enough', () => {
    const after = trusting([bob, carol], 2);
    expect(believed(offered([ada, bob]), after)).toBe(0);
    expect(believed(offered([ada, bob, carol]), after)).toBe(1);
  });

  test('is changed for another without a gap: old and new are known for a while, and both sign', () => {
    const [before, meanwhile, after] = [trusting([ada], 1), trusting([ada, carol], 1), trusting([carol], 1)];
    const both = offered([ada, carol]);
    expect([before, meanwhile, after].map((each) => believed(both, each))).toEqual([1, 1, 1]);
    expect([before, meanwhile, after].map((each) => believed(offered([ada]), each))).toEqual([1, 1, 0]);
    // A threshold that grows leaves out what fewer signed.
    expect(believed(offered([ada]), trusting([ada, carol], 2))).toBe(0);
  });

  test('of the server is changed in the same way, and an index that only a lost one signed is not believed', () => {
    const other = { ...trust, serverKeys: [createPublicKey(otherServer)] };
    const given = offered([ada, bob]);
    expect(believed(given, { ...trust, serverKeys: [...trust.serverKeys, ...other.serverKeys] })).toBe(1);
    expect(believed(given, other)).toContain('0 of 1 needed keys');
  });
});

describe('what was withdrawn', () => {
  const known = offerOf(organisation, server, [notes]).releases.map((each) => ({
    ...each,
    envelope: { ...each.envelope, signatures: [...each.envelope.signatures] },
  }));
  const index = { organisation, releases: [] };

  test('stays believed as long as enough of today’s keys have signed it, and only while it is not on offer', () => {
    expect(withdrawnOf(known, index, trust)).toEqual(known);
    expect(withdrawnOf(known, { ...index, organisation: organisation.replace('a1', 'b2') }, trust)).toEqual([]);
    expect(withdrawnOf(known, index, { ...trust, operatorKeys: [createPublicKey(ada)] })).toEqual([]);
    const again = { package: 'notes', version: '1.0', release: 'e'.repeat(64) };
    expect(withdrawnOf(known, { ...index, releases: [again] }, trust)).toEqual([]);
    const damaged = known.map((each) => ({ ...each, release: each.release.replace('Examplix', 'Exempli') }));
    expect(withdrawnOf(damaged, index, trust)).toEqual([]);
    expect(withdrawnOf([{ ...known[0]!, release: '{' }], index, trust)).toEqual([]);
  });
});

test('whatever is sent, it is answered', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (given) => {
      expect(verify(given).ok).toBe(false);
    }),
  );
});
