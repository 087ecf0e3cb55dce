import { describe, expect, test } from 'vitest';
import { bodOutcome, bodTable, holds, ruleByBod } from './bod-26-04.ts';
import type { BodFacts } from './bod-26-04.ts';
import { contextWith, inKev, localLeak, oldWorm, silence, ssvc, worm } from './signals.fixture.ts';
import { timeGiven } from './ruling.ts';

// DESIGN §5.5's table, all sixteen combinations spelled out by hand: exploited, exposed, automatable, impact.
const combinations = [
  ['yes', 'yes', 'yes', 'total', '3 days + forensics'],
  ['yes', 'yes', 'yes', 'partial', '3 days'],
  ['yes', 'yes', 'no', 'total', '3 days + forensics'],
  ['yes', 'yes', 'no', 'partial', '14 days'],
  ['yes', 'no', 'yes', 'total', '3 days + forensics'],
  ['yes', 'no', 'yes', 'partial', '14 days'],
  ['yes', 'no', 'no', 'total', '14 days'],
  ['yes', 'no', 'no', 'partial', '14 days'],
  ['no', 'yes', 'yes', 'total', '3 days'],
  ['no', 'yes', 'yes', 'partial', '14 days'],
  ['no', 'yes', 'no', 'total', '14 days'],
  ['no', 'yes', 'no', 'partial', '60 days'],
  ['no', 'no', 'yes', 'total', '60 days'],
  ['no', 'no', 'yes', 'partial', '60 days'],
  ['no', 'no', 'no', 'total', 'next upgrade'],
  ['no', 'no', 'no', 'partial', 'next upgrade'],
] as const;

test.each(combinations)(
  'exploited %s, exposed %s, automatable %s, impact %s: %s',
  (exploited, exposed, automatable, impact, time) => {
    const facts: BodFacts = { exploited, exposed, automatable, impact };
    expect(timeGiven(bodOutcome(facts))).toBe(time);
    expect(bodTable.filter((row) => holds(row, facts))).toHaveLength(1);
  },
);

test('no row of the table is idle', () => {
  const facts = combinations.map(([exploited, exposed, automatable, impact]) => ({
    exploited,
    exposed,
    automatable,
    impact,
  }));
  expect(bodTable.filter((row) => !facts.some((each) => holds(row, each)))).toEqual([]);
});

test('a more dangerous answer never gives more time', () => {
  const urgency = ['3 days + forensics', '3 days', '14 days', '60 days', 'next upgrade'];
  const facts = ['exploited', 'exposed', 'automatable', 'impact'] as const;
  for (const [exploited, exposed, automatable, impact, time] of combinations) {
    const milder: BodFacts = { exploited, exposed, automatable, impact };
    for (const fact of facts) {
      const worse: BodFacts = { ...milder, [fact]: fact === 'impact' ? 'total' : 'yes' };
      expect(urgency.indexOf(timeGiven(bodOutcome(worse)))).toBeLessThanOrEqual(urgency.indexOf(time));
    }
  }
});

const answers = (changed: Parameters<typeof contextWith>[0]) =>
  Object.fromEntries(
    ruleByBod(contextWith(changed))
      .reasons.slice(0, 4)
      .map((reason) => [reason.factor, reason]),
  );

