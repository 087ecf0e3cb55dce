// What the changelogs of this machine's pending security updates say they close, kept by package version between scans.
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Update } from '@suture/adapters/adapter.ts';
import { type ChangelogCache, changelogFixes } from '@suture/adapters/apt/changelog-fixes.ts';
import type { Host } from '@suture/adapters/host.ts';
import type { Package } from '@suture/core/packages/package.ts';
import type { ChangelogsRead } from './scanned.ts';

export interface ChangelogRequest {
  readonly updates: readonly Update[];
  readonly packages: readonly Package[];
  readonly cacheDirectory: string;
  readonly onProgress: (done: number, total: number) => void;
}

/** Never throws for what the machine or the mirror does: what could not be read is named in `incomplete`. */
export async function pendingChangelogs(host: Host, request: ChangelogRequest): Promise<ChangelogsRead> {
  const directory = mkdtempSync(path.join(tmpdir(), 'suture-'));
  const clean = (): void => rmSync(directory, { recursive: true, force: true });
  // Ctrl-C ends the process without unwinding.
  process.once('exit', clean);
  try {
    const { sources, problems } = await changelogFixes(host, request.updates, {
      directory,
      packages: request.packages,
      cache: fileCache(request.cacheDirectory),
      onProgress: request.onProgress,
    });
    const cut = sources.filter(({ whole }) => !whole).map(({ source }) => source.name);
    return {
      fixes: sources.flatMap(({ source, fixes }) =>
        fixes.map(({ id, version, published }) => ({
          source: source.name,
          fixedVersion: source.version,
          since: version,
          vulnerability: id,
          published: published?.slice(0, 10),
        })),
      ),
      incomplete: [
        ...problems.map((why) => ({ what: 'changelogs of pending updates', why, remedy: null })),
        ...(cut.length > 0
          ? [
              {
                what: `older fixes of ${cut.join(', ')}`,
                why: 'the changelog does not reach back to the installed version',
                remedy: null,
              },
            ]
          : []),
      ],
    };
  } finally {
    process.removeListener('exit', clean);
    clean();
  }
}

/** A cache that cannot be written costs time at the next scan, no more. */
function fileCache(directory: string): ChangelogCache {
  const file = (key: string): string => path.join(directory, encodeURIComponent(key));
  return {
    get(key) {
      try {
        return readFileSync(file(key), 'utf8');
      } catch {
        return undefined;
      }
    },
    set(key, value) {
      try {
        mkdirSync(directory, { recursive: true, mode: 0o700 });
        const unfinished = `${file(key)}.${process.pid}`;
        writeFileSync(unfinished, value, { mode: 0o600 });
        renameSync(unfinished, file(key));
      } catch {
        // Full disk or read-only home.
      }
    },
  };
}
