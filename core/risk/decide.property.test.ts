import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RiskContext } from './context.ts';
import { decideDeadline } from './decide.ts';
import type { Deadline, PolicyName, RatedSignals } from './deadline.ts';
import { explain } from './explain.ts';
import { explanationLines } from './explain-text.ts';
import { worm } from './signals.fixture.ts';

const today = '2026-11-22';
const policies = ['bod-26-04', 'cvss', 'pci-dss-6.3.3'] as const satisfies readonly PolicyName[];

const number = fc.oneof(fc.double({ min: 0, max: 1 }), fc.double());
const text = fc.oneof(
  fc.string(),
  fc.constantFrom('yes', 'no', 'total', 'partial', 'active', 'poc', '2026-05-01', 'NaN'),
);
const vector = fc.oneof(
  fc.string(),
  fc
    .tuple(
      ...['NALP', 'LH', 'NLH', 'NR', 'UC', 'NLH', 'NLH', 'NLH'].map((letters) => fc.constantFrom(...letters.split(''))),
    )
    .map((v) => `CVSS:3.1/AV:${v[0]}/AC:${v[1]}/PR:${v[2]}/UI:${v[3]}/S:${v[4]}/C:${v[5]}/I:${v[6]}/A:${v[7]}`),
  fc.constantFrom('AV:N/AC:L/Au:N/C:C/I:C/A:C', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'),
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const signals: fc.Arbitrary<RatedSignals> = fc.record({
  exploited: maybe(fc.record({ added: text, due: maybe(text), ransomware: fc.boolean() })),
  epss: maybe(fc.record({ score: number, percentile: number })),
  ssvc: maybe(fc.record({ exploitation: text, automatable: text, technicalImpact: text, date: text })),
  cvss: fc.array(
    fc.record({ vector, source: text, score: maybe(fc.oneof(fc.double({ min: 0, max: 10 }), fc.double())) }),
    { maxLength: 4 },
  ),
});
const context: fc.Arbitrary<RiskContext> = fc.record({
  signals,
  exposure: fc.constantFrom('internet', 'internal', 'unknown'),
  state: fc.constantFrom(
    'affected',
    'no-fix',
    'will-not-fix',
    'postponed',
    'end-of-life',
    'unimportant',
    'undetermined',
    'unknown',
  ),
  fixedVersion: fc.option(text),
  fixPublished: maybe(text),
  fixPublishedFrom: maybe(text),
  vendorSeverity: maybe(
    fc.record({ word: fc.constantFrom('critical', 'high', 'medium', 'low', 'unknown'), source: text }),
  ),
  data: maybe(fc.record({ kev: maybe(fc.option(text)), epss: maybe(fc.option(text)), ssvc: maybe(fc.option(text)) })),
});
const affected = context.map((given): RiskContext => ({ ...given, state: 'affected', fixedVersion: '2' }));

test('any signals, state and dates give a deadline: a day with days and a rule, or no day and a rule', () => {
  fc.assert(
    fc.property(fc.constantFrom(...policies), context, (policy, given) => {
      const deadline = decideDeadline(policy, given, today);
      expect(deadline.rule).not.toBe('');
      expect(deadline.reasons.length).toBeGreaterThan(0);
      expect(deadline.due === null).toBe(deadline.days === null);
      expect(deadline.due ?? '2026-01-01').toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(decideDeadline(policy, structuredClone(given), today)).toEqual(deadline);
    }),
    { numRuns: 1000 },
  );
});

test('any decision can be explained in lines without control characters', () => {
  fc.assert(
    fc.property(fc.constantFrom(...policies), context, text, (policy, given, subject) => {
      const lines = explanationLines(subject, explain(policy, given, today));
      expect(lines.length).toBeGreaterThan(4);
      // oxlint-disable-next-line no-control-regex
      expect(lines.join('')).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
    }),
    { numRuns: 500 },
  );
});

test('what is due is never put off by news that it is worse', () => {
  const worse: readonly ((given: RiskContext) => RiskContext)[] = [
    (given) => ({ ...given, exposure: 'internet' }),
    (given) => ({ ...given, exposure: 'unknown' }),
    (given) => withSignals(given, { exploited: { added: '2026-05-01', due: undefined, ransomware: true } }),
    (given) => withSsvc(given, { exploitation: 'active' }),
    (given) => withSsvc(given, { automatable: 'yes' }),
    (given) => withSsvc(given, { technicalImpact: 'total' }),
    (given) => withSignals(given, { cvss: [...given.signals.cvss, worm] }),
    (given) => withSignals(given, { epss: { score: 1, percentile: 1 } }),
  ];
  fc.assert(
    fc.property(fc.constantFrom(...policies), affected, fc.constantFrom(...worse), (policy, given, worsen) => {
      const before = decideDeadline(policy, { ...given, fixPublished: '2026-06-01' }, today);
      const after = decideDeadline(policy, worsen({ ...given, fixPublished: '2026-06-01' }), today);
      expect(rank(after)).toBeLessThanOrEqual(rank(before));
    }),
    { numRuns: 3000 },
  );
});

test('without a fix there is never a due date, whatever the danger', () => {
  fc.assert(
    fc.property(fc.constantFrom(...policies), context, (policy, given) => {
      expect(decideDeadline(policy, { ...given, fixedVersion: null }, today).due).toBeNull();
    }),
  );
});

function withSignals(given: RiskContext, changed: Partial<RatedSignals>): RiskContext {
  return { ...given, signals: { ...given.signals, ...changed } };
}

function withSsvc(given: RiskContext, changed: Partial<NonNullable<RatedSignals['ssvc']>>): RiskContext {
  const ssvc = given.signals.ssvc ?? { exploitation: '', automatable: '', technicalImpact: '', date: '' };
  return withSignals(given, { ssvc: { ...ssvc, ...changed } });
}

function rank({ days, forensics }: Deadline): number {
  return (days ?? 1000) - (forensics ? 0.5 : 0);
}
