import { describe, expect, test } from 'vitest';
import { daysLeft, decideDeadline, overdueDays } from './decide.ts';
import type { RiskContext } from './context.ts';
import { contextWith, inKev, localLeak, oldWorm, silence, ssvc, worm } from './signals.fixture.ts';

const today = '2026-11-22';
const bod = (changed: Partial<RiskContext>) => decideDeadline('bod-26-04', contextWith(changed), today);

const rated = (score: number) => ({ ...silence, exploited: inKev, cvss: [{ ...worm, score }] });
const severity = (cvss: readonly (typeof worm)[]) =>
  decideDeadline('cvss', contextWith({ signals: { ...silence, cvss } }), today).reasons[0];

describe('with a fix to install', () => {
  test('the days count from the publication of the fix, and the reasons say so', () => {
    const deadline = bod({ signals: { ...silence, ssvc: ssvc('none', 'yes', 'partial') } });
    expect(deadline).toMatchObject({ due: '2026-06-15', rule: 'BOD 26-04: 14 days', days: 14, forensics: false });
    expect(deadline.reasons).toContainEqual({ factor: 'fix', value: '1.2-3', source: 'DSA-1-1', date: '2026-06-01' });
    expect(deadline.reasons).toContainEqual({
      factor: 'counted-from',
      value: '2026-06-01',
      source: 'DSA-1-1',
      date: '2026-06-01',
    });
  });

  test.each([[undefined], ['0001-01-01T00:00:00Z'], ['yesterday']])(
    'published on %j, they count from today, derived',
    (fixPublished) => {
      const deadline = bod({
        fixPublished,
        signals: { ...silence, exploited: inKev, ssvc: ssvc('active', 'yes', 'total') },
      });
      expect(deadline).toMatchObject({
        due: '2026-11-25',
        rule: 'BOD 26-04: 3 days + forensics',
        days: 3,
        forensics: true,
      });
      expect(deadline.reasons.at(-1)).toMatchObject({
        factor: 'counted-from',
        value: today,
        source: 'today',
        derived: expect.any(String),
      });
    },
  );

  test('next upgrade has no due date', () => {
    expect(bod({ exposure: 'internal', signals: { ...silence, ssvc: ssvc('none', 'no', 'total') } })).toMatchObject({
      due: null,
      days: null,
      rule: 'BOD 26-04: next upgrade',
    });
  });

  test.each(['postponed', 'will-not-fix', 'end-of-life', 'no-fix'] as const)(
    'a fixed version is due even where the vendor says %s',
    (state) => {
      expect(bod({ state, signals: { ...silence, cvss: [worm] } })).toMatchObject({ due: '2026-06-04', days: 3 });
    },
  );
});

describe('without a due date', () => {
  const dangerous = { ...silence, exploited: inKev, cvss: [worm] };

  test.each([
    ['affected', 'no fix published: 3 days + forensics once there is one'],
    ['no-fix', 'no fix published: 3 days + forensics once there is one'],
    ['postponed', 'no fix published, postponed by the vendor: 3 days + forensics once there is one'],
    ['will-not-fix', 'no fix published, the vendor will not fix it: accept, mitigate or replace'],
    ['end-of-life', 'no fix published, end of life: move to a supported release'],
  ] as const)('%s and no fix: says that it is exploited and what to do', (state, rule) => {
    const deadline = bod({ state, fixedVersion: null, signals: dangerous });
    expect(deadline).toMatchObject({ due: null, days: null, forensics: true });
    expect(deadline.rule).toBe(`${rule} (BOD 26-04); exploited: disable, isolate or remove it now`);
    expect(deadline.reasons).toContainEqual({ factor: 'exploited', value: 'yes', source: 'KEV', date: '2026-05-01' });
    expect(deadline.reasons.at(-1)).toMatchObject({
      factor: 'fix',
      value: 'none published',
      source: `vendor: ${state}`,
    });
  });

  test('one that is not exploited has no such advice', () => {
    expect(bod({ fixedVersion: null, signals: { ...silence, cvss: [localLeak] } }).rule).toBe(
      'no fix published: 60 days once there is one (BOD 26-04)',
    );
  });

  test('a version that could not be compared is for a person to check, never fine', () => {
    const deadline = bod({ state: 'unknown', signals: dangerous });
    expect(deadline).toMatchObject({ due: null, days: null, forensics: false });
    expect(deadline.rule).toBe(
      'version could not be compared: check by hand; 3 days + forensics if affected (BOD 26-04)',
    );
  });

  test('undetermined by the vendor is for a person to check', () => {
    expect(bod({ state: 'undetermined', fixedVersion: null, signals: { ...silence, cvss: [localLeak] } }).rule).toBe(
      'the vendor has not determined who is affected: check by hand; 60 days if affected (BOD 26-04)',
    );
  });

  test('what is unimportant to the vendor waits for the next upgrade, fixed or not', () => {
    for (const fixedVersion of [null, '2']) {
      const deadline = bod({ state: 'unimportant', fixedVersion, signals: dangerous });
      expect(deadline).toMatchObject({
        due: null,
        rule: 'unimportant to the vendor: next upgrade (BOD 26-04)',
        forensics: false,
      });
    }
  });
});

