// Every command of the executing half of pacman: what prepares (and changes nothing but the staging folder), and what installs.
// Source: pacman(8); the README's quirks for the rest.
import type { ReadOnlyCommand } from '../../adapter.ts';
import type { Command } from '../../host.ts';
import type { Argv } from '../../manager.ts';
import { stagingCommands } from '../../staging.ts';
import { planFormat, settings, upgradePlan } from '../commands.ts';

const command = (argv: Argv, seconds: number): Command => ({
  argv,
  timeoutMs: seconds * 1000,
  maxOutputBytes: 16 << 20,
});
const quiet = ['--noconfirm', '--noprogressbar'] as const;

export const lockFile = '/var/lib/pacman/db.lck';

const named = (names: readonly string[]): readonly string[] => (names.length === 0 ? [] : ['--', ...names]);
const removing = ['pacman', '-R', '--print', '--noconfirm', '--print-format', planFormat] as const;

/** What an upgrade of the whole would do that these come along with. */
export const upgradePlanWith = (names: readonly string[]): Command => ({
  ...upgradePlan,
  argv: [...upgradePlan.argv, ...named(names)],
});
/** What would go; it says no where something needs it. */
export const removalPlan = (names: readonly string[]): Command => command([...removing, ...named(names)], 120);

/** Fetches and verifies what an upgrade brings, and these. What is not wholly fetched is begun anew. */
export const download = (folder: string, names: readonly string[]): Command =>
  command(['pacman', '-Suw', ...quiet, `--cachedir=${folder}`, ...named(names)], 600);
/** As if the folder were pacman's own cache: so the repositories' rules about signatures go for these files. */
export const install = (folder: string, names: readonly string[]): Argv => [
  'pacman',
  '-Su',
  ...quiet,
  `--cachedir=${folder}`,
  ...named(names),
];

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
  { begins: removing, options: [] },
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
