// Small files that are either as they were or as they were to be, whatever is pulled out in between.
import { constants } from 'node:fs';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

const mostBytes = 64 * 1024 * 1024;

/** Writes, syncs and renames; the folder is made, and only its owner may look into either. */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // One name is enough: there is one agent to a folder, and what a dead one left is written over.
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  if (process.platform === 'win32') return;
  const folder = await open(dirname(path), constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
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
