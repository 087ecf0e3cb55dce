// Holds the reference page to the tables of the code. `vitest run core/rollouts/reference -u` writes them anew.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { referenceTables } from './reference.ts';

const page = fileURLToPath(new URL('../../docs/reference/rollouts.md', import.meta.url));

test('the reference of rollouts has the states, limits and causes as they are', async () => {
  let renewed = readFileSync(page, 'utf8');
  for (const [name, make] of Object.entries(referenceTables)) {
    const parts = renewed.split(new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`));
    expect(parts).toHaveLength(4);
    renewed = `${parts[0]}${parts[1]}${make()}\n${parts[2]}${parts[3]}`;
  }
  await expect(renewed).toMatchFileSnapshot(page);
});
