import { describe, expect, test } from 'vitest';
import type { FieldName } from '../query/fields.ts';
import type { Context, Row } from '../query/matches.ts';
import { describePolicy } from './describe.ts';
import { endingSoon, exceptionState, readException, standingOf } from './exception.ts';
import type { Exception, ExceptionText } from './exception.ts';
import { isConsented, revise } from './policy.ts';
import type { PolicyRule } from './policy.ts';
import { previewPolicy, previewText } from './preview.ts';
import type { Seen } from './preview.ts';
import { readPolicy } from './read-policy.ts';
import type { PolicyText } from './read-policy.ts';

const text: PolicyText = {
  name: 'Weekly security',
  ships: 'security',
  endpoints: 'os:debian',
  days: 'FREQ=WEEKLY;BYDAY=TU',
  daysFrom: '2026-01-01',
  zone: 'Europe/Berlin',
  wait: '3d',
  rings: '2,10%,rest',
  windows: ['Friday night'],
  soak: '24h',
  reboot: 'in-window',
  cleanCanary: false,
  isOn: true,
};

function rule(change: Partial<PolicyText> = {}): PolicyRule {
  const read = readPolicy({ ...text, ...change }, ['Friday night']);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}

const row = (values: Partial<Record<FieldName, string | boolean>>): Row => ({
  values: (field) => (values[field] === undefined ? [] : [values[field]]),
  many: () => [],
});
const context: Context = { now: Date.parse('2026-11-23T00:00:00Z'), compareVersions: () => undefined };

