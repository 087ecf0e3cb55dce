// What this machine holds: every adapter's packages and updates, pending restarts, and what could not be read.
import path from 'node:path';
import type { ChangelogsRead as AdapterChangelogs, Section, Update } from '@suture/adapters/adapter.ts';
import type { Host } from '@suture/adapters/host.ts';
import { closedHomes } from '@suture/adapters/homes.ts';
import { kernelFacts } from '@suture/adapters/kernel/facts.ts';
import { available, changelogs, detect, inventory, loadAdapters, needsRestart } from '@suture/adapters/registry.ts';
import { AppError } from '@suture/core/app-error.ts';
import type { ProductRelease } from '@suture/core/lifecycle/support.ts';
import type { OperatingSystem, Package } from '@suture/core/packages/package.ts';
import { releasesOf } from '@suture/feeds/distro-info/normalize.ts';
import type { InventoryOptions } from '../commands/scan.ts';
import { type Context, cacheDirectory } from '../context.ts';
import { inPrivateFolder, keptChangelogs } from '@suture/adapters/local-changelogs.ts';
import { localHost } from '@suture/adapters/local-host.ts';
import { localName, readLocalSystem } from '@suture/adapters/local-system.ts';
import { progressBar } from '../output/progress.ts';
import type { Incomplete, ScannedEndpoint } from '../scan-document.ts';
import { OF_USERS, type ChangelogsRead, type Scanned } from './scanned.ts';

/** Throws an AppError when no adapter could read any package: such a machine is unknown, not patched. */
export async function fromThisMachine(options: InventoryOptions, context: Context): Promise<Scanned> {
  const host = localHost;
  const bar = progressBar(context, options.quiet !== true);
  try {
    bar.show(0.3, 'reading packages');
    const incomplete: Incomplete[] = [];
    const found = await readLocalSystem(host);
    incomplete.push(...found.problems.map((why) => ({ what: 'operating system', why, remedy: null })));
    const system = found.system ?? UNKNOWN_SYSTEM;
    const [read, closed] = await Promise.all([readAdapters(host, system, incomplete), closedHomes(host)]);
    // Adapters that found something beside have said so themselves.
    if (closed !== undefined && !incomplete.some(({ why }) => why.includes('cannot be looked into')))
      incomplete.push({ what: OF_USERS, why: closed, remedy: 'as root all of them are read' });
    if (read.packages.length === 0) {
      throw new AppError(
        'environment',
        `no package of this machine could be read:\n  ${incomplete.map(({ why }) => why).join('\n  ')}`,
        'Try: suture doctor',
      );
    }
    return {
      endpoint: await endpointOf(host, found.system, read),
      system: found.system,
      packages: read.packages,
      updates: read.updates,
      changelogs: [],
      readChangelogs: (updates) => readChangelogs(updates, read.packages, options, context),
      releases: await ownReleases(host, system.id),
      incomplete,
    };
  } finally {
    bar.clear();
  }
}

const UNKNOWN_SYSTEM: OperatingSystem = { id: 'unknown', version: '' };

interface AdaptersRead {
  readonly packages: readonly Package[];
  readonly updates: readonly Update[];
  readonly restart: NonNullable<ScannedEndpoint['restart']>;
}

async function readAdapters(host: Host, system: OperatingSystem, incomplete: Incomplete[]): Promise<AdaptersRead> {
  const packages: Package[] = [];
  const updates: Update[] = [];
  const restart: { kind: 'reboot' | 'service' | 'process'; name: string; why: string }[] = [];
  const note = (what: string, section: Section<unknown>): void => {
    incomplete.push(...section.problems.map((why) => ({ what, why, remedy: null })));
  };
  await Promise.all(
    (await loadAdapters()).map(async (adapter) => {
      if (!(await detect(adapter, host)).present) return;
      const can = (capability: (typeof adapter.capabilities)[number]): boolean =>
        adapter.capabilities.includes(capability);
      const [installed, offered, needs] = await Promise.all([
        can('inventory') ? inventory(adapter, host, system) : undefined,
        can('available') ? available(adapter, host, system) : undefined,
        can('needs-restart') ? needsRestart(adapter, host) : undefined,
      ]);
      // The running kernel is a fact about the machine, not a package that a feed could judge.
      if (installed !== undefined && adapter.name !== 'kernel') {
        packages.push(...installed.items);
        note(`${adapter.name} packages`, installed);
      }
      if (offered !== undefined) {
        updates.push(...offered.items);
        note(`${adapter.name} updates`, offered);
      }
      if (needs !== undefined) {
        restart.push(
          ...needs.items.map((need) => ({
            kind: need.kind,
            name: need.kind === 'reboot' ? 'machine' : need.name,
            why: need.why,
          })),
        );
        note('restarts', needs);
      }
    }),
  );
  return { packages, updates, restart };
}

async function readChangelogs(
  updates: readonly Update[],
  packages: readonly Package[],
  options: InventoryOptions,
  context: Context,
): Promise<ChangelogsRead> {
  const bar = progressBar(context, options.quiet !== true);
  try {
    const cache = keptChangelogs(path.join(cacheDirectory(context), 'changelogs'));
    const onProgress = (done: number, total: number): void =>
      bar.show(done / total, `reading changelogs ${done}/${total}`);
    const able = (await loadAdapters()).filter(({ capabilities }) => capabilities.includes('changelogs'));
    const { fixes, problems } = await inPrivateFolder(async (directory) => {
      const reads: AdapterChangelogs[] = [];
      for (const adapter of able) {
        const own = updates.filter((update) => update.adapter === adapter.name);
        const request = { updates: own, packages, directory, cache, onProgress };
        if (own.length > 0) reads.push(await changelogs(adapter, localHost, request));
      }
      return { fixes: reads.flatMap((read) => read.fixes), problems: reads.flatMap((read) => read.problems) };
    });
    const incomplete = problems.map((why) => ({ what: 'changelogs of pending updates', why, remedy: null }));
    return { fixes, incomplete };
  } finally {
    bar.clear();
  }
}

/** distro-info-data, which most Debian and Ubuntu machines carry. */
async function ownReleases(host: Host, id: string): Promise<readonly ProductRelease[]> {
  if (id !== 'debian' && id !== 'ubuntu') return [];
  const read = await host.readFile(`/usr/share/distro-info/${id}.csv`, 1_000_000);
  if (read.kind !== 'text') return [];
  try {
    return releasesOf(id, read.text).rows.map((row) => ({ ...row, feed: 'distro-info' }));
  } catch {
    // Not the file we know: the dates stay unknown, which the scan says.
    return [];
  }
}

async function endpointOf(
  host: Host,
  system: OperatingSystem | undefined,
  read: AdaptersRead,
): Promise<ScannedEndpoint> {
  const facts = await kernelFacts(host);
  return {
    name: localName(),
    inventory: 'this machine',
    os:
      system === undefined
        ? null
        : { id: system.id, version: system.version, name: system.name ?? `${system.id} ${system.version}` },
    packages: read.packages.length,
    ...(facts.running !== null && {
      kernel: { running: facts.running.release, installed: facts.newest?.release ?? null },
    }),
    restart: read.restart,
  };
}
