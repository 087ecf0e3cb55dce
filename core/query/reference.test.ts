// Holds the reference page to the fields and the grammar. `vitest run core/query -u` writes its tables anew.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { allKeys, FIELDS } from './fields.ts';
import { parseQuery } from './parse.ts';
import { fieldTable } from './reference.ts';

const page = fileURLToPath(new URL('../../docs/reference/query.md', import.meta.url));
const text = readFileSync(page, 'utf8');

describe('the reference of the query language', () => {
  test('has the tables of all fields as they are', async () => {
    let renewed = text;
    for (const about of ['endpoint', 'package', 'finding'] as const) {
      const parts = renewed.split(new RegExp(`(<!-- ${about} -->\n)[^]*?(<!-- /${about} -->)`));
      expect(parts).toHaveLength(4);
      renewed = `${parts[0]}${parts[1]}${fieldTable(about)}\n${parts[2]}${parts[3]}`;
    }
    await expect(renewed).toMatchFileSnapshot(page);
  });

  test('shows queries that are understood', () => {
    const spans = text.split('\n').flatMap((line) => line.split('`').filter((_, index) => index % 2 === 1));
    const shown = spans.filter((span) => /[a-z]:[^ ]/.test(span));
    expect(shown.length).toBeGreaterThan(50);
    for (const example of shown) expect([example, parseQuery(example, 'findings').ok]).toEqual([example, true]);
  });
});

describe('the fields', () => {
  test('have each key once, in small letters and dashes', () => {
    expect(new Set(allKeys).size).toBe(allKeys.length);
    for (const key of allKeys) expect(key).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  test('come with an example that asks for them', () => {
    for (const { name, example } of FIELDS) {
      const parsed = parseQuery(example, 'endpoints');
      expect(parsed.ok && JSON.stringify(parsed.query).includes(`"field":"${name}"`)).toBe(true);
    }
  });

  test('never offer the word for what is missing as a value, which would mean two things', () => {
    for (const field of FIELDS) {
      const values: readonly string[] = 'values' in field ? field.values : 'usual' in field ? field.usual : [];
      expect([field.name, field.optional && values.includes('none')]).toEqual([field.name, false]);
    }
  });
});
