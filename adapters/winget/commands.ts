// Every command of the winget adapter. All of them read; none accepts an agreement or asks anybody anything.
// Source: https://learn.microsoft.com/windows/package-manager/winget/.
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';

const limits = { timeoutMs: 120_000, maxOutputBytes: 16 << 20 } as const;
/** An alias in the user's folder of apps, so there is no constant path to it; the system's account has none. */
const program = 'winget.exe';

/** Whose a program is, by where its uninstall key lies. */
export type Scope = 'machine' | 'user';
export const scopes: readonly Scope[] = ['machine', 'user'];
const showing = [program, 'show', '--exact', '--disable-interactivity'] as const;

export const wingetVersion: Command = { ...limits, argv: [program, '--version'] };
export const listInstalled: Command = { ...limits, argv: [program, 'list', '--disable-interactivity'] };
/** With those of unknown version, and the pinned ones, which are held back and not up to date. */
export const listUpgrades: Command = {
  ...limits,
  argv: [program, 'upgrade', '--include-unknown', '--include-pinned', '--disable-interactivity'],
};
/** Those that their uninstall keys say are the machine's (HKEY_LOCAL_MACHINE), or the asking user's (HKEY_CURRENT_USER). */
export const listOf = (scope: Scope): Command => ({
  ...limits,
  argv: [program, 'list', '--scope', scope, '--disable-interactivity'],
});
/** What the manifest of this version says of the installer that would be taken on this machine. */
export const showInstaller = (id: string, version: string, source: string, scope: Scope | undefined): Command => ({
  ...limits,
  timeoutMs: 30_000,
  argv: [
    ...showing,
    '--id',
    id,
    '--version',
    version,
    '--source',
    source,
    ...(scope === undefined ? [] : ['--scope', scope]),
  ],
});
export const listPins: Command = { ...limits, argv: [program, 'pin', 'list', '--disable-interactivity'] };

export const readOnlyCommands: readonly ReadOnlyCommand[] = [
  ...[wingetVersion, listInstalled, ...scopes.map(listOf), listUpgrades, listPins].map(({ argv }) => ({
    begins: argv,
    options: [],
  })),
  { begins: showing, options: ['--id', '--version', '--source', '--scope'] },
];
