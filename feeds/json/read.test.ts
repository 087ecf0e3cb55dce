// Reading values of unknown shape.
import { describe, expect, it } from 'vitest';
import { date, field, identifier, summaryLine, texts } from './read.ts';

describe('narrow readers', () => {
  it('read own fields only', () => {
    expect(field({ a: 1 }, 'a')).toBe(1);
    for (const name of ['constructor', '__proto__', 'toString']) expect(field({}, name)).toBeUndefined();
    expect(field(JSON.parse('{"__proto__":{"a":1}}'), 'a')).toBeUndefined();
    for (const value of [undefined, null, 'text', 1, ['a']]) expect(field(value, 'length')).toBeUndefined();
  });

  it('take year 1 and nonsense for no date', () => {
    expect(date('0001-01-01T00:00:00Z')).toBeUndefined();
    expect(date('soon')).toBeUndefined();
    expect(date(20240101)).toBeUndefined();
    expect(date('2024-02-29T10:00:00.5Z')).toBe('2024-02-29T10:00:00.5Z');
    expect(date('2024-02-29')).toBe('2024-02-29');
  });

  it('take no ids with spaces, control characters or without end', () => {
    expect(identifier('CVE-2024-1234')).toBe('CVE-2024-1234');
    for (const value of ['', 'a b', 'a\u001b[31m', 'é', 'x'.repeat(201), 7]) expect(identifier(value)).toBeUndefined();
  });

  it('shorten a summary to one line of 200 characters', () => {
    expect(summaryLine('  two\n\tlines ')).toBe('two lines');
    expect(summaryLine('word '.repeat(100))).toHaveLength(200);
    expect(summaryLine(undefined)).toBe('');
    expect(texts(['a', 1, '', null, 'b'])).toEqual(['a', 'b']);
  });
});
