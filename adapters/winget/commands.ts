// Every command of the winget adapter. All of them read; none accepts an agreement or asks anybody anything.
// Source: https://learn.microsoft.com/windows/package-manager/winget/.
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';

const limits = { timeoutMs: 120_000, maxOutputBytes: 16 << 20 } as const;
/** An alias in the user's folder of apps, so there is no constant path to it; the system's account has none. */
const program = 'winget.exe';

export const wingetVersion: Command = { ...limits, argv: [program, '--version'] };
export const listInstalled: Command = { ...limits, argv: [program, 'list', '--disable-interactivity'] };
/** With those of unknown version, and the pinned ones, which are held back and not up to date. */
export const listUpgrades: Command = {
  ...limits,
  argv: [program, 'upgrade', '--include-unknown', '--include-pinned', '--disable-interactivity'],
};
export const listPins: Command = { ...limits, argv: [program, 'pin', 'list', '--disable-interactivity'] };

export const readOnlyCommands: readonly ReadOnlyCommand[] = [wingetVersion, listInstalled, listUpgrades, listPins].map(
  ({ argv }) => ({ begins: argv, options: [] }),
);
