// How far a joining machine is said to be.
import { expect, test } from 'vitest';
import { stepsOf } from './joining-steps.ts';

const said = (...given: Parameters<typeof stepsOf>) => stepsOf(...given).map(({ name, is }) => `${name} ${is}`);

test('a machine that waits for approval has made contact and no more', () => {
  expect(said({ state: 'pending', inventory: 'none' }, 0)).toEqual([
    'contacted done',
    'enrolled next',
    'inventory later',
    'finding later',
  ]);
});

test('an inventory that failed is not there yet', () => {
  expect(said({ state: 'active', inventory: 'failed' }, 0)[2]).toBe('inventory next');
});

test('with its first finding all is done', () => {
  expect(said({ state: 'active', inventory: 'partial' }, 3)).toEqual([
    'contacted done',
    'enrolled done',
    'inventory done',
    'finding done',
  ]);
});
