// What counts as harm done by an install, and that what was not seen never counts as fine.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judgeAfter, judgeBefore, type Expected } from './compare.ts';
import type { Observation } from './observation.ts';

const gibibyte = 1024 ** 3;
const healthy: Observation = {
  at: 1_800_000_000_000,
  bootId: 'a',
  runningKernel: '6.1.0-1',
  rebootPending: { is: false, why: [] },
  space: [{ path: '/', freeBytes: 10 * gibibyte, sizeBytes: 20 * gibibyte }],
  audit: { clean: true, problems: [] },
  units: { active: ['nginx.service', 'ssh.service'], failed: ['old.service'] },
  listening: ['tcp 0.0.0.0:22', 'tcp 0.0.0.0:80'],
  oldCode: [],
  load: 0.4,
  clockSkewMs: 300,
  custom: { shop: { passed: true } },
};
const expected: Expected = { reboot: false, blocking: ['shop'], soak: false, removes: false };
const after = (over: Partial<Observation>, more: Partial<Expected> = {}) =>
  judgeAfter(healthy, { ...healthy, ...over }, { ...expected, ...more });
const says = (results: ReturnType<typeof after>) =>
  results.results.filter(({ verdict }) => verdict !== 'pass').map((result) => result.says);

describe('after an install', () => {
  test('an endpoint that is as it was passes', () => {
    expect(after({})).toMatchObject({ verdict: 'pass', cause: null });
  });

  test.each<[string, Partial<Observation>, string, string]>([
    [
      'a service that ran and does not',
      { units: { active: ['ssh.service'], failed: ['old.service'] } },
      'service-down',
      'ran before and does not now: nginx.service',
    ],
    [
      'a service that failed since',
      { units: { active: ['nginx.service', 'ssh.service'], failed: ['old.service', 'new.service'] } },
      'service-down',
      'ran before and does not now: new.service',
    ],
    ['a port that is closed', { listening: ['tcp 0.0.0.0:22'] }, 'socket-gone', 'closed now: tcp 0.0.0.0:80'],
    [
      'a broken package database',
      { audit: { clean: false, problems: ['x is unpacked'] } },
      'install-failed',
      'it is broken: x is unpacked',
    ],
    ['old code', { oldCode: ['nginx.service'] }, 'old-code-running', 'old code still runs: nginx.service'],
    [
      'a reboot that is needed',
      { rebootPending: { is: true, why: ['kernel 2'] } },
      'old-code-running',
      'what was installed waits for a reboot: kernel 2',
    ],
    ['a reboot nobody asked for', { bootId: 'b' }, 'unplanned-reboot', 'it rebooted and was not asked to'],
    [
      'a probe that counts',
      { custom: { shop: { passed: false, why: 'status 500' } } },
      'probe-failed',
      'it fails: status 500',
    ],
    ['a probe that counts and was not asked', { custom: {} }, 'probe-failed', 'it could not be asked'],
  ])('%s fails', (_, over, cause, sentence) => {
    const judged = after(over);
    expect(judged).toMatchObject({ verdict: 'fail', cause });
    expect(says(judged)).toEqual([sentence]);
  });

  test('a planned reboot is none of these', () => {
    expect(after({ bootId: 'b' }, { reboot: true })).toMatchObject({ verdict: 'pass' });
  });

  test('with what is taken away goes what it ran and listened on, and nothing may fail by it', () => {
    const removes = { removes: true };
    const units = { active: ['ssh.service'], failed: ['old.service'] };
    const gone = after({ units, listening: ['tcp 0.0.0.0:22'] }, removes);
    expect(gone).toMatchObject({ verdict: 'warn', cause: null });
    expect(says(gone)).toEqual(['ended with what was taken away: nginx.service', 'closed now: tcp 0.0.0.0:80']);
    const failed = { ...units, failed: ['nginx.service', 'old.service'] };
    expect(after({ units: failed }, removes)).toMatchObject({ verdict: 'fail', cause: 'service-down' });
  });

  test('in the soak the causes are those of the soak', () => {
    const soak = { soak: true };
    expect(after({ units: { active: [], failed: [] } }, soak).cause).toBe('service-died-in-soak');
    expect(after({ custom: { shop: { passed: false, why: 'down' } } }, soak).cause).toBe('probe-failed-in-soak');
    expect(after({ bootId: 'b' }, soak).cause).toBe('unplanned-reboot');
  });

  test('what failed before is not the doing of the install, and what does not count warns', () => {
    const before = { ...healthy, custom: { shop: { passed: false, why: 'down' } } } as const;
    expect(judgeAfter(before, before, expected)).toMatchObject({ verdict: 'warn', cause: null });
    expect(after({ custom: { shop: { passed: true }, extra: { passed: false, why: 'x' } } })).toMatchObject({
      verdict: 'warn',
      cause: null,
    });
    expect(after({ listening: [...(healthy.listening ?? []), 'tcp 0.0.0.0:81'] })).toMatchObject({ verdict: 'warn' });
  });

  test.each(['bootId', 'rebootPending', 'audit', 'units', 'listening', 'oldCode', 'space', 'clockSkewMs'] as const)(
    'a look that could not see %s never passes',
    (part) => {
      expect(after({ [part]: null }).verdict).toBe('unknown');
    },
  );

  test('a look without anything never passes, whatever is expected', () => {
    const nothing = fc.subarray(
      ['bootId', 'rebootPending', 'audit', 'units', 'listening', 'oldCode', 'space'] as const,
      { minLength: 1 },
    );
    fc.assert(
      fc.property(nothing, nothing, fc.boolean(), fc.boolean(), (left, right, reboot, soak) => {
        const blind = (parts: readonly string[]) => ({
          ...healthy,
          ...Object.fromEntries(parts.map((part) => [part, null])),
        });
        expect(['fail', 'unknown']).toContain(
          judgeAfter(blind(left), blind(right), { ...expected, reboot, soak }).verdict,
        );
      }),
    );
  });
});

describe('before an install', () => {
  test('an endpoint in order may begin', () => {
    expect(judgeBefore({ ...healthy, units: { active: [], failed: [] } }, ['shop'])).toMatchObject({ verdict: 'pass' });
  });

  test.each<[string, Partial<Observation>, string]>([
    ['a broken package database', { audit: { clean: false, problems: ['x'] } }, 'broken-before'],
    ['a package database nobody can read', { audit: null }, 'broken-before'],
    ['a full disk', { space: [{ path: '/boot', freeBytes: 1024, sizeBytes: gibibyte }] }, 'disk-full'],
    ['a clock that is off', { clockSkewMs: -121_000 }, 'precheck-failed'],
    ['a probe that counts', { custom: { shop: { passed: null, why: 'no answer' } } }, 'precheck-failed'],
  ])('%s keeps it from beginning', (_, over, cause) => {
    expect(judgeBefore({ ...healthy, ...over }, ['shop'])).toMatchObject({ verdict: 'fail', cause });
  });

  test('a pending reboot, failed services and a nearly full disk are said, and do not', () => {
    const judged = judgeBefore(
      {
        ...healthy,
        rebootPending: { is: true, why: ['kernel'] },
        space: [{ path: '/', freeBytes: 200 << 20, sizeBytes: 20 * gibibyte }],
      },
      [],
    );
    expect(judged).toMatchObject({ verdict: 'warn', cause: null });
    expect(judged.results.filter(({ verdict }) => verdict === 'warn').map((result) => result.says)).toEqual([
      'nearly full: / (200 MiB free)',
      'a reboot is pending already: kernel',
      'failed already: old.service',
    ]);
  });
});
