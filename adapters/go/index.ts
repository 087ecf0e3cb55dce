// The go adapter: programs that `go install` built, what is inside them, and what the module proxy has newer.
import type { Adapter } from '../adapter.ts';
import { ask } from '../ask.ts';
import { homesWatch } from '../homes.ts';
import type { Host } from '../host.ts';
import { availableSection, detectInstalled, installedSection, type Newest } from '../language-packages.ts';
import { goPrograms, latestOf, readOnlyCommands } from './commands.ts';
import { goModules, machineFolders, readGo } from './installed.ts';
import { parseLatest } from './parse.ts';

export const go: Adapter = {
  name: 'go',
  capabilities: ['inventory', 'available', 'execute', 'rollback'],
  watches: [...[...machineFolders, '/root/go/bin'].map((path) => ({ path, with: 'entries' }) as const), homesWatch],
  readOnlyCommands,
  detect: async (host) => detectInstalled(goModules, await readGo(host)),
  inventory: async (host) => installedSection(goModules, await readGo(host)),
  available: async (host) => availableSection(goModules, host, await readGo(host), askNewest),
  execution: async () => (await import('./execution/index.ts')).execution,
};

async function askNewest(host: Host, names: readonly string[]): Promise<Newest> {
  for (const program of goPrograms) {
    const answer = await ask(host, latestOf(program, names), 'go list -m');
    if (answer.ok) return { of: parseLatest(answer.stdout), problems: answer.problems };
    if (!answer.missing) return { of: new Map(), problems: [answer.why] };
  }
  return { of: new Map(), problems: ['go is not installed, so nobody can ask what is newer'] };
}
