// Every command the apt adapter runs: argv, time and output limits. None needs root and none changes the machine.
// Source: apt-get(8), apt-cache(8), dpkg-deb(1).
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';
import { isArchitecture, isPackageName, isVersion } from './policy-names.ts';

/** A package as apt's commands take it. */
export interface Wanted {
  readonly name: string;
  readonly arch?: string | undefined;
  readonly version?: string | undefined;
}

const mebibyte = 1024 * 1024;

/** As root apt would write its cache and take locks; so it neither reads nor writes a cache and takes none. */
const readOnly = ['-o', 'Debug::NoLocking=1', '-o', 'Dir::Cache::pkgcache=', '-o', 'Dir::Cache::srcpkgcache='] as const;

const command = (argv: readonly [string, ...string[]], seconds: number, mebibytes: number): Command => ({
  argv,
  timeoutMs: seconds * 1000,
  maxOutputBytes: mebibytes * mebibyte,
});

/** `name[:arch][=version]`, or undefined when any part is not what Debian policy allows. */
export function argumentFor({ name, arch, version }: Wanted): string | undefined {
  if (!isPackageName(name)) return undefined;
  if (arch !== undefined && !isArchitecture(arch)) return undefined;
  if (version !== undefined && !isVersion(version)) return undefined;
  const qualified = arch !== undefined && arch !== 'all' ? `${name}:${arch}` : name;
  return version === undefined ? qualified : `${qualified}=${version}`;
}

const argumentsFor = (wanted: readonly Wanted[]): readonly string[] =>
  wanted.map(argumentFor).filter((argument) => argument !== undefined);

export const aptVersion = (): Command => command(['apt-get', '--version'], 10, 1);
export const packageTargets = (): Command => command(['apt-get', 'indextargets'], 20, 8);
export const currentTime = (): Command => command(['date', '+%s'], 5, 1);
export const modificationTimes = (paths: readonly [string, ...string[]]): Command =>
  command(['stat', '-c', '%Y %n', '--', ...paths], 10, 1);

/** The versions apt knows of these packages, and where from. */
export const policyOf = (wanted: readonly Omit<Wanted, 'version'>[]): Command =>
  command(
    ['apt-cache', ...readOnly, 'policy', '--', ...argumentsFor(wanted.map(({ name, arch }) => ({ name, arch })))],
    60,
    32,
  );

/** The index records of exactly these versions. */
export const recordsOf = (wanted: readonly Wanted[]): Command =>
  command(['apt-cache', ...readOnly, 'show', '--', ...argumentsFor(wanted)], 60, 64);

/** Even when simulating, apt as root writes what it planned to a log. */
const simulation = [
  'apt-get',
  '--simulate',
  ...readOnly,
  '-o',
  'Dir::Log::Planner=/dev/null',
  '-o',
  'Dir::Log::Solver=/dev/null',
  '-o',
  'APT::Get::Show-User-Simulation-Note=false',
] as const;
const simulated = (verb: readonly string[]): Command => command([...simulation, ...verb], 120, 16);

export const simulateUpgrade = (): Command => simulated(['upgrade']);
export const simulateUpgradeWithNewPackages = (): Command => simulated(['--with-new-pkgs', 'upgrade']);
export const simulateDistUpgrade = (): Command => simulated(['dist-upgrade']);
/** `apt-get install NAME-` would remove NAME: such names are left out. */
export const simulateInstall = (wanted: readonly Wanted[]): Command =>
  simulated(['--only-upgrade', 'install', '--', ...argumentsFor(wanted.filter(({ name }) => !name.endsWith('-')))]);

/** Everything that reading, as against fetching changelogs, runs. */
export const readOnlyCommands: readonly ReadOnlyCommand[] = [
  { begins: ['apt-get', '--version'], options: [] },
  { begins: ['apt-get', 'indextargets'], options: [] },
  { begins: ['date', '+%s'], options: [] },
  { begins: ['stat', '-c', '%Y %n', '--'], options: [] },
  { begins: ['apt-cache', ...readOnly, 'policy'], options: [] },
  { begins: ['apt-cache', ...readOnly, 'show'], options: [] },
  { begins: [...simulation, 'upgrade'], options: [] },
  { begins: [...simulation, '--with-new-pkgs', 'upgrade'], options: [] },
  { begins: [...simulation, 'dist-upgrade'], options: [] },
  { begins: [...simulation, '--only-upgrade', 'install'], options: [] },
];

/**
 * Without `any`, apt takes a source that could not be asked for a warning; with a delay before it tries again, apt 2.6 without indexes
 * waits for ever on a mirror that answers 503. It reads its own settings, proxies included.
 */
export const update = (): Command =>
  command(
    [
      'apt-get',
      '-q',
      '-o',
      'APT::Update::Error-Mode=any',
      '-o',
      'Acquire::Retries=1',
      '-o',
      'Acquire::Retries::Delay=false',
      'update',
    ],
    540,
    4,
  );
export const refreshCommands: readonly ReadOnlyCommand[] = [{ begins: update().argv, options: [] }];

/** No retries and short timeouts: an unreachable host is to be found out at once. */
const network = (timeoutSeconds: number) =>
  [
    ...readOnly,
    '-o',
    'Acquire::Retries=0',
    '-o',
    `Acquire::http::Timeout=${timeoutSeconds}`,
    '-o',
    `Acquire::https::Timeout=${timeoutSeconds}`,
  ] as const;

/** Writes `SOURCE.changelog` of each into the directory. */
export const fetchChangelogs = (wanted: readonly Wanted[], directory: string, timeoutMs: number): Command => ({
  ...command(['apt-get', ...network(8), 'changelog', '--download-only', '--', ...argumentsFor(wanted)], 0, 1),
  timeoutMs,
  directory,
});

/** Writes the .deb of each into the directory. */
export const downloadPackages = (wanted: readonly Wanted[], directory: string, timeoutMs: number): Command => ({
  ...command(['apt-get', ...network(10), 'download', '--', ...argumentsFor(wanted)], 0, 1),
  timeoutMs,
  directory,
});

export const extractPackage = (file: string, directory: string): Command =>
  command(['dpkg-deb', '--extract', file, directory], 30, 1);
export const decompress = (file: string): Command => command(['gzip', '-dc', '--', file], 15, 8);

/** Everything that fetching changelogs runs. */
export const changelogCommands: readonly ReadOnlyCommand[] = [
  { begins: ['apt-get', ...network(8), 'changelog'], options: ['--download-only'] },
  { begins: ['apt-get', ...network(10), 'download'], options: [] },
  { begins: ['dpkg-deb', '--extract'], options: [] },
  { begins: ['gzip', '-dc'], options: [] },
];
