// Holds the page about the gate to a fresh run of the simulation. `vitest run tools/gate-study -u` writes it anew.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { gateStudy } from './gate-study.ts';

const page = join(import.meta.dirname, '../docs/reference/gate.md');

test('the tables of the gate are what the simulation gives', { timeout: 120_000 }, async () => {
  const parts = readFileSync(page, 'utf8').split(/(<!-- study -->\n)[^]*?(<!-- \/study -->)/);
  expect(parts).toHaveLength(4);
  await expect(`${parts[0]}${parts[1]}${gateStudy()}\n${parts[2]}${parts[3]}`).toMatchFileSnapshot(page);
});
