// Canonical JSON against RFC 8785's own examples, and against anything at all.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from './canonical-json.ts';

describe('canonical JSON', () => {
  test.each([
    // RFC 8785 §3.2.2 and §3.2.3, shortened.
    [
      '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001]}',
      '{"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27]}',
    ],
    ['{"literals":[null,true,false]}', '{"literals":[null,true,false]}'],
    [
      String.raw`{"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/"}`,
      String.raw`{"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    ],
    [
      String.raw`{"\u20ac":"Euro","\r":"CR","\ufb33":"Dalet","1":"One","\ud83d\ude00":"Emoji","\u0080":"Control","\u00f6":"o"}`,
      '{"\\r":"CR","1":"One","\u0080":"Control","ö":"o","€":"Euro","😀":"Emoji","\ufb33":"Dalet"}',
    ],
    ['{"b":{"d":1,"c":2},"a":[]}', '{"a":[],"b":{"c":2,"d":1}}'],
    ['-0', '0'],
    ['{"__proto__":{"x":1}}', '{"__proto__":{"x":1}}'],
  ])('%s becomes %s', (text, expected) => {
    expect(canonicalJson(JSON.parse(text))).toEqual({ ok: true, text: expected });
  });

  test.each([
    ['undefined', undefined],
    ['not a number', Number.NaN],
    ['a big integer', 1n],
    ['a date', new Date(0)],
    ['a map', new Map()],
    // oxlint-disable-next-line no-sparse-arrays -- The hole is the point.
    ['an array with a hole', [1, , 2]],
    ['half of a surrogate pair', '\ud800'],
    ['half of a surrogate pair as a name', { '\udc00': 1 }],
    ['a member that is undefined', { a: undefined }],
  ])('%s is refused', (_, value) => {
    expect(canonicalJson(value).ok).toBe(false);
  });

  test('what is nested too deep is refused instead of ending the process', () => {
    let value: unknown = 1;
    for (let depth = 0; depth < 100_000; depth += 1) value = [value];
    expect(canonicalJson(value)).toEqual({ ok: false, problem: 'nested deeper than 64' });
  });

  test('it says the same value, and the order of members does not matter', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 4 })), (value) => {
        const shuffled = Object.fromEntries(Object.entries(value).toReversed());
        const one = canonicalJson(value);
        const other = canonicalJson(shuffled);
        if (!one.ok || !other.ok) return false;
        expect(other.text).toBe(one.text);
        expect(JSON.parse(one.text)).toEqual(JSON.parse(JSON.stringify(value)));
        return true;
      }),
    );
  });

  test('nothing makes it throw', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withMap: true, withNullPrototype: true, withSparseArray: true }),
        (value) => {
          expect(typeof canonicalJson(value).ok).toBe('boolean');
        },
      ),
    );
  });
});
