// Small files that are either as they were or as they were to be, whatever is pulled out in between.
import { constants } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

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
  } finally {
    await file.close();
  }
  await rename(beside, path);
  if (process.permission !== undefined || process.platform === 'win32') return;
  const folder = await open(dirname(path), constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

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
