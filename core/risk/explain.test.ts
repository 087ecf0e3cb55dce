import { describe, expect, test } from 'vitest';
import { decideDeadline } from './decide.ts';
import { explain } from './explain.ts';
import { explanationLines } from './explain-text.ts';
import { contextWith, inKev, localLeak, silence, ssvc, worm } from './signals.fixture.ts';

const today = '2026-11-22';
const known = {
  ...silence,
  ssvc: ssvc('none', 'no', 'total'),
  epss: { score: 0.153, percentile: 0.924 },
  cvss: [worm, localLeak, { vector: 'x', source: 'cna', score: undefined }],
};
const data = { kev: '2026-08-08', epss: '2026-08-16' };

const changes = (...given: Parameters<typeof explain>) =>
  explain(...given).changes.map(({ condition, from, to, due }) => `${condition}: ${from} -> ${to}, ${due}`);

test('an explanation takes the decision that is explained', () => {
  const context = contextWith({ signals: known, data });
  const explanation = explain('bod-26-04', context, today);
  expect(explanation.deadline).toEqual(decideDeadline('bod-26-04', context, today));
  expect(explanation).toMatchObject({ deadline: { due: '2026-06-15' }, overdueDays: 160 });
});

test('every input is listed with its source, its date and its use, each vector among them', () => {
  const { inputs } = explain('bod-26-04', contextWith({ signals: known, data }), today);
  expect(
    inputs.map(({ use, reason }) => `${use} ${reason.factor} ${reason.value} | ${reason.source} | ${reason.date}`),
  ).toEqual([
    'decides exploited no | not in KEV | 2026-08-08',
    'decides exposed yes | endpoint | undefined',
    'decides automatable no | Vulnrichment | 2026-04-30',
    'decides impact total | Vulnrichment | 2026-04-30',
    'decides fix 1.2-3 | DSA-1-1 | 2026-06-01',
    'decides counted-from 2026-06-01 | DSA-1-1 | 2026-06-01',
    'orders epss 15.3% (92nd percentile) | EPSS | 2026-08-16',
    'orders severity critical | CVSS (ghsa): 9.8 (others say 3.3) | undefined',
    'unused severity 9.8 | CVSS (ghsa) CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H | undefined',
    'unused severity 3.3 | CVSS (nvd) CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:N | undefined',
    'unused severity unreadable | CVSS (cna) x | undefined',
  ]);
});

test('a policy of scores alone lists what it does not use as such', () => {
  const { inputs } = explain('cvss', contextWith({ signals: { ...known, exploited: inKev } }), today);
  const uses = Object.fromEntries(inputs.map(({ use, reason }) => [reason.factor, use]));
  expect(uses).toMatchObject({
    exploited: 'orders',
    epss: 'orders',
    exposed: 'unused',
    automatable: 'unused',
    impact: 'unused',
  });
});

