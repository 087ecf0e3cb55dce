// Shows what counts as a claim of a page and what does not.
import { expect, test } from 'vitest';
import { readClaims } from './doc-claims.ts';

const root = new Set(['core', 'tools', 'docs', 'README.md']);

test('paths in code and in links are claims, placeholders and other machines are not', () => {
  const page =
    'See `core/versions/`, `tools/*.ts`, `core/<name>.ts`, `/etc/os-release`, `a/b` and [this](../reference/x.md#y), [that](https://a.example/b).';
  expect(readClaims('docs/guides/g.md', page, root).paths).toEqual([
    'docs/reference/x.md',
    'core/versions',
    'tools/*.ts',
  ]);
});

test('a drawn tree claims each of its folders', () => {
  const page =
    '```\ncore/        decisions\n  versions/  schemes\n    tables/\n  risk/      deadlines\nnowhere/     gone\n```\n';
  expect(readClaims('A.md', page, root).paths).toEqual([
    'core',
    'core/versions',
    'core/versions/tables',
    'core/risk',
    'nowhere',
  ]);
});

test('npm scripts are claims wherever they are shown', () => {
  const page = 'Run `npm test -- core` or `npm run check`:\n\n```sh\nnpm ci\nnpm outdated -g\nnpm start\n```\n';
  expect(readClaims('A.md', page, root).scripts).toEqual(['test', 'check', 'start']);
});

test('a shown command is split into its words and flags', () => {
  const page =
    '`--json`\n\n```sh\n$ npx suture db update --from DIR --only=kev | cat\nsuture scan [--db FILE]   # all\nother --flag\n```\n';
  const { commands, flags } = readClaims('A.md', page, root);
  expect(commands.map(({ words, flags: given }) => [words, given])).toEqual([
    [
      ['db', 'update'],
      ['--from', '--only'],
    ],
    [['scan'], ['--db']],
  ]);
  expect(flags).toEqual(['--json']);
});
