// What may stand in URLs.
import { expect, test } from 'vitest';
import { catalogSearch, ENDPOINT_TABS, listSearch, oneOf, vulnerabilitiesSearch } from './urls.ts';

test('the query and the row looked at are kept; what is nothing is as if it were not there', () => {
  expect(listSearch({ q: 'os:debian', peek: 'x', other: 1 })).toEqual({ q: 'os:debian', peek: 'x' });
  expect(listSearch({ q: '', peek: null })).toEqual({});
  expect(listSearch({ q: 12 })).toEqual({ q: '12' });
  expect(listSearch({ q: ['a'] })).toEqual({});
});

test('one of the known values is kept, anything else is not', () => {
  const tab = oneOf('tab', ENDPOINT_TABS);
  expect(tab({ tab: 'history' })).toEqual({ tab: 'history' });
  expect(tab({ tab: 'constructor' })).toEqual({});
});

test('vulnerabilities are grouped in the ways there are', () => {
  expect(vulnerabilitiesSearch({ q: 'x', by: 'vulnerability' })).toEqual({ q: 'x', by: 'vulnerability' });
  expect(vulnerabilitiesSearch({ by: 'severity' })).toEqual({});
});

test('products are found by text, and only the groups that there are', () => {
  expect(catalogSearch({ q: 7, of: 'unmanaged', dialog: 'new' })).toEqual({ q: '7', of: 'unmanaged', dialog: 'new' });
  expect(catalogSearch({ of: 'all', dialog: 'old' })).toEqual({});
});
