// Says what is wrong with zypper's cached metadata: never fetched, or old.
import { ask, quoted } from '../ask.ts';
import type { Host } from '../host.ts';
import { currentTime, modificationTimes } from './commands.ts';

const daySeconds = 86_400;
export const cache = '/var/cache/zypp/raw';

export type Freshness =
  | {
      readonly usable: true;
      readonly problems: readonly string[];
      /** The repositories to ask, where some were never fetched; undefined: all. */
      readonly only: readonly string[] | undefined;
    }
  | { readonly usable: false; readonly why: string };

/** zypper touches a repository's repomd.xml whenever it asked. Unusable when no enabled repository was ever fetched. */
export async function readFreshness(host: Host, enabled: readonly string[]): Promise<Freshness> {
  if (enabled.length === 0) return { usable: false, why: 'no repository is enabled, so no update can be known' };
  // zypper makes a repository's folder also when it fails to fetch it.
  const listings = await Promise.all(
    enabled.map(async (alias) =>
      ((await host.listDirectory(`${cache}/${alias}/repodata`)) ?? []).includes('repomd.xml'),
    ),
  );
  const fetched = new Set(enabled.filter((_, at) => listings[at]));
  const there = enabled.filter((alias) => fetched.has(alias));
  if (there.length === 0)
    return { usable: false, why: `no repository's metadata is in ${cache}, so no update is known (zypper refresh)` };
  const missing = enabled.filter((alias) => !fetched.has(alias));
  const [now, stats] = await Promise.all([
    ask(host, currentTime, 'date'),
    ask(host, modificationTimes(there.map(fileOf)), 'stat', [0, 1]),
  ]);
  const nowSeconds = now.ok && /^\d{1,12}\n?$/.test(now.stdout) ? Number(now.stdout) : undefined;
  const times = new Map(
    stats.ok
      ? [...stats.stdout.matchAll(/^(\d{1,12}) (\/\S+)$/gm)].map((match) => [match[2] ?? '', Number(match[1])])
      : [],
  );
  const problems = [
    ...missing.map(
      (alias) => `the repository ${quoted(alias)} was never fetched: its updates are unknown (zypper refresh)`,
    ),
    ...there.flatMap((alias) => {
      const time = times.get(fileOf(alias));
      if (nowSeconds === undefined || time === undefined)
        return [`the age of the metadata of ${quoted(alias)} is unknown`];
      if (nowSeconds - time <= daySeconds) return [];
      const days = Math.floor((nowSeconds - time) / daySeconds);
      return [
        `the metadata of ${quoted(alias)} is ${days} day${days === 1 ? '' : 's'} old: updates published since are unknown (zypper refresh)`,
      ];
    }),
  ];
  return { usable: true, problems, only: missing.length === 0 ? undefined : there };
}

const fileOf = (alias: string): string => `${cache}/${alias}/repodata/repomd.xml`;
