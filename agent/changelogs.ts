// What the changelogs of pending security updates say they close, where the server's advisories do not explain the update.
import { join } from 'node:path';
import type { Adapter, Update } from '@suture/adapters/adapter.ts';
import type { Host } from '@suture/adapters/host.ts';
import { inPrivateFolder, keptChangelogs } from '@suture/adapters/local-changelogs.ts';
import { changelogs } from '@suture/adapters/registry.ts';
import type { ChangelogFix } from '@suture/core/packages/package-set-available.ts';
import type { Package } from '@suture/core/packages/package.ts';
import { changelogsWanted } from './journal.ts';

/** In one report; what is left waits for the next one, and each changelog is fetched once. */
const limits = { limit: 100, maxDownloadBytes: 64 * 1024 * 1024, concurrency: 1, timeoutMs: 30_000 } as const;
const mostMs = 120_000;

/**
 * Only what the server asked for, by the package manager itself, one download at a time. What cannot be read is left out:
 * its update stays unexplained, as it was. Never throws.
 */
export async function readChangelogs(
  adapter: Adapter,
  host: Host,
  folder: string,
  { updates, packages }: { readonly updates: readonly Update[]; readonly packages: readonly Package[] },
): Promise<readonly ChangelogFix[]> {
  if (!adapter.capabilities.includes('changelogs')) return [];
  const wanted = new Set((await changelogsWanted(folder)).map(({ source, version }) => `${source} ${version}`));
  const asked = updates.filter(
    ({ security, source }) => security.is === true && wanted.has(`${source.name} ${source.version}`),
  );
  if (asked.length === 0) return [];
  const cache = keptChangelogs(join(folder, 'changelogs'));
  const signal = AbortSignal.timeout(mostMs);
  try {
    return await inPrivateFolder(async (directory) => {
      const { fixes } = await changelogs(adapter, host, {
        ...limits,
        updates: asked,
        packages,
        directory,
        cache,
        signal,
      });
      return fixes;
    });
  } catch {
    // No folder to download into.
    return [];
  }
}
