// Every command of the executing half of dnf: what prepares (and changes nothing but the staging folder), and what installs.
// Sources: dnf(8), dnf5(8), dnf.conf(5), dnf-plugins-core's download(8); the README's quirks for the options.
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import type { ReadOnlyCommand } from '../../adapter.ts';
import type { Command } from '../../host.ts';
import type { Argv } from '../../manager.ts';
import { nevra, rpmInstallingCommands, rpmPreparingCommands } from '../../rpm-execution.ts';
import { currentUser, dnfVersion, tools, type Tool } from '../commands.ts';

const set = (...settings: readonly string[]): readonly string[] => settings.map((setting) => `--setopt=${setting}`);

const careful = ['install_weak_deps=0', 'clean_requirements_on_remove=0', 'installonly_limit=0', 'exit_on_lock=1'];
/** Nothing is skipped in silence; recommendations, orphans and old kernels are none of ours; dnf 4 waits for no lock for ever. */
const exact = {
  4: set('best=1', 'strict=1', ...careful, 'keepcache=1'),
  5: set('best=1', 'skip_broken=0', 'skip_unavailable=0', ...careful, 'keepcache=1'),
} as const;
/** A mirror that hangs is found out. */
const impatient = set('timeout=15', 'retries=2', 'skip_if_unavailable=0');

/** Builds by their whole names: `lab-svc-0:1.1-1.noarch`. */
const buildOf = ({ package: name, architecture }: VersionChange, version: string): string =>
  nevra(name, version.includes(':') ? version : `0:${version}`, architecture);

const arriving = (changes: readonly VersionChange[]): readonly string[] =>
  changes.flatMap((change) => (change.to === null ? [] : [buildOf(change, change.to)]));
const going = (changes: readonly VersionChange[]): readonly string[] =>
  changes.flatMap((change) => (change.from === null ? [] : [buildOf(change, change.from)]));

/** A step that only removes is another verb; with both, what goes has to be in the way of what comes. dnf 5 takes a verb's options after it. */
const verbFor = (
  { generation }: Tool,
  changes: readonly VersionChange[],
  removals: boolean,
  options: readonly string[] = [],
): readonly string[] => {
  const comes = arriving(changes);
  const verb = comes.length === 0 ? 'remove' : 'install';
  const named = comes.length === 0 ? going(changes) : comes;
  const all = [...options, ...(removals && verb === 'install' ? ['--allowerasing'] : [])];
  return generation === 4 ? [...all, verb, ...named] : [verb, ...all, ...named];
};

const command = (argv: Argv, seconds: number): Command => ({
  argv,
  timeoutMs: seconds * 1000,
  maxOutputBytes: 16 << 20,
});

const simulating = ({ program, generation }: Tool): Argv => [
  program,
  '-C',
  ...exact[generation],
  ...(generation === 4 ? ['--setopt=logfilelevel=0'] : []),
  '--assumeno',
];
export const simulateStep = (tool: Tool, changes: readonly VersionChange[], removals: boolean): Command =>
  command([...simulating(tool), ...verbFor(tool, changes, removals)], 300);

const downloading = ({ program, generation }: Tool): Argv => [
  program,
  '-y',
  ...exact[generation],
  ...impatient,
  ...(generation === 4 ? ['--downloadonly'] : []),
];
/** Asks the repositories anew, for what is fetched has to be what they have. */
export const download = (tool: Tool, changes: readonly VersionChange[], removals: boolean, folder: string): Command => {
  const where = tool.generation === 4 ? `--downloaddir=${folder}` : `--setopt=destdir=${folder}`;
  const verb = verbFor(tool, changes, removals, tool.generation === 4 ? [] : ['--downloadonly']);
  return command([...downloading(tool), where, ...verb], 600);
};

const passingOver = { 4: set('strict=0', 'exit_on_lock=1'), 5: set('skip_unavailable=1') } as const;
const downloadingPrevious = ({ program, generation }: Tool): Argv => [
  program,
  ...passingOver[generation],
  ...impatient,
  'download',
];
/** Those that no repository has any more are passed over. */
export const downloadPrevious = (tool: Tool, changes: readonly VersionChange[], folder: string): Command => {
  const where = tool.generation === 4 ? `--downloaddir=${folder}` : `--destdir=${folder}`;
  return command([...downloadingPrevious(tool), where, ...going(changes)], 600);
};

const installing = ({ program, generation }: Tool): Argv => [program, '-C', '-y', ...exact[generation]];
/** From the folder, as if it were dnf's own cache: so the repositories' rules about signatures go for these files too. */
export const install = (tool: Tool, changes: readonly VersionChange[], removals: boolean, folder: string): Argv => [
  ...installing(tool),
  `--setopt=destdir=${folder}`,
  ...verbFor(tool, changes, removals),
];

const local = ['--setopt=localpkg_gpgcheck=1', '--setopt=obsoletes=0'];
/** `files`: absolute paths of package files. What stands in their way goes: it came with the step. */
export const goBack = (tool: Tool, files: readonly string[]): Argv => [
  ...installing(tool),
  ...local,
  ...(tool.generation === 4 ? ['--allowerasing', 'install'] : ['install', '--allowerasing']),
  ...files,
];
export const takeAway = (tool: Tool, changes: readonly VersionChange[]): Argv => [
  ...installing(tool),
  'remove',
  ...changes.flatMap((change) => (change.to === null ? [] : [buildOf(change, change.to)])),
];
const rule = (begins: Argv, ...options: readonly string[]): ReadOnlyCommand => ({ begins, options });

export const preparingCommands: readonly ReadOnlyCommand[] = [
  ...(['dnf', 'dnf5', 'yum'] as const).map((program) => rule(dnfVersion(program).argv)),
  rule(currentUser.argv),
  ...tools.flatMap((tool) => [
    rule(simulating(tool), '--allowerasing'),
    rule(downloading(tool), '--downloadonly', '--downloaddir=', '--setopt=destdir=', '--allowerasing'),
    rule(downloadingPrevious(tool), '--downloaddir=', '--destdir='),
  ]),
  ...rpmPreparingCommands,
];

export const installingCommands: readonly ReadOnlyCommand[] = [
  ...tools.map((tool) => rule(installing(tool), '--setopt=destdir=', '--allowerasing', ...local)),
  ...rpmInstallingCommands,
];
