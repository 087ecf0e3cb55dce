// Every command of the executing half of npm: packages by name and exact version, first out of the registry, then out of what was fetched.
// Source: npm-install(1), npm-pack(1), npm-view(1), npm's config(7).
import type { ReadOnlyCommand } from '../../adapter.ts';
import { ownerCommands } from '../../distribution-owners.ts';
import type { Command } from '../../host.ts';
import type { Argv } from '../../manager.ts';
import { stagingCommands } from '../../staging.ts';
import { npmPrefix, quiet } from '../commands.ts';

/** No log files, no notices, nothing but what is asked for; a registry that hangs is found out. */
export const environment = {
  ...quiet,
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_fetch_retries: '1',
  npm_config_fetch_retry_mintimeout: '1000',
  npm_config_fetch_retry_maxtimeout: '5000',
  npm_config_fetch_timeout: '30000',
} as const;

const command = (argv: Argv, seconds: number): Command => ({
  argv,
  timeoutMs: seconds * 1000,
  maxOutputBytes: 16 << 20,
  env: environment,
});

/** What needs another Node than there is here is refused before it is broken. */
const globally = ['npm', 'install', '-g', '--engine-strict'] as const;
const viewing = ['npm', 'view', '--json'] as const;
const packing = ['npm', 'pack', '--prefer-offline', '--ignore-scripts'] as const;
const fetching = [...globally, '--ignore-scripts'] as const;
const installing = [...globally, '--offline'] as const;
const removing = ['rm', '-rf', '--'] as const;
const returning = ['mv', '-T', '--'] as const;

/** `what`: `semver@7.5.4`. */
export const view = (what: string): Command => command([...viewing, what, 'version', 'dist.unpackedSize'], 60);

const cacheOf = (folder: string): string => `${folder}/cache`;
/** Asks the registry anew, and its answer is in the folder's cache then. */
export const viewInto = (what: string, folder: string): Command =>
  command([...viewing, `--cache=${cacheOf(folder)}`, what, 'version', 'dist.unpackedSize'], 60);
/** What it answered then, without a network. */
export const viewStaged = (what: string, folder: string): Command =>
  command([...viewing, '--offline', `--cache=${cacheOf(folder)}`, what, 'version', 'dist.unpackedSize'], 60);
/** The machine's settings for all users: which registry, above all. */
export const settingsFile: Command = command(['npm', 'config', 'get', 'globalconfig'], 60);
/**
 * Into a prefix of its own in the folder: whatever they need is in the folder's cache then. No script of theirs runs. `settings`: npm
 * looks for them below the prefix that it is given, so it is told where they are.
 */
export const fetchAll = (what: readonly string[], folder: string, settings: string | undefined): Command =>
  command(
    [
      ...fetching,
      `--prefix=${folder}/prefix`,
      ...(settings === undefined ? [] : [`--globalconfig=${settings}`]),
      `--cache=${cacheOf(folder)}`,
      '--',
      ...what,
    ],
    600,
  );
export const pack = (what: readonly string[], folder: string): Command =>
  command([...packing, `--cache=${cacheOf(folder)}`, `--pack-destination=${folder}`, '--', ...what], 300);
/** Out of the cache alone, which npm verifies by its digests. */
export const install = (what: readonly string[], folder: string): Argv => [
  ...installing,
  `--cache=${cacheOf(folder)}`,
  '--',
  ...what,
];
/** What npm put aside and did not take away again, since it was killed, comes back to its place. */
export const putBack = (aside: string, place: string): readonly Argv[] => [
  [...removing, place],
  [...returning, aside, place],
];

export const preparingCommands: readonly ReadOnlyCommand[] = [
  { begins: npmPrefix.argv, options: [] },
  { begins: viewing, options: ['--offline', '--cache='] },
  { begins: settingsFile.argv, options: [] },
  { begins: fetching, options: ['--prefix=', '--globalconfig=', '--cache='] },
  { begins: packing, options: ['--cache=', '--pack-destination='] },
  ...ownerCommands,
  ...stagingCommands,
];

export const installingCommands: readonly ReadOnlyCommand[] = [
  { begins: installing, options: ['--cache='] },
  { begins: removing, options: [] },
  { begins: returning, options: [] },
];
