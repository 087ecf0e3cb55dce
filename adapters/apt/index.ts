// The apt adapter: Debian, Ubuntu and their relatives, through dpkg's database and apt's own tools.
import type { Adapter, Detection } from '../adapter.ts';
import type { Host } from '../host.ts';
import { readAvailable } from './available.ts';
import { readChangelogs } from './changelogs.ts';
import { aptVersion, changelogCommands, readOnlyCommands, refreshCommands } from './commands.ts';
import { readInstalled } from './installed.ts';
import { refreshIndexes } from './refresh.ts';
import { simulate } from './simulate.ts';
import { watches } from './watches.ts';

export const apt: Adapter = {
  name: 'apt',
  capabilities: [
    'inventory',
    'available',
    'simulate',
    'changelogs',
    'refresh',
    'execute',
    'rollback',
    'repair',
    'rehearse',
  ],
  watches,
  readOnlyCommands,
  detect,
  inventory: readInstalled,
  available: readAvailable,
  simulate,
  changelogCommands,
  changelogs: readChangelogs,
  refreshCommands,
  refresh: refreshIndexes,
  execution: async () => (await import('./execution/index.ts')).execution,
};

/** Present where dpkg keeps a database; an image without apt still has an inventory. */
async function detect(host: Host): Promise<Detection> {
  const [status, parts] = await Promise.all([
    host.exists('/var/lib/dpkg/status'),
    host.exists('/var/lib/dpkg/status.d'),
  ]);
  if (!status && !parts) return { present: false, reason: 'there is no dpkg database' };
  const result = await host.run(aptVersion());
  const version = result.kind === 'exited' ? /^apt (\S{1,60})/.exec(result.stdout)?.[1] : undefined;
  return { present: true, version: version ?? 'none (a dpkg database without a working apt)' };
}
