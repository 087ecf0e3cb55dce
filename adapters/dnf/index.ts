// The dnf adapter: Red Hat, its rebuilds, Fedora and their relatives, through rpm's database and dnf's cached metadata.
import type { OperatingSystem, Package } from '@suture/core/packages/package.ts';
import type { Adapter, Detection, Section, Watch } from '../adapter.ts';
import { failed, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { hasRpmDatabase, readRpmDatabase, rpmWatches, updatedByZypper } from '../rpm-database.ts';
import { readAvailable } from './available.ts';
import { readOnlyCommands, refreshCommands } from './commands.ts';
import { lockOf } from './held-back.ts';
import { lockFiles, readLocks, repositoryFolders } from './locks.ts';
import { needsRestart } from './needs-restart.ts';
import { refreshRepositories } from './refresh.ts';
import { simulate } from './simulate.ts';
import { findTool } from './tool.ts';

const watches: readonly Watch[] = [
  ...rpmWatches,
  { path: '/var/cache/dnf', with: 'entries' },
  { path: '/var/cache/libdnf5', with: 'entries' },
  { path: '/etc/dnf/dnf.conf', with: 'itself' },
  ...lockFiles.map((path) => ({ path, with: 'itself' }) as const),
  ...repositoryFolders.map((path) => ({ path, with: 'entries' }) as const),
];

export const dnf: Adapter = {
  name: 'dnf',
  capabilities: [
    'inventory',
    'available',
    'simulate',
    'needs-restart',
    'refresh',
    'execute',
    'rollback',
    'repair',
    'rehearse',
  ],
  watches,
  readOnlyCommands,
  detect,
  inventory,
  available: readAvailable,
  simulate,
  needsRestart,
  refreshCommands,
  refresh: refreshRepositories,
  execution: async () => (await import('./execution/index.ts')).execution,
};

/** Present where rpm keeps a database that is not zypper's; an image without dnf still has an inventory. */
async function detect(host: Host): Promise<Detection> {
  if (!(await hasRpmDatabase(host))) return { present: false, reason: 'there is no rpm database' };
  if (await updatedByZypper(host)) return { present: false, reason: 'the rpm database is zypper’s to update' };
  const found = await findTool(host);
  return { present: true, version: found.ok ? found.version : 'none (an rpm database without a dnf Suture knows)' };
}

async function inventory(host: Host, system: OperatingSystem): Promise<Section<Package>> {
  const { locks, problems } = await readLocks(host);
  const section = await readRpmDatabase(host, system, (name) => lockOf(name, locks) !== undefined);
  return section.status === 'failed'
    ? failed(...section.problems)
    : sectionOf(section.items, [...section.problems, ...problems]);
}
