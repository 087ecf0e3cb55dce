// The commands by which this adapter reads: which packages of these names dpkg or rpm has, and what the processor is.
// Sources: dpkg-query(1), rpm(8), uname(1); Windows' "WOW64 implementation details" for the processor.
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';
import { uninstallKeyCommands } from '../uninstall-keys-commands.ts';
import { currentVersion, regPath } from '../windows.ts';

const limits = { timeoutMs: 60_000, maxOutputBytes: 4 << 20 } as const;

export const machineHardware: Command = { ...limits, argv: ['uname', '-m'] };

export const windowsHardware: Command = {
  ...limits,
  argv: [
    regPath,
    'query',
    'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager\\Environment',
    '/v',
    'PROCESSOR_ARCHITECTURE',
  ],
};

const dpkgFormat = '--showformat=${binary:Package}\\t${Version}\\t${db:Status-Abbrev}\\n';
const rpmFormat = '%{NAME}\\t%|EPOCH?{%{EPOCH}:}:{}|%{VERSION}-%{RELEASE}\\tii\\n';

export const ofDpkg = (names: readonly string[]): Command => ({
  ...limits,
  argv: ['dpkg-query', '--show', dpkgFormat, '--', ...names],
});
export const ofRpm = (names: readonly string[]): Command => ({
  ...limits,
  argv: ['rpm', '--query', `--queryformat=${rpmFormat}`, '--', ...names],
});

export const readOnlyCommands: readonly ReadOnlyCommand[] = [
  { begins: ['uname', '-m'], options: [] },
  ...[windowsHardware, currentVersion].map(({ argv }) => ({ begins: argv, options: [] })),
  ...uninstallKeyCommands,
  { begins: ['dpkg-query', '--show', dpkgFormat, '--'], options: [] },
  { begins: ['rpm', '--query', `--queryformat=${rpmFormat}`, '--'], options: [] },
];
