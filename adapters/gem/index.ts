// The gem adapter: gems beside the distribution's, and what the gem server has newer.
import type { Adapter } from '../adapter.ts';
import { ask } from '../ask.ts';
import { homesWatch } from '../homes.ts';
import type { Host } from '../host.ts';
import { availableSection, detectInstalled, installedSection, type Newest } from '../language-packages.ts';
import { newestOf, readOnlyCommands } from './commands.ts';
import { homeFolders, machineFolders, readGems, rubyGems } from './installed.ts';
import { parseList } from './parse.ts';

export const gem: Adapter = {
  name: 'gem',
  capabilities: ['inventory', 'available', 'execute', 'rollback'],
  watches: [
    ...machineFolders.map((path) => ({ path, with: 'entries' }) as const),
    // Where Debian's gem of each release writes.
    ...['2.7.0', '3.1.0', '3.2.0', '3.3.0', '3.4.0'].map(
      (ruby) => ({ path: `/var/lib/gems/${ruby}/specifications`, with: 'itself' }) as const,
    ),
    ...homeFolders.map((path) => ({ path: `/root/${path}`, with: 'entries' }) as const),
    homesWatch,
  ],
  readOnlyCommands,
  detect: async (host) => detectInstalled(rubyGems, await readGems(host)),
  inventory: async (host) => installedSection(rubyGems, await readGems(host)),
  available: async (host) => availableSection(rubyGems, host, await readGems(host), askNewest),
  execution: async () => (await import('./execution/index.ts')).execution,
};

async function askNewest(host: Host, names: readonly string[]): Promise<Newest> {
  const answer = await ask(host, newestOf(names), 'gem list --remote');
  if (!answer.ok) return { of: new Map(), problems: [answer.why] };
  return { of: parseList(answer.stdout), problems: answer.problems };
}
