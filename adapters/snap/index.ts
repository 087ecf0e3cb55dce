// The snap adapter: snaps, what the store would refresh, and what holds it.
import type { Adapter, Detection } from '../adapter.ts';
import type { Host } from '../host.ts';
import { readAvailable, simulate } from './available.ts';
import { readOnlyCommands, snapdSocket, systemInfo } from './commands.ts';
import { readInstalled } from './installed.ts';
import { parseSystem } from './parse.ts';
import { askSnapd, askSnaps } from './questions.ts';

export const snap: Adapter = {
  name: 'snap',
  capabilities: ['inventory', 'available', 'simulate', 'execute', 'rollback'],
  watches: [
    // snapd writes it with whatever it does.
    { path: '/var/lib/snapd/state.json', with: 'itself' },
    { path: '/snap', with: 'entries' },
  ],
  readOnlyCommands,
  detect,
  inventory: readInstalled,
  available: readAvailable,
  simulate,
  execution: async () => (await import('./execution/index.ts')).execution,
};

/** Present where a snap is in use: snapd alone is a package of the distribution's. */
async function detect(host: Host): Promise<Detection> {
  if (!(await host.exists(snapdSocket))) return { present: false, reason: 'snapd has no socket here' };
  const [system, snaps] = await Promise.all([askSnapd(host, systemInfo, 'system', parseSystem), askSnaps(host)]);
  if (snaps.ok && !snaps.value.some(({ isActive }) => isActive)) return { present: false, reason: 'no snap is in use' };
  return {
    present: true,
    version: (system.ok ? system.value.version : undefined) ?? 'unknown (snapd does not answer)',
  };
}