describe('a policy as people write it', () => {
  test('in plain sentences', () => {
    expect(describePolicy(rule())).toBe(
      'Every Tuesday (Europe/Berlin) it makes a plan of the security updates, at least 3 days old unless exploited, for the endpoints os:debian. It installs in "Friday night", in rings of 2,10%,rest, each watched for 1 day. A small first ring waits for a person. People approve each plan. It reboots in a maintenance window.',
    );
    const other = rule({
      ships: 'exploited:yes',
      endpoints: '',
      wait: '0d',
      windows: [],
      automaticUpTo: 40,
      cleanCanary: true,
      isOn: false,
      reboot: 'never',
    });
    expect(describePolicy(other)).toBe(
      'Every Tuesday (Europe/Berlin) it makes a plan of the fixes of the findings exploited:yes, for all endpoints. It installs at any time, in rings of 2,10%,rest, each watched for 1 day. A small first ring passes when nothing failed in it. Plans of up to 40 endpoints start without being asked, where one person could approve them; larger ones wait for people. It never reboots. It is switched off.',
    );
  });

  test('with what it asks of endpoints, and of what they serve', () => {
    const asks = rule({
      restart: 'none',
      probes: ['/usr/sbin/nginx -t', 'http://localhost/health 204'],
      ringProbes: ['https://shop.example.org/ 200 Welcome in'],
    });
    expect(describePolicy(asks)).toMatch(
      /Services keep the code they run\. Each endpoint is asked, before and after: usr\/sbin\/nginx -t, http:\/\/localhost\/health 204\. While a ring is under way the server asks: https:\/\/shop\.example\.org\/ 200 Welcome in\.$/,
    );
    expect(asks.ringProbes).toEqual([
      {
        name: 'https://shop.example.org/ 200 Welcome in',
        url: 'https://shop.example.org/',
        expectStatus: 200,
        expectText: 'Welcome in',
        timeoutMs: 10_000,
      },
    ]);
    expect(rule()).toMatchObject({ restart: 'services', probes: [], ringProbes: [] });
  });

  test.each([
    [{ name: '' }, 'name', '1 to 80 characters'],
    [{ ships: '' }, 'ships', 'security, all, or a query'],
    [{ ships: 'explioted:yes' }, 'ships', 'Did you mean'],
    [{ endpoints: 'os:(' }, 'endpoints', '.'],
    [{ days: 'weekly' }, 'days', 'The parts are'],
    [{ daysFrom: 'today' }, 'daysFrom', '2026-01-31'],
    [{ zone: 'Mars' }, 'zone', 'Europe/Berlin'],
    [{ wait: '91d' }, 'wait', '0d to 90d'],
    [{ wait: '12h' }, 'wait', '0d to 90d'],
    [{ rings: '2,10%' }, 'rings', 'Add rest'],
    [{ windows: ['Friday nigth'] }, 'windows', 'Did you mean "Friday night"?'],
    [{ windows: ['x'] }, 'windows', 'Make it first'],
    [{ soak: '0s' }, 'soak', 'never verified'],
    [{ automaticUpTo: 0 }, 'automaticUpTo', 'from 1'],
    [{ automaticUpTo: Number.NaN }, 'automaticUpTo', 'from 1'],
    [{ reboot: 'maybe' }, 'reboot', 'never, if-needed, in-window, ask'],
    [{ restart: 'all' }, 'restart', 'services or none'],
    [{ probes: ['nginx -t'] }, 'probes', 'by its whole path'],
    [{ probes: ['/bin/true', '/bin/true'] }, 'probes', 'Leave one out'],
    [{ ringProbes: ['/usr/sbin/nginx -t'] }, 'ringProbes', 'https://'],
    [{ ringProbes: Array.from({ length: 6 }, (_, index) => `http://h${index}/`) }, 'ringProbes', 'at most 5'],
  ])('%j is refused, with what to write', (change, field, remedy) => {
    const read = readPolicy({ ...text, ...change }, ['Friday night']);
    expect(read.ok ? [] : read.problems).toEqual([
      expect.objectContaining({ field, remedy: expect.stringContaining(remedy) }),
    ]);
  });

  test('says how who was offline catches up, and not after its plans have expired', () => {
    expect(rule().catchUp).toBe('next-window');
    expect(describePolicy(rule({ catchUp: 'after:2h' }))).toContain(
      'Whoever was offline in its window begins 2 hours after it is back.',
    );
    for (const catchUp of ['sometime', 'force:7d']) {
      const read = readPolicy({ ...text, catchUp }, ['Friday night']);
      expect(read.ok ? [] : read.problems.map(({ field }) => field)).toEqual(['catchUp']);
    }
  });

  test('has versions: a change is a new one, no change is none', () => {
    const first = revise([], rule(), 'ada', 1);
    const second = revise(first, rule({ wait: '7d' }), 'bob', 2);
    expect(second.map(({ version, by, rule: { waitDays } }) => [version, by, waitDays])).toEqual([
      [1, 'ada', 3],
      [2, 'bob', 7],
    ]);
    expect(revise(second, rule({ wait: '7d' }), 'cy', 3)).toBe(second);
  });

  test('starts by itself only what one person could approve, and no more than it says', () => {
    const standing = rule({ automaticUpTo: 40 });
    expect([
      isConsented(standing, 40, 1),
      isConsented(standing, 41, 1),
      isConsented(standing, 40, 2),
      isConsented(rule(), 1, 1),
    ]).toEqual([true, false, false, false]);
  });
});

const exceptionText: ExceptionText = {
  id: 'x1',
  owner: 'ada',
  reason: 'The vendor certifies the new version in January.',
  covers: 'finding:CVE-2026-1 endpoint:db-*',
  from: '2026-11-01',
  until: '2026-12-31',
};

function exception(change: Partial<ExceptionText> = {}): Exception {
  const read = readException({ ...exceptionText, ...change });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}

