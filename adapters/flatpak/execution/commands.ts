// Every command of the executing half of flatpak: it is told refs and commits, and nothing that would choose by itself.
// Source: flatpak-update(1), flatpak-install(1), flatpak-uninstall(1), flatpak-remote-info(1).
import type { ReadOnlyCommand } from '../../adapter.ts';
import type { Command } from '../../host.ts';
import type { Argv } from '../../manager.ts';
import { stagingCommands } from '../../staging.ts';
import { listUpdates } from '../commands.ts';

/** flatpak opens root's own installation too, and makes one where there is none: it is pointed at the system's. */
export const environment = { XDG_DATA_HOME: '/var/lib', XDG_CACHE_HOME: '/nonexistent' } as const;

const asking = ['flatpak', 'remote-info', '--system'] as const;
const command = (argv: Argv, seconds: number): Command => ({
  argv,
  timeoutMs: seconds * 1000,
  maxOutputBytes: 1 << 20,
  env: environment,
});

/** All that the remotes have for this architecture. */
export const listOffers: Command = {
  ...listUpdates(true),
  argv: ['flatpak', 'remote-ls', '--system', '--columns=ref,commit,origin,version'],
  maxOutputBytes: 64 << 20,
};

/** What the remote has: its newest, or the very commit asked for. */
export const remoteInfo = (remote: string, ref: string, commit?: string): Command =>
  command([...asking, ...(commit === undefined ? [] : [`--commit=${commit}`]), remote, ref], 120);

const updating = ['flatpak', 'update', '--system', '--noninteractive', '-y', '--no-related', '--no-deps'] as const;
/** Fetches into the installation's repository; what is deployed stays. */
export const pull = (ref: string, commit: string): Command =>
  command([...updating, '--no-deploy', `--commit=${commit}`, ref], 600);
export const deploy = (ref: string, commit: string): Argv => [...updating, '--no-pull', `--commit=${commit}`, ref];
/** Asks the remote: flatpak drops what is no longer deployed. */
export const goBack = (ref: string, commit: string): Argv => [...updating, `--commit=${commit}`, ref];

const alone = ['--system', '--noninteractive', '-y', '--no-related'] as const;
const installing = ['flatpak', 'install', ...alone, '--no-deps'] as const;
const removing = ['flatpak', 'uninstall', ...alone] as const;
/** Fetches what is not here yet, in what the remote has now: an install takes no commit. */
export const pullNew = (remote: string, ref: string): Command =>
  command([...installing, '--no-deploy', remote, ref], 600);
export const deployNew = (remote: string, ref: string): Argv => [...installing, '--no-pull', remote, ref];
/** Fetches too. */
export const installNew = (remote: string, ref: string): Argv => [...installing, remote, ref];
/** What people keep in it stays. */
export const takeAway = (ref: string): Argv => [...removing, ref];

export const preparingCommands: readonly ReadOnlyCommand[] = [
  { begins: listUpdates(true).argv, options: [] },
  { begins: listOffers.argv, options: [] },
  { begins: asking, options: ['--commit='] },
  { begins: [...updating, '--no-deploy'], options: ['--commit='] },
  { begins: [...installing, '--no-deploy'], options: [] },
  ...stagingCommands,
];

export const installingCommands: readonly ReadOnlyCommand[] = [
  { begins: updating, options: ['--no-pull', '--commit='] },
  { begins: installing, options: ['--no-pull'] },
  { begins: removing, options: [] },
];