describe('what would change the outcome', () => {
  test('by BOD 26-04, each of the four answers turned over alone', () => {
    expect(changes('bod-26-04', contextWith({ signals: known }), today)).toEqual([
      'if it were listed in KEV: 14 days -> 3 days + forensics, 2026-06-04',
      'if this endpoint were internal: 14 days -> next upgrade, null',
      'if its exploitation could be automated: 14 days -> 3 days, 2026-06-04',
      'if it gave an attacker only partial control: 14 days -> 60 days, 2026-07-31',
    ]);
  });

  test('turned the other way, where the danger is real', () => {
    const signals = { ...silence, exploited: inKev, ssvc: ssvc('active', 'yes', 'partial') };
    expect(changes('bod-26-04', contextWith({ signals, exposure: 'internal' }), today)).toEqual([
      'if it were not known to be exploited: 14 days -> 60 days, 2026-07-31',
      'if this endpoint faced the internet: 14 days -> 3 days, 2026-06-04',
      'if it gave an attacker total control: 14 days -> 3 days + forensics, 2026-06-04',
    ]);
  });

  test('an answer that was derived turns over too', () => {
    expect(
      changes('bod-26-04', contextWith({ signals: { ...silence, cvss: [worm] }, exposure: 'unknown' }), today),
    ).toContain('if its exploitation could not be automated: 3 days -> 14 days, 2026-06-15');
  });

  test('by CVSS, the other ratings', () => {
    expect(changes('cvss', contextWith({ signals: { ...silence, cvss: [localLeak] } }), today)).toEqual([
      'if it were rated critical: next upgrade -> 15 days, 2026-06-16',
      'if it were rated high: next upgrade -> 30 days, 2026-07-01',
      'if it were rated medium: next upgrade -> 90 days, 2026-08-30',
    ]);
  });

  test('without a fix, its publication', () => {
    const context = contextWith({ signals: known, fixedVersion: null, state: 'no-fix' });
    expect(changes('bod-26-04', context, today)).toContain(
      'if a fix were published today: no fix published: 14 days once there is one -> 14 days, 2026-12-06',
    );
  });

  test('with a version that could not be compared, the comparison', () => {
    expect(changes('bod-26-04', contextWith({ signals: known, state: 'unknown' }), today)).toContain(
      'if the installed version were found to be affected: version could not be compared: check by hand; 14 days if affected -> 14 days, 2026-06-15',
    );
  });

  test('what is unimportant to the vendor stays so whatever is turned over', () => {
    expect(changes('bod-26-04', contextWith({ signals: known, state: 'unimportant' }), today)).toEqual([]);
  });
});

describe('in plain lines', () => {
  test('the outcome comes first, then why, then what would change it', () => {
    const signals = { ...silence, exploited: inKev, cvss: [worm] };
    const context = contextWith({ signals, exposure: 'unknown', data });
    expect(explanationLines('CVE-2026-1 in xz 5.6.0-1', explain('bod-26-04', context, today))).toEqual([
      'CVE-2026-1 in xz 5.6.0-1: due 2026-06-04, overdue by 171 days',
      'Rule: BOD 26-04: 3 days + forensics',
      'Look for traces of a break-in too (forensics), before and after the fix.',
      '',
      'Why',
      '  exploited    yes        KEV, 2026-05-01',
      '  exposed      yes        endpoint (derived: exposure unknown: counts as internet)',
      '  automatable  yes        CVSS (ghsa) (derived: no SSVC; from CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H)',
      '  impact       total      CVSS (ghsa) (derived: no SSVC; from CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H)',
      '  exploited    KEV asks for 2026-05-22 KEV (listed only: the policy decides), 2026-05-01',
      '  fix          1.2-3      DSA-1-1, 2026-06-01',
      '  counted-from 2026-06-01 DSA-1-1, 2026-06-01',
      'Ranks it among findings with the same deadline',
      '  epss         unknown    EPSS, 2026-08-16',
      '  severity     critical   CVSS (ghsa): 9.8',
      '',
      'What would change it',
      '  if it were not known to be exploited: 3 days + forensics → 3 days (due 2026-06-04)',
      '  if it gave an attacker only partial control: 3 days + forensics → 3 days (due 2026-06-04)',
    ]);
  });

  test('a finding that no one input would move says so', () => {
    const context = contextWith({ signals: known, state: 'unimportant' });
    const lines = explanationLines('CVE-2026-1', explain('bod-26-04', context, today));
    expect(lines[0]).toBe('CVE-2026-1: no due date');
    expect(lines.at(-1)).toBe('  no single input would');
  });

  test('text from a feed cannot steer the terminal', () => {
    const context = contextWith({ fixPublishedFrom: 'DSA\u001b[2J\r\nRule: fine\u202e' });
    const lines = explanationLines('CVE\u0007', explain('bod-26-04', context, today));
    // oxlint-disable-next-line no-control-regex
    expect(lines.filter((line) => /[\u0000-\u001f\u007f-\u009f\u202e]/.test(line))).toEqual([]);
    expect(lines.join('\n')).toContain('DSA\ufffd[2J');
  });
});
