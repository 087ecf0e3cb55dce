// Every command the zypper adapter runs: argv, time and output limits. None needs root but the simulation and the refresh.
// Source: zypper(8).
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';
import { rpmReadOnlyCommands } from '../rpm-database.ts';
import { isRpmName } from '../rpm-query.ts';

const mebibyte = 1 << 20;
const command = (argv: readonly [string, ...string[]], seconds: number, mebibytes: number): Command => ({
  argv,
  timeoutMs: seconds * 1000,
  maxOutputBytes: mebibytes * mebibyte,
});

const zypper = ['zypper', '--non-interactive', '--no-refresh', '--xmlout'] as const;

/** Repositories by alias; given where others were never fetched, which zypper would ask the network for. */
const only = (aliases: readonly string[] | undefined): readonly string[] =>
  (aliases ?? []).filter(isAlias).map((alias) => `--repo=${alias}`);

export const isAlias = (text: string): boolean => /^[\w.:@+-]{1,200}$/.test(text);
export const isPatchName = (text: string): boolean => /^[A-Za-z0-9][\w.:+-]{0,200}$/.test(text);

export const zypperVersion: Command = command(['zypper', '--version'], 20, 1);
export const currentTime: Command = command(['date', '+%s'], 5, 1);
export const currentUser: Command = command(['id', '-u'], 5, 1);
export const modificationTimes = (paths: readonly string[]): Command =>
  command(['stat', '-c', '%Y %n', '--', ...paths], 10, 4);

export const listRepositories: Command = command([...zypper, 'repos', '-d'], 60, 4);
/** What zypper would install. */
export const listUpdates = (aliases?: readonly string[]): Command =>
  command([...zypper, 'list-updates', ...only(aliases)], 180, 32);
/** Also what is locked or cannot be installed. */
export const listAllUpdates = (aliases?: readonly string[]): Command =>
  command([...zypper, 'list-updates', '--all', ...only(aliases)], 180, 32);
/** Patches that are needed, with their CVEs. */
export const listPatches = (aliases?: readonly string[]): Command =>
  command([...zypper, 'list-patches', ...only(aliases)], 180, 64);
/** Which packages a patch is about: it conflicts with their older builds. */
export const patchDetails = (names: readonly string[], aliases?: readonly string[]): Command =>
  command([...zypper, 'info', '-t', 'patch', ...only(aliases), ...names.filter(isPatchName)], 180, 64);

/** Processes on deleted files, with their services. */
export const processesOnDeletedFiles: Command = command([...zypper, 'ps', '-s'], 180, 8);
/** Exits 102 when a reboot is needed. */
export const needsRebooting: Command = command([...zypper, 'needs-rebooting'], 60, 1);

/** Works the update out and changes nothing. Root only. */
export const simulateUpdate = (names: readonly string[]): Command =>
  command([...zypper, 'update', '--dry-run', ...names.filter(isRpmName)], 300, 32);

export const refreshRepositories: Command = command(['zypper', '--non-interactive', '--xmlout', 'refresh'], 600, 8);

export const readOnlyCommands: readonly ReadOnlyCommand[] = [
  ...rpmReadOnlyCommands,
  ...[zypperVersion, currentTime, currentUser, listRepositories, processesOnDeletedFiles, needsRebooting].map(
    ({ argv }) => ({
      begins: argv,
      options: [],
    }),
  ),
  { begins: ['stat', '-c', '%Y %n', '--'], options: [] },
  { begins: [...zypper, 'list-updates'], options: ['--all', '--repo='] },
  { begins: [...zypper, 'list-patches'], options: ['--repo='] },
  { begins: [...zypper, 'info', '-t', 'patch'], options: ['--repo='] },
  { begins: [...zypper, 'update', '--dry-run'], options: [] },
];

export const refreshCommands: readonly ReadOnlyCommand[] = [{ begins: refreshRepositories.argv, options: [] }];
