// The flatpak adapter: applications and runtimes, the system's and the users' own.
import type { Adapter, Detection } from '../adapter.ts';
import { ask } from '../ask.ts';
import { homesWatch } from '../homes.ts';
import type { Host } from '../host.ts';
import { readAvailable } from './available.ts';
import { flatpakVersion, readOnlyCommands } from './commands.ts';
import { readInstalled, systemInstallation, userInstallation } from './installed.ts';
import { hasRemote } from './parse.ts';

export const flatpak: Adapter = {
  name: 'flatpak',
  capabilities: ['inventory', 'available', 'execute', 'rollback'],
  watches: [
    // flatpak touches it with everything it installs and removes.
    { path: `${systemInstallation}/.changed`, with: 'itself' },
    { path: `${systemInstallation}/repo/config`, with: 'itself' },
    { path: systemInstallation, with: 'itself' },
    { path: `/root/${userInstallation}`, with: 'itself' },
    homesWatch,
  ],
  readOnlyCommands,
  detect,
  inventory: readInstalled,
  available: readAvailable,
  execution: async () => (await import('./execution/index.ts')).execution,
};

/** Present where something is installed by it, or could be from a remote: a bare flatpak has nothing to report. */
async function detect(host: Host): Promise<Detection> {
  if (!(await host.exists(`${systemInstallation}/repo/config`)))
    return { present: false, reason: 'there is no flatpak installation' };
  const kinds = await Promise.all(
    ['app', 'runtime'].map((kind) => host.listDirectory(`${systemInstallation}/${kind}`)),
  );
  const config = await host.readFile(`${systemInstallation}/repo/config`, 1 << 20);
  const isEmpty = kinds.every((names) => names === undefined || names.length === 0);
  if (isEmpty && !(config.kind === 'text' && hasRemote(config.text)))
    return { present: false, reason: 'no flatpak is installed, and there is no remote for the whole machine' };
  const answer = await ask(host, flatpakVersion, 'flatpak --version');
  const version = answer.ok ? /^Flatpak (\d[\w.]{0,40})/m.exec(answer.stdout)?.[1] : undefined;
  return { present: true, version: version ?? 'none (flatpaks without a working flatpak)' };
}
