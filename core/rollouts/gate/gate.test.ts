import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideRing, isStratumUnsafe, tooManyFailedPrechecks, usualGate } from './decide.ts';
import type { RingEvidence } from './decide.ts';
import { logGamma, regularisedBeta } from './incomplete-beta.ts';
import { chanceAbove, isTooSmall, outcomesNeeded } from './promote.ts';
import { acceptedRate, combinedLogEvidence, logEvidence, reachedBy, stopVerdict } from './stop.ts';
import { passedText, promoteText, smallRingText, stopText } from './words.ts';

describe('the incomplete beta function', () => {
  // Closed forms: I_x(1,1) = x; I_x(1,b) = 1-(1-x)^b; I_x(a,1) = x^a; I_x(1/2,1/2) = 2/pi asin(sqrt x).
  // Binomial tails: I_p(k, n-k+1) = P(Bin(n,p) >= k), as printed in tables.
  test.each([
    [0.3, 1, 1, 0.3],
    [0.05, 1, 10, 0.401263060761621],
    [0.5, 3, 1, 0.125],
    [0.25, 0.5, 0.5, 1 / 3],
    [0.5, 0.5, 0.5, 0.5],
    [0.1, 2, 9, 0.2639010709],
    [0.3, 4, 7, 0.3503892816],
    [0.05, 3, 48, 0.4594669],
    [0.5, 50, 51, 0.5397946187],
    [0.5, 1000, 1000, 0.5],
  ])('I_%d(%d, %d) = %d', (x, a, b, value) => {
    expect(regularisedBeta(x, a, b)).toBeCloseTo(value, 6);
  });

  test.each([
    [0.5, Math.log(Math.sqrt(Math.PI))],
    [1, 0],
    [5, Math.log(24)],
    [0.1, 2.252712651734206],
    [100.5, 361.4355404678],
  ])('log gamma of %d', (x, value) => {
    expect(logGamma(x)).toBeCloseTo(value, 8);
  });

  test('is a distribution function: from 0 to 1, rising, and its mirror image is the other tail', () => {
    const shape = fc.double({ min: 0.5, max: 5_000, noNaN: true });
    const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(share, share, shape, shape, (x, y, a, b) => {
        const [low, high] = [regularisedBeta(Math.min(x, y), a, b), regularisedBeta(Math.max(x, y), a, b)];
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1 + 1e-12);
        expect(high - low).toBeGreaterThanOrEqual(-1e-9);
        expect(regularisedBeta(x, a, b) + regularisedBeta(1 - x, b, a)).toBeCloseTo(1, 8);
      }),
    );
  });

  test('says when it cannot be', () => {
    expect([
      regularisedBeta(0.5, 0, 1),
      regularisedBeta(0.5, 1, Number.NaN),
      regularisedBeta(Number.NaN, 1, 1),
    ]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});

describe('stopping', () => {
  test.each([
    [1, undefined],
    [2, 5],
    [3, 18],
    [4, 40],
    [5, 69],
    [6, 102],
    [8, 181],
    [10, 270],
    [12, 365],
  ])('%i failures halt by outcome %j', (failures, by) => {
    expect(reachedBy(failures, 'halt')).toBe(by);
  });

  test('of 55 outcomes, 4 failures hold and 5 halt; of 555, 15 hold and 16 halt', () => {
    const verdict = (failures: number, outcomes: number) => stopVerdict(logEvidence({ failures, outcomes }, 0.01));
    expect([3, 4, 5].map((failures) => verdict(failures, 55))).toEqual(['go-on', 'hold', 'halt']);
    expect([14, 15, 16].map((failures) => verdict(failures, 555))).toEqual(['go-on', 'hold', 'halt']);
  });

  test('of five, one failure does not halt by itself and two do', () => {
    expect([1, 2].map((failures) => stopVerdict(logEvidence({ failures, outcomes: 5 }, 0.01)))).toEqual([
      'go-on',
      'halt',
    ]);
  });

  test('a fleet’s own failure rate counts between 0.5 and 3 %', () => {
    expect([undefined, Number.NaN, 0, 0.02, 0.5].map(acceptedRate)).toEqual([0.01, 0.01, 0.005, 0.02, 0.03]);
  });

  test('evidence that is no number holds', () => {
    const broken = [
      { outcomes: -1, failures: 0 },
      { outcomes: 1, failures: 2 },
      { outcomes: Number.NaN, failures: 0 },
      { outcomes: 1.5, failures: 1 },
    ];
    expect(broken.map((tally) => stopVerdict(logEvidence(tally, 0.01)))).toEqual(['hold', 'hold', 'hold', 'hold']);
    expect(stopVerdict(logEvidence({ outcomes: 5, failures: 0 }, 0))).toBe('hold');
  });

  test('a success never adds evidence and a failure never takes any away', () => {
    fc.assert(
      fc.property(
        fc.nat(5_000),
        fc.nat(5_000),
        fc.double({ min: 0.005, max: 0.03, noNaN: true }),
        (successes, failures, p0) => {
          const now = logEvidence({ outcomes: successes + failures, failures }, p0);
          expect(logEvidence({ outcomes: successes + failures + 1, failures }, p0)).toBeLessThanOrEqual(now + 1e-9);
          expect(
            logEvidence({ outcomes: successes + failures + 1, failures: failures + 1 }, p0),
          ).toBeGreaterThanOrEqual(now - 1e-9);
        },
      ),
    );
  });

  test('at the rate we live with, an outcome leaves the expected evidence as it is: a fair game', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(20), (successes, failures) => {
        const e = (good: number, bad: number) => Math.exp(logEvidence({ outcomes: good + bad, failures: bad }, 0.01));
        const expected = 0.01 * e(successes, failures + 1) + 0.99 * e(successes + 1, failures);
        expect(expected / e(successes, failures)).toBeCloseTo(1, 9);
      }),
    );
  });

  test('one stratum decides as if there were none', () => {
    const tally = { outcomes: 55, failures: 5 };
    expect(combinedLogEvidence([tally], 0.01)).toBeCloseTo(logEvidence(tally, 0.01), 12);
    expect(combinedLogEvidence([], 0.01)).toBe(0);
  });

  test('harm in one stratum of ten, and harm spread over all ten, both halt', () => {
    const clean = Array.from({ length: 9 }, () => ({ outcomes: 20, failures: 0 }));
    expect(stopVerdict(combinedLogEvidence([...clean, { outcomes: 20, failures: 8 }], 0.01))).toBe('halt');
    const spread = Array.from({ length: 10 }, () => ({ outcomes: 4, failures: 1 }));
    expect(stopVerdict(combinedLogEvidence(spread, 0.01))).toBe('halt');
    expect(isStratumUnsafe({ outcomes: 20, failures: 4 }, usualGate)).toBe(true);
    expect(isStratumUnsafe({ outcomes: 20, failures: 2 }, usualGate)).toBe(false);
  });
});

