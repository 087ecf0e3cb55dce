// The composer adapter: globally installed PHP packages, and what their repositories have newer.
import type { Adapter, Section, Update } from '../adapter.ts';
import { ask, failed, quoted } from '../ask.ts';
import { homesWatch } from '../homes.ts';
import type { Host } from '../host.ts';
import { availableSection, detectInstalled, installedSection } from '../language-packages.ts';
import { listOutdated, readOnlyCommands, userName } from './commands.ts';
import { homeFolders, packagist, readComposer } from './installed.ts';
import { parseOutdated } from './parse.ts';

export const composer: Adapter = {
  name: 'composer',
  capabilities: ['inventory', 'available'],
  watches: [
    ...homeFolders.flatMap((path) => [
      { path: `/root/${path}`, with: 'itself' } as const,
      { path: `/root/${path}/vendor/composer`, with: 'itself' } as const,
    ]),
    homesWatch,
  ],
  readOnlyCommands,
  detect: async (host) => detectInstalled(packagist, await readComposer(host)),
  inventory: async (host) => installedSection(packagist, await readComposer(host)),
  available: readAvailable,
};

/** Composer answers for the user that asks; what others have is unknown. */
async function readAvailable(host: Host): Promise<Section<Update>> {
  const reading = await readComposer(host);
  const [answer, who] = await Promise.all([
    ask(host, listOutdated, 'composer global outdated'),
    ask(host, userName, 'id'),
  ]);
  if (!answer.ok) return failed(answer.why);
  const outdated = parseOutdated(answer.stdout);
  if (outdated === undefined) return failed('composer global outdated did not answer in JSON');
  const user = who.ok ? who.stdout.trim() : '';
  const own = reading.found.filter((each) => each.place.user === user);
  const others = [
    ...new Set(reading.found.flatMap((each) => (each.place.user === user ? [] : [each.place.user ?? '']))),
  ];
  if (own.length === 0) return failed('composer answers only for the user that asks, who has no packages of it');
  // It leaves out what is up to date.
  const newest = new Map(own.map(({ name, version }) => [name, version]));
  for (const { name, version } of outdated.items) newest.set(name, version);
  const complaint = answer.stderr
    .split('\n')
    .find((line) => /could not be (?:fully )?loaded|may be out of date/.test(line));
  const problems = [
    ...others.map((name) => `what is newer of ${name}’s own composer packages is unknown: only ${name} can ask`),
    ...answer.problems,
    ...(complaint === undefined ? [] : [`composer could not ask everywhere: ${quoted(complaint)}`]),
    ...(outdated.unread === 0 ? [] : [`composer names ${outdated.unread} packages without a version`]),
  ];
  return availableSection(packagist, host, { found: own, problems: reading.problems }, async () => ({
    of: newest,
    problems,
  }));
}
