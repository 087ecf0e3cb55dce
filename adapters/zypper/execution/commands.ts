// Every command of the executing half of zypper: what prepares (and changes nothing but the staging folder), and what installs.
// Source: zypper(8).
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import type { ReadOnlyCommand } from '../../adapter.ts';
import type { Command } from '../../host.ts';
import type { Argv } from '../../manager.ts';
import { rpmInstallingCommands, rpmPreparingCommands } from '../../rpm-execution.ts';
import { currentUser } from '../commands.ts';

const zypper = ['zypper', '--non-interactive'] as const;
const offline = [...zypper, '--no-refresh'] as const;
const installing = ['install', '--no-recommends'] as const;
const limits = (argv: Argv, seconds: number): Command => ({
  argv,
  timeoutMs: seconds * 1000,
  maxOutputBytes: 32 << 20,
});

/** `lab-svc.noarch=1.1-1`; what goes has a `!` in front. */
const wordOf = ({ package: name, architecture }: VersionChange, version: string): string =>
  `${name}${architecture === null ? '' : `.${architecture}`}=${version}`;
const wordsOf = (changes: readonly VersionChange[]): readonly string[] =>
  changes.map((change) => (change.to === null ? `!${wordOf(change, change.from ?? '')}` : wordOf(change, change.to)));

export const simulateStep = (changes: readonly VersionChange[]): Command =>
  limits([...offline, '--xmlout', ...installing, '--dry-run', '--', ...wordsOf(changes)], 300);

const cache = '--pkg-cache-dir';
/** Asks the repositories anew, for what is fetched has to be what they have. */
export const download = (changes: readonly VersionChange[], folder: string): Command =>
  limits([...zypper, cache, folder, ...installing, '--download-only', '--', ...wordsOf(changes)], 600);
export const downloadPrevious = (change: VersionChange, folder: string): Command =>
  limits([...zypper, cache, folder, 'download', '--', wordOf(change, change.from ?? '')], 300);

/** From the folder, as if it were zypper's own cache. */
export const install = (changes: readonly VersionChange[], folder: string): Argv => [
  ...offline,
  cache,
  folder,
  ...installing,
  '--',
  ...wordsOf(changes),
];
/** `files`: absolute paths of package files. */
export const goBack = (files: readonly string[], leaving: readonly VersionChange[]): Argv => [
  ...offline,
  ...installing,
  '--oldpackage',
  '--',
  ...files,
  ...leaving.map((change) => `!${wordOf(change, change.to ?? '')}`),
];

export const preparingCommands: readonly ReadOnlyCommand[] = [
  { begins: currentUser.argv, options: [] },
  { begins: [...offline, '--xmlout', ...installing, '--dry-run', '--'], options: [] },
  { begins: [...zypper, cache], options: ['--no-recommends', '--download-only'] },
  ...rpmPreparingCommands,
];

export const installingCommands: readonly ReadOnlyCommand[] = [
  { begins: [...offline, cache], options: ['--no-recommends'] },
  { begins: [...offline, ...installing, '--oldpackage', '--'], options: [] },
  ...rpmInstallingCommands,
];
