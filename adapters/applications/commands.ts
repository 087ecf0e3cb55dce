// The one command the applications adapter runs: a bounded walk below the paths an administrator configured.
// Source: find(1) of GNU findutils.
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';
import { lockNames } from './lock-files.ts';

const mostDepth = 24;

const anyOf = (names: readonly string[]): readonly string[] =>
  names.flatMap((name, at) => (at === 0 ? ['-name', name] : ['-o', '-name', name]));

/**
 * Kind, bytes and path of what may hold packages. Other file systems and version control are left out; a folder of packages
 * is named and not entered.
 */
export const walk = (path: string): Command => ({
  argv: [
    'find',
    '-P',
    path,
    '-xdev',
    '-maxdepth',
    String(mostDepth),
    '(',
    '-type',
    'd',
    '(',
    ...anyOf(['.git', '.hg', '.svn']),
    ')',
    '-prune',
    ')',
    '-o',
    '(',
    '-type',
    'd',
    '(',
    ...anyOf(['node_modules', '*.dist-info', '*.egg-info']),
    ')',
    '-prune',
    ...print,
    ')',
    '-o',
    '(',
    '-type',
    'f',
    '(',
    ...anyOf([...lockNames, '*.jar', '*.war', '*.ear']),
    '-o',
    '(',
    '-perm',
    '-u+x',
    '-size',
    '+512k',
    ')',
    ')',
    ...print,
    ')',
  ],
  timeoutMs: 120_000,
  maxOutputBytes: 8 << 20,
});

const print = ['-printf', '%y %s %p\\n'] as const;

/** The manifests in a node_modules that npm left no list of. */
export const manifestsIn = (path: string): Command => ({
  argv: ['find', '-P', path, '-xdev', '-maxdepth', String(mostDepth), '-type', 'f', '-name', 'package.json', ...print],
  timeoutMs: 120_000,
  maxOutputBytes: 8 << 20,
});

export const readOnlyCommands: readonly ReadOnlyCommand[] = [
  {
    begins: ['find', '-P'],
    options: ['-xdev', '-maxdepth', '-type', '-name', '-o', '-prune', '-perm', '-u+x', '-size', '-printf'],
  },
];
