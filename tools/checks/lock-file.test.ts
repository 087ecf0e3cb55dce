// Shows that each thing wrong with a lock file is named, and that a sound one passes.
import { expect, test } from 'vitest';
import { isPermissive, lockFileProblems } from './lock-file.ts';

const sound = { version: '1.0.0', integrity: 'sha512-x', license: 'MIT' };

test('a sound lock file has no problems', () => {
  const packages = {
    '': { license: 'Apache-2.0' },
    core: { license: 'Apache-2.0' },
    'node_modules/@suture/core': { resolved: 'core', link: true },
    'node_modules/a': { ...sound, optionalDependencies: { 'a-linux': '1.0.0', b: '1.0.0' } },
    'node_modules/b': sound,
    'node_modules/a/node_modules/a-linux': sound,
    'node_modules/tool': { ...sound, dev: true, license: 'MPL-2.0' },
  };
  expect(lockFileProblems({ packages })).toEqual([]);
});

test.each([
  ['an address', { resolved: 'file:///a.tgz' }, /bound to an address/u],
  ['no integrity', { integrity: '' }, /no integrity/u],
  ['an install script', { hasInstallScript: true }, /run a script/u],
  ['a copyleft licence', { license: 'GPL-3.0-only' }, /licence is GPL-3\.0-only/u],
  ['a missing platform package', { optionalDependencies: { 'a-darwin': '1.0.0' } }, /without its a-darwin/u],
])('a shipped package with %s is named', (_what, wrong, expected) => {
  const problems = lockFileProblems({ packages: { 'node_modules/@scope/a': { ...sound, ...wrong } } });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^@scope\/a 1\.0\.0 /u);
  expect(problems[0]).toMatch(expected);
});

test.each([
  ['MIT', true],
  ['(MIT OR GPL-2.0-only)', true],
  ['(BSD-2-Clause AND ISC)', true],
  ['MIT AND GPL-2.0-only', false],
  ['LGPL-3.0-or-later', false],
  ['', false],
])('the licence "%s" is permissive: %s', (licence, expected) => {
  expect(isPermissive(licence)).toBe(expected);
});
