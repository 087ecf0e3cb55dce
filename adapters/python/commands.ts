// The command the python adapter runs: what is installed is read from folders, what is newer is asked of the index.
// Source: https://pip.pypa.io/en/stable/cli/pip_index/.
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';

const begins = [
  'python3',
  '-I',
  '-m',
  'pip',
  'index',
  'versions',
  '--disable-pip-version-check',
  '--no-input',
] as const;

/** Isolated, so that no module of a user's folder is run. */
export const versionsOf = (name: string): Command => ({
  argv: [...begins, '--', name],
  timeoutMs: 60_000,
  maxOutputBytes: 1 << 20,
  env: { PIP_RETRIES: '1', PIP_DEFAULT_TIMEOUT: '15', PIP_NO_COLOR: '1' },
});

export const readOnlyCommands: readonly ReadOnlyCommand[] = [{ begins, options: [] }];
