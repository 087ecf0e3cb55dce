// A file that is written whole or not at all, whatever happens meanwhile.
import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { AppError } from '@suture/core/app-error.ts';

/** In place of what is there. `what`: its name in a sentence. Throws AppError `environment`. */
export async function writeWhole(path: string, content: string | Uint8Array, what: string): Promise<void> {
  const beside = `${path}.${randomBytes(6).toString('hex')}.part`;
  try {
    const file = await open(beside, 'wx', 0o644);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, path);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError('environment', `${what} was not written to ${path}: ${why}`, undefined, error);
  } finally {
    await rm(beside, { force: true });
  }
}
