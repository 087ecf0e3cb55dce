// Every command the fwupd adapter reads with. None needs root and none changes a device.
// Source: fwupdmgr(1). Asking for JSON also keeps fwupdmgr from asking back.
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';

const limits = { timeoutMs: 60_000, maxOutputBytes: 16 << 20 } as const;
const manager = (verb: string): Command => ({ ...limits, argv: ['fwupdmgr', verb, '--json'] });

export const fwupdVersion: Command = { ...limits, argv: ['fwupdmgr', '--version', '--json'] };
/** Starts the daemon where it sleeps, which probes the hardware. */
export const getDevices = manager('get-devices');
/** Exits 2 where there is nothing to do, and answers with an error that says so. */
export const getUpdates = manager('get-updates');
/** Exits 2 where there is none. */
export const getHistory = manager('get-history');
export const getRemotes = manager('get-remotes');
/** Needs real hardware: a virtual machine has no host security id. */
export const getSecurity = manager('security');
export const currentTime: Command = { argv: ['date', '+%s'], timeoutMs: 5_000, maxOutputBytes: 1 << 10 };

export const readOnlyCommands: readonly ReadOnlyCommand[] = [
  fwupdVersion,
  getDevices,
  getUpdates,
  getHistory,
  getRemotes,
  getSecurity,
  currentTime,
].map(({ argv }) => ({ begins: argv, options: [] }));
