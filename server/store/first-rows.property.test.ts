// The first rows are those that putting all of them in order puts first.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstRows } from './first-rows.ts';

const rows = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 30 });

test('they are the first of all rows in order, by one key after the other', () => {
  fc.assert(
    fc.property(rows, fc.nat(35), (all, count) => {
      // The last key tells all apart.
      const keyed = all.map(([first, second], row) => [first, second, all.length - row] as const);
      const keys = [0, 1, 2].map((key) => Float64Array.from(keyed, (row) => row[key] ?? 0));
      const texts = keyed.map((row) => row.map((part) => String(part).padStart(3, '0')).join());
      const found = firstRows(Uint32Array.from(all.keys()), keys, count).map((row) => texts[row]);
      expect(found).toEqual(texts.toSorted().slice(0, count));
    }),
  );
});
