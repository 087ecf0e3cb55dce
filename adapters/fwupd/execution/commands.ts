// Every command of the executing half of fwupd: an archive that was fetched, onto the one device it is for.
// Source: fwupdmgr(1). Asking for JSON also keeps fwupdmgr from asking back.
import type { ReadOnlyCommand } from '../../adapter.ts';
import type { Command } from '../../host.ts';
import type { Argv } from '../../manager.ts';
import { stagingCommands } from '../../staging.ts';
import { readOnlyCommands } from '../commands.ts';

/** Into the folder, by the last part of its address. */
export const download = (address: string, folder: string): Command => ({
  argv: ['fwupdmgr', 'download', '--json', '-y', address],
  timeoutMs: 600_000,
  maxOutputBytes: 1 << 20,
  directory: folder,
});

const releasesOf = ['fwupdmgr', 'get-releases', '--json'] as const;
/** Every release there is for a device, older ones too. */
export const getReleases = (device: string): Command => ({
  argv: [...releasesOf, device],
  timeoutMs: 60_000,
  maxOutputBytes: 16 << 20,
});

const installing = ['fwupdmgr', 'install', '--json', '-y', '--no-reboot-check', '--no-unreported-check'] as const;
export const install = (archive: string, device: string): Argv => [...installing, archive, device];
export const goBack = (archive: string, device: string): Argv => [...installing, '--allow-older', archive, device];

export const preparingCommands: readonly ReadOnlyCommand[] = [
  ...readOnlyCommands,
  { begins: ['fwupdmgr', 'download', '--json', '-y'], options: [] },
  { begins: releasesOf, options: [] },
  ...stagingCommands,
];

export const installingCommands: readonly ReadOnlyCommand[] = [{ begins: installing, options: ['--allow-older'] }];
