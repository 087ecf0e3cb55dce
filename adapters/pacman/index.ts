// The pacman adapter: Arch Linux and its relatives, through pacman's database and fetched repositories.
import type { Adapter, Detection, Watch } from '../adapter.ts';
import { ask } from '../ask.ts';
import type { Host } from '../host.ts';
import { readAvailable } from './available.ts';
import { pacmanVersion, readOnlyCommands } from './commands.ts';
import { localDatabase } from './database.ts';
import { syncDatabases } from './freshness.ts';
import { readInstalled } from './installed.ts';
import { simulate } from './simulate.ts';

const watches: readonly Watch[] = [
  // Every installation makes a folder here and every removal takes one away.
  { path: localDatabase, with: 'itself' },
  { path: syncDatabases, with: 'entries' },
  { path: '/etc/pacman.conf', with: 'itself' },
  { path: '/etc/pacman.d', with: 'entries' },
];

export const pacman: Adapter = {
  name: 'pacman',
  capabilities: ['inventory', 'available', 'simulate', 'execute', 'rollback', 'repair', 'rehearse'],
  watches,
  readOnlyCommands,
  detect,
  inventory: readInstalled,
  available: readAvailable,
  simulate,
  execution: async () => (await import('./execution/index.ts')).execution,
};

/** Present where pacman keeps a database; an image without pacman still has an inventory. */
async function detect(host: Host): Promise<Detection> {
  if (!(await host.exists(`${localDatabase}/ALPM_DB_VERSION`)))
    return { present: false, reason: 'there is no pacman database' };
  const answer = await ask(host, pacmanVersion, 'pacman --version');
  const version = answer.ok ? /\bPacman v(\d[\w.]{0,40})/.exec(answer.stdout)?.[1] : undefined;
  return { present: true, version: version ?? 'none (a pacman database without a working pacman)' };
}
