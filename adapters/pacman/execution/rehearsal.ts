// What pacman itself says of an upgrade that was tried: whether its database is whole, and whether files are as their packages have them.
// Source: pacman(8), `-Dk`, `-Qk` and `-Qkk`; check.c and database.c for the words.
import type { RehearsalCheck } from '../../execution.ts';
import { complaintsOf, counts, type LineRead } from '../../rehearsal-lines.ts';
import { isName } from '../parse.ts';

const database = ['pacman', '-Dk'] as const;
const present = ['pacman', '-Qk', '--'] as const;
/** Without a list of checksums in the package it looks at nothing, and says so. */
const altered = ['pacman', '-Qkk', '--'] as const;

const readDatabase = (line: string): LineRead =>
  line === 'No database errors have been found!' ? true : /^error: (.{1,300})$/.exec(line)?.[1];

/** `warning: NAME: PATH (what is wrong with it)`. Configuration has `backup file: ` in front; times change without harm. */
function readFile(line: string): LineRead {
  if (/^\S{1,200}: (?:\d{1,9} total files?, |no mtree file$)/.test(line)) return true;
  const [, path = '', what = ''] = /^warning: [^\s:]{1,200}: (\/.{1,400}?) \(([^()]{1,80})\)$/.exec(line) ?? [];
  if (!counts(path)) return undefined;
  if (what.startsWith('No such file')) return `${path} is missing`;
  return /checksum|Size|Symlink|type/i.test(what) ? `${path} is not as its package has it` : undefined;
}

export const rehearsalChecks: readonly RehearsalCheck[] = [
  {
    name: 'pacman -Dk',
    verdict: 'fail',
    commands: [{ begins: database, options: [] }],
    ask: (host) => complaintsOf(host, database, readDatabase, false),
  },
  {
    name: 'pacman: files as packaged',
    verdict: 'warn',
    commands: [present, altered].map((begins) => ({ begins, options: [] })),
    async ask(host, packages) {
      const names = packages.filter((name) => isName(name) && !name.startsWith('-'));
      if (names.length === 0) return [];
      const missing = await complaintsOf(host, [...present, ...names], readFile, false);
      const other = await complaintsOf(host, [...altered, ...names], readFile, false);
      return missing === undefined || other === undefined ? undefined : [...new Set([...missing, ...other])];
    },
  },
];
