// The fwupd adapter: firmware of this machine's devices, and what their vendors have newer.
import type { Adapter, Detection } from '../adapter.ts';
import { ask } from '../ask.ts';
import type { Host } from '../host.ts';
import { readAvailable } from './available.ts';
import { changelogs } from './changelogs.ts';
import { fwupdVersion, getDevices, getRemotes, getUpdates, currentTime, readOnlyCommands } from './commands.ts';
import { askDevices } from './devices.ts';
import { readInstalled } from './installed.ts';
import { readNeedsRestart } from './needs-restart.ts';
import { parseVersion } from './parse.ts';
import { simulate } from './simulate.ts';

export const fwupd: Adapter = {
  name: 'fwupd',
  capabilities: ['inventory', 'available', 'simulate', 'needs-restart', 'changelogs', 'execute', 'rollback'],
  watches: [
    { path: '/var/lib/fwupd', with: 'entries' },
    { path: '/etc/fwupd/remotes.d', with: 'entries' },
  ],
  readOnlyCommands,
  detect,
  inventory: readInstalled,
  available: readAvailable,
  simulate,
  needsRestart: readNeedsRestart,
  changelogCommands: [getDevices, getUpdates, getRemotes, currentTime].map(({ argv }) => ({
    begins: argv,
    options: [],
  })),
  changelogs,
  execution: async () => (await import('./execution/index.ts')).execution,
};

async function detect(host: Host): Promise<Detection> {
  const answer = await ask(host, fwupdVersion, 'fwupdmgr --version');
  if (!answer.ok && answer.missing) return { present: false, reason: answer.why };
  // The client asks the daemon even for that: where the daemon is down it fails, and the sections say why.
  const version = answer.ok ? parseVersion(answer.stdout) : undefined;
  if (version === undefined) return { present: true, version: 'unknown (it does not answer)' };
  const devices = await askDevices(host, getDevices);
  // Many machines carry fwupd and have nothing for it: virtual ones most of all.
  const has = !devices.ok ? !devices.nothing : devices.value.some((device) => device.version !== undefined);
  return has ? { present: true, version } : { present: false, reason: 'no device here says which firmware it runs' };
}
