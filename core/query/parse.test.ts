// What queries mean as trees, and that printing one gives the same tree again.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { almostQueries, queries, resources } from './arbitrary-query.fixture.ts';
import type { Resource } from './field.ts';
import { MAX_QUERY_LENGTH, parseQuery } from './parse.ts';
import { printQuery } from './print.ts';

function read(text: string, resource: Resource = 'endpoints') {
  const parsed = parseQuery(text, resource);
  return parsed.ok ? parsed.query : parsed.error;
}

const is = (field: string, ...values: string[]) => ({
  kind: 'condition',
  field,
  tests: values.map((text) => ({ kind: 'text', match: 'equals', text })),
});
const word = (text: string, field = 'endpoint') => ({
  kind: 'condition',
  field,
  tests: [{ kind: 'text', match: 'contains', text }],
});
const one = (field: string, passed: object) => ({ kind: 'condition', field, tests: [passed] });
const and = (...terms: object[]) => ({ kind: 'and', terms });
const or = (...terms: object[]) => ({ kind: 'or', terms });
const not = (term: object) => ({ kind: 'not', term });

describe('a query', () => {
  test('reads as it says: terms side by side, exclusions, durations, yes and no', () => {
    expect(read('os:debian fix:available exploited:yes seen:<24h tag:web -tag:lab')).toEqual(
      and(
        is('os', 'debian'),
        one('fix', { kind: 'choice', value: 'available' }),
        one('exploited', { kind: 'boolean', value: true }),
        one('seen', { kind: 'age', comparison: '<', seconds: 86_400 }),
        is('tag', 'web'),
        not(is('tag', 'lab')),
      ),
    );
  });

  const cases: readonly [string, object][] = [
    ['', { kind: 'all' }],
    [' \t\n\u00a0', { kind: 'all' }],
    ['a b OR c', or(and(word('a'), word('b')), word('c'))],
    ['a (b OR c)', and(word('a'), or(word('b'), word('c')))],
    ['a AND b or c', or(and(word('a'), word('b')), word('c'))],
    ['(a (b c))', and(word('a'), word('b'), word('c'))],
    ['(a)(b)', and(word('a'), word('b'))],
    ['NOT(a b)', not(and(word('a'), word('b')))],
    ['not -a', word('a')],
    ['-(a OR b) c', and(not(or(word('a'), word('b'))), word('c'))],
    ['"a OR b"', word('a OR b')],
    ['"or"', word('or')],
    [String.raw`"say \"hi\" to C:\\"`, word('say "hi" to C:\\')],
    ['OS:debian,Ubuntu', is('os', 'debian', 'Ubuntu')],
    ['name:web', is('endpoint', 'web')],
    ['host:web*', one('endpoint', { kind: 'text', match: 'begins', text: 'web' })],
    ['host:*web', one('endpoint', { kind: 'text', match: 'ends', text: 'web' })],
    ['host:*"w b"*', one('endpoint', { kind: 'text', match: 'contains', text: 'w b' })],
    ['host:*', one('endpoint', { kind: 'present' })],
    ['host:"*"', is('endpoint', '*')],
    ['purl:pkg:npm/%40x/y@1.0?a=b#c', is('purl', 'pkg:npm/%40x/y@1.0?a=b#c')],
    ['tag:none', one('tag', { kind: 'missing' })],
    ['tag:"none"', is('tag', 'none')],
    ['tag:env=prod', is('tag', 'env=prod')],
    ['tag:-x', is('tag', '-x')],
    ['os:none', is('os', 'none')],
    ['reboot:unknown', one('reboot', { kind: 'missing' })],
    ['reboot:False', one('reboot', { kind: 'boolean', value: false })],
    ['epss:>10%', one('epss', { kind: 'number', comparison: '>', number: 0.1 })],
    ['epss:0.5', one('epss', { kind: 'number', comparison: '=', number: 0.5 })],
    ['epss:<=1e-3', one('epss', { kind: 'number', comparison: '<=', number: 0.001 })],
    ['version:<3.0.13', one('version', { kind: 'version', comparison: '<', version: '3.0.13' })],
    ['version:1:2.3~rc1-4+b1', one('version', { kind: 'version', comparison: '=', version: '1:2.3~rc1-4+b1' })],
    ['version:3.*', one('version', { kind: 'text', match: 'begins', text: '3.' })],
    ['booted:>2W', one('booted', { kind: 'age', comparison: '>', seconds: 1_209_600 })],
    ['due:<=90m', one('due', { kind: 'ahead', comparison: '<=', seconds: 5_400 })],
    ['published:>2026-01-01', one('published', { kind: 'date', comparison: '>', date: '2026-01-01' })],
    ['published:2024-02-29t10:00z', one('published', { kind: 'date', comparison: '=', date: '2024-02-29T10:00Z' })],
    ['closed:none', one('closed', { kind: 'missing' })],
    [
      'severity:>=high',
      {
        kind: 'condition',
        field: 'severity',
        tests: [
          { kind: 'choice', value: 'high' },
          { kind: 'choice', value: 'critical' },
        ],
      },
    ],
    [
      'severity:<Medium,unknown',
      {
        kind: 'condition',
        field: 'severity',
        tests: [
          { kind: 'choice', value: 'low' },
          { kind: 'choice', value: 'unknown' },
        ],
      },
    ],
    ['kev:=yes', one('exploited', { kind: 'boolean', value: true })],
  ];
  test.each(cases)('%s', (text, tree) => {
    expect(read(text)).toEqual(tree);
  });

  test('looks for a bare word in the name that its resource has', () => {
    expect(read('ssl', 'packages')).toEqual(word('ssl', 'package'));
    expect(read('CVE-2026-1', 'findings')).toEqual(word('CVE-2026-1', 'finding'));
    expect(read('name:ssl', 'packages')).toEqual(is('package', 'ssl'));
  });
});

