import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { driftOf, driftOfPlan, driftText, packageKey } from './drift.ts';
import { usualGate } from './gate/decide.ts';
import { freezePlan, planBytes, planHash } from './plan-document.ts';
import type { PlanDraft, PlanStep } from './plan-document.ts';
import { ringSizesOf, rolloutPlan } from './rollout-plan.ts';
import { readRings, ringSizes, writeRings } from './ring-expression.ts';
import { orderForRings, uncovered } from './ring-order.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('rings as people write them', () => {
  test.each([
    ['2,10%,rest', 100, [2, 10, 88]],
    [' 2 , 10% , REST ', 100, [2, 10, 88]],
    ['1%,rest', 10, [1, 9]],
    ['5,50%,rest', 8, [5, 3]],
    ['rest', 3, [3]],
    ['0.5%,rest', 1_000, [5, 995]],
    ['33%,67%,rest', 100, [33, 67]],
  ] as const)('%s of %i', (text, endpoints, sizes) => {
    const rings = readRings(text);
    expect(rings.ok && ringSizes(rings.value, endpoints)).toEqual(sizes);
  });

  test.each([
    ['', 'no ring is given'],
    ['2,10%', 'after "10%" some endpoints may be left over'],
    ['rest,2', '"rest" is followed by another ring'],
    ['two,rest', '"two" is neither a number, a percentage nor rest'],
    ['2,,rest', '"" is empty'],
    ['0,rest', '"0" is a ring without endpoints'],
    ['60%,50%,rest', 'the percentages come to more than 100 %'],
    ['101%,rest', '"101%" is more than everything'],
    ['1.5,rest', '"1.5" is no whole number of endpoints'],
    ['-1,rest', '"-1" is neither a number, a percentage nor rest'],
    ['1,1,1,1,1,1,1,1,1,1,rest', 'there are more than 10 rings'],
  ])('%j is refused, with what to write', (text, problem) => {
    const rings = readRings(text);
    expect(rings.ok ? undefined : rings.problems).toEqual([
      { field: 'rings', problem, remedy: expect.stringMatching(/^[A-Z].*\.$/) },
    ]);
  });

  test('whatever is read leaves nobody out, and reads the same when it is written', () => {
    const size = fc.oneof(
      fc.integer({ min: 1, max: 500 }).map(String),
      fc.integer({ min: 1, max: 20 }).map((percent) => `${percent}%`),
    );
    fc.assert(
      fc.property(fc.array(size, { maxLength: 5 }), fc.integer({ min: 1, max: 2_000 }), (sizes, endpoints) => {
        const rings = readRings([...sizes, 'rest'].join(','));
        if (!rings.ok) throw new Error(rings.problems[0]?.problem);
        const counts = ringSizes(rings.value, endpoints);
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(endpoints);
        expect(Math.min(...counts)).toBeGreaterThan(0);
        expect(readRings(writeRings(rings.value))).toEqual(rings);
      }),
    );
  });
});

describe('who is in which ring', () => {
  const plain = Array.from({ length: 1_000 }, (_, number) => ({
    endpoint: `web-${number}`,
    coverage: ['openssl@debian-12'],
  }));

  test('does not depend on the order in which endpoints are found, and differs from plan to plan', () => {
    const order = (seed: string, list = plain) => orderForRings(list, [10, 990], seed).map(({ endpoint }) => endpoint);
    expect(order('a', plain.toReversed())).toEqual(order('a'));
    expect(order('b').slice(0, 10)).not.toEqual(order('a').slice(0, 10));
  });

  test('is spread evenly: each endpoint is in a first ring of one in ten about one time in ten', () => {
    const times = new Map<string, number>();
    for (let seed = 0; seed < 200; seed++) {
      for (const { endpoint } of orderForRings(plain, [100, 900], `plan-${seed}`).slice(0, 100))
        times.set(endpoint, (times.get(endpoint) ?? 0) + 1);
    }
    const counts = plain.map(({ endpoint }) => times.get(endpoint) ?? 0);
    expect(Math.max(...counts)).toBeLessThan(45);
    expect(counts.filter((count) => count === 0)).toEqual([]);
  });

  test('rare packages come into early rings, as far as there is room', () => {
    const rare = { endpoint: 'mail', coverage: ['postfix@debian-12'] };
    const other = { endpoint: 'old', coverage: ['postfix@debian-11'] };
    const ordered = orderForRings([...plain, rare, other], [3, 999], 'a');
    expect(ordered.slice(0, 3)).toEqual(expect.arrayContaining([rare, other]));
    expect(uncovered(ordered, [3, 999])).toEqual([[], []]);
    const tight = orderForRings([...plain, rare, other], [1, 1_001], 'a');
    expect(uncovered(tight, [1, 1_001])[1]?.length).toBeGreaterThan(0);
  });
});

