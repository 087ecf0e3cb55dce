// Every command the dnf adapter runs: argv, time and output limits. None needs root but the simulation.
// Source: dnf(8), dnf5(8), dnf.conf(5), dnf-versionlock(8), dnf-needs-restarting(1).
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';
import { rpmReadOnlyCommands } from '../rpm-database.ts';
import { isRpmArch, isRpmName, isRpmVersion } from '../rpm-query.ts';

/** `tool` is dnf 4 (also called yum) or dnf 5, which take different options. */
export interface Tool {
  readonly program: 'dnf' | 'dnf5';
  readonly generation: 4 | 5;
}

/** As dnf names a build: `lab-svc-0:1.1-1.noarch`. */
export interface Build {
  readonly name: string;
  /** `[epoch:]version-release`. */
  readonly version: string;
  readonly arch: string;
}

const mebibyte = 1 << 20;
const command = (argv: readonly [string, ...string[]], seconds: number, mebibytes: number): Command => ({
  argv,
  timeoutMs: seconds * 1000,
  maxOutputBytes: mebibytes * mebibyte,
});

/** From the cache alone, so without network, locks and root; a repository that was never fetched is no reason to stop. */
const cached = ({ program, generation }: Tool): readonly [string, ...string[]] =>
  generation === 4
    ? [program, '-C', '-q', '--setopt=logfilelevel=0', '--setopt=*.skip_if_unavailable=1']
    : [program, '-C', '-q', '--setopt=*.skip_if_unavailable=1'];

/** Also what locks and excludes hide. */
const unhidden = (tool: Tool): readonly [string, ...string[]] =>
  tool.generation === 4
    ? [...cached(tool), '--disableexcludes=all', '--disableplugin=versionlock']
    : [...cached(tool), '--setopt=disable_excludes=*'];

export const dnfVersion = (program: Tool['program'] | 'yum'): Command => command([program, '--version'], 20, 1);
export const currentTime: Command = command(['date', '+%s'], 5, 1);
export const currentUser: Command = command(['id', '-u'], 5, 1);
export const modificationTimes = (paths: readonly string[]): Command =>
  command(['stat', '-c', '%Y %n', '--', ...paths], 10, 4);

/** dnf 4 ends a record itself and dnf 5 does not; empty lines do no harm. */
const upgradesFormat = '%{name}\t%{epoch}\t%{version}\t%{release}\t%{arch}\t%{repoid}\t%{downloadsize}\t%{sourcerpm}\n';
const upgrades = (tool: Tool): readonly [string, ...string[]] => [
  ...unhidden(tool),
  'repoquery',
  '--upgrades',
  '--qf',
  upgradesFormat,
];
/** Every build newer than what is installed. */
export const newerBuilds = (tool: Tool): Command => command(upgrades(tool), 120, 64);

const checkUpdates = (tool: Tool): readonly [string, ...string[]] => [...cached(tool), 'check-update'];
/** What dnf offers; exits 100 when there is something, 0 when there is nothing, 1 when it failed. */
export const checkUpdate = (tool: Tool): Command => command(checkUpdates(tool), 120, 16);

/** dnf 4 says with `check-update` what is replaced under another name; dnf 5 only here. */
export const obsoletions = (tool: Tool): Command => command([...cached(tool), 'list', '--obsoletes'], 120, 16);

const listAdvisories = (tool: Tool): readonly [string, ...string[]] =>
  tool.generation === 4 ? [...unhidden(tool), 'updateinfo', 'list'] : [...unhidden(tool), 'advisory', 'list'];
/** Advisories on builds newer than what is installed, one line a build; with CVEs, one line a CVE and build. */
export const advisories = (tool: Tool): Command => command(listAdvisories(tool), 120, 32);
export const advisoriesWithCves = (tool: Tool): Command => command([...listAdvisories(tool), '--with-cve'], 120, 32);

