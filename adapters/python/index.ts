// The python adapter: what pipx and pip installed beside the distribution, and what the index has newer.
import type { Adapter } from '../adapter.ts';
import { ask } from '../ask.ts';
import { homesWatch } from '../homes.ts';
import type { Host } from '../host.ts';
import { availableSection, detectInstalled, installedSection, type Newest } from '../language-packages.ts';
import { readOnlyCommands, versionsOf } from './commands.ts';
import { environmentFolders, machineFolder, pipxFolder, pypi, readPython } from './installed.ts';
import { parseNewest } from './parse.ts';

const pythons = [9, 10, 11, 12, 13, 14, 15].map((minor) => `${machineFolder}/python3.${minor}`);

export const python: Adapter = {
  name: 'python',
  capabilities: ['inventory', 'available', 'execute', 'rollback'],
  watches: [
    { path: pipxFolder, with: 'entries' },
    { path: machineFolder, with: 'itself' },
    ...pythons.flatMap((path) =>
      ['dist-packages', 'site-packages'].map((kind) => ({ path: `${path}/${kind}`, with: 'itself' }) as const),
    ),
    ...environmentFolders.map((path) => ({ path: `/root/${path}`, with: 'entries' }) as const),
    { path: '/root/.local/lib', with: 'entries' },
    homesWatch,
  ],
  readOnlyCommands,
  detect: async (host) => detectInstalled(pypi, await readPython(host)),
  inventory: async (host) => installedSection(pypi, await readPython(host)),
  available: async (host) => availableSection(pypi, host, await readPython(host), askNewest),
  execution: async () => (await import('./execution/index.ts')).execution,
};

const atOnce = 4;

/** One question a package: pip has none for several. The first that finds no pip ends it. */
async function askNewest(host: Host, names: readonly string[]): Promise<Newest> {
  const of = new Map<string, string>();
  for (let at = 0; at < names.length; at += atOnce) {
    const answers = await Promise.all(
      names
        .slice(at, at + atOnce)
        .map(async (name) => ({ name, answer: await ask(host, versionsOf(name), 'pip index') })),
    );
    for (const { name, answer } of answers) {
      if (!answer.ok && (answer.missing || /No module named/.test(answer.why)))
        return { of, problems: ['pip is not installed for python3, so nobody can ask what is newer'] };
      const newest = answer.ok ? parseNewest(answer.stdout, name) : undefined;
      if (newest !== undefined) of.set(name, newest);
    }
  }
  return { of, problems: [] };
}
