// Proves that the boundaries are seen: an example of each, planted in a tree of its own, is found.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { allWorkspaces, boundaries } from './boundaries.ts';
import { cruiseBoundaries } from './cruise.ts';

const base = mkdtempSync(join(tmpdir(), 'suture-boundaries-'));
afterAll(() => rmSync(base, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(base, file)), { recursive: true });
  writeFileSync(join(base, file), text);
}

test('every boundary refuses the import planted for it, and an innocent tree passes', async () => {
  write('package.json', '{ "type": "module", "dependencies": { "commander": "1.0.0", "pg": "1.0.0" } }');
  write('node_modules/commander/package.json', '{ "name": "commander", "main": "index.js" }');
  write('node_modules/commander/index.js', '');
  write('node_modules/pg/package.json', '{ "name": "pg", "main": "index.js" }');
  write('node_modules/pg/index.js', '');
  for (const folder of [...allWorkspaces, 'adapters/other', 'feeds/other']) {
    write(`${folder}/target.ts`, 'export const target = 1;\n');
  }
  write('adapters/local-host.ts', 'export const target = 1;\n');
  write('cli/planted.test.ts', 'export const planted = 1;\n');

  expect((await cruiseBoundaries(base, allWorkspaces, boundaries)).violations).toEqual([]);

  write('cli/circle-b.ts', "export * from './circle-a.ts';\n");
  const planted = new Map<string, string>();
  for (const { planted: example } of boundaries) {
    planted.set(example.file, `${planted.get(example.file) ?? ''}export * from '${example.imports}';\n`);
  }
  for (const [file, text] of planted) write(file, text);
  const { violations } = await cruiseBoundaries(base, allWorkspaces, boundaries);
  const found = new Set(violations.map(({ boundary }) => boundary));
  expect(boundaries.map(({ name }) => name).filter((name) => !found.has(name))).toEqual([]);
});
