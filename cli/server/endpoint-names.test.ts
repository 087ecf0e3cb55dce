// Whatever a machine calls itself, a query for its name asks for that name and for nothing else.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseQuery } from '@suture/core/query/parse.ts';
import { quoted } from './endpoint-names.ts';

it('a quoted name is one exact value, with stars, quotes, colons and words of the language in it', () => {
  const name = fc
    .string({
      unit: fc.oneof(
        fc.constantFrom('"', '\\', '*', ':', ' ', '(', ')', ',', '-', 'OR'),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
      ),
      minLength: 1,
      maxLength: 30,
    })
    .filter((text) => !/\p{Cc}|\p{Cs}/u.test(text));
  fc.assert(
    fc.property(name, (text) => {
      const query = { kind: 'condition', field: 'endpoint', tests: [{ kind: 'text', match: 'equals', text }] };
      expect(parseQuery(`endpoint:${quoted(text)}`, 'endpoints')).toEqual({ ok: true, query });
    }),
    { numRuns: 500 },
  );
});