const resolving = (tool: Tool): readonly [string, ...string[]] => [...cached(tool), 'download', '--url', '--resolve'];
/** Works out, build by build, whether each could be installed, and only prints the addresses. Needs dnf-plugins-core. */
export const resolve = (tool: Tool, builds: readonly Build[]): Command =>
  command([...resolving(tool), ...builds.flatMap(argumentFor)], 300, 16);

const needsRestarting = (tool: Tool, option: '-r' | '-s'): readonly [string, ...string[]] => [
  ...cached(tool),
  'needs-restarting',
  option,
];
export const needsReboot = (tool: Tool): Command => command(needsRestarting(tool, '-r'), 60, 4);
export const servicesToRestart = (tool: Tool): Command => command(needsRestarting(tool, '-s'), 120, 4);

const simulated = (tool: Tool): readonly [string, ...string[]] =>
  tool.generation === 4
    ? [tool.program, '-C', '--setopt=logfilelevel=0', '--setopt=*.skip_if_unavailable=1', '--assumeno', 'upgrade']
    : [tool.program, '-C', '--setopt=*.skip_if_unavailable=1', '--assumeno', 'upgrade'];
/** Asked whether to go on it answers no, and exits 1 for that. dnf 4 works this out for root only. */
export const simulateUpgrade = (tool: Tool, wanted: readonly string[]): Command =>
  command([...simulated(tool), ...wanted], 300, 16);

/** `name-epoch:version-release.arch`; nothing when a part is not what rpm allows. */
export function argumentFor({ name, version, arch }: Build): readonly string[] {
  if (!isRpmName(name) || !isRpmVersion(version) || !isRpmArch(arch)) return [];
  return [`${name}-${version.includes(':') ? version : `0:${version}`}.${arch}`];
}

/** Of the user who asks; root's is the machine's. */
export const dropOwnCopy = (tool: Tool): Command => command([tool.program, '-C', '-q', 'clean', 'metadata'], 60, 1);

const makeCache = (tool: Tool): readonly [string, ...string[]] => [
  tool.program,
  '--refresh',
  '--setopt=*.skip_if_unavailable=0',
  'makecache',
];
/** Fetches every enabled repository's metadata anew; as root, into the cache that the commands above read. */
export const refreshMetadata = (tool: Tool): Command => command(makeCache(tool), 600, 4);

export const tools: readonly Tool[] = [
  { program: 'dnf', generation: 4 },
  { program: 'dnf', generation: 5 },
  { program: 'dnf5', generation: 5 },
];

export const readOnlyCommands: readonly ReadOnlyCommand[] = [
  ...rpmReadOnlyCommands,
  ...(['dnf', 'dnf5', 'yum'] as const).map((program) => ({ begins: dnfVersion(program).argv, options: [] })),
  { begins: currentTime.argv, options: [] },
  { begins: currentUser.argv, options: [] },
  { begins: ['stat', '-c', '%Y %n', '--'], options: [] },
  ...tools.flatMap((tool): readonly ReadOnlyCommand[] => [
    { begins: upgrades(tool), options: [] },
    { begins: checkUpdates(tool), options: [] },
    ...(tool.generation === 5 ? [obsoletions, dropOwnCopy] : []).map((of) => ({ begins: of(tool).argv, options: [] })),
    { begins: listAdvisories(tool), options: ['--with-cve'] },
    { begins: resolving(tool), options: [] },
    { begins: needsRestarting(tool, '-r'), options: [] },
    { begins: needsRestarting(tool, '-s'), options: [] },
    { begins: simulated(tool), options: [] },
  ]),
];

export const refreshCommands: readonly ReadOnlyCommand[] = [
  ...(['dnf', 'dnf5', 'yum'] as const).map((program) => ({ begins: dnfVersion(program).argv, options: [] })),
  ...tools.slice(1).map((tool) => ({ begins: makeCache(tool), options: [] })),
];