describe('the four answers', () => {
  test('come from KEV, the endpoint and Vulnrichment where those speak, with their dates', () => {
    const signals = { ...silence, exploited: inKev, ssvc: ssvc('active', 'yes', 'total'), cvss: [localLeak] };
    expect(answers({ signals, exposure: 'internal' })).toEqual({
      exploited: { factor: 'exploited', value: 'yes', source: 'KEV', date: '2026-05-01' },
      exposed: { factor: 'exposed', value: 'no', source: 'endpoint', date: undefined },
      automatable: { factor: 'automatable', value: 'yes', source: 'Vulnrichment', date: '2026-04-30' },
      impact: { factor: 'impact', value: 'total', source: 'Vulnrichment', date: '2026-04-30' },
    });
  });

  test('exploited is derived from SSVC when KEV does not list it', () => {
    expect(answers({ signals: { ...silence, ssvc: ssvc('Active', 'no', 'partial') } })['exploited']).toEqual({
      factor: 'exploited',
      value: 'yes',
      source: 'Vulnrichment',
      date: '2026-04-30',
      derived: 'not listed in KEV, but SSVC calls exploitation active',
    });
  });

  test('a public proof of concept is told, but is not exploitation', () => {
    const { exploited } = answers({
      signals: { ...silence, ssvc: ssvc('poc', 'no', 'partial') },
      data: { kev: '2026-08-08' },
    });
    expect(exploited).toMatchObject({ value: 'no', date: '2026-08-08' });
    expect(exploited?.source).toContain('proof of concept public');
  });

  test('without KEV data, not exploited is marked as derived', () => {
    expect(answers({ data: { kev: null } })['exploited']).toMatchObject({
      value: 'no',
      derived: expect.stringContaining('no KEV data'),
    });
    expect(answers({ data: { kev: '2026-08-08' } })['exploited']).not.toHaveProperty('derived');
  });

  test('an unknown exposure counts as internet and says so', () => {
    expect(answers({ exposure: 'unknown' })['exposed']).toMatchObject({
      value: 'yes',
      derived: expect.stringContaining('internet'),
    });
    expect(answers({ exposure: 'internet' })['exposed']).not.toHaveProperty('derived');
  });

  test('automatable and impact are derived from CVSS where SSVC is silent', () => {
    const { automatable, impact } = answers({
      signals: { ...silence, ssvc: ssvc('none', '', 'unheard of'), cvss: [worm] },
    });
    const derived = 'no SSVC; from CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
    expect(automatable).toMatchObject({ value: 'yes', source: 'CVSS (ghsa)', derived });
    expect(impact).toMatchObject({ value: 'total', source: 'CVSS (ghsa)', derived });
  });

  test('of vectors that disagree, the dangerous one decides, and CVSS 2 only without a later one', () => {
    expect(answers({ signals: { ...silence, cvss: [localLeak, worm] } })['automatable']).toMatchObject({
      value: 'yes',
    });
    expect(answers({ signals: { ...silence, cvss: [oldWorm, localLeak] } })['automatable']).toMatchObject({
      value: 'no',
      source: 'CVSS (nvd)',
    });
    expect(answers({ signals: { ...silence, cvss: [oldWorm] } })['impact']).toMatchObject({
      value: 'total',
      source: 'CVSS (ubuntu)',
    });
  });

  test.each([
    [0.1, 'yes'],
    [0.0999, 'no'],
  ])('with EPSS %d alone, automatable is %s, derived', (score, value) => {
    const signals = { ...silence, epss: { score, percentile: 0.9 } };
    const { automatable } = answers({ signals, data: { epss: '2026-08-16' } });
    expect(automatable).toMatchObject({
      value,
      source: 'EPSS',
      date: '2026-08-16',
      derived: expect.stringContaining('10%'),
    });
  });

  test('where nothing at all is known, automatable is yes and impact partial, both derived', () => {
    const { automatable, impact } = answers({
      signals: { ...silence, cvss: [{ vector: 'x', source: 'y', score: undefined }] },
    });
    expect(automatable).toMatchObject({ value: 'yes', source: 'nobody', derived: expect.any(String) });
    expect(impact).toMatchObject({ value: 'partial', source: 'nobody', derived: expect.any(String) });
  });

  test('KEV’s own due date and ransomware use are told beside the answers', () => {
    const { reasons } = ruleByBod(contextWith({ signals: { ...silence, exploited: { ...inKev, ransomware: true } } }));
    expect(reasons.map(({ value }) => value)).toContain('KEV asks for 2026-05-22');
    expect(reasons[0]?.source).toContain('ransomware');
  });
});
