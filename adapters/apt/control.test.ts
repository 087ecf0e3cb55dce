// The reader of deb822 text: stanzas that look as dpkg writes them are read in one step, and no differently.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { usualStanza, walkControl } from './control.ts';

const wanted = ['Package', 'Status', 'Architecture', 'Version'];
const usual = usualStanza(wanted);

/** All that is told of a text, with the stanzas that were read in one step or without. */
function told(text: string, pattern?: RegExp): unknown {
  const stanzas: unknown[] = [];
  const take = (values: readonly (string | undefined)[], start: number, cutIn: string | undefined): void => {
    stanzas.push([values.slice(1), start, cutIn]);
  };
  return { ...walkControl(text, wanted, take, pattern), stanzas };
}

const written =
  'Package: a\nStatus: install ok installed\nPriority: optional\nArchitecture: all\nVersion: 1.0-1\nConffiles:\n /etc/a 1\n /etc/b 2\nDescription: first\n more\n .\n\n';

test.each([
  ['as dpkg writes it', written, true],
  ['without some fields', 'Package: a\nVersion: 1\n\n', true],
  ['with nothing but a name', 'Package: a\n\n', true],
  ['with a field that begins like another', 'Package: a\nVersion-Of: b\n\n', true],
  ['in another order', 'Package: a\nVersion: 1\nStatus: install ok installed\n\n', false],
  ['with a field twice', 'Package: a\nVersion: 1\nVersion: 2\n\n', false],
  ['with a field in small letters', 'Package: a\nversion: 1\n\n', false],
  ['whose value goes on in the next line', 'Package: a\nVersion: 1\n 2\n\n', false],
  ['with a value that ends in a space', 'Package: a \nVersion: 1\n\n', false],
  ['without a space before a value', 'Package: a\nVersion:1\n\n', false],
  ['without a value', 'Package: a\nVersion: \n\n', false],
  ['with a line that is no field', 'Package: a\nVersion: 1\nstray\n\n', false],
  ['with a comment', 'Package: a\n# no\nVersion: 1\n\n', false],
  ['with line ends of Windows', written.replaceAll('\n', '\r\n'), false],
  ['without a blank line at the end', 'Package: a\nVersion: 1\n', false],
  ['that ends within a line', 'Package: a\nVersion: 1', false],
])('a stanza %s is read as line by line', (_, text, atOnce) => {
  expect(told(text, usual)).toEqual(told(text));
  usual.lastIndex = 0;
  expect(usual.test(text)).toBe(atOnce);
});

test('any text is read as line by line', () => {
  const line = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom('', '', 'Package: a', 'Version: 1.0-1', 'Status: install ok installed') },
    fc.constantFrom(
      'Architecture: all',
      'Depends: b, c',
      'Description: it',
      ' more',
      '\t',
      'package: b',
      '# c',
      'stray',
      ':',
      ': x',
    ),
    fc.constantFrom(
      'Package:',
      'Version: 1 ',
      'Version:  1',
      'Version: é',
      'X: \u2028',
      ' \u2028',
      '\u00a0: x',
      'Versions: 2',
      'a\0: b',
    ),
    fc.string(),
  );
  fc.assert(
    fc.property(
      fc.array(line, { maxLength: 30 }),
      fc.constantFrom('\n', '\n', '\r\n'),
      fc.boolean(),
      (lines, end, isEnded) => {
        const text = lines.join(end) + (isEnded ? '\n\n' : '');
        expect(told(text, usual)).toEqual(told(text));
      },
    ),
    { numRuns: 2000 },
  );
});

test.each([
  ['fields', 'Other: x\n'],
  ['continuation lines', ' x\n'],
  ['letters', 'x'],
])('a stanza with a million %s is read', (_, part) => {
  const text = `Package: a\nOther: ${part.repeat(1_000_000)}\nVersion: 1\n\n${written}`;
  expect(told(text, usual)).toEqual(told(text));
});
