// Every field that is offered while a query is written is explained in German as well.
import { completeQuery } from '@suture/protocol/query/complete.ts';
import { expect, test } from 'vitest';
import { FIELD_HELP } from './fields.ts';

test.for(['endpoints', 'packages', 'findings'] as const)('of %s', (resource) => {
  const letters = [...'abcdefghijklmnopqrstuvwxyz'];
  const offered = ['', ...letters].flatMap((typed) => completeQuery(typed, typed.length, resource).suggestions);
  const help = new Set(offered.filter(({ text }) => text.endsWith(':')).map((each) => each.help));
  expect(help.size).toBeGreaterThan(15);
  expect([...help].filter((each) => !Object.hasOwn(FIELD_HELP, each))).toEqual([]);
});
