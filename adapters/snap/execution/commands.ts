// Every command of the executing half of snap: snapd's own client asks, waits for the end of the change and says how it ended.
// Source: snap(8), https://snapcraft.io/docs/snapd-rest-api (changes).
import type { ReadOnlyCommand } from '../../adapter.ts';
import type { Argv } from '../../manager.ts';
import { stagingCommands } from '../../staging.ts';
import { changesUnderWay, readOnlyCommands } from '../commands.ts';

const refreshing = ['snap', 'refresh'] as const;
const reverting = ['snap', 'revert'] as const;
const removing = ['snap', 'remove'] as const;

/** To what its channel has: a revision by number is for the snap's developers alone. */
export const refresh = (name: string): Argv => [...refreshing, name];
export const revert = (name: string, revision: string): Argv => [...reverting, `--revision=${revision}`, name];
/** All its revisions go; snapd keeps a snapshot of its data for a month. */
export const takeAway = (name: string): Argv => [...removing, name];

export const preparingCommands: readonly ReadOnlyCommand[] = [
  ...readOnlyCommands,
  { begins: changesUnderWay.argv, options: [] },
  ...stagingCommands,
];

export const installingCommands: readonly ReadOnlyCommand[] = [
  { begins: refreshing, options: [] },
  { begins: reverting, options: ['--revision='] },
  { begins: removing, options: [] },
];
