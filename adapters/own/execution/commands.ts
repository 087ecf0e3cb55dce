// Every command of the executing half: what prepares (in the staging folder alone), and what installs, each made of typed values.
// Sources: apt-get(8), dpkg(1), dpkg-deb(1), rpm(8), tar(1), install(1), ln(1), systemctl(1).
import type { Step } from '@suture/core/own-packages/release.ts';
import type { ReadOnlyCommand } from '../../adapter.ts';
import type { Command } from '../../host.ts';
import type { Argv } from '../../manager.ts';
import { stagingCommands } from '../../staging.ts';
import { regPath } from '../../windows.ts';
import { restartKey } from '../../windows-reboot.ts';
import { readOnlyCommands } from '../commands.ts';
import { changedFile } from '../places.ts';
import { msiexecPath } from './foreign-commands.ts';

/** Nobody is there to answer. */
export const environment = {
  DEBIAN_FRONTEND: 'noninteractive',
  DEBCONF_NONINTERACTIVE_SEEN: 'true',
  APT_LISTCHANGES_FRONTEND: 'none',
  NEEDRESTART_SUSPEND: '1',
} as const;

const command = (argv: Argv, seconds: number): Command => ({
  argv,
  timeoutMs: seconds * 1000,
  maxOutputBytes: 8 << 20,
  env: environment,
});

const debFormat = '--showformat=${Package}\\t${Version}\\tii\\n';
const rpmFormat = '--queryformat=%{NAME}\\t%|EPOCH?{%{EPOCH}:}:{}|%{VERSION}-%{RELEASE}\\tii\\n';
/** It knows no repository, so that nothing can come along: what the deb depends on is there, or the step is refused. */
const aptOptions = [
  '-q',
  '-y',
  '--no-remove',
  '-o',
  'Dir::Etc::sourcelist=/dev/null',
  '-o',
  'Dir::Etc::sourceparts=/dev/null',
  '-o',
  'Dir::Cache::pkgcache=',
  '-o',
  'Dir::Cache::srcpkgcache=',
  '-o',
  'Dpkg::Use-Pty=0',
  '-o',
  'Dpkg::Options::=--force-confold',
  '-o',
  'DPkg::Lock::Timeout=120',
  '-o',
  'APT::Install-Recommends=false',
] as const;

export const copyTo = (from: string, to: string): Command => command(['cp', '--reflink=auto', '--', from, to], 300);
export const aboutDeb = (file: string): Command => command(['dpkg-deb', '--show', debFormat, '--', file], 60);
export const aboutRpm = (file: string): Command =>
  command(['rpm', '--query', '--nosignature', rpmFormat, '--package', '--', file], 60);
/** With what goes before them; nothing else may. */
export const trialDebs = (files: readonly string[], going: readonly string[]): Command =>
  command(
    [
      'apt-get',
      'install',
      '--simulate',
      ...aptOptions.filter((option) => going.length === 0 || option !== '--no-remove'),
      '-o',
      'Debug::NoLocking=1',
      '--',
      ...files,
      ...going.map((name) => `${name}-`),
    ],
    300,
  );
export const trialRpms = (files: readonly string[]): Command =>
  command(['rpm', '--upgrade', '--test', '--nosignature', '--', ...files], 300);
export const listed = (file: string): Command =>
  command(['tar', '--list', '--verbose', '--numeric-owner', '--file', file], 300);
export const unpackInto = (file: string, folder: string): Command =>
  command(['tar', '--extract', '--no-same-owner', '--no-same-permissions', '--file', file, '--directory', folder], 600);

export const preparingCommands: readonly ReadOnlyCommand[] = [
  ...readOnlyCommands,
  ...stagingCommands,
  { begins: ['dpkg-deb', '--show', debFormat, '--'], options: [] },
  { begins: ['rpm', '--query', '--nosignature', rpmFormat, '--package', '--'], options: [] },
  {
    begins: ['apt-get', 'install', '--simulate'],
    options: ['-q', '-y', '--no-remove', '-o'],
  },
  { begins: ['rpm', '--upgrade', '--test', '--nosignature', '--'], options: [] },
  { begins: ['tar', '--list', '--verbose', '--numeric-owner', '--file'], options: [] },
  { begins: ['tar', '--extract', '--no-same-owner', '--no-same-permissions', '--file'], options: ['--directory'] },
];

export const installDeb = (file: string): Argv => ['apt-get', 'install', ...aptOptions, '--', file];
/** dpkg goes back where apt-get would want to be asked. */
export const goBackDeb = (file: string): Argv => ['dpkg', '--force-confold', '--install', file];
export const removeDeb = (name: string): Argv => ['dpkg', '--remove', name];
/** What the file is, operators have signed: a signature inside it would say no more. */
export const installRpm = (file: string): Argv => ['rpm', '--upgrade', '--oldpackage', '--nosignature', '--', file];
export const removeRpm = (name: string): Argv => ['rpm', '--erase', '--', name];
export const noteChange: Argv = ['touch', '--', changedFile];

