// Says what is wrong with dnf's cached metadata: never fetched, or old. From the cache alone dnf itself says nothing of it.
import { ask, quoted } from '../ask.ts';
import type { Host } from '../host.ts';
import { currentTime, currentUser, dropOwnCopy, modificationTimes, type Tool } from './commands.ts';
import type { Repository } from './locks.ts';

const daySeconds = 86_400;

export type Freshness =
  | { readonly usable: true; readonly problems: readonly string[] }
  | { readonly usable: false; readonly why: string };

/** Unusable when no enabled repository was ever fetched: nothing could be told from "no update" then. */
export async function readFreshness(host: Host, tool: Tool, repositories: readonly Repository[]): Promise<Freshness> {
  const enabled = repositories.filter((repository) => repository.enabled);
  if (enabled.length === 0) return { usable: false, why: 'no repository is enabled, so no update can be known' };
  const cache = tool.generation === 4 ? '/var/cache/dnf' : '/var/cache/libdnf5';
  const folders = (await host.listDirectory(cache)) ?? [];
  const found = await Promise.all(
    enabled.map(async ({ id }) => ({ id, files: await metadataOf(host, cache, folders, id) })),
  );
  const fetched = found.filter(({ files }) => files.length > 0);
  if (fetched.length === 0) {
    return { usable: false, why: `no repository's metadata is in ${cache}, so no update is known (dnf makecache)` };
  }
  const missing = found
    .filter(({ files }) => files.length === 0)
    .map(({ id }) => `the repository ${quoted(id)} was never fetched: its updates are unknown (dnf makecache)`);
  return { usable: true, problems: [...missing, ...(await ages(host, fetched))] };
}

/**
 * Without root dnf 5 reads a copy of the machine's metadata below the user's home, which it makes once and, from the cache alone,
 * never anew. Undefined where that is gone, or is none.
 */
export async function withoutOldCopy(host: Host, tool: Tool): Promise<string | undefined> {
  if (tool.generation === 4) return undefined;
  const user = await ask(host, currentUser, 'id -u');
  if (user.ok && user.stdout.trim() === '0') return undefined;
  const dropped = await ask(host, dropOwnCopy(tool), 'dnf clean metadata');
  return dropped.ok ? undefined : `this user’s own copy of the metadata may be old: ${dropped.why}`;
}

/** dnf keeps a repository in `ID-HASH/repodata`, and touches the list of packages whenever it asked and nothing was new. */
async function metadataOf(
  host: Host,
  cache: string,
  folders: readonly string[],
  id: string,
): Promise<readonly string[]> {
  const own = folders.filter((name) => name.startsWith(`${id}-`) && /^[0-9a-f]{16}$/.test(name.slice(id.length + 1)));
  const lists = await Promise.all(
    own.map(async (name) =>
      ((await host.listDirectory(`${cache}/${name}/repodata`)) ?? [])
        .filter((file) => /^[\w.-]{1,200}$/.test(file) && file.includes('primary.'))
        .map((file) => `${cache}/${name}/repodata/${file}`),
    ),
  );
  return lists.flat();
}

async function ages(
  host: Host,
  fetched: readonly { readonly id: string; readonly files: readonly string[] }[],
): Promise<readonly string[]> {
  const [now, stats] = await Promise.all([
    ask(host, currentTime, 'date'),
    ask(host, modificationTimes(fetched.flatMap(({ files }) => files)), 'stat', [0, 1]),
  ]);
  const nowSeconds = now.ok && /^\d{1,12}\n?$/.test(now.stdout) ? Number(now.stdout) : undefined;
  const times = new Map(
    stats.ok
      ? [...stats.stdout.matchAll(/^(\d{1,12}) (\/\S+)$/gm)].map((match) => [match[2] ?? '', Number(match[1])])
      : [],
  );
  return fetched.flatMap(({ id, files }) => {
    const newest = Math.max(...files.map((file) => times.get(file) ?? -1));
    if (nowSeconds === undefined || newest < 0) return [`the age of the metadata of ${quoted(id)} is unknown`];
    const days = Math.floor((nowSeconds - newest) / daySeconds);
    if (nowSeconds - newest <= daySeconds) return [];
    return [
      `the metadata of ${quoted(id)} is ${days} day${days === 1 ? '' : 's'} old: updates published since are unknown (dnf makecache)`,
    ];
  });
}
