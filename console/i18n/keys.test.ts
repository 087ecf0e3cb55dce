// Every text that a component asks for is there, in every language.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { de } from './de/index.ts';
import { en } from './en/index.ts';
import * as later from './en/later.ts';

const folder = join(import.meta.dirname, '..');
const sources = globSync('**/*.{ts,tsx}', { cwd: folder, exclude: ['**/*.test.*', 'i18n/**'] }).map((path) => ({
  path,
  source: readFileSync(join(folder, path), 'utf8'),
}));

const at = (texts: object, key: string): unknown =>
  key.split('.').reduce<unknown>((here, part) => (here === undefined ? here : Reflect.get(Object(here), part)), texts);
/** Itself, or its forms for a number, or for a rank. */
const isText = (texts: object, key: string): boolean =>
  [[key], [`${key}_one`, `${key}_other`], [`${key}_ordinal_other`]].some((forms) =>
    forms.every((form) => typeof at(texts, form) === 'string'),
  );

test.for([
  ['English', { ...en, ...later }],
  ['German', de],
] as const)('in %s', ([, texts]) => {
  const asked = sources.flatMap(({ path, source }) =>
    [...source.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key = '']) => ({ path, key })),
  );
  expect(asked.length).toBeGreaterThan(400);
  expect(asked.filter(({ key }) => !isText(texts, key))).toEqual([]);
  // Of a key that is put together, what comes before the first part that is not known.
  const together = sources.flatMap(({ path, source }) =>
    [...source.matchAll(/\bt\(\s*`([\w.-]+)\.\$\{/g)].map(([, key = '']) => ({ path, key })),
  );
  expect(together.filter(({ key }) => typeof at(texts, key) !== 'object')).toEqual([]);
});