/** What Debian's packages leave for whoever looks whether a machine is to be started anew; gone when it was. */
export const noteReboot: Argv = ['touch', '--', '/run/reboot-required'];

/** And the programs of run steps, which operators signed and which stand in no list. */
export const installingCommands: readonly ReadOnlyCommand[] = [
  { begins: [msiexecPath, '/i'], options: ['/qn', '/norestart'] },
  { begins: [msiexecPath, '/x'], options: ['/qn', '/norestart'] },
  { begins: [regPath, 'add', restartKey], options: ['/v', '/t', '/d', '/f'] },
  { begins: ['apt-get', 'install'], options: ['-q', '-y', '--no-remove', '-o'] },
  { begins: ['dpkg'], options: ['--force-confold', '--install', '--remove'] },
  { begins: ['rpm', '--upgrade', '--oldpackage', '--nosignature', '--'], options: [] },
  { begins: ['rpm', '--erase', '--'], options: [] },
  {
    begins: ['tar', '--extract', '--no-same-owner', '--no-same-permissions'],
    options: ['--strip-components=', '--file', '--directory'],
  },
  { begins: ['install'], options: ['-d', '-D', '-m'] },
  { begins: ['ln', '--symbolic', '--force', '--no-dereference', '--no-target-directory', '--'], options: [] },
  { begins: ['rm', '--recursive', '--force', '--one-file-system', '--'], options: [] },
  { begins: ['systemctl', 'daemon-reload'], options: [] },
  { begins: ['systemctl', 'enable'], options: [] },
  { begins: ['systemctl', 'restart'], options: [] },
  { begins: ['systemctl', 'disable'], options: ['--now'] },
  { begins: ['touch', '--'], options: [] },
];

const folder = (at: string, mode = '0755'): Argv => ['install', '-d', '-m', mode, '--', at];
const remove = (path: string): Argv => ['rm', '--recursive', '--force', '--one-file-system', '--', path];
const parentOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';
export const unitPath = (name: string): string => `/etc/systemd/system/${name}`;

export interface Archive {
  readonly file: string;
  /** Where it was unpacked for single files of it. */
  readonly unpacked: string;
  /** Configuration that is there already, and stays. */
  readonly kept: ReadonlySet<string>;
  /** systemd runs this machine; in a mere root there is nobody to tell of units. */
  readonly hasSystemd: boolean;
}

/** What one step comes to. */
export function argvsOf(step: Step, { file, unpacked, kept, hasSystemd }: Archive): readonly Argv[] {
  switch (step.does) {
    case 'unpack':
      return [
        folder(step.to),
        [
          'tar',
          '--extract',
          '--no-same-owner',
          '--no-same-permissions',
          `--strip-components=${step.strip}`,
          '--file',
          file,
          '--directory',
          step.to,
        ],
      ];
    case 'copy':
      return kept.has(step.to) ? [] : [['install', '-D', '-m', step.mode, '--', `${unpacked}/${step.from}`, step.to]];
    case 'link':
      return [
        folder(parentOf(step.at)),
        ['ln', '--symbolic', '--force', '--no-dereference', '--no-target-directory', '--', step.to, step.at],
      ];
    case 'directory':
      return [folder(step.at, step.mode)];
    case 'run':
      return [[`${unpacked}/${step.program}`, ...step.arguments]];
    case 'unit':
      return [
        ['install', '-D', '-m', '0644', '--', `${unpacked}/${step.from}`, unitPath(step.name)],
        ...(hasSystemd ? ([['systemctl', 'daemon-reload']] as const) : []),
        ...(hasSystemd && step.start
          ? ([
              ['systemctl', 'enable', step.name],
              ['systemctl', 'restart', step.name],
            ] as const)
          : []),
      ];
  }
}

/** What takes away what a step put there; configuration stays, as it does with packages. */
export function undoOf(step: Step, hasSystemd: boolean): readonly Argv[] {
  switch (step.does) {
    case 'unpack':
      return [remove(step.to)];
    case 'copy':
      return step.keep ? [] : [remove(step.to)];
    case 'link':
      return [remove(step.at)];
    case 'directory':
      return [];
    case 'run':
      return step.undo === undefined ? [] : [[step.undo.path, ...step.undo.arguments]];
    case 'unit':
      return [
        ...(hasSystemd ? ([['systemctl', 'disable', '--now', step.name]] as const) : []),
        remove(unitPath(step.name)),
        ...(hasSystemd ? ([['systemctl', 'daemon-reload']] as const) : []),
      ];
  }
}