describe('written out', () => {
  test.each([
    [
      'os:debian fix:available exploited:yes seen:<24h tag:web -tag:lab',
      'os:debian fix:available exploited:yes seen:<24h tag:web -tag:lab',
    ],
    ['((a  b)) or NOT c', 'a b OR -c'],
    ['a AND (b OR c)', 'a (b OR c)'],
    ['not (a b)', '-(a b)'],
    ['cve:CVE-2026-1', 'vulnerability:CVE-2026-1'],
    ['name:*web*', 'web'],
    ['"web"', 'web'],
    ['"or"', '"or"'],
    ['"os:debian"', '"os:debian"'],
    ['"-a"', '"-a"'],
    ['epss:>10%', 'epss:>0.1'],
    ['seen:<172800s', 'seen:<2d'],
    ['sev:>=high', 'severity:high,critical'],
    ['tag:"none","a b",c', 'tag:"none","a b",c'],
  ])('%s is %s', (text, canonical) => {
    const parsed = parseQuery(text, 'endpoints');
    expect(parsed.ok && printQuery(parsed.query, 'endpoints')).toBe(canonical);
  });

  test('any query parses to itself', () => {
    fc.assert(
      fc.property(queries, resources, (query, resource) => {
        const text = printQuery(query, resource);
        fc.pre(text.length <= MAX_QUERY_LENGTH);
        expect(parseQuery(text, resource)).toEqual({ ok: true, query });
      }),
      { numRuns: 2000 },
    );
  });

  test('whatever was read parses to the same again, and what is wrong is pointed at', () => {
    let understood = 0;
    let refused = 0;
    fc.assert(
      fc.property(fc.oneof(almostQueries, fc.string({ unit: 'binary' })), resources, (text, resource) => {
        const parsed = parseQuery(text, resource);
        if (parsed.ok) {
          understood++;
          expect(parseQuery(printQuery(parsed.query, resource), resource)).toEqual(parsed);
        } else {
          refused++;
          const { from, to, message } = parsed.error;
          expect(message).not.toBe('');
          expect(0 <= from && from <= to && to <= text.length).toBe(true);
        }
      }),
      { numRuns: 5000 },
    );
    expect(Math.min(understood, refused)).toBeGreaterThan(300);
  });
});
