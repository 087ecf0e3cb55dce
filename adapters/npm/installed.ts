// Finds global npm packages, and the packages inside them, by reading node_modules; npm itself is not needed.
import type { Host } from '../host.ts';
import { parseManifest } from './parse.ts';

const maxManifestBytes = 1 << 20;
const maxDepth = 12;
const maxPackages = 50_000;
const batch = 32;

export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** The directory its package.json is in. */
  readonly directory: string;
  /** The package at the top of the tree it came with; undefined when it is that itself. */
  readonly top: InstalledPackage | undefined;
}

export interface Found {
  readonly packages: readonly InstalledPackage[];
  readonly problems: readonly string[];
}

/** Walks `<root>/*` and `<root>/@scope/*`, and their own node_modules. Links are read, not followed further down. */
export async function findPackages(host: Host, root: string): Promise<Found> {
  const packages: InstalledPackage[] = [];
  const problems: string[] = [];
  let unreadable = 0;

  const walk = async (directory: string, top: InstalledPackage | undefined, depth: number): Promise<void> => {
    const folders = await foldersOf(host, directory);
    if (folders === undefined) {
      if (await host.exists(directory)) problems.push(`${shown(directory)} could not be listed`);
      return;
    }
    for (let at = 0; at < folders.length; at += batch) {
      await Promise.all(folders.slice(at, at + batch).map((folder) => visit(folder, top, depth)));
    }
  };
  const visit = async (folder: string, top: InstalledPackage | undefined, depth: number): Promise<void> => {
    if (packages.length >= maxPackages) return;
    const read = await host.readFile(`${folder}/package.json`, maxManifestBytes);
    // A folder without one is no package; what npm cannot see either is not reported.
    if (read.kind === 'missing') return;
    const reason =
      read.kind === 'denied'
        ? 'it may not be read'
        : read.kind === 'failed'
          ? 'its package.json cannot be read'
          : undefined;
    const manifest = read.kind === 'text' ? parseManifest(read.text) : { ok: false as const, reason: reason ?? '' };
    if (!manifest.ok) {
      unreadable += 1;
      if (unreadable <= 3) problems.push(`${shown(folder)} is left out: ${manifest.reason}`);
      return;
    }
    const found: InstalledPackage = { name: manifest.name, version: manifest.version, directory: folder, top };
    packages.push(found);
    const inner = `${folder}/node_modules`;
    if ((await host.readLink(folder)) !== undefined) return;
    if (depth < maxDepth) await walk(inner, top ?? found, depth + 1);
    else if (await host.exists(inner)) problems.push(`${shown(inner)} is nested too deeply to be searched`);
  };

  await walk(root, undefined, 0);
  if (unreadable > 3)
    problems.push(`${unreadable - 3} more packages under ${shown(root)} are left out: they cannot be read`);
  if (packages.length >= maxPackages)
    problems.push(`${shown(root)} holds more than ${maxPackages} packages: the rest is left out`);
  packages.sort((a, b) => (a.directory < b.directory ? -1 : 1));
  return { packages, problems };
}

async function foldersOf(host: Host, directory: string): Promise<readonly string[] | undefined> {
  const names = await host.listDirectory(directory);
  if (names === undefined) return undefined;
  const folders: string[] = [];
  for (const name of names) {
    if (name.startsWith('.') || name.includes('/')) continue;
    if (!name.startsWith('@')) folders.push(`${directory}/${name}`);
    else
      for (const inner of (await host.listDirectory(`${directory}/${name}`)) ?? []) {
        if (!inner.startsWith('.') && !inner.includes('/')) folders.push(`${directory}/${name}/${inner}`);
      }
  }
  return folders;
}

function shown(path: string): string {
  return path.replace(/[\p{Cc}\p{Cf}\uFFFD]/gu, '?').slice(0, 200);
}
