// Plans with firmware: who may make them, and how they begin.
import { expect, test } from 'vitest';
import type { PlannedEndpoint, PlanStep } from '@suture/core/rollouts/plan-document.ts';
import { firmwareFault } from './firmware-caution.ts';

const step = (adapter: string): PlanStep => ({
  adapter,
  release: 'debian-12',
  changes: [{ package: 'x', architecture: null, from: '1', to: '2' }],
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
  expect(firmwareFault(plan(3, 2), { ...careful, rings: '1,rest' })).toBeUndefined();
  expect(firmwareFault(plan(3, 2), { ...careful, rings: '10%,rest' })).toBeUndefined();
  expect(firmwareFault(plan(3, 2), careful)).toContain('its first ring is one of them');
  expect(firmwareFault(plan(3, 2), { ...person, rings: '1,rest' })).toContain('leave the clean canary out');
});

test('one machine is a first ring by itself', () => {
  expect(firmwareFault(plan(3, 1), { ...person, rings: 'rest' })).toBeUndefined();
});
