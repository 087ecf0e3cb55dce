// Every command of the executing half of dnf 4: what prepares (and changes nothing but the staging folder), and what installs.
// Sources: dnf(8), dnf.conf(5), dnf-plugins-core's download(8); the README's quirks for the options.
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import type { ReadOnlyCommand } from '../../adapter.ts';
import type { Command } from '../../host.ts';
import type { Argv } from '../../manager.ts';
import { nevra, rpmInstallingCommands, rpmPreparingCommands } from '../../rpm-execution.ts';
import { currentUser, dnfVersion } from '../commands.ts';

const set = (...settings: readonly string[]): readonly string[] => settings.map((setting) => `--setopt=${setting}`);

/** Nothing is skipped in silence; recommendations, orphans and old kernels are none of ours; nobody waits for a lock for ever. */
const exact = set(
  'best=1',
  'strict=1',
  'install_weak_deps=0',
  'clean_requirements_on_remove=0',
  'installonly_limit=0',
  'exit_on_lock=1',
  'keepcache=1',
);
/** A mirror that hangs is found out. */
const impatient = set('timeout=15', 'retries=2', 'skip_if_unavailable=0');

/** Builds by their whole names: `lab-svc-0:1.1-1.noarch`. */
const buildOf = ({ package: name, architecture }: VersionChange, version: string): string =>
  nevra(name, version.includes(':') ? version : `0:${version}`, architecture);

const arriving = (changes: readonly VersionChange[]): readonly string[] =>
  changes.flatMap((change) => (change.to === null ? [] : [buildOf(change, change.to)]));
const going = (changes: readonly VersionChange[]): readonly string[] =>
  changes.flatMap((change) => (change.from === null ? [] : [buildOf(change, change.from)]));

/** A step that only removes is another verb; with both, what goes has to be in the way of what comes. */
const verbFor = (changes: readonly VersionChange[], removals: boolean): readonly string[] => {
  const comes = arriving(changes);
  return comes.length === 0
    ? ['remove', ...going(changes)]
    : [...(removals ? ['--allowerasing'] : []), 'install', ...comes];
};

export const simulateStep = (changes: readonly VersionChange[], removals: boolean): Command => ({
  argv: ['dnf', '-C', ...exact, '--setopt=logfilelevel=0', '--assumeno', ...verbFor(changes, removals)],
  timeoutMs: 300_000,
  maxOutputBytes: 16 << 20,
});

/** Asks the repositories anew, for what is fetched has to be what they have. */
export const download = (changes: readonly VersionChange[], removals: boolean, folder: string): Command => ({
  argv: [
    'dnf',
    '-y',
    ...exact,
    ...impatient,
    '--downloadonly',
    `--downloaddir=${folder}`,
    ...verbFor(changes, removals),
  ],
  timeoutMs: 600_000,
  maxOutputBytes: 16 << 20,
});

const passingOver = set('strict=0', 'exit_on_lock=1');
/** Those that no repository has any more are passed over. */
export const downloadPrevious = (changes: readonly VersionChange[], folder: string): Command => ({
  argv: ['dnf', ...passingOver, ...impatient, 'download', `--downloaddir=${folder}`, ...going(changes)],
  timeoutMs: 600_000,
  maxOutputBytes: 16 << 20,
});

/** From the folder, as if it were dnf's own cache: so the repositories' rules about signatures go for these files too. */
export const install = (changes: readonly VersionChange[], removals: boolean, folder: string): Argv => [
  'dnf',
  '-C',
  '-y',
  ...exact,
  `--setopt=destdir=${folder}`,
  ...verbFor(changes, removals),
];

const local = ['--setopt=localpkg_gpgcheck=1', '--setopt=obsoletes=0'];
/** `files`: absolute paths of package files. What stands in their way goes: it came with the step. */
export const goBack = (files: readonly string[]): Argv => [
  'dnf',
  '-C',
  '-y',
  ...exact,
  ...local,
  '--allowerasing',
  'install',
  ...files,
];
export const takeAway = (changes: readonly VersionChange[]): Argv => [
  'dnf',
  '-C',
  '-y',
  ...exact,
  'remove',
  ...changes.flatMap((change) => (change.to === null ? [] : [buildOf(change, change.to)])),
];
const rule = (begins: Argv, ...options: readonly string[]): ReadOnlyCommand => ({ begins, options });

export const preparingCommands: readonly ReadOnlyCommand[] = [
  ...(['dnf', 'dnf5', 'yum'] as const).map((program) => rule(dnfVersion(program).argv)),
  rule(currentUser.argv),
  rule(['dnf', '-C', ...exact, '--setopt=logfilelevel=0', '--assumeno'], '--allowerasing'),
  rule(['dnf', '-y', ...exact, ...impatient, '--downloadonly'], '--downloaddir=', '--allowerasing'),
  rule(['dnf', ...passingOver, ...impatient, 'download'], '--downloaddir='),
  ...rpmPreparingCommands,
];

export const installingCommands: readonly ReadOnlyCommand[] = [
  rule(['dnf', '-C', '-y', ...exact], '--setopt=destdir=', '--allowerasing', ...local),
  ...rpmInstallingCommands,
];
