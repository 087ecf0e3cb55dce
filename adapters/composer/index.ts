// The composer adapter: globally installed PHP packages, and what their repositories have newer.
import type { Adapter, Section, Update } from '../adapter.ts';
import { ask, failed, quoted } from '../ask.ts';
import { homesWatch } from '../homes.ts';
import type { Command, Host } from '../host.ts';
import {
  availableSection,
  detectInstalled,
  type Installed,
  installedSection,
  type Newest,
} from '../language-packages.ts';
import { listOutdated, outdatedIn, readOnlyCommands, userName } from './commands.ts';
import { homeFolders, machineFolders, packagist, readComposer } from './installed.ts';
import { parseOutdated } from './parse.ts';

export const composer: Adapter = {
  name: 'composer',
  capabilities: ['inventory', 'available', 'execute', 'rollback'],
  watches: [
    ...[...machineFolders, ...homeFolders.map((path) => `/root/${path}`)].flatMap((path) => [
      { path, with: 'itself' } as const,
      { path: `${path}/vendor/composer`, with: 'itself' } as const,
    ]),
    homesWatch,
  ],
  readOnlyCommands,
  detect: async (host) => detectInstalled(packagist, await readComposer(host)),
  inventory: async (host) => installedSection(packagist, await readComposer(host)),
  available: readAvailable,
  execution: async () => (await import('./execution/index.ts')).execution,
};

/** Composer answers for the user that asks, and for the whole machine's; what others have is unknown. */
async function readAvailable(host: Host): Promise<Section<Update>> {
  const reading = await readComposer(host);
  const machine = [...new Set(reading.found.flatMap(({ place }) => (place.user === undefined ? [place.path] : [])))];
  const who = await ask(host, userName, 'id');
  const user = who.ok ? who.stdout.trim() : '';
  const isOwn = ({ place }: Installed): boolean => place.user === user && user !== '';
  const others = [...new Set(reading.found.map(({ place }) => place.user))].filter(
    (name) => name !== undefined && name !== user,
  );
  const asked = reading.found.filter((each) => each.place.user === undefined || isOwn(each));
  if (asked.length === 0) return failed('composer answers only for the user that asks, who has no packages of it');
  const answers = await Promise.all([
    ...(asked.some(isOwn) ? [newestIn(host, listOutdated, 'composer global outdated', asked.filter(isOwn))] : []),
    ...machine.map((home) =>
      newestIn(
        host,
        outdatedIn(home),
        `composer outdated in ${home}`,
        asked.filter(({ place }) => place.path === home),
      ),
    ),
  ]);
  const problems = [
    ...others.map((name) => `what is newer of ${name}’s own composer packages is unknown: only ${name} can ask`),
    ...answers.flatMap((each) => each.problems),
  ];
  const of = new Map(answers.flatMap((each) => [...each.of]));
  return availableSection(packagist, host, { found: asked, problems: reading.problems }, async () => ({
    of,
    problems,
  }));
}

async function newestIn(host: Host, command: Command, name: string, own: readonly Installed[]): Promise<Newest> {
  const answer = await ask(host, command, name);
  if (!answer.ok) return { of: new Map(), problems: [answer.why] };
  const outdated = parseOutdated(answer.stdout);
  if (outdated === undefined) return { of: new Map(), problems: [`${name} did not answer in JSON`] };
  const complaint = answer.stderr
    .split('\n')
    .find((line) => /could not be (?:fully )?loaded|may be out of date/.test(line));
  return {
    // It leaves out what is up to date.
    of: new Map([...own, ...outdated.items].map((each) => [each.name, each.version])),
    problems: [
      ...answer.problems,
      ...(complaint === undefined ? [] : [`composer could not ask everywhere: ${quoted(complaint)}`]),
      ...(outdated.unread === 0 ? [] : [`composer names ${outdated.unread} packages without a version`]),
    ],
  };
}