describe('promoting', () => {
  test.each([
    [0, 55, 1.7],
    [1, 55, 13.2],
    [2, 55, 35],
    [0, 5, 46],
  ])('%i failures in %i leave %d %%', (failures, outcomes, percent) => {
    expect(chanceAbove({ failures, outcomes }) * 100).toBeCloseTo(percent, percent < 20 ? 1 : 0);
  });

  test('one failure needs 62 outcomes, two need 91', () => {
    expect([1, 2].map((failures) => outcomesNeeded(failures))).toEqual([62, 91]);
  });

  test('five machines are too few, fifty-five are not', () => {
    expect([5, 55].map(isTooSmall)).toEqual([true, false]);
  });
});

const fine: RingEvidence = {
  stop: [{ outcomes: 55, failures: 0 }],
  soFar: { outcomes: 55, failures: 0 },
  ring: { outcomes: 50, failures: 0 },
  done: 50,
  reachable: 50,
  soakIsOver: true,
  probes: 'clear',
  next: 500,
};
const five = (failures: number): RingEvidence => {
  const tally = { outcomes: 5, failures };
  return { ...fine, stop: [tally], soFar: tally, ring: tally, done: 5, reachable: 5 };
};
const fiftyFive = (failures: number): RingEvidence => ({
  ...fine,
  stop: [{ outcomes: 55, failures }],
  soFar: { outcomes: 55, failures },
});