describe('an exception', () => {
  const finding = (endpoint: string) => row({ finding: 'CVE-2026-1', endpoint });

  test('covers what its query finds, from its first day to its last', () => {
    const at = (endpoint: string, today: string) => standingOf(finding(endpoint), [exception()], today, context).kind;
    expect([
      at('db-1', '2026-10-31'),
      at('db-1', '2026-11-01'),
      at('db-1', '2026-12-31'),
      at('db-1', '2027-01-01'),
      at('web-1', '2026-11-15'),
    ]).toEqual(['acted-on', 'excepted', 'excepted', 'exception-expired', 'acted-on']);
  });

  test('that holds longest is the one named', () => {
    const longer = exception({ id: 'x2', until: '2027-03-01' });
    expect(standingOf(finding('db-1'), [exception(), longer], '2026-11-15', context)).toEqual({
      kind: 'excepted',
      by: longer,
    });
  });

  test.each([
    [{ owner: ' ' }, 'owner'],
    [{ reason: 'because' }, 'reason'],
    [{ until: '' }, 'until'],
    [{ until: '2026-10-01' }, 'until'],
    [{ until: '2027-11-02' }, 'until'],
    [{ from: 'x' }, 'from'],
    [{ covers: '' }, 'covers'],
    [{ covers: 'nosuch:field' }, 'covers'],
  ])('%j is refused', (change, field) => {
    const read = readException({ ...exceptionText, ...change });
    expect(read.ok ? [] : read.problems.map((each) => each.field)).toEqual([field]);
  });

  test('that ends soon is listed, the first first', () => {
    const soon = exception({ id: 'soon', until: '2026-11-25' });
    const sooner = exception({ id: 'sooner', until: '2026-11-24' });
    expect(endingSoon([exception(), soon, sooner], '2026-11-23', 14).map(({ id }) => id)).toEqual(['sooner', 'soon']);
    expect(exceptionState(soon, '2026-11-26')).toBe('expired');
  });
});

describe('what a policy would have done', () => {
  const seen = (endpoint: string, change: Partial<Seen> = {}): Seen => ({
    endpoint,
    source: 'openssl',
    to: '3.0.13-3',
    isSecurity: true,
    isExploited: false,
    published: '2026-11-01',
    from: '2026-11-01',
    until: null,
    endpointRow: row({ endpoint, os: 'debian' }),
    finding: {
      id: 'CVE-2026-1',
      row: row({ finding: 'CVE-2026-1', endpoint, exploited: change.isExploited === true }),
    },
    ...change,
  });
  const fleet = Array.from({ length: 30 }, (_, number) => seen(`web-${number}`));
  const november = { first: '2026-11-01', last: '2026-11-30' };
  const given = { exceptions: [], fleet: 100, contextOf: () => context };
  const preview = (policy: PolicyRule, history: readonly Seen[], exceptions: readonly Exception[] = []) =>
    previewPolicy(policy, history, november, { ...given, exceptions }).map(previewText);

  test('in words; each thing ships once, on the first of its days', () => {
    expect(preview(rule(), fleet)).toEqual([
      'On 2026-11-10 this would have shipped 1 patch to 30 endpoints, in rings of 2, 3 and 25, after 1 approval.',
    ]);
    expect(preview(rule({ wait: '0d', automaticUpTo: 40 }), fleet)).toEqual([
      'On 2026-11-03 this would have shipped 1 patch to 30 endpoints, in rings of 2, 3 and 25, by itself.',
    ]);
  });

  test('what is exploited does not wait; what is excepted, gone or elsewhere does not ship', () => {
    const exploited = seen('web-99', { isExploited: true });
    const history = [
      exploited,
      seen('db-1'),
      seen('web-1', { until: '2026-11-09' }),
      seen('win-1', { endpointRow: row({ endpoint: 'win-1', os: 'windows' }) }),
      seen('web-2', { isSecurity: false, finding: undefined }),
    ];
    expect(preview(rule(), history, [exception()])).toEqual([
      'On 2026-11-03 this would have shipped 1 patch to 1 endpoint, in one ring, after 1 approval.',
    ]);
    expect(preview(rule({ ships: 'all' }), history, [exception()])).toEqual([
      'On 2026-11-03 this would have shipped 1 patch to 1 endpoint, in one ring, after 1 approval.',
      'On 2026-11-10 this would have shipped 1 patch to 1 endpoint, in one ring, after 1 approval.',
    ]);
    expect(preview(rule({ ships: 'exploited:yes' }), history)).toHaveLength(1);
  });

  test('says which patches close what', () => {
    const history = [...fleet, seen('web-0', { source: 'curl', to: '8.5.0-4', finding: undefined })];
    const [plan] = previewPolicy(rule(), history, november, given);
    expect(plan?.patches).toEqual([
      { source: 'curl', to: '8.5.0-4', endpoints: 1, closes: [] },
      { source: 'openssl', to: '3.0.13-3', endpoints: 30, closes: ['CVE-2026-1'] },
    ]);
    expect(plan?.endpoints).toBe(30);
  });
});
