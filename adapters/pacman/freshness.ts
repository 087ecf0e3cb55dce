// Says what is wrong with pacman's fetched repositories: missing, or old.
import { ask } from '../ask.ts';
import type { Host } from '../host.ts';
import { currentTime, modificationTimes } from './commands.ts';

export const syncDatabases = '/var/lib/pacman/sync';
const daySeconds = 86_400;

export type Freshness =
  | { readonly usable: true; readonly problems: readonly string[] }
  | { readonly usable: false; readonly why: string };

/**
 * A database carries the time its repository made it, not when it was fetched; Arch makes new ones many times a day, so the
 * newest one's age bounds the time since the last fetch.
 */
export async function readFreshness(host: Host, repositories: readonly string[]): Promise<Freshness> {
  const names = ((await host.listDirectory(syncDatabases)) ?? []).filter((name) =>
    /^[\w@.+][\w@.+-]{0,100}\.db$/.test(name),
  );
  const wanted = names.filter((name) => repositories.length === 0 || repositories.includes(name.slice(0, -3)));
  if (wanted.length === 0)
    return {
      usable: false,
      why: `no repository’s database is in ${syncDatabases}, so no update is known (pacman -Syu)`,
    };
  const [now, stats] = await Promise.all([
    ask(host, currentTime, 'date'),
    ask(host, modificationTimes(wanted.map((name) => `${syncDatabases}/${name}`)), 'stat', [0, 1]),
  ]);
  const nowSeconds = now.ok && /^\d{1,12}\n?$/.test(now.stdout) ? Number(now.stdout) : undefined;
  const times = stats.ok ? [...stats.stdout.matchAll(/^(\d{1,12}) \//gm)].map((match) => Number(match[1])) : [];
  if (nowSeconds === undefined || times.length === 0)
    return { usable: true, problems: ['the age of the repositories’ databases is unknown'] };
  const days = Math.floor((nowSeconds - Math.max(...times)) / daySeconds);
  if (days < 2) return { usable: true, problems: [] };
  return {
    usable: true,
    problems: [`the newest repository database is ${days} days old: updates published since are unknown (pacman -Syu)`],
  };
}
