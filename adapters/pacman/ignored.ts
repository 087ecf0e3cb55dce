// What the administrator told pacman to leave alone: IgnorePkg and IgnoreGroup.
import { ask, quoted, withoutEscapes } from '../ask.ts';
import type { Host } from '../host.ts';
import { matchesPattern } from '../pattern.ts';
import { settings } from './commands.ts';
import { parseSettings, type Entry, type Settings } from './parse.ts';

const nothing: Settings = {
  databasePath: undefined,
  ignoredPackages: [],
  ignoredGroups: [],
  repositories: [],
  cacheFolders: [],
};

export async function readSettings(
  host: Host,
): Promise<{ readonly value: Settings; readonly problems: readonly string[] }> {
  const answer = await ask(host, settings, 'pacman-conf');
  if (!answer.ok) return { value: nothing, problems: [`${answer.why}: what pacman is told to ignore is unknown`] };
  const text = withoutEscapes(answer.stdout);
  if (!/^\[options\]$/m.test(text))
    return {
      value: nothing,
      problems: ['pacman-conf did not write settings: what pacman is told to ignore is unknown'],
    };
  const value = parseSettings(text);
  const elsewhere = value.databasePath !== undefined && value.databasePath.replace(/\/+$/, '') !== '/var/lib/pacman';
  return {
    value,
    problems: [
      ...answer.problems,
      ...(elsewhere
        ? [`pacman keeps its database in ${quoted(value.databasePath ?? '')}, where Suture does not look`]
        : []),
    ],
  };
}

/** The setting that keeps a package back, as it stands in pacman.conf. */
export function ignoredBy({ name, groups }: Pick<Entry, 'name' | 'groups'>, value: Settings): string | undefined {
  const named = value.ignoredPackages.find((pattern) => matchesPattern(pattern, name));
  if (named !== undefined) return `IgnorePkg = ${named}`;
  const group = value.ignoredGroups.find((pattern) => groups.some((each) => matchesPattern(pattern, each)));
  return group === undefined ? undefined : `IgnoreGroup = ${group}`;
}
