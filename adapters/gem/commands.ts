// The command the gem adapter runs: what is installed is read from folders, what is newer is asked of the gem server.
// Source: https://guides.rubygems.org/command-reference/#gem-list.
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';

const begins = ['gem', 'list', '--remote', '--exact', '--no-verbose'] as const;

/** `gem outdated` exits 0 and says nothing where the server is out of reach; so does this, but what it names it has asked. */
export const newestOf = (names: readonly string[]): Command => ({
  argv: [...begins, '--', ...names],
  timeoutMs: 120_000,
  maxOutputBytes: 4 << 20,
});

export const readOnlyCommands: readonly ReadOnlyCommand[] = [{ begins, options: [] }];
