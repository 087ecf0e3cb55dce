// The machine that an installation changes: its files and its commands, which tests replace.
import { chown, copyFile, mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Host } from '@suture/adapters/host.ts';
import { AppError } from '@suture/core/app-error.ts';

export interface Machine {
  readonly host: Host;
  /** Put before every path: empty on a real machine, a folder in tests. */
  readonly root: string;
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
  /** The folder of the programs that are running. */
  readonly running: string;
}

export const on = ({ root }: Machine, path: string): string => join(root, path);

/** Its output. Throws AppError with what it said where it is missing or fails. */
export async function command(machine: Machine, ...argv: readonly [string, ...string[]]): Promise<string> {
  const ended = await machine.host.run({ argv, timeoutMs: 60_000, maxOutputBytes: 65_536 });
  if (ended.kind === 'exited' && ended.code === 0) return ended.stdout;
  const [line] = ended.kind === 'exited' ? ended.stderr.trim().split('\n') : [ended.kind];
  throw new AppError('environment', `${argv.join(' ')} failed: ${line || 'it does not say why'}`);
}

/** Whether it is there and ends with 0. */
export async function succeeds(machine: Machine, ...argv: readonly [string, ...string[]]): Promise<boolean> {
  const ended = await machine.host.run({ argv, timeoutMs: 60_000, maxOutputBytes: 65_536 });
  return ended.kind === 'exited' && ended.code === 0;
}

/** Whole or not at all, and not at all where it says this already. True where it wrote. */
export async function placeText(machine: Machine, path: string, text: string, mode = 0o644): Promise<boolean> {
  const target = on(machine, path);
  if ((await readFile(target, 'utf8').catch(() => undefined)) === text) return false;
  await mkdir(dirname(target), { recursive: true, mode: 0o755 });
  await rm(`${target}.new`, { force: true });
  // The flag: what stands there must not be written through.
  await writeFile(`${target}.new`, text, { mode, flag: 'wx' });
  await rename(`${target}.new`, target);
  return true;
}

/** A program that runs may be replaced: it keeps the file it began with. */
export async function placeCopy(machine: Machine, from: string, path: string): Promise<void> {
  const target = on(machine, path);
  await mkdir(dirname(target), { recursive: true, mode: 0o755 });
  await rm(`${target}.new`, { force: true });
  await copyFile(from, `${target}.new`);
  await rename(`${target}.new`, target);
}

export async function placeLink(machine: Machine, path: string, to: string): Promise<void> {
  const link = on(machine, path);
  await mkdir(dirname(link), { recursive: true, mode: 0o755 });
  await rm(`${link}.new`, { force: true });
  await symlink(to, `${link}.new`);
  await rename(`${link}.new`, link);
}

/** For its owner alone. */
export async function placeFolder(machine: Machine, path: string, owner: { uid: number; gid: number }): Promise<void> {
  await mkdir(on(machine, path), { recursive: true, mode: 0o700 });
  if (machine.root === '') await chown(path, owner.uid, owner.gid);
}
