// What is suggested at the cursor, and that taking a suggestion is sound.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { almostQueries, resources } from './arbitrary-query.fixture.ts';
import { completeQuery } from './complete.ts';
import { FIELDS, findField } from './fields.ts';
import { parseQuery } from './parse.ts';

/** Texts suggested where the `|` stands, and what they replace. */
function at(marked: string) {
  const cursor = marked.indexOf('|');
  const text = marked.replace('|', '');
  const { from, to, suggestions, field, typed } = completeQuery(text, cursor, 'endpoints');
  return { replaces: text.slice(from, to), texts: suggestions.map((one) => one.text), field, typed };
}

describe('completion', () => {
  test('offers every field where nothing is typed', () => {
    expect(at('|').texts).toHaveLength(FIELDS.length);
    expect(at('os:debian |').texts).toHaveLength(FIELDS.length);
    expect(at('-(|').texts).toHaveLength(FIELDS.length);
  });

  test('offers the fields that begin so, by any of their names, then those that have it inside', () => {
    expect(at('expl|').texts).toEqual(['exploited:']);
    expect(at('cve|').texts).toEqual(['vulnerability:']);
    expect(at('a -EX|')).toMatchObject({ replaces: 'EX', texts: ['exposure:', 'exploited:'] });
    expect(at('cycle|').texts).toEqual(['lifecycle:']);
  });

  test.each([
    ['hold:|', '', ['yes', 'no']],
    ['reboot:u|', 'u', ['unknown']],
    ['fix:|', '', ['available', 'none']],
    ['os:debian,U|', 'U', ['ubuntu']],
    ['-(severity:>=h|', 'h', ['high']],
    ['severity:>|', '', ['low', 'medium', 'high', 'critical']],
    ['seen:|', '', ['<24h', '<7d', '>7d', '>30d', 'none']],
    ['seen:<|', '', ['24h', '7d', '30d']],
    ['virt:|', '', ['kvm', 'vmware', 'microsoft', 'lxc', 'docker', 'none']],
    ['name:"os:|', '"os:', []],
    ['nothing:|', 'nothing:', []],
    ['"os:|', '"os:', []],
    ['os:debian fix:a|vailable', 'a', ['available']],
  ])('at %s', (marked, replaces, texts) => {
    expect(at(marked)).toMatchObject({ replaces, texts });
  });

  test('names the field and what is typed, for callers that know values of their own', () => {
    expect(at('os:debian tag:web,la|')).toEqual({ replaces: 'la', texts: [], field: 'tag', typed: 'la' });
  });

  test('never throws, stays within the text, and every value it offers is one', () => {
    fc.assert(
      fc.property(
        almostQueries,
        fc.oneof(fc.integer({ min: -5, max: 80 }), fc.constant(NaN)),
        resources,
        (text, cursor, resource) => {
          const { from, to, suggestions, field } = completeQuery(text, cursor, resource);
          expect(0 <= from && from <= to && to <= text.length).toBe(true);
          for (const one of suggestions) {
            if (one.kind === 'field') expect(findField(one.text.slice(0, -1), resource)).toBeDefined();
            else if (!/[<>]/.test(one.text) && text[from - 1] === ':')
              expect(parseQuery(`${field}:${one.text}`, resource).ok).toBe(true);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
