import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareUrgency } from './order.ts';
import type { Urgency } from './order.ts';

const plain: Urgency = {
  due: '2026-06-01',
  forensics: false,
  exploited: false,
  epss: 0.01,
  cvss: 5,
  criticality: 1,
  id: 'CVE-2026-1',
};

const pairs: readonly (readonly [why: string, first: Partial<Urgency>, second: Partial<Urgency>])[] = [
  ['the more overdue', { due: '2026-05-31', cvss: 1 }, { exploited: true, epss: 1, cvss: 10 }],
  ['any date before none', { due: '2099-01-01' }, { due: null, exploited: true }],
  ['forensics', { forensics: true, epss: 0 }, { exploited: true, epss: 1 }],
  ['exploited', { exploited: true, epss: 0 }, { epss: 1 }],
  ['the higher EPSS', { epss: 0.2, cvss: 1 }, { epss: 0.1, cvss: 10 }],
  ['a known EPSS of nought before an unknown one', { epss: 0 }, { epss: undefined, cvss: 10 }],
  ['the higher CVSS', { cvss: 9.8, criticality: 0 }, { cvss: 9.7, criticality: 9 }],
  ['the dearer endpoint', { criticality: 2, id: 'z' }, { criticality: 1, id: 'a' }],
  ['an endpoint of known worth', { criticality: 1, id: 'z' }, { criticality: undefined, id: 'a' }],
  ['among findings without a date, the exploited one', { due: null, exploited: true }, { due: null, epss: 1 }],
  ['all else equal, the lower id', { id: 'CVE-2026-1' }, { id: 'CVE-2026-2' }],
];

test.each(pairs)('%s comes first', (_why, first, second) => {
  const [a, b] = [
    { ...plain, ...first },
    { ...plain, ...second },
  ];
  expect(compareUrgency(a, b)).toBeLessThan(0);
  expect(compareUrgency(b, a)).toBeGreaterThan(0);
});

test('the order is total and never depends on the order of the input', () => {
  const number = fc.option(fc.constantFrom(0, 0.5, 1, 7.5, Number.NaN, Infinity), { nil: undefined });
  const urgency = fc.record({
    due: fc.constantFrom(null, '2026-01-01', '2026-02-01'),
    forensics: fc.boolean(),
    exploited: fc.boolean(),
    epss: number,
    cvss: number,
    criticality: number,
    id: fc.string({ maxLength: 6 }),
  });
  fc.assert(
    fc.property(fc.uniqueArray(urgency, { selector: ({ id }) => id, maxLength: 12 }), (items) => {
      const sorted = items.toSorted(compareUrgency);
      expect(items.toReversed().toSorted(compareUrgency)).toEqual(sorted);
      for (const [index, item] of sorted.entries()) {
        for (const later of sorted.slice(index + 1)) expect(compareUrgency(item, later)).toBeLessThan(0);
      }
    }),
  );
});
