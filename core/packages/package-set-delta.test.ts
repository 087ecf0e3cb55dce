// Holds deltas between package sets to giving exactly the target, and to refusing a base they do not fit.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyDelta, deltaBetween, encodeDelta, readDelta } from './package-set-delta.ts';

const HEADER = 'suture.set/1 installed';

const lines = fc
  .uniqueArray(fc.string({ unit: fc.constantFrom('a', 'b', '+', '-', '\t', '𝄞', 'ﬀ'), maxLength: 4 }), {
    maxLength: 12,
  })
  .map((list) => list.sort((a, b) => (a < b ? -1 : 1)));

describe('a delta', () => {
  test('names what went and what came, in order', () => {
    expect(deltaBetween(['a 1', 'b 1', 'c 1'], ['a 1', 'b 2', 'c 1', 'd 1'])).toEqual({
      removed: ['b 1'],
      added: ['b 2', 'd 1'],
    });
    expect(deltaBetween(['a'], [])).toEqual({ removed: ['a'], added: [] });
    expect(deltaBetween(['a'], ['a'])).toEqual({ removed: [], added: [] });
  });

  test('is written with a sign before each line, what went first', () => {
    const delta = { removed: ['b 1'], added: ['+', 'b 2'] };
    expect(encodeDelta(HEADER, delta)).toBe('suture.delta/1 suture.set/1 installed\n-b 1\n++\n+b 2\n');
    expect(readDelta(HEADER, encodeDelta(HEADER, delta))).toEqual({ ok: true, delta });
  });

  test('gives the target whatever the two sets, also by way of its text', () => {
    fc.assert(
      fc.property(lines, lines, (base, target) => {
        const read = readDelta(HEADER, encodeDelta(HEADER, deltaBetween(base, target)));
        expect(read.ok && applyDelta(base, read.delta)).toEqual({ ok: true, lines: target });
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['removing what the base does not have', { removed: ['x'], added: [] }],
    ['adding what the base has', { removed: [], added: ['b'] }],
    ['removing and adding the same line', { removed: ['b'], added: ['b'] }],
    ['removals out of order', { removed: ['b', 'a'], added: [] }],
    ['additions out of order', { removed: [], added: ['y', 'x'] }],
    ['a line added twice', { removed: [], added: ['x', 'x'] }],
  ])('is refused for %s', (_, delta) => {
    expect(applyDelta(['a', 'b'], delta)).toMatchObject({ ok: false });
  });

  test('that makes a set too large is refused', () => {
    const base = Array.from({ length: 200_000 }, (_, i) => String(i).padStart(6, '0'));
    expect(applyDelta(base, { removed: [], added: ['x'] })).toMatchObject({
      ok: false,
      reason: 'more than 200000 lines',
    });
    expect(applyDelta(base, { removed: ['000000'], added: ['x'] })).toMatchObject({ ok: true });
  });
});

describe('the text of a delta is refused', () => {
  const first = `suture.delta/1 ${HEADER}`;
  test.each([
    ['without its header', '-a\n', 1],
    ['with the header of another kind', 'suture.delta/1 suture.set/1 available\n', 1],
    ['without a newline at its end', `${first}\n-a`, 0],
    ['with a line without a sign', `${first}\n-a\nb\n`, 3],
    ['with an empty line', `${first}\n-a\n\n`, 3],
    ['with a removal after an addition', `${first}\n+a\n-b\n`, 3],
    ['with lines out of order', `${first}\n-b\n-a\n`, 3],
    ['with additions out of order', `${first}\n-b\n+d\n+c\n`, 4],
    ['with a line twice', `${first}\n+a\n+a\n`, 3],
    ['with a line removed and added', `${first}\n-a\n+a\n`, 0],
    ['with a line over the limit', `${first}\n+${'x'.repeat(2049)}\n`, 2],
  ])('%s', (_, text, line) => {
    expect(readDelta(HEADER, text)).toMatchObject({ ok: false, line });
  });

  test('or is exactly what would be written, whatever the text, and nothing throws', () => {
    const part = fc.constantFrom('-', '+', '\n', 'a', 'b', '', '\r');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const text = `${first}\n${parts.join('')}`;
        const read = readDelta(HEADER, text);
        expect(read.ok ? encodeDelta(HEADER, read.delta) : text).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });
});
