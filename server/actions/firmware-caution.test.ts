// Plans with firmware: who may make them, and how they begin.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coverageKeys, type PlannedEndpoint, type PlanStep } from '@suture/core/rollouts/plan-document.ts';
import { readRings, ringSizes } from '@suture/core/rollouts/ring-expression.ts';
import { orderForRings } from '@suture/core/rollouts/ring-order.ts';
import { firmwareFault } from './firmware-caution.ts';

const step = (adapter: string): PlanStep => ({
  adapter,
  release: 'debian-12',
  changes: [{ package: adapter === 'fwupd' ? 'Dock' : 'x', architecture: null, from: '1', to: '2' }],
  heldBack: [],
  downloadBytes: 0,
  expectsReboot: false,
  expectedMinutes: 5,
});
const steps = [step('apt'), step('fwupd')];
/** So many endpoints of each step. */
const plan = (ofApt: number, ofFirmware: number) => ({
  steps,
  endpoints: [...Array(ofApt).fill(0), ...Array(ofFirmware).fill(1)].map((at: number, index): PlannedEndpoint => ({
    endpoint: String(index),
    step: at,
    rollback: 'R0',
    group: null,
    schedule: 'always',
  })),
});
const person = { rings: '2,rest', cleanCanary: true, actor: 'ada@example.org' };

test('without firmware anything goes, also by a standing policy', () => {
  expect(firmwareFault(plan(5, 0), { ...person, actor: 'policy:1' })).toBeUndefined();
});

test('a standing policy ships no firmware, not to one machine either', () => {
  expect(firmwareFault(plan(0, 1), { ...person, actor: 'policy:1' })).toContain('a person has to plan it');
});

test('to several machines the first ring is one of them, and a person lets it go on', () => {
  const careful = { ...person, cleanCanary: false };
  expect(firmwareFault(plan(0, 2), { ...careful, rings: '1,rest' })).toBeUndefined();
  expect(firmwareFault(plan(0, 5), { ...careful, rings: '10%,rest' })).toBeUndefined();
  expect(firmwareFault(plan(3, 2), careful)).toContain('its first ring is one of them');
  expect(firmwareFault(plan(3, 2), { ...person, rings: '1,rest' })).toContain('leave the clean canary out');
});

test('one machine is a first ring by itself', () => {
  expect(firmwareFault(plan(3, 1), { ...person, rings: 'rest' })).toBeUndefined();
});

test('one machine of each model goes first, also beside other steps: the rings of one are as many as the kinds of steps', () => {
  const careful = { ...person, cleanCanary: false };
  const why = 'it ships firmware of one model to several endpoints, and one of them goes first: begin with 2 rings';
  expect(firmwareFault(plan(3, 2), { ...careful, rings: '1,rest' })).toContain(why);
  expect(firmwareFault(plan(3, 2), { ...careful, rings: '1,1,rest' })).toBeUndefined();
  const models = (...names: readonly string[]) => ({
    steps: names.map((name) => ({
      ...step('fwupd'),
      changes: [{ package: name, architecture: null, from: '1', to: '2' }],
    })),
    endpoints: names.map((_, index) => ({ ...plan(0, 1).endpoints[0]!, endpoint: String(index), step: index })),
  });
  expect(firmwareFault(models('Dock', 'SSD', 'Dock #2'), { ...careful, rings: '1,rest' })).toContain('3 rings of one');
  expect(firmwareFault(models('Dock', 'SSD'), { ...careful, rings: '1,rest' })).toBeUndefined();
  const many = models('Dock', 'Dock #2', 'A', 'B', 'C', 'D', 'E');
  expect(firmwareFault(many, { ...careful, rings: '1,rest' })).toContain('in a plan of its own');
});

test('in whatever order machines come, the ring that first has a model has one of it', () => {
  const shape = fc.record({
    kinds: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 2, maxLength: 12 }),
    rings: fc.constantFrom('1,rest', '1,1,rest', '1,1,1,rest', '1,1,1,1,rest', '1,2,rest', '1,25%,rest'),
    seed: fc.string({ minLength: 1, maxLength: 8 }),
  });
  fc.assert(
    fc.property(shape, ({ kinds, rings, seed }) => {
      const ofKind = [0, 1, 2, 3].map((kind) => ({
        ...step(kind === 0 ? 'apt' : 'fwupd'),
        changes: [{ package: `model ${kind}`, architecture: null, from: '1', to: '2' }],
      }));
      const endpoints = kinds.map((kind, index) => ({
        ...plan(0, 1).endpoints[0]!,
        endpoint: `e${index}`,
        step: kind,
      }));
      if (firmwareFault({ steps: ofKind, endpoints }, { ...person, cleanCanary: false, rings }) !== undefined) return;
      if (kinds.filter((kind) => kind > 0).length < 2) return;
      const read = readRings(rings);
      const sizes = read.ok ? ringSizes(read.value, endpoints.length) : [];
      const placed = endpoints.map((each) => ({ ...each, coverage: coverageKeys(ofKind[each.step]!) }));
      const ordered = orderForRings(placed, sizes, seed);
      for (const kind of [1, 2, 3]) {
        let at = 0;
        const perRing = sizes.map(
          (size) => ordered.slice(at, (at += size)).filter((each) => each.step === kind).length,
        );
        expect(perRing.find((count) => count > 0) ?? 1).toBe(1);
      }
    }),
  );
});
