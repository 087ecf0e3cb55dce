// Tests that what is written of a candidate is read again, and that damage ends in an Error.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Range, RangeEvent, VendorNotes } from '@suture/core/advisories/advisory.ts';
import type { Candidate } from '@suture/core/advisories/candidate.ts';
import type { EncodedCandidate } from './encoding.ts';
import { decodeCandidate, encodeCandidate, packRow, simpleFix, unpackRow } from './encoding.ts';

const plain: Candidate = {
  advisory: 'DEBIAN-CVE-2024-1234',
  feed: 'osv:Debian',
  vulnerabilities: ['CVE-2024-1234'],
  aliases: [],
  published: undefined,
  ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1.2-3' }] }],
  versions: [],
  vendor: {},
};

const awkward = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '',
    '0',
    '<1.2',
    '<',
    'S',
    'E',
    'G',
    '+1',
    '~*',
    'a\nb',
    '"',
    '\u2028',
    '\ud800',
    'ünïcödé',
    '__proto__',
  ),
);
const event: fc.Arbitrary<RangeEvent> = fc.oneof(
  awkward.map((introduced) => ({ introduced })),
  awkward.map((fixed) => ({ fixed })),
  awkward.map((lastAffected) => ({ lastAffected })),
  awkward.map((limit) => ({ limit })),
);
const range: fc.Arbitrary<Range> = fc.oneof(
  fc.record({ type: fc.constantFrom('SEMVER', 'ECOSYSTEM', 'GIT'), events: fc.array(event, { maxLength: 4 }) }),
  awkward.map((fixed): Range => ({ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed }] })),
  fc.constant<Range>({ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }),
);
const vendor: fc.Arbitrary<VendorNotes> = fc.record(
  { state: fc.constantFrom('no-dsa', 'ignored'), reason: awkward, pocket: awkward, kb: awkward },
  { requiredKeys: [] },
);
const candidate: fc.Arbitrary<Candidate> = fc
  .record({
    advisory: awkward,
    feed: fc.constant('a feed'),
    vulnerabilities: fc.array(awkward, { maxLength: 3 }),
    aliases: fc.array(awkward, { maxLength: 2 }),
    published: fc.option(awkward, { nil: undefined }),
    ranges: fc.array(range, { maxLength: 3 }),
    versions: fc.array(awkward, { maxLength: 3 }),
    vendor,
  })
  // Mostly the advisory's own CVE.
  .chain((one) => fc.constantFrom(one, { ...one, vulnerabilities: [one.advisory.slice(1)] }));

/** In "everything before X" the two kinds of version ranges are not told apart: no rule does. */
const asRead = (one: Candidate): Candidate => ({
  ...one,
  ranges: one.ranges.map((each) => {
    const [first, second] = each.events;
    const isSimple =
      each.type !== 'GIT' &&
      each.events.length < 3 &&
      first !== undefined &&
      'introduced' in first &&
      first.introduced === '0' &&
      (second === undefined || 'fixed' in second);
    return isSimple ? { ...each, type: 'ECOSYSTEM' } : each;
  }),
});

const line = (one: Candidate): string => JSON.stringify(encodeCandidate(one));

describe('a candidate', () => {
  it('is written as a short line', () => {
    expect(line(plain)).toBe('["DEBIAN-CVE-2024-1234",7,0,0,"<1.2-3"]');
    expect(
      line({ ...plain, ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }], vendor: { state: 'no-dsa' } }),
    ).toBe('["DEBIAN-CVE-2024-1234",7,0,0,"",0,{"state":"no-dsa"}]');
  });

  it('is read as it was written, whatever its strings hold', () => {
    fc.assert(
      fc.property(candidate, (one) => {
        expect(decodeCandidate(JSON.parse(line(one)) as EncodedCandidate, one.feed)).toEqual(asRead(one));
      }),
      { numRuns: 3000 },
    );
  });
});

describe('a row', () => {
  const read = (data: unknown): readonly [readonly Candidate[], readonly Candidate[]] => {
    const { always, byFix } = unpackRow(data, 'a feed');
    return [always, [...byFix]];
  };

  it('keeps its two lists and their order, compressed or not', () => {
    const many = fc.array(candidate, { maxLength: 6 });
    fc.assert(
      fc.property(many, many, fc.constantFrom(0, 60), (always, byFix, more) => {
        const padded = [
          ...byFix,
          ...Array.from({ length: more }, (_, at) => ({
            ...plain,
            feed: 'a feed',
            aliases: [`${at} ${'x'.repeat(70)}`],
          })),
        ];
        const packed = packRow(always.map(line), padded.map(line));
        expect(packed instanceof Uint8Array).toBe(more > 0 || typeof packed !== 'string');
        expect(read(packed)).toEqual([always.map(asRead), padded.map(asRead)]);
      }),
      { numRuns: 300 },
    );
  });

  it('may be iterated twice, and decodes no more than is asked for', () => {
    const { byFix } = unpackRow(`0\n${line(plain)}\nnot JSON`, 'osv:Debian');
    for (const _ of [1, 2]) for (const first of byFix) if (first.advisory === plain.advisory) break;
    expect(Iterator.from(byFix).take(1).toArray()).toEqual([plain]);
    expect(() => [...byFix]).toThrow(SyntaxError);
  });

  it.each<readonly [unknown]>([
    [''],
    ['nonsense'],
    ['-1\n[]'],
    ['1'],
    ['999999999\n["A",0,0,0,""]'],
    ['1\n5'],
    ['1\nnull'],
    ['1\n["A"]'],
    ['1\n["A",0,0,0,[[1]]]'],
    ['Infinity\n'],
    [new Uint8Array([1, 2, 3])],
    [null],
    ['1\n["A","no list",0,0,""]'],
    ['1\n["A",0,0,0,["E","?1"]]'],
    ['1\n["A",0,0,0,["X","+0"]]'],
  ])('that is damaged throws an Error: %j', (data) => {
    expect(() => read(data)).toThrow(Error);
  });

  it('that is damaged anywhere is read or throws an Error, and ends', () => {
    const whole = packRow([line(plain)], [line(plain), line(plain)]);
    fc.assert(
      fc.property(fc.nat(String(whole).length), awkward, fc.nat(4), (at, noise, cut) => {
        const damaged = String(whole).slice(0, at) + noise + String(whole).slice(at + cut);
        try {
          read(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('everything before X', () => {
  it.each<readonly [readonly Range[], readonly string[], string | undefined]>([
    [plain.ranges, [], '1.2-3'],
    [plain.ranges, ['1.0'], undefined],
    [[...plain.ranges, ...plain.ranges], [], undefined],
    [[{ type: 'ECOSYSTEM', events: [{ introduced: '0' }] }], [], undefined],
    [[{ type: 'ECOSYSTEM', events: [{ introduced: '1' }, { fixed: '2' }] }], [], undefined],
    [[{ type: 'GIT', events: [{ introduced: '0' }, { fixed: 'abc' }] }], [], undefined],
    [[], [], undefined],
  ])('%j with versions %j has the X %j', (ranges, versions, fix) => {
    expect(simpleFix({ ranges, versions })).toBe(fix);
  });
});
