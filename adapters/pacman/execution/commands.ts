// Every command of the executing half of pacman: what prepares (and changes nothing but the staging folder), and what installs.
// Source: pacman(8); the README's quirks for the rest.
import type { ReadOnlyCommand } from '../../adapter.ts';
import type { Command } from '../../host.ts';
import type { Argv } from '../../manager.ts';
import { stagingCommands } from '../../staging.ts';
import { settings, upgradePlan } from '../commands.ts';

const command = (argv: Argv, seconds: number): Command => ({
  argv,
  timeoutMs: seconds * 1000,
  maxOutputBytes: 16 << 20,
});
const quiet = ['--noconfirm', '--noprogressbar'] as const;

export const lockFile = '/var/lib/pacman/db.lck';

/** Fetches and verifies what an upgrade brings. What is not wholly fetched is begun anew. */
export const download = (folder: string): Command => command(['pacman', '-Suw', ...quiet, `--cachedir=${folder}`], 600);
/** As if the folder were pacman's own cache: so the repositories' rules about signatures go for these files. */
export const install = (folder: string): Argv => ['pacman', '-Su', ...quiet, `--cachedir=${folder}`];

export const describeInstalled = (names: readonly string[]): Command => command(['pacman', '-Qi', '--', ...names], 60);
export const describeFiles = (paths: readonly string[]): Command => command(['pacman', '-Qip', '--', ...paths], 120);

/** `files`: absolute paths of package files. */
export const goBack = (files: readonly string[]): Argv => ['pacman', '-U', ...quiet, '--', ...files];
export const takeAway = (names: readonly string[]): Argv => ['pacman', '-R', ...quiet, '--', ...names];
/** Only where nobody holds it. */
export const unlock: Argv = ['rm', '-f', '--', lockFile];

/** Whoever is at work has the lock open: `/proc/12/fd/4`. */
export const lockHolders: Command = command(
  ['find', '/proc', '-maxdepth', '3', '-path', '/proc/[0-9]*/fd/*', '-lname', lockFile, '-print'],
  20,
);

const exactly = ({ argv }: Command): ReadOnlyCommand => ({ begins: argv, options: [] });

export const preparingCommands: readonly ReadOnlyCommand[] = [
  exactly(settings),
  exactly(upgradePlan),
  exactly(lockHolders),
  { begins: ['pacman', '-Suw', ...quiet], options: ['--cachedir='] },
  { begins: ['pacman', '-Qi', '--'], options: [] },
  { begins: ['pacman', '-Qip', '--'], options: [] },
  ...stagingCommands,
];

export const installingCommands: readonly ReadOnlyCommand[] = [
  { begins: ['pacman', '-Su', ...quiet], options: ['--cachedir='] },
  { begins: goBack([]), options: [] },
  { begins: takeAway([]), options: [] },
  { begins: unlock, options: [] },
];
