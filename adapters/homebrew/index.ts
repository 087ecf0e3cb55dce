// The homebrew adapter: formulae and casks, what their taps have newer, pins, and applications that update themselves.
import type { Adapter, Detection, HeldBack, Section, Update } from '../adapter.ts';
import { ask, failed, sectionOf } from '../ask.ts';
import type { Host } from '../host.ts';
import { currentUser, listOutdated, type Prefix, prefixes, readOnlyCommands } from './commands.ts';
import { readCasks, readInstalled } from './installed.ts';
import { type Outdated, parseOutdated } from './parse.ts';

export const homebrew: Adapter = {
  name: 'homebrew',
  capabilities: ['inventory', 'available'],
  watches: prefixes.flatMap((prefix) => [
    { path: `${prefix}/Cellar`, with: 'entries' } as const,
    { path: `${prefix}/Caskroom`, with: 'entries' } as const,
    { path: `${prefix}/opt`, with: 'itself' } as const,
    { path: `${prefix}/var/homebrew/pinned`, with: 'itself' } as const,
  ]),
  readOnlyCommands,
  detect,
  inventory: (host) => readInstalled(host),
  available,
};

async function present(host: Host): Promise<readonly Prefix[]> {
  const there = await Promise.all(prefixes.map((prefix) => host.exists(`${prefix}/bin/brew`)));
  return prefixes.filter((_, at) => there[at]);
}

async function detect(host: Host): Promise<Detection> {
  const found = await present(host);
  if (found.length === 0) return { present: false, reason: 'Homebrew is not installed' };
  return { present: true, version: `in ${found.join(' and ')}` };
}

async function available(host: Host): Promise<Section<Update>> {
  const [found, user] = await Promise.all([present(host), ask(host, currentUser, 'id -u')]);
  if (found.length === 0) return failed('Homebrew is not installed');
  // brew belongs to an ordinary user, who could change it: run by root it would be root's to run what that user wrote.
  if (!user.ok || !/^[1-9]\d{0,9}$/.test(user.stdout.trim()))
    return failed("Homebrew belongs to a user and is not run as root: what is outdated is seen by that user's scan");
  const updates: Update[] = [];
  const problems: string[] = [];
  let answered = 0;
  for (const prefix of found) {
    const answer = await ask(host, listOutdated(prefix), 'brew outdated');
    const read = answer.ok ? parseOutdated(answer.stdout) : undefined;
    if (!answer.ok) problems.push(answer.why);
    else if (read === undefined) problems.push('brew outdated did not answer in its JSON');
    else {
      answered += 1;
      problems.push(...answer.problems);
      if (read.unread > 0) problems.push(`brew outdated names ${read.unread} that cannot be read`);
      const { casks } = await readCasks(host, prefix);
      const own = new Set(casks.filter(({ updatesItself }) => updatesItself).map(({ token }) => token));
      updates.push(...read.items.map((item) => offerOf(item, own)));
    }
  }
  return answered === 0 ? failed(...problems) : sectionOf(updates, problems);
}

const offerOf = (item: Outdated, updateThemselves: ReadonlySet<string>): Update => ({
  adapter: 'homebrew',
  package: item.name,
  arch: undefined,
  source: { name: item.name, version: item.candidate },
  installed: item.installed,
  candidate: item.candidate,
  origin: item.kind === 'cask' ? 'homebrew/cask' : 'homebrew formulae',
  security: { is: 'unknown', why: 'Homebrew does not say which versions are security updates' },
  heldBack: heldBackOf(item, updateThemselves),
  bytes: undefined,
});

function heldBackOf({ name, kind, isPinned }: Outdated, updateThemselves: ReadonlySet<string>): HeldBack | undefined {
  if (isPinned) return { cause: 'pin', why: `pinned (brew unpin ${name})` };
  if (kind === 'cask' && updateThemselves.has(name))
    return { cause: 'hold', why: 'the application updates itself, and may be newer than Homebrew knows' };
  return undefined;
}
