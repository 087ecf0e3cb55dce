// Tables and numbers on a terminal.
import { expect, it } from 'vitest';
import { grouped, printable, table } from './columns.ts';

it('aligns columns, numbers to the right, without blanks at the end', () => {
  const text = table(
    ['feed', 'records', 'state'],
    [
      ['kev', '1,662', 'ok'],
      ['osv:Red Hat', '9', ''],
    ],
    { right: [1] },
  );
  expect(text).toBe(['feed         records  state', 'kev            1,662  ok', 'osv:Red Hat        9', ''].join('\n'));
});

it('cuts lines to the width of the terminal and says that it did', () => {
  const lines = table(['a', 'b'], [['one', 'much too long for this']], { width: 12 })
    .trimEnd()
    .split('\n');
  expect(lines).toEqual(['a    b', 'one  much t…']);
});

it('lets nothing in the data steer the terminal or begin a line', () => {
  expect(table(['a'], [['x\u001b[31m\ny\u202e\u009b']])).toBe('a\nx�[31m�y��\n');
  expect(printable('café 漢字 ✓')).toBe('café 漢字 ✓');
});

it.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [360_142, '360,142'],
  [1_234_567, '1,234,567'],
])('%i reads %s', (count, text) => expect(grouped(count)).toBe(text));