describe('by CVSS thresholds', () => {
  test.each([
    [9, '2026-06-16', 'CVSS: critical (9.0 and above): 15 days'],
    [8.9, '2026-07-01', 'CVSS: high (7.0 to 8.9): 30 days'],
    [7, '2026-07-01', 'CVSS: high (7.0 to 8.9): 30 days'],
    [6.9, '2026-08-30', 'CVSS: medium (4.0 to 6.9): 90 days'],
    [4, '2026-08-30', 'CVSS: medium (4.0 to 6.9): 90 days'],
    [3.9, null, 'CVSS: low (below 4.0): next upgrade'],
  ])('%d is due %s, exploited or not', (score, due, rule) => {
    expect(decideDeadline('cvss', contextWith({ signals: rated(score) }), today)).toMatchObject({ due, rule });
  });

  test('without any rating it counts as high and says so', () => {
    const deadline = decideDeadline('cvss', contextWith({}), today);
    expect(deadline).toMatchObject({
      due: '2026-07-01',
      rule: 'CVSS: no rating, counts as high (7.0 to 8.9): 30 days',
    });
  });

  test('without CVSS the vendor’s rating counts, derived', () => {
    const deadline = decideDeadline('cvss', contextWith({ vendorSeverity: { word: 'low', source: 'Ubuntu' } }), today);
    expect(deadline.due).toBeNull();
    expect(deadline.reasons[0]).toMatchObject({
      factor: 'severity',
      value: 'low',
      source: 'Ubuntu',
      derived: expect.any(String),
    });
  });

  test('the highest score counts, the others are told, and CVSS 2 counts only alone', () => {
    expect(severity([localLeak, worm])).toMatchObject({
      value: 'critical',
      source: 'CVSS (ghsa): 9.8 (others say 3.3)',
    });
    expect(severity([oldWorm, localLeak])).toMatchObject({ value: 'low', source: 'CVSS (nvd): 3.3' });
    expect(severity([oldWorm])).toMatchObject({ value: 'critical', source: 'CVSS (ubuntu): 10.0' });
  });
});

test('a score that is no number is passed over', () => {
  const signals = { ...silence, cvss: [{ ...worm, score: Number.NaN }, localLeak] };
  expect(decideDeadline('cvss', contextWith({ signals }), today).rule).toBe('CVSS: low (below 4.0): next upgrade');
});

test.each([
  [9.8, '2026-07-01', 'PCI DSS 6.3.3: critical, one month: 30 days'],
  [7.5, '2026-07-01', 'PCI DSS 6.3.3: high, one month: 30 days'],
  [5, '2026-08-30', 'PCI DSS 6.3.3: medium, our choice: 90 days'],
  [2, '2026-08-30', 'PCI DSS 6.3.3: low, our choice: 90 days'],
])('PCI DSS: %d is due %s', (score, due, rule) => {
  const signals = { ...silence, cvss: [{ ...worm, score }] };
  expect(decideDeadline('pci-dss-6.3.3', contextWith({ signals }), today)).toMatchObject({ due, rule });
});

test('PCI DSS: what nobody has rated is due within the month', () => {
  expect(decideDeadline('pci-dss-6.3.3', contextWith({}), today).due).toBe('2026-07-01');
});

test.each([
  ['2026-11-20', 2, -2],
  ['2026-11-22', 0, 0],
  ['2026-12-06', 0, 14],
  [null, null, null],
])('due %s is %s days overdue, %s days left', (due, overdue, left) => {
  expect(overdueDays({ due }, today)).toBe(overdue);
  expect(daysLeft({ due }, today)).toBe(left);
});

test('a today that is no day is refused', () => {
  expect(() => decideDeadline('cvss', contextWith({}), 'today')).toThrow(TypeError);
});
