// Queries at random, as trees and as text, for property tests.
import fc from 'fast-check';
import type { Resource } from './field.ts';
import { FIELDS } from './fields.ts';
import type { KnownField } from './fields.ts';
import { join, negate } from './query.ts';
import type { Condition, Query, Test } from './query.ts';

export const resources: fc.Arbitrary<Resource> = fc.constantFrom('endpoints', 'packages', 'findings');

const text = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 8 }),
    fc.string({
      unit: fc.constantFrom('*', '"', '\\', ' ', ':', ',', '-', '(', '<', '=', 'é', '𝄞'),
      minLength: 1,
      maxLength: 6,
    }),
    fc.constantFrom('none', 'unknown', 'or', 'AND', 'not', '-x', 'epss>0.1', 'os:debian', '*', '“', '\u00a0'),
  )
  .filter((one) => !/[^\P{Cc}\t\n\r]|\p{Cs}/u.test(one));
const comparison = fc.constantFrom('<', '<=', '=', '>=', '>');
const inequality = fc.constantFrom('<', '<=', '>=', '>');
const date = fc.constantFrom('2026', '2026-02', '2026-02-28', '2024-02-29T23:59Z', '1970-01-01T00:00:00Z');

function testOf(field: KnownField): fc.Arbitrary<Test> {
  const textual = fc.record({
    kind: fc.constant('text'),
    match: fc.constantFrom('equals', 'begins', 'ends', 'contains'),
    text,
  });
  const present = fc.constant<Test>({ kind: 'present' });
  const missing: fc.Arbitrary<Test>[] = field.optional ? [fc.constant<Test>({ kind: 'missing' })] : [];
  switch (field.type) {
    case 'text':
    case 'tag':
      return fc.oneof(textual as fc.Arbitrary<Test>, present, ...missing);
    case 'boolean':
      return fc.oneof(
        fc.boolean().map((value): Test => ({ kind: 'boolean', value })),
        present,
        ...missing,
      );
    case 'choice':
    case 'enum':
      return fc.oneof(
        fc.constantFrom(...field.values).map((value): Test => ({ kind: 'choice', value })),
        present,
      );
    case 'number':
      return fc.oneof(
        fc
          .tuple(comparison, fc.double({ min: field.least, max: field.most, noNaN: true }))
          .map(([sign, number]): Test => ({ kind: 'number', comparison: sign, number: number + 0 })),
        ...missing,
      );
    case 'version':
      return fc.oneof(
        fc.tuple(comparison, text).map(([sign, version]): Test => ({ kind: 'version', comparison: sign, version })),
        fc
          .tuple(fc.constantFrom('begins', 'ends', 'contains'), text)
          .map(([match, part]): Test => ({ kind: 'text', match, text: part })),
        ...missing,
      );
    case 'past':
    case 'future':
      return fc.oneof(
        fc.tuple(inequality, fc.nat(3_155_760_000)).map(([sign, seconds]): Test => ({
          kind: field.type === 'past' ? 'age' : 'ahead',
          comparison: sign,
          seconds,
        })),
        fc.tuple(comparison, date).map(([sign, day]): Test => ({ kind: 'date', comparison: sign, date: day })),
        ...missing,
      );
  }
}

const conditions: fc.Arbitrary<Condition> = fc
  .constantFrom<KnownField>(...FIELDS)
  .chain((field) =>
    fc
      .array(testOf(field), { minLength: 1, maxLength: 3 })
      .map((tests) => ({ kind: 'condition', field: field.name, tests })),
  );

/** In the one shape that parsing gives: no list in a list of its kind, no double negation. */
export const queries: fc.Arbitrary<Query> = fc.oneof(
  { weight: 1, arbitrary: fc.constant<Query>({ kind: 'all' }) },
  {
    weight: 20,
    arbitrary: fc.letrec<{ node: Query }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        conditions,
        fc.array(tie('node'), { minLength: 2, maxLength: 3 }).map((terms) => join('and', terms)),
        fc.array(tie('node'), { minLength: 2, maxLength: 3 }).map((terms) => join('or', terms)),
        tie('node').map(negate),
      ),
    })).node,
  },
);

const piece = fc.constantFrom(
  'os:',
  'epss:>',
  'debian',
  'nginx',
  '"a b"',
  '"',
  '\\',
  '*',
  ',',
  '-',
  '(',
  ')',
  ' ',
  ' ',
  'OR',
  ' OR ',
  ' AND ',
  'NOT ',
  '<24h',
  'seen:',
  '0.1',
  '10%',
  'exploited:yes',
  'tag:',
  'name:',
  'none',
  ':',
  '=',
  '\n',
  '\0',
  'é',
  '\ud800',
  'severity:>=high',
  'published:',
  '2026-01',
  'version:',
  '3.*',
  '“',
);

/** Text that is nearly a query. */
export const almostQueries: fc.Arbitrary<string> = fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(''));