describe('a ring at the gate', () => {
  test('passes when all is well', () => {
    expect(decideRing(fine, usualGate)).toEqual({ kind: 'promote' });
  });

  test.each([
    ['fewer than 90 % are done', { done: 44 }, 'not-done'],
    ['nobody can be reached', { done: 0, reachable: 0 }, 'nobody-reachable'],
    ['the soak is not over', { soakIsOver: false }, 'soak'],
    ['a probe blocks', { probes: 'blocking' }, 'probe'],
    ['no probe was evaluated', { probes: undefined }, 'no-probe'],
    ['a count is no number', { done: Number.NaN }, 'malformed'],
    ['a count is negative', { soFar: { outcomes: -5, failures: 0 } }, 'malformed'],
    ['there are more failures than outcomes', { soFar: { outcomes: 5, failures: 6 } }, 'malformed'],
  ] as const)('holds when %s', (_, change, cause) => {
    expect(decideRing({ ...fine, ...change }, usualGate)).toEqual({ kind: 'hold', causes: [cause] });
  });

  test('55 outcomes: 1 failure extends to 62, 2 to 91, 4 hold, 5 halt', () => {
    expect([1, 2, 4, 5].map((failures) => decideRing(fiftyFive(failures), usualGate))).toEqual([
      { kind: 'extend', more: 7, outcomes: 62 },
      { kind: 'extend', more: 36, outcomes: 91 },
      { kind: 'hold', causes: ['evidence'] },
      { kind: 'halt' },
    ]);
    expect(decideRing(fiftyFive(1), { ...usualGate, extend: 'ask' })).toEqual({ kind: 'hold', causes: ['doubt'] });
  });

  test('five machines: none failed waits for a person or a clean-canary rule, one failure holds, two halt', () => {
    expect(decideRing(five(0), usualGate)).toEqual({ kind: 'person' });
    expect(decideRing(five(0), { ...usualGate, smallRing: 'clean-canary' })).toEqual({ kind: 'promote' });
    expect(decideRing(five(1), { ...usualGate, smallRing: 'clean-canary' })).toEqual({
      kind: 'hold',
      causes: ['failure-in-small-ring'],
    });
    expect(decideRing(five(2), usualGate)).toEqual({ kind: 'halt' });
  });

  test('the last ring has nothing to open and needs no proof for it', () => {
    expect(decideRing({ ...five(0), next: undefined }, usualGate)).toEqual({ kind: 'promote' });
  });

  test('failed prechecks have a cap of their own: more than one in five, from the second on', () => {
    expect([tooManyFailedPrechecks(1, 2), tooManyFailedPrechecks(2, 10), tooManyFailedPrechecks(3, 10)]).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('missing or malformed evidence never promotes', () => {
    const odd = fc.oneof(fc.integer({ min: -3, max: 200 }), fc.constantFrom(Number.NaN, Infinity, 0.5));
    const tally = fc.record({ outcomes: odd, failures: odd });
    const evidence = fc.record({
      stop: fc.array(tally, { maxLength: 3 }),
      soFar: tally,
      ring: tally,
      done: odd,
      reachable: odd,
      soakIsOver: fc.boolean(),
      probes: fc.constantFrom('clear', 'blocking', undefined),
      next: fc.option(fc.nat(50), { nil: undefined }),
    });
    fc.assert(
      fc.property(evidence, fc.constantFrom('person' as const, 'clean-canary' as const), (given, smallRing) => {
        if (decideRing(given, { ...usualGate, smallRing }).kind !== 'promote') return;
        for (const count of [given.done, given.reachable, given.soFar.outcomes, given.soFar.failures]) {
          expect(Number.isSafeInteger(count) && count >= 0).toBe(true);
        }
        expect(given.reachable).toBeGreaterThan(0);
        expect(given.done / given.reachable).toBeGreaterThanOrEqual(0.9);
        expect([given.soakIsOver, given.probes]).toEqual([true, 'clear']);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('in words', () => {
  test('what is missing to go on', () => {
    expect(promoteText({ outcomes: 55, failures: 1 })).toBe(
      '1 failure in 55 outcomes: the chance that more than 5 % would fail is 13.2 %, at most 10 % is accepted. 7 more outcomes without a failure, 62 in all, would be enough.',
    );
    expect(promoteText({ outcomes: 55, failures: 0 })).toBe(
      '0 failures in 55 outcomes: the chance that more than 5 % would fail is 1.7 %, at most 10 % is accepted. The next ring may open.',
    );
  });

  test('what let a ring pass: the figures, or that it is the last, or the rule of its plan', () => {
    expect(passedText({ outcomes: 55, failures: 0 }, false)).toMatch(/The next ring may open\.$/);
    expect(passedText({ outcomes: 5, failures: 0 }, true)).toMatch(/^It is the last ring/);
    expect(passedText({ outcomes: 5, failures: 0 }, false)).toMatch(/^Nothing failed in it, and its plan says/);
  });

  test('why five are too few', () => {
    expect(smallRingText({ outcomes: 5, failures: 0 })).toMatch(
      /^5 outcomes, even without a failure, leave a chance of 46 % that more than 5 % would fail\./,
    );
  });

  test('how near a halt is', () => {
    expect(stopText({ outcomes: 55, failures: 4 })).toMatch(
      /^4 failures in 55 outcomes weigh \d\d against a usual rate of 1 %; .* It holds\. One more failure now would halt it\.$/,
    );
    expect(stopText({ outcomes: 55, failures: 5 })).toMatch(/It halts\.$/);
    expect(stopText({ outcomes: 55, failures: 1 })).toMatch(/One more failure now would not halt it\.$/);
  });
});
