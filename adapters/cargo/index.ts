// The cargo adapter: what `cargo install` built, and what crates.io has newer.
import type { Adapter } from '../adapter.ts';
import { ask } from '../ask.ts';
import { homesWatch } from '../homes.ts';
import type { Host } from '../host.ts';
import { availableSection, detectInstalled, installedSection, type Newest } from '../language-packages.ts';
import { infoOf, readOnlyCommands } from './commands.ts';
import { cratesIo, machineFolders, readCrates } from './installed.ts';
import { parseInfo } from './parse.ts';

export const cargo: Adapter = {
  name: 'cargo',
  capabilities: ['inventory', 'available', 'execute', 'rollback'],
  watches: [
    ...[...machineFolders, '/root/.cargo'].flatMap((path) => [
      { path, with: 'itself' } as const,
      { path: `${path}/.crates2.json`, with: 'itself' } as const,
    ]),
    homesWatch,
  ],
  readOnlyCommands,
  detect: async (host) => detectInstalled(cratesIo, await readCrates(host)),
  inventory: async (host) => installedSection(cratesIo, await readCrates(host)),
  available: async (host) => availableSection(cratesIo, host, await readCrates(host), askNewest),
  execution: async () => (await import('./execution/index.ts')).execution,
};

async function askNewest(host: Host, names: readonly string[]): Promise<Newest> {
  const of = new Map<string, string>();
  for (const name of names) {
    const answer = await ask(host, infoOf(name), 'cargo info');
    if (!answer.ok && answer.missing)
      return { of, problems: ['cargo is not on the path of the system, so nobody can ask what is newer'] };
    if (!answer.ok && /no such (?:sub)?command/.test(answer.why))
      return { of, problems: ['this cargo cannot say which versions there are; 1.82 can'] };
    const newest = answer.ok ? parseInfo(answer.stdout) : undefined;
    if (newest !== undefined) of.set(name, newest);
  }
  return { of, problems: [] };
}
