// Lists that are written of a demo say that they are.
import { expect, test } from 'vitest';
import type { ListOptions } from '../commands/server-options.ts';
import { noteDemo } from './demo-mark.ts';
import { type Listed, writeRows } from './rows.ts';

const list: Listed<{ readonly name: string }> = {
  schema: 'suture.things/1',
  rows: [{ name: 'a' }, { name: 'b' }],
  total: 2,
  columns: [{ name: 'name', shown: ({ name }) => name }],
  said: ['Two things.'],
  next: 'suture things',
};

function written(options: ListOptions, isDemo: boolean): string {
  let text = '';
  const stdout = { write: (more: string) => (text += more) };
  if (isDemo) noteDemo(stdout);
  writeRows(list, options, { stdout });
  return text;
}

test('in JSON, in every line of JSON lines, in CSV as a column, in Markdown before all else', () => {
  expect(JSON.parse(written({ json: true }, true))).toMatchObject({ demo: 'All of this is made up.', total: 2 });
  expect(
    written({ jsonl: true }, true)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { name: 'a', demo: 'All of this is made up.' },
    { name: 'b', demo: 'All of this is made up.' },
  ]);
  expect(written({ format: 'csv' }, true)).toBe(
    'name,demo\r\na,All of this is made up.\r\nb,All of this is made up.\r\n',
  );
  expect(written({ format: 'md' }, true)).toMatch(/^All of this is made up\./);
});

test('and nothing where the server is real', () => {
  for (const options of [{ json: true }, { jsonl: true }, { format: 'csv' }, { format: 'md' }] as const)
    expect(written(options, false)).not.toMatch(/demo|made up/);
});
