// What entries of the audit are said to have changed.
import { expect, test } from 'vitest';
import { differences } from './difference.ts';

test('a change of a role names the role, and what stays as it was', () => {
  expect(differences({ role: 'viewer', name: 'Ada' }, { role: 'admin', name: 'Ada' })).toEqual([
    { path: 'role', before: 'viewer', after: 'admin', is: 'changed' },
    { path: 'name', before: 'Ada', after: 'Ada', is: 'same' },
  ]);
});

test('what was made has only an after, what was removed only a before', () => {
  expect(differences(null, { uses: 1 })).toEqual([{ path: 'uses', before: undefined, after: '1', is: 'added' }]);
  expect(differences({ tags: ['web'] }, null)).toEqual([
    { path: 'tags', before: '["web"]', after: undefined, is: 'removed' },
  ]);
});

test('members of members are named by their way', () => {
  expect(differences({ facts: { kernel: '6.1' } }, { facts: { kernel: '6.12' } })).toEqual([
    { path: 'facts.kernel', before: '6.1', after: '6.12', is: 'changed' },
  ]);
});

test('a member that becomes null is changed, not removed', () => {
  expect(differences({ scope: 'a' }, { scope: null })).toEqual([
    { path: 'scope', before: 'a', after: 'null', is: 'changed' },
  ]);
});

test('names that every object has are names like others', () => {
  const hostile = JSON.parse('{"__proto__": "x", "constructor": 1}') as unknown;
  expect(differences(null, hostile).map(({ path, after }) => [path, after])).toEqual([
    ['__proto__', 'x'],
    ['constructor', '1'],
  ]);
});

test('an entry without any state has no difference', () => {
  expect(differences(null, null)).toEqual([]);
});
