// The questions the homebrew adapter asks: what is installed by files alone, what is outdated by brew, which never runs as root.
// Source: brew(1), https://docs.brew.sh/Querying-Brew.
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';

/** Apple's processors, Intel's, Linux. */
export const prefixes = ['/opt/homebrew', '/usr/local', '/home/linuxbrew/.linuxbrew'] as const;
export type Prefix = (typeof prefixes)[number];

/** Without this brew would fetch its indexes anew before it answers. */
const env = {
  HOMEBREW_NO_AUTO_UPDATE: '1',
  HOMEBREW_NO_ANALYTICS: '1',
  HOMEBREW_NO_ENV_HINTS: '1',
  HOMEBREW_NO_COLOR: '1',
} as const;

export const listOutdated = (prefix: Prefix): Command => ({
  argv: [`${prefix}/bin/brew`, 'outdated', '--json=v2', '--greedy-auto-updates'],
  env,
  timeoutMs: 120_000,
  maxOutputBytes: 16 << 20,
});
export const currentUser: Command = { argv: ['id', '-u'], timeoutMs: 5_000, maxOutputBytes: 1 << 10 };

export const readOnlyCommands: readonly ReadOnlyCommand[] = [...prefixes.map(listOutdated), currentUser].map(
  ({ argv }) => ({ begins: argv, options: [] }),
);
