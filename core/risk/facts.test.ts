// Tests that facts stand for the signals they were taken from: decisions on either are the same.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FindingState } from '../matching/finding.ts';
import { decideDeadline } from './decide.ts';
import type { PolicyName, RatedSignals } from './deadline.ts';
import { factsOf, isListed, packFacts, standIns, unpackFacts } from './facts.ts';

const vectors = [
  { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', source: 'a', score: 9.8 },
  { vector: 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', source: 'b', score: 7.8 },
  { vector: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N', source: 'c', score: 3.1 },
  { vector: 'AV:N/AC:L/Au:N/C:P/I:P/A:P', source: 'd', score: 7.5 },
  { vector: 'no vector', source: 'e', score: undefined },
];

const signals: fc.Arbitrary<RatedSignals> = fc.record({
  exploited: fc.constantFrom(undefined, { added: '2025-01-02', due: '2025-02-03', ransomware: true }),
  epss: fc.constantFrom(undefined, { score: 0.02, percentile: 0.7 }, { score: 0.4, percentile: 0.98 }),
  ssvc: fc.option(
    fc.record({
      exploitation: fc.constantFrom('none', 'poc', 'active', 'Active'),
      automatable: fc.constantFrom('yes', 'no', 'Yes', ''),
      technicalImpact: fc.constantFrom('total', 'partial', ''),
      date: fc.constant('2025-03-04'),
    }),
    { nil: undefined },
  ),
  cvss: fc.subarray(vectors),
});

const vendor = fc.constantFrom(
  undefined,
  { word: 'high' as const, source: 'Debian' },
  { word: 'low' as const, source: 'Debian' },
);

const states = [
  'affected',
  'no-fix',
  'will-not-fix',
  'postponed',
  'end-of-life',
  'unimportant',
  'undetermined',
  'unknown',
] as const satisfies readonly FindingState[];

describe('facts', () => {
  it('lead to the decision that the signals they were taken from lead to', () => {
    fc.assert(
      fc.property(
        signals,
        vendor,
        fc.constantFrom<PolicyName>('bod-26-04', 'cvss', 'pci-dss-6.3.3'),
        fc.constantFrom('internet' as const, 'internal' as const, 'unknown' as const),
        fc.constantFrom(...states),
        fc.constantFrom('1.2-3', null),
        fc.constantFrom('2025-05-06', undefined),
        (known, vendorSeverity, policy, exposure, state, fixedVersion, fixPublished) => {
          const rest = { exposure, state, fixedVersion, fixPublished };
          const whole = decideDeadline(policy, { signals: known, vendorSeverity, ...rest }, '2025-07-01');
          const short = decideDeadline(policy, { ...standIns(factsOf(known, vendorSeverity)), ...rest }, '2025-07-01');
          expect({ ...short, reasons: [] }).toEqual({ ...whole, reasons: [] });
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('come out of a number as they went in', () => {
    const seen = new Set<number>();
    for (const exploited of [true, false])
      for (const listed of [true, false])
        for (const automatable of [true, false])
          for (const total of [true, false])
            for (const severity of ['critical', 'high', 'medium', 'low', 'unknown'] as const) {
              const facts = { exploited, listed, automatable, total, severity };
              const packed = packFacts(facts);
              expect(unpackFacts(packed)).toEqual(facts);
              expect(isListed(packed)).toBe(listed);
              seen.add(packed);
            }
    expect(seen.size).toBe(80);
  });
});
