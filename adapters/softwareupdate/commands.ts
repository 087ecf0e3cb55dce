// The one command of the softwareupdate adapter, which asks Apple's server or the one the machine is set to. Anybody may run it.
// Source: softwareupdate(8).
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';

export const softwareupdatePath = '/usr/sbin/softwareupdate';
/** What macOS says of itself; a Rapid Security Response has its own, in the system's cryptex. */
export const systemVersionFile = '/System/Library/CoreServices/SystemVersion.plist';
export const responseVersionFile = '/System/Cryptexes/OS/System/Library/CoreServices/SystemVersion.plist';
export const historyFile = '/Library/Receipts/InstallHistory.plist';

export const listUpdates: Command = {
  argv: [softwareupdatePath, '--list'],
  timeoutMs: 300_000,
  maxOutputBytes: 4 << 20,
};

export const readOnlyCommands: readonly ReadOnlyCommand[] = [{ begins: listUpdates.argv, options: [] }];
