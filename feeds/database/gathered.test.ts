// Statements on packages come back as they went in, however many and however long.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Gathered } from './gathered.ts';

const all = (gathered: Gathered): [string, [string, string | undefined][]][] =>
  [...gathered.packages()].map(([key, statements]) => [key, [...statements]]);

describe('what is gathered', () => {
  it('is handed out package by package in order, each statement once, in the order of saying', () => {
    const gathered = new Gathered();
    gathered.add('b', '["two"]', '1.0');
    gathered.add('a', '["one"]', undefined);
    gathered.add('b', '["three"]', undefined);
    gathered.add('b', '["two"]', '1.0');
    expect(all(gathered)).toEqual([
      ['a', [['["one"]', undefined]]],
      [
        'b',
        [
          ['["two"]', '1.0'],
          ['["three"]', undefined],
        ],
      ],
    ]);
  });

  it('is any text, with any version', () => {
    const text = fc.string({ unit: 'binary' }).filter((value) => value.isWellFormed());
    fc.assert(
      fc.property(fc.array(fc.tuple(text, fc.option(text, { nil: undefined }))), (said) => {
        const gathered = new Gathered();
        for (const [statement, fix] of said) gathered.add('p', JSON.stringify(statement), fix);
        const expected = new Map(said.map(([statement, fix]) => [JSON.stringify(statement), fix]));
        expect(all(gathered)).toEqual(said.length === 0 ? [] : [['p', [...expected]]]);
      }),
    );
  });

  it('may be more than fits in one piece, and a statement may be longer than a piece', () => {
    const gathered = new Gathered();
    const long = `["${'é'.repeat(5_000_000)}"]`;
    const said = Array.from({ length: 40 }, (_, index) => `["${index} ${'x'.repeat(250_000)}"]`);
    for (const [index, statement] of said.entries()) {
      gathered.add(`p${index % 2}`, statement, String(index));
      if (index === 20) gathered.add('long', long, '1');
    }
    const found = new Map(all(gathered));
    expect(found.get('long')).toEqual([[long, '1']]);
    expect(found.get('p0')?.map(([statement]) => statement)).toEqual(said.filter((_, index) => index % 2 === 0));
    expect(found.get('p1')?.map(([, fix]) => fix)).toEqual(
      said.flatMap((_, index) => (index % 2 === 1 ? [String(index)] : [])),
    );
  });

  it('is forgotten for the next feed', () => {
    const gathered = new Gathered();
    gathered.add('a', `["${'x'.repeat(3_000_000)}"]`, undefined);
    gathered.clear();
    gathered.add('b', '["y"]', '2');
    expect(all(gathered)).toEqual([['b', [['["y"]', '2']]]]);
  });
});
