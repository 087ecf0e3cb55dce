// What the page of rollback classes says is what adapters offer, and each that offers to take back has a test that does.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadAdapters } from './registry.ts';

const page = readFileSync(join(import.meta.dirname, '../docs/decisions/rollback-classes.md'), 'utf8');
const table = page.slice(page.indexOf('## R1'), page.indexOf('**Kernels'));
const named = [...table.matchAll(/^\| ([a-z, ]+) \| /gm)].flatMap(([, names = '']) => names.split(', ')).slice(1);
const offering = (await loadAdapters()).filter(({ capabilities }) => capabilities.includes('rollback'));

test('the page names the adapters that take back, and no others', () => {
  expect(named.toSorted()).toEqual(offering.map(({ name }) => name).toSorted());
});

test.each(offering)('$name has a test that takes something back', ({ name }) => {
  const folders = [join(import.meta.dirname, name, 'execution'), import.meta.dirname].filter(existsSync);
  const tests = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .filter((text) => folder.endsWith('execution') || text.includes(`./${name}/index.ts`)),
  );
  expect(tests.some((text) => /outcome: 'rolled-back'/.test(text))).toBe(true);
});
