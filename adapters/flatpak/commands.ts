// Every command the flatpak adapter runs. Installed applications are read from files; only what is newer is asked.
// Source: flatpak(1), flatpak-remote-ls(1).
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';

export const flatpakVersion: Command = { argv: ['flatpak', '--version'], timeoutMs: 20_000, maxOutputBytes: 1 << 20 };
export const currentUser: Command = { argv: ['id', '-u'], timeoutMs: 5_000, maxOutputBytes: 1 << 20 };

/**
 * Asks every remote of the system's installation. flatpak opens the user's own installation too and makes one where there
 * is none: root's is pointed at the system's, which is there.
 */
export const listUpdates = (root: boolean): Command => ({
  argv: ['flatpak', 'remote-ls', '--system', '--updates', '--columns=ref,commit,origin,version'],
  timeoutMs: 180_000,
  maxOutputBytes: 16 << 20,
  ...(root ? { env: { XDG_DATA_HOME: '/var/lib', XDG_CACHE_HOME: '/nonexistent' } } : {}),
});

export const readOnlyCommands: readonly ReadOnlyCommand[] = [flatpakVersion, currentUser, listUpdates(true)].map(
  ({ argv }) => ({
    begins: argv,
    options: [],
  }),
);
