// The reference of the API says of roles and limits what the code says.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { apiLimits } from '../routes/api-limits.ts';
import { permissionsOf, roles } from './permissions.ts';

const text = readFileSync(join(import.meta.dirname, '../../docs/reference/api.md'), 'utf8');

test('the table of roles in the reference is the one that is asked', () => {
  const rows = [...text.matchAll(/^\| (\w+) \| ((?:`[a-z.-]+` ?)+)\|$/gm)].map(([, role, cells = '']) => ({
    role,
    added: [...cells.matchAll(/`([a-z.-]+)`/g)].map((match) => match[1] ?? ''),
  }));
  expect(rows.map(({ role }) => role)).toEqual(roles);
  const soFar: string[] = [];
  for (const [index, { added }] of rows.entries()) {
    soFar.push(...added);
    expect(soFar.toSorted()).toEqual([...permissionsOf(roles[index] ?? 'viewer')].toSorted());
  }
});

test('the limits in the reference are those that are counted', () => {
  const told =
    /([\d,]+) requests a minute for each person or token, ([\d,]+) for each address[^]*?, (\d+) for each/.exec(text);
  const [caller, address, stranger] = (told ?? []).slice(1).map((each) => Number(each.replaceAll(',', '')));
  expect({ caller, address, stranger }).toEqual(apiLimits);
});
