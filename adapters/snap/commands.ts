// The questions the snap adapter puts to snapd, over its socket. Everybody may ask them, and none changes anything.
// Source: https://snapcraft.io/docs/snapd-rest-api. curl, as no command of snap answers in JSON.
import type { ReadOnlyCommand } from '../adapter.ts';
import type { Command } from '../host.ts';

export const snapdSocket = '/run/snapd.socket';

const question = (path: string, seconds: number): Command => ({
  argv: [
    'curl',
    '--silent',
    '--show-error',
    '--max-time',
    String(seconds),
    '--unix-socket',
    snapdSocket,
    `http://localhost/v2/${path}`,
  ],
  timeoutMs: (seconds + 5) * 1000,
  maxOutputBytes: 32 << 20,
});

/** Of each snap all revisions that are kept, the active one among them. */
export const listSnaps = question('snaps?select=all', 30);
/** Asks the store. */
export const findRefreshes = question('find?select=refresh', 120);
export const systemInfo = question('system-info', 30);
export const changesUnderWay = question('changes?select=in-progress', 30);
export const currentTime: Command = { argv: ['date', '+%s'], timeoutMs: 5_000, maxOutputBytes: 1 << 10 };

export const readOnlyCommands: readonly ReadOnlyCommand[] = [listSnaps, findRefreshes, systemInfo, currentTime].map(
  ({ argv }) => ({ begins: argv, options: [] }),
);
