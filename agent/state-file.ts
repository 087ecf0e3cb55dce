// Small files that are either as they were or as they were to be, whatever is pulled out in between.
import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const mostBytes = 64 * 1024 * 1024;

const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW, O_SYNC } = constants;

/**
 * Writes, waits until it is on disk, and renames; the folder is made, and only its owner may look into either. Under Node's
 * permission model nothing may be synced afterwards, hence O_SYNC; the rename itself may then be lost with the power, and
 * the file be as it was before.
 */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // A report that outlived its agent may write beside the next one.
  const beside = `${path}.${process.pid}.new`;
  const file = await open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_SYNC, 0o600);
  try {
    await file.writeFile(content);
    // It knows no O_SYNC.
    if (process.platform === 'win32') await file.sync();
  } finally {
    await file.close();
  }
  await renameOver(beside, path);
  if (process.permission === undefined) await syncFolder(dirname(path));
}

/** On Windows a file cannot be replaced while another program (one that looks for viruses, above all) has it open. */
export async function renameOver(from: string, to: string): Promise<void> {
  for (let left = process.platform === 'win32' ? 20 : 0; ; left -= 1) {
    try {
      return await rename(from, to);
    } catch (error) {
      const code = String(Reflect.get(Object(error), 'code'));
      if (left <= 0 || !['EPERM', 'EACCES', 'EBUSY'].includes(code)) throw error;
      await delay(50);
    }
  }
}

/** So that names in it are on disk. Windows keeps them by itself, and has no folder that could be opened. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** A folder that nobody but this user may write into; on Windows the rights of the folder above say so, and no number does. */
export const isOwnFolder = (is: Stats): boolean =>
  is.isDirectory() && (process.platform === 'win32' || (is.uid === process.geteuid?.() && (is.mode & 0o022) === 0));

/** Removes what processes that died left half written. */
export async function removeBeginnings(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.endsWith('.new')) await rm(join(folder, name), { force: true });
  }
}

/** Undefined where there is none. Throws where it is there and cannot be read. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    const content = await readFile(path);
    return content.length > mostBytes ? undefined : content;
  } catch (error) {
    if (error instanceof Error && Reflect.get(error, 'code') === 'ENOENT') return undefined;
    throw error;
  }
}
