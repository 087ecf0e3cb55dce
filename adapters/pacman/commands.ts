// Every command the pacman adapter runs: argv, time and output limits. None needs root and none changes the machine.
// Source: pacman(8), pacman-conf(8).
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';

const command = (argv: readonly [string, ...string[]], seconds: number, mebibytes: number): Command => ({
  argv,
  timeoutMs: seconds * 1000,
  maxOutputBytes: mebibytes << 20,
});

export const pacmanVersion: Command = command(['pacman', '--version'], 10, 1);
/** Settings with every default and included file. */
export const settings: Command = command(['pacman-conf'], 10, 4);
/** What every repository has. */
export const repositoryPackages: Command = command(['pacman', '-Sl'], 60, 64);
/** Newer versions; exits 1 when there is none, and when it failed. */
export const newerVersions: Command = command(['pacman', '-Qu'], 60, 16);
/** Name, version, repository, bytes to download. */
export const planFormat = '%n\t%v\t%r\t%s';
/** What `pacman -Su` would install; prints instead of doing, and asks nothing. */
export const upgradePlan: Command = command(
  ['pacman', '-Su', '--print', '--noconfirm', '--print-format', planFormat],
  120,
  16,
);
export const currentTime: Command = command(['date', '+%s'], 5, 1);
export const modificationTimes = (paths: readonly string[]): Command =>
  command(['stat', '-c', '%Y %n', '--', ...paths], 10, 4);

export const readOnlyCommands: readonly ReadOnlyCommand[] = [
  ...[pacmanVersion, settings, repositoryPackages, newerVersions, upgradePlan, currentTime].map(({ argv }) => ({
    begins: argv,
    options: [],
  })),
  { begins: ['stat', '-c', '%Y %n', '--'], options: [] },
];
