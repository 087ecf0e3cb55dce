// The commands the composer adapter runs: what is installed is read from files, what is newer is asked of its repositories.
// Source: https://getcomposer.org/doc/03-cli.md#outdated.
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';

/** Of the asking user's own packages only. Plugins are code of those packages: they stay off. */
export const listOutdated: Command = {
  argv: [
    'composer',
    'global',
    'outdated',
    '--direct',
    '--format=json',
    '--no-interaction',
    '--no-plugins',
    '--no-ansi',
  ],
  timeoutMs: 120_000,
  maxOutputBytes: 16 << 20,
  env: { COMPOSER_ALLOW_SUPERUSER: '1', COMPOSER_DISABLE_NETWORK: '0' },
};
const outdated = ['composer', 'outdated'] as const;
const asking = ['--direct', '--format=json', '--no-interaction', '--no-plugins', '--no-ansi'] as const;
/** Of a `COMPOSER_HOME` of the whole machine, which the one who asks may not write to: so nothing is kept of the answer. */
export const outdatedIn = (home: string): Command => ({
  ...listOutdated,
  argv: [...outdated, ...asking, `--working-dir=${home}`],
  env: { COMPOSER_ALLOW_SUPERUSER: '1', COMPOSER_HOME: home, COMPOSER_CACHE_DIR: '/dev/null' },
});
export const userName: Command = { argv: ['id', '-un'], timeoutMs: 5_000, maxOutputBytes: 1 << 10 };

export const readOnlyCommands: readonly ReadOnlyCommand[] = [
  { begins: listOutdated.argv, options: [] },
  { begins: [...outdated, ...asking], options: ['--working-dir='] },
  { begins: userName.argv, options: [] },
];
