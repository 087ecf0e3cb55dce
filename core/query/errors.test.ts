// What a query says when it is wrong: what, where, what could stand there, and what was probably meant.
import { describe, expect, test } from 'vitest';
import { MAX_QUERY_LENGTH, parseQuery } from './parse.ts';

/** The error, with the part of the text it points at. */
function refusal(text: string) {
  const parsed = parseQuery(text, 'endpoints');
  if (parsed.ok) throw new Error(`it was understood: ${text}`);
  return { ...parsed.error, at: text.slice(parsed.error.from, parsed.error.to) };
}

describe('a query is refused at the place where it goes wrong', () => {
  const cases: readonly [string, number, string, string][] = [
    ['os:debian fixx:yes', 10, 'fixx', 'there is no field fixx; did you mean fix?'],
    ['tga:web', 0, 'tga', 'there is no field tga; did you mean tag?'],
    ['libc6:amd64', 0, 'libc6:amd64', 'there is no field libc6; to search for the text, quote it'],
    [':x', 0, ':x', 'a field is missing before the colon; to search for the text, quote it'],
    ['__proto__:x', 0, '__proto__:x', 'there is no field __proto__; to search for the text, quote it'],
    ['os:', 3, '', 'a value is missing'],
    ['os: debian', 3, '', 'a value is missing'],
    ['os:a,,b', 5, '', 'a value is missing'],
    ['os:a,', 5, '', 'a value is missing'],
    ['os:""', 3, '""', 'a value is missing'],
    ['seen:<', 5, '<', 'a value is missing'],
    ['exploited:maybe', 10, 'maybe', 'exploited is never maybe'],
    ['exploited:yse', 10, 'yse', 'exploited is never yse; did you mean yes?'],
    ['exploited:>yes', 10, '>', 'exploited takes no >'],
    ['hold:unknown', 5, 'unknown', 'hold is never unknown'],
    ['fix:avaliable', 4, 'avaliable', 'fix is never avaliable; did you mean available?'],
    ['fix:av*', 4, 'av*', 'fix takes no *'],
    ['severity:<low', 10, 'low', 'severity is never <low'],
    ['severity:>unknown', 10, 'unknown', 'severity is never >unknown'],
    ['os:>debian', 3, '>', 'os takes no >'],
    ['epss:>10', 6, '10', 'epss is never >10'],
    ['cvss:>50%', 6, '50%', 'cvss is never >50%'],
    ['epss:-1', 5, '-1', 'epss is never -1'],
    ['epss:0x1', 5, '0x1', 'epss is never 0x1'],
    ['seen:24h', 5, '24h', 'seen needs < or > before a duration'],
    ['seen:<24', 6, '24', 'seen is never <24'],
    ['seen:<5months', 6, '5months', 'seen is never <5months'],
    ['seen:<9999999999w', 6, '9999999999w', 'seen is never <9999999999w'],
    ['published:>2026-02-30', 11, '2026-02-30', 'published is never >2026-02-30'],
    ['published:2026-13', 10, '2026-13', 'published is never 2026-13'],
    ['due:>none', 5, 'none', 'due is never >none'],
    ['epss>0.1', 0, 'epss>0.1', 'a colon is missing before >'],
    ['>0.1', 0, '>', 'a field is missing before >'],
    ['a*b', 1, '*', 'a * stands at the beginning or the end'],
    ['a"b"', 1, '"', 'a quotation mark inside a word'],
    ['"a"b', 3, 'b', 'something follows the quotation mark'],
    ['os:"a', 3, '"a', 'this quotation mark is never closed'],
    ['os:“a”', 3, '“', 'quotation marks are plain ones here'],
    ['(a', 0, '(', 'this ( is never closed'],
    ['a)', 1, ')', 'this ) closes nothing'],
    ['()', 1, ')', 'something is missing before this )'],
    ['a OR', 4, '', 'something is missing at the end'],
    ['OR a', 0, 'OR', 'OR joins two terms; to search for the word, quote it'],
    ['a AND OR b', 6, 'OR', 'OR joins two terms; to search for the word, quote it'],
    ['a - b', 2, '-', 'a - stands right before what it excludes'],
    ['-', 0, '-', 'a - stands right before what it excludes'],
    ['a(b)', 1, '(', '( right after a term'],
    ['a\0', 1, '\0', 'a control character or half a character'],
    ['\ud800', 0, '\ud800', 'a control character or half a character'],
  ];
  test.each(cases)('%s', (text, from, at, message) => {
    expect(refusal(text)).toMatchObject({ from, at, message });
  });

  test('with what could stand there', () => {
    expect(refusal('hold:maybe').expected).toEqual(['yes', 'no']);
    expect(refusal('reboot:maybe').expected).toEqual(['yes', 'no', 'unknown']);
    expect(refusal('fix:x').expected).toEqual(['available', 'none']);
    expect(refusal('seen:24h').expected).toEqual(['<24h', '>24h']);
    expect(refusal('epss:x').expected).toEqual(['a number from 0 to 1', 'a percentage', 'none']);
    expect(refusal('os:(debian OR ubuntu)').expected).toEqual(['values joined by commas, as in os:debian,ubuntu']);
  });

  test.each([
    ['tga:web', 'tag:web'],
    ['exploited:yse', 'exploited:yes'],
    ['a seen:24h', 'a seen:<24h'],
    ['epss>0.1', 'epss:>0.1'],
    ['a libc6:amd64', 'a "libc6:amd64"'],
    ['x a:"b c"', String.raw`x "a:\"b c\""`],
    ['a or', 'a or'],
    ['not and', 'not "and"'],
  ])('%s may have been meant as %s, which is a query where anything is suggested', (text, meant) => {
    const { from, to, suggestion } = refusal(text);
    const corrected = suggestion === undefined ? text : text.slice(0, from) + suggestion + text.slice(to);
    expect(corrected).toBe(meant);
    expect(parseQuery(corrected, 'endpoints').ok).toBe(suggestion !== undefined);
  });
});

describe('limits', () => {
  test('A query has at most 4,096 characters, also once written out', () => {
    expect(parseQuery('a'.repeat(MAX_QUERY_LENGTH), 'endpoints').ok).toBe(true);
    expect(refusal('a'.repeat(MAX_QUERY_LENGTH + 1))).toMatchObject({ from: 4096, to: 4097 });
    expect(refusal('cve:abcdefghijk '.repeat(255))).toMatchObject({
      message: 'written out, the query is longer than 4096 characters',
    });
  });

  test('A query has at most 256 values', () => {
    expect(parseQuery(`os:${'a,'.repeat(255)}a`, 'endpoints').ok).toBe(true);
    expect(refusal(`os:${'a,'.repeat(255)}a b`)).toMatchObject({ at: 'b', message: 'more than 256 values' });
  });

  test('A query nests at most 32 deep', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}a${')'.repeat(depth)}`;
    expect(parseQuery(nested(32), 'endpoints').ok).toBe(true);
    expect(refusal(nested(33))).toMatchObject({ from: 33, message: 'nested more than 32 deep' });
    expect(refusal(`${'-'.repeat(33)}a`)).toMatchObject({ from: 33 });
  });

  test('The worst of texts take no more than a moment', () => {
    const worst = ['("', '-(', '""', '\\"', ',', '*', 'a:', 'é', '<', '"\\', '(a OR -', 'x ', 'os:"a",'];
    const started = performance.now();
    for (const piece of worst) parseQuery(piece.repeat(MAX_QUERY_LENGTH).slice(0, MAX_QUERY_LENGTH), 'findings');
    expect(performance.now() - started).toBeLessThan(500);
  });
});