const step: PlanStep = {
  adapter: 'apt',
  release: 'debian-12',
  changes: [
    { package: 'openssl', architecture: 'amd64', from: '3.0.13-1', to: '3.0.13-3' },
    { package: 'curl', architecture: null, from: null, to: '8.5.0-4' },
  ],
  heldBack: [{ package: 'linux-image', why: 'it is held on the endpoint' }],
  downloadBytes: 1_000,
  expectsReboot: false,
  expectedMinutes: 5,
};

const draft: PlanDraft = {
  organisation: 'acme',
  by: 'ada',
  at: '2026-11-23T00:00:00.000Z',
  expiresAt: '2026-11-30T00:00:00.000Z',
  query: 'os:debian',
  closes: ['CVE-2026-2', 'CVE-2026-1', 'CVE-2026-2'],
  rings: '2,rest',
  soakMinutes: 60,
  limits: { deployment: 25, ring: 10, group: 1 },
  gate: usualGate,
  steps: [step],
  endpoints: Array.from({ length: 20 }, (_, number) => ({
    endpoint: `web-${number}`,
    step: 0,
    rollback: 'R1',
    group: null,
    schedule: 'night',
  })),
  exclusions: [
    { endpoint: 'z', why: 'It is offline.' },
    { endpoint: 'a', why: 'Its last inventory is 9 days old.' },
  ],
  seed: 'x',
};

function frozen(change: Partial<PlanDraft> = {}) {
  const plan = freezePlan({ ...draft, ...change });
  if (!plan.ok) throw new Error(JSON.stringify(plan.problems));
  return plan.value;
}

describe('a frozen plan', () => {
  test('is the same plan, with the same hash, whatever order its parts were found in', () => {
    const one = planHash(frozen(), sha256);
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    const shuffled = frozen({
      endpoints: draft.endpoints.toReversed(),
      closes: ['CVE-2026-1', 'CVE-2026-2'],
      exclusions: draft.exclusions.toReversed(),
      steps: [{ ...step, changes: step.changes.toReversed() }],
      rings: ' 2, rest ',
    });
    expect(planHash(shuffled, sha256)).toBe(one);
  });

  test('has another hash when anything in it is another', () => {
    const changes: readonly Partial<PlanDraft>[] = [
      { by: 'bob' },
      { rings: '3,rest' },
      { soakMinutes: 61 },
      { limits: { deployment: 25, ring: 10, group: 2 } },
      { gate: { ...usualGate, smallRing: 'clean-canary' } },
      { expiresAt: '2026-12-01T00:00:00.000Z' },
      { query: 'os:debian ' },
      { closes: [] },
      { exclusions: [] },
      { endpoints: draft.endpoints.slice(1) },
      { steps: [{ ...step, downloadBytes: 1_001 }] },
      { organisation: 'other' },
    ];
    const hashes = [frozen(), ...changes.map(frozen)].map((plan) => planHash(plan, sha256));
    expect(new Set(hashes).size).toBe(changes.length + 1);
  });

  test('is signed over one text, which begins with what it is', () => {
    const text = new TextDecoder().decode(planBytes(frozen()));
    expect(text.split('\n')[0]).toBe('suture-plan.v1');
    expect(JSON.parse(text.slice(text.indexOf('\n')))).toEqual(frozen());
  });

  test('cuts its endpoints into rings', () => {
    expect(frozen().ringEnds).toEqual([2, 20]);
    expect(frozen().endpoints).toHaveLength(20);
  });

  test.each([
    [{ rings: '2' }, 'rings'],
    [{ endpoints: [] }, 'endpoints'],
    [{ endpoints: [...draft.endpoints, ...draft.endpoints.slice(0, 1)] }, 'endpoints'],
    [{ steps: [] }, 'endpoints'],
    [{ expiresAt: draft.at }, 'expiresAt'],
  ])('%j is refused', (change, field) => {
    const plan = freezePlan({ ...draft, ...change });
    expect(plan.ok ? undefined : plan.problems.map((each) => each.field)).toEqual([field]);
  });
});

