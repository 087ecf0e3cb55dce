// The zypper adapter: SUSE Linux Enterprise and openSUSE, through rpm's database and zypper's cached metadata.
import type { OperatingSystem, Package } from '@suture/core/packages/package.ts';
import type { Adapter, Detection, Section, Watch } from '../adapter.ts';
import { ask, failed, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { matchesPattern } from '../pattern.ts';
import { hasRpmDatabase, readRpmDatabase, rpmWatches, updatedByZypper } from '../rpm-database.ts';
import { readAvailable } from './available.ts';
import { readOnlyCommands, refreshCommands, zypperVersion } from './commands.ts';
import { cache } from './freshness.ts';
import { lockFile, readLocks } from './locks.ts';
import { needsRestart } from './needs-restart.ts';
import { refresh } from './refresh.ts';
import { simulate } from './simulate.ts';

const watches: readonly Watch[] = [
  ...rpmWatches,
  { path: cache, with: 'entries' },
  { path: '/var/cache/zypp/solv', with: 'entries' },
  { path: '/etc/zypp/repos.d', with: 'entries' },
  { path: lockFile, with: 'itself' },
];

export const zypper: Adapter = {
  name: 'zypper',
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
  refresh,
  execution: async () => (await import('./execution/index.ts')).execution,
};

/** Present where rpm keeps a database that is not dnf's. */
async function detect(host: Host): Promise<Detection> {
  if (!(await hasRpmDatabase(host))) return { present: false, reason: 'there is no rpm database' };
  if (!(await updatedByZypper(host))) return { present: false, reason: 'the rpm database is not zypper’s to update' };
  const answer = await ask(host, zypperVersion, 'zypper --version');
  if (!answer.ok) return { present: false, reason: answer.why };
  const version = /^zypper (\d[\w.]{0,40})\s*$/m.exec(answer.stdout)?.[1];
  return version === undefined
    ? { present: false, reason: 'zypper does not say its version' }
    : { present: true, version };
}

async function inventory(host: Host, system: OperatingSystem): Promise<Section<Package>> {
  const { patterns, problems } = await readLocks(host);
  const section = await readRpmDatabase(host, system, (name) =>
    patterns.some((pattern) => matchesPattern(pattern, name)),
  );
  return section.status === 'failed'
    ? failed(...section.problems)
    : sectionOf(section.items, [...section.problems, ...problems]);
}
