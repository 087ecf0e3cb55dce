// Packages put on classes in memory: each is where one of its sets is, and endpoints are counted once, whatever is asked.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type PlacedClass, countRows, placesIn, variantsOf } from './placing.ts';

const SETS = ['1', '2', '3', '4'];
const PACKAGES = ['70', '80', '90', '100', '110'];

const anySet = fc.constantFrom(...SETS);
const one = fc.oneof(
  anySet.map((set) => [set]),
  fc.tuple(anySet, fc.constantFrom('0', '8', '9'), fc.constantFrom('t', 'f')),
);
const classes: fc.Arbitrary<readonly PlacedClass[]> = fc.array(
  fc.record({
    sets: fc.uniqueArray(one, { minLength: 1, maxLength: 3, selector: (each) => each.join(' ') }),
    endpoints: fc.integer({ min: 1, max: 5 }),
    answers: fc.constantFrom('00', '01', '11'),
    isInternal: fc.boolean(),
  }),
  { maxLength: 6 },
);
const contents = fc.array(fc.subarray(PACKAGES), { minLength: SETS.length, maxLength: SETS.length });

const membersOf = (all: readonly (readonly string[])[]) => ({
  packages: PACKAGES,
  placeOf: (pkg: string) => PACKAGES.indexOf(pkg),
  of: (set: string) => Uint32Array.from(all[SETS.indexOf(set)] ?? [], (pkg) => PACKAGES.indexOf(pkg)),
});

/** Whether an endpoint of the class has what a place says, told from the class itself. */
const has = (each: PlacedClass, place: string, all: readonly (readonly string[])[]): boolean =>
  each.sets.some(([set = '', available = 'null', told = 'null']) =>
    (all[SETS.indexOf(set)] ?? []).some((pkg) => [pkg, available, told, ...each.answers].join() === place),
  );

test('a place is where some class has the package, is internal and exposed as they are, and counts their endpoints', () => {
  fc.assert(
    fc.property(
      classes,
      contents,
      fc.array(fc.array(fc.nat(30), { maxLength: 4 }), { maxLength: 4 }),
      (some, all, rows) => {
        const members = membersOf(all);
        const placed = placesIn(variantsOf(some), members, 2);
        const places = placed.packages.map((pkg, index) =>
          [
            pkg,
            placed.available[index],
            placed.told[index],
            ...placed.answers.map((column) => (column[index] === 't' ? '1' : '0')),
          ].join(),
        );
        const expected = new Set(
          some.flatMap((each) =>
            each.sets.flatMap(([set = '', available = 'null', told = 'null']) =>
              (all[SETS.indexOf(set)] ?? []).map((pkg) => [pkg, available, told, ...each.answers].join()),
            ),
          ),
        );
        expect(placed.answers).toHaveLength(2);
        expect(places.toSorted()).toEqual([...expected].toSorted());
        for (const [index, place] of places.entries()) {
          const there = some.filter((each) => has(each, place, all));
          expect(placed.internal[index]).toBe(there.some(({ isInternal }) => isInternal) ? 't' : 'f');
          expect(placed.exposed[index]).toBe(there.some(({ isInternal }) => !isInternal) ? 't' : 'f');
        }
        const asked = rows.map((row) => row.filter((place) => place > 0 && place <= places.length));
        expect(countRows(some, members, placed, [...asked, null])).toEqual(
          [...asked, []].map((row) =>
            some
              .filter((each) => row.some((place) => has(each, places[place - 1] ?? '', all)))
              .reduce((sum, { endpoints }) => sum + endpoints, 0),
          ),
        );
      },
    ),
  );
});

test('what is not asked for gets no place: a package whatever is offered, or beside one set of offers', () => {
  const members = membersOf([PACKAGES, PACKAGES, [], []]);
  const both: PlacedClass = {
    sets: [
      ['1', '8', 't'],
      ['2', '9', 't'],
    ],
    endpoints: 3,
    answers: '',
    isInternal: false,
  };
  const only = new Map([
    ['', new Set(['70', 'gone'])],
    ['9', new Set(['80'])],
  ]);
  const placed = placesIn(variantsOf([both]), members, 0, only);
  expect(placed.packages.map((pkg, index) => [pkg, placed.available[index]])).toEqual([
    ['70', '8'],
    ['70', '9'],
    ['80', '9'],
  ]);
  expect(countRows([both], members, placed, [['3'], [1, 2]])).toEqual([3, 3]);
  expect(placesIn(variantsOf([both]), members, 0, new Map()).packages).toEqual([]);
});
