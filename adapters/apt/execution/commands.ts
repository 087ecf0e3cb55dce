// Every command of the executing half of apt: what prepares (and changes nothing but the staging folder), and what installs.
// Sources: apt-get(8), apt.conf(5), dpkg(1), dpkg-query(1), dpkg-deb(1); the README's quirks for the options.
import type { VersionChange } from '@suture/core/rollouts/plan-document.ts';
import type { ReadOnlyCommand } from '../../adapter.ts';
import type { Command } from '../../host.ts';
import { stagingCommands } from '../../staging.ts';
import { argumentFor } from '../commands.ts';

const mebibyte = 1024 * 1024;
const command = (argv: readonly [string, ...string[]], seconds: number, mebibytes = 16): Command => ({
  argv,
  timeoutMs: seconds * 1000,
  maxOutputBytes: mebibytes * mebibyte,
});

/** Nobody is there to answer, and nothing is restarted or asked behind our back. */
export const environment = {
  DEBIAN_FRONTEND: 'noninteractive',
  DEBCONF_NONINTERACTIVE_SEEN: 'true',
  APT_LISTCHANGES_FRONTEND: 'none',
  APT_LISTBUGS_FRONTEND: 'none',
  NEEDRESTART_SUSPEND: '1',
  UCF_FORCE_CONFFOLD: '1',
} as const;

const set = (...settings: readonly string[]): readonly string[] => settings.flatMap((setting) => ['-o', setting]);

/** The administrator's configuration is kept; recommendations and orphans are none of ours; what is not signed stays out. */
const exact = [
  '-q',
  '-y',
  ...set(
    'Dpkg::Use-Pty=0',
    'Dpkg::Options::=--force-confdef',
    'Dpkg::Options::=--force-confold',
    'APT::Get::AutomaticRemove=false',
    'APT::Get::AllowUnauthenticated=false',
    'APT::Install-Recommends=false',
    'APT::Install-Suggests=false',
    // Else other packages of the same source come along.
    'APT::Get::Upgrade-By-Source-Package=false',
  ),
] as const;
/** No lock is taken and no cache or log written. */
const asReader = set(
  'Debug::NoLocking=1',
  'Dir::Cache::pkgcache=',
  'Dir::Cache::srcpkgcache=',
  'Dir::Log::Planner=/dev/null',
  'Dir::Log::Solver=/dev/null',
);
const archives = (folder: string): readonly string[] => set(`Dir::Cache::archives=${folder}`);

/** What apt is asked for: `name:arch=version`, and `name-` for what goes. Undefined where one is not what policy allows. */
export function argumentsOf(changes: readonly VersionChange[]): readonly string[] | undefined {
  const words = changes.map(({ package: name, architecture, to }) => {
    // `apt-get install NAME-` removes, `NAME+` installs: such names are never passed on.
    if (name.endsWith('-')) return undefined;
    const argument = argumentFor({ name, arch: architecture ?? undefined, version: to ?? undefined });
    return to === null && argument !== undefined ? `${argument}-` : argument;
  });
  return words.every((word) => word !== undefined) ? words : undefined;
}

const removing = (allowed: boolean): readonly string[] => (allowed ? [] : ['--no-remove']);

export const simulateStep = (words: readonly string[], removals: boolean): Command =>
  command(
    [
      'apt-get',
      '--simulate',
      ...asReader,
      ...set('APT::Get::Show-User-Simulation-Note=false'),
      ...exact,
      ...removing(removals),
      'install',
      '--',
      ...words,
    ],
    120,
  );

/** Resumes what is there; its own timeouts are short, so that a mirror that hangs is found out. */
export const download = (words: readonly string[], removals: boolean, folder: string): Command => ({
  ...command(
    [
      'apt-get',
      '--download-only',
      ...asReader,
      ...archives(folder),
      ...set(
        'Acquire::Retries=1',
        'Acquire::Retries::Delay=false',
        'Acquire::http::Timeout=20',
        'Acquire::https::Timeout=20',
      ),
      ...exact,
      ...removing(removals),
      'install',
      '--',
      ...words,
    ],
    240,
  ),
  env: environment,
});

export const downloadExact = (words: readonly string[], folder: string): Command => ({
  ...command(
    [
      'apt-get',
      ...asReader,
      ...set('Acquire::Retries=1', 'Acquire::Retries::Delay=false', 'Acquire::http::Timeout=20'),
      'download',
      '--',
      ...words,
    ],
    300,
  ),
  directory: folder,
});

