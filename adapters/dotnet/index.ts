// The dotnet adapter: global .NET tools of root, of every user and of the machine, and what NuGet has newer.
import type { Adapter } from '../adapter.ts';
import { ask } from '../ask.ts';
import { findPlaces, homesWatch } from '../homes.ts';
import type { Host } from '../host.ts';
import {
  availableSection,
  detectInstalled,
  type Installed,
  installedSection,
  type Language,
  type Newest,
  type Reading,
} from '../language-packages.ts';
import { newestOf, readOnlyCommands } from './commands.ts';
import { isToolName, isToolVersion, parseFound } from './parse.ts';

const nugetTools: Language = {
  adapter: 'dotnet',
  type: 'nuget',
  ecosystem: 'NuGet',
  scheme: 'nuget',
  plural: '.NET tools',
  registry: 'NuGet',
};

/** `--tool-path` puts them anywhere; these are the ones in use. */
const machineFolders = ['/usr/local/share/dotnet-tools/.store', '/opt/dotnet-tools/.store'] as const;
const homeFolder = '.dotnet/tools/.store';
const mostTools = 2_000;

export const dotnet: Adapter = {
  name: 'dotnet',
  capabilities: ['inventory', 'available'],
  watches: [
    ...[...machineFolders, `/root/${homeFolder}`].map((path) => ({ path, with: 'entries' }) as const),
    homesWatch,
  ],
  readOnlyCommands,
  detect: async (host) => detectInstalled(nugetTools, await readTools(host)),
  inventory: async (host) => installedSection(nugetTools, await readTools(host)),
  available: async (host) => availableSection(nugetTools, host, await readTools(host), askNewest),
};

/** `.store/NAME/VERSION`; a folder that begins with a dot is an installation under way. */
async function readTools(host: Host): Promise<Reading> {
  const { places, problems } = await findPlaces(host, nugetTools.plural, {
    machine: machineFolders,
    home: [homeFolder],
  });
  const found: Installed[] = [];
  for (const place of places) {
    const names = ((await host.listDirectory(place.path)) ?? []).filter(isToolName).slice(0, mostTools);
    const versions = await Promise.all(names.map((name) => host.listDirectory(`${place.path}/${name}`)));
    for (const [at, name] of names.entries()) {
      for (const version of (versions[at] ?? []).filter(isToolVersion))
        found.push({ name, version, place, asked: true });
    }
  }
  return { found, problems };
}

const askedAtOnce = 4;

/** A question for each: a search finds what is called alike, too. */
async function askNewest(host: Host, names: readonly string[]): Promise<Newest> {
  const of = new Map<string, string>();
  const problems: string[] = [];
  for (let at = 0; at < names.length; at += askedAtOnce) {
    const asked = names.slice(at, at + askedAtOnce);
    const answers = await Promise.all(asked.map((name) => ask(host, newestOf(name), 'dotnet tool search')));
    for (const [index, answer] of answers.entries()) {
      const name = asked[index] ?? '';
      const version = answer.ok ? parseFound(answer.stdout, name) : undefined;
      if (version !== undefined) of.set(name, version);
      problems.push(...(answer.ok ? answer.problems : [answer.why]));
    }
  }
  return { of, problems: [...new Set(problems)] };
}