test('the reconciler works from the frozen plan and nothing else', () => {
  const plan = rolloutPlan(frozen(), 'hash', 40);
  expect(plan).toMatchObject({
    hash: 'hash',
    soakMs: 3_600_000,
    approvalsNeeded: 1,
    expiresAt: Date.parse(draft.expiresAt),
    limits: { group: 1 },
  });
  expect(plan.varieties).toEqual([['curl@debian-12', 'openssl@debian-12']]);
  expect(plan.targets[0]).toEqual({
    endpoint: frozen().endpoints[0]?.endpoint,
    group: null,
    stratum: 'debian-12 apt',
    schedule: 'night',
    expectedMs: 300_000,
    rollbackReserveMs: 300_000,
    variety: 0,
    rollback: 'R1',
    isLong: false,
  });
  expect(ringSizesOf(frozen())).toEqual([2, 18]);
});

describe('drift', () => {
  const present = (installed: Record<string, string>, offered: Record<string, readonly string[]>) => ({
    installed: new Map(Object.entries(installed)),
    offered: new Map(Object.entries(offered)),
  });
  const fits = present(
    { 'openssl:amd64': '3.0.13-1' },
    { 'openssl:amd64': ['3.0.13-3'], curl: ['8.5.0-4', '8.5.0-5'] },
  );

  test('names a package by its architecture where it has one', () => {
    expect(step.changes.map(packageKey)).toEqual(['openssl:amd64', 'curl']);
  });

  test('none where all is as it was, or already done', () => {
    expect(driftOf(step.changes, fits)).toEqual([]);
    expect(driftOf(step.changes, present({ 'openssl:amd64': '3.0.13-3', curl: '8.5.0-4' }, {}))).toEqual([]);
  });

  test.each([
    [
      present({ 'openssl:amd64': '3.0.13-2' }, { curl: ['8.5.0-4'] }),
      'openssl:amd64 was 3.0.13-1 when the plan was made and is 3.0.13-2 now.',
    ],
    [present({}, { curl: ['8.5.0-4'] }), 'openssl:amd64 was 3.0.13-1 when the plan was made and is not installed now.'],
    [
      present({ 'openssl:amd64': '3.0.13-3', curl: '7' }, {}),
      'curl was not installed when the plan was made and is 7 now.',
    ],
    [
      present({ 'openssl:amd64': '3.0.13-3' }, { curl: ['8.5.0-5'] }),
      'curl 8.5.0-4 is not offered to it any more; now it offers 8.5.0-5.',
    ],
    [
      present({ 'openssl:amd64': '3.0.13-1' }, { curl: ['8.5.0-4'] }),
      'openssl:amd64 3.0.13-3 is not offered to it any more; nothing is offered.',
    ],
    [undefined, 'Nothing is known of the endpoint now.'],
  ])('in words (%#)', (now, text) => {
    expect(driftOf(step.changes, now).map(driftText)).toEqual([text]);
  });

  test('what comes along new is in no list of offers; asked for alone, it is', () => {
    expect(driftOf(step.changes, present({ 'openssl:amd64': '3.0.13-3' }, {}))).toEqual([]);
    const [, curl] = step.changes;
    const alone = driftOf(curl === undefined ? [] : [curl], present({}, {}));
    expect(alone.map(driftText)).toEqual(['curl 8.5.0-4 is not offered to it any more; nothing is offered.']);
  });

  test('of a plan names only the endpoints that drifted', () => {
    const plan = frozen();
    expect(driftOfPlan(plan, (endpoint) => (endpoint === 'web-7' ? undefined : fits))).toEqual([
      { endpoint: 'web-7', drift: [{ kind: 'unknown' }] },
    ]);
  });
});