export const install = (
  words: readonly string[],
  removals: boolean,
  folder: string,
): readonly [string, ...string[]] => [
  'apt-get',
  ...archives(folder),
  // Between our own look at the lock and this another one may have taken it.
  ...set('DPkg::Lock::Timeout=60'),
  ...exact,
  '--no-download',
  ...removing(removals),
  'install',
  '--',
  ...words,
];

/** `files`: absolute paths of package files; `gone`: names that go. */
export const goBack = (
  files: readonly string[],
  gone: readonly string[],
  folder: string,
): readonly [string, ...string[]] => [
  'apt-get',
  ...archives(folder),
  ...set('DPkg::Lock::Timeout=60'),
  ...exact,
  '--no-download',
  '--allow-downgrades',
  ...removing(gone.length > 0),
  'install',
  '--',
  ...files,
  ...gone.map((name) => `${name}-`),
];

const dpkgExact = ['dpkg', '--force-confdef', '--force-confold'] as const;
/** Where apt sees no way: dpkg takes files in whatever order they need, over half-configured packages too. */
export const goBackByDpkg = (files: readonly string[]): readonly [string, ...string[]] => [
  ...dpkgExact,
  '--auto-deconfigure',
  '--install',
  '--',
  ...files,
];
export const removeByDpkg = (names: readonly string[]): readonly [string, ...string[]] => [
  'dpkg',
  '--remove',
  '--',
  ...names,
];
export const configureAll = (): readonly [string, ...string[]] => [...dpkgExact, '--configure', '--pending'];
export const reinstall = (words: readonly string[], folder: string): readonly [string, ...string[]] => [
  'apt-get',
  ...archives(folder),
  ...set('DPkg::Lock::Timeout=60'),
  ...exact,
  '--no-remove',
  '--reinstall',
  'install',
  '--',
  ...words,
];
/** An upgrade by name makes what came as a dependency wanted by hand; this takes it back. */
export const markAutomatic = (names: readonly string[]): readonly [string, ...string[]] => [
  'apt-mark',
  'auto',
  '--',
  ...names,
];

export const fieldSeparator = '\t';
const fields = ['Package', 'Architecture', 'Version', 'db:Status-Status', 'db:Status-Eflag', 'db:Status-Want'];
/** Reads dpkg's own journal too, which the status file alone does not. */
export const allPackages = (): Command =>
  command(['dpkg-query', '--show', `--showformat=${fields.map((field) => `\${${field}}`).join('\\t')}\\n`], 30, 32);
export const auditDatabase = (): Command => command(['dpkg', '--audit'], 60, 4);
/** Also takes the lock for a moment, and says who has it. */
export const check = (): Command => command(['apt-get', '-q', ...set('DPkg::Lock::Timeout=0'), 'check'], 60, 1);
export const automaticOnes = (names: readonly string[]): Command =>
  command(['apt-mark', 'showauto', '--', ...names], 30, 4);
export const filesOf = (names: readonly string[]): Command =>
  command(['dpkg-query', '--listfiles', '--', ...names], 30, 64);
export const activeUnits = (): Command =>
  command(
    ['systemctl', 'list-units', '--state=active', '--type=service', '--no-legend', '--plain', '--no-pager'],
    20,
    4,
  );
export const describePackage = (path: string): Command =>
  command(['dpkg-deb', '--field', path, 'Package', 'Version', 'Architecture'], 30, 1);

const settings = (argv: readonly string[], from: number): readonly string[] =>
  argv.slice(from).filter((part) => part.startsWith('-'));

/** argv up to its first variable part; options after it are those of the builder itself. */
const rule = (argv: readonly string[], upTo: number, ...more: readonly string[]): ReadOnlyCommand => ({
  begins: [argv[0] ?? '', ...argv.slice(1, upTo)],
  options: [...new Set([...settings(argv, upTo), ...more])],
});

export const preparingCommands: readonly ReadOnlyCommand[] = [
  rule(simulateStep([], false).argv, 2),
  rule(download([], false, '/').argv, 2),
  rule(downloadExact([], '/').argv, 3),
  rule(allPackages().argv, 3),
  rule(auditDatabase().argv, 2),
  rule(check().argv, 5),
  rule(automaticOnes([]).argv, 3),
  rule(filesOf([]).argv, 3),
  rule(activeUnits().argv, 7),
  rule(describePackage('/').argv, 2),
  ...stagingCommands,
];

export const installingCommands: readonly ReadOnlyCommand[] = [
  rule(install([], false, '/'), 1, '--allow-downgrades', '--reinstall'),
  rule(goBackByDpkg([]), 5),
  rule(removeByDpkg([]), 3),
  rule(configureAll(), 5),
  rule(markAutomatic([]), 3),
];
