// Every command the apk adapter runs: argv, time and output limits. None needs root and none changes the machine.
// Source: apk(8), apk-version(8), apk-upgrade(8), apk-update(8).
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';

const command = (argv: readonly [string, ...string[]], seconds: number, mebibytes: number): Command => ({
  argv,
  timeoutMs: seconds * 1000,
  maxOutputBytes: mebibytes << 20,
});

export const apkVersion: Command = command(['apk', '--version'], 10, 1);
/** Installed packages of which the fetched indexes have something newer. */
export const newerVersions: Command = command(
  ['apk', '--no-network', '--no-progress', 'version', '--limit', '<'],
  60,
  16,
);
/** In minutes; else apk fetches indexes older than four hours by itself. */
const anyAge = '--cache-max-age=52560000';
/** What `apk upgrade` would do. With `--no-network` it would count everything not yet downloaded as unavailable. */
export const simulateUpgrade: Command = command(['apk', anyAge, '--no-progress', '--simulate', 'upgrade'], 120, 16);
export const currentTime: Command = command(['date', '+%s'], 5, 1);
export const modificationTimes = (paths: readonly string[]): Command =>
  command(['stat', '-c', '%Y %n', '--', ...paths], 10, 4);
export const updateIndexes: Command = command(['apk', '--no-progress', 'update'], 300, 4);

export const readOnlyCommands: readonly ReadOnlyCommand[] = [
  ...[apkVersion, newerVersions, simulateUpgrade, currentTime].map(({ argv }) => ({ begins: argv, options: [] })),
  { begins: ['stat', '-c', '%Y %n', '--'], options: [] },
];

export const refreshCommands: readonly ReadOnlyCommand[] = [{ begins: updateIndexes.argv, options: [] }];
