// PostgreSQL's log: one file and the one before it, so that it never takes more than twice its limit.
import { copyFile, open, stat, truncate } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

const limitBytes = 2_000_000;

/** Opened for appending, so that whoever writes goes on at the start after the file was emptied. */
export function openLog(path: string): Promise<FileHandle> {
  return open(path, 'a', 0o600);
}

/** Moves the content of a log over the limit to `<path>.1`, whatever process has it open. */
export async function rotateLog(path: string, limit = limitBytes): Promise<void> {
  if ((await logSize(path)) <= limit) return;
  // A line written in between is lost, and only here: a new file would leave PostgreSQL writing to the old one.
  await copyFile(path, `${path}.1`);
  await truncate(path);
}

export async function logSize(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/** The last 8 kB of what was written after `fromByte`. */
export async function readLog(path: string, fromByte: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = Math.max(Math.min(fromByte, size), size - 8192);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
