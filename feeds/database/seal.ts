// A checksum over the whole database file, kept in the file: tells one that is as it was written from one damaged since.
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/** SQLite's "application id", a number it leaves to its user. https://sqlite.org/fileformat2.html#database_header */
const OFFSET = 68;
const BYTES = 4;
const CHUNK_BYTES = 1 << 20;

/** Writes the checksum into a file that no one has open. */
export function seal(path: string): void {
  const file = openSync(path, 'r+');
  try {
    const checksum = Buffer.alloc(BYTES);
    checksum.writeUInt32BE(checksumOf(file));
    writeSync(file, checksum, 0, BYTES, OFFSET);
  } finally {
    closeSync(file);
  }
}

/** Whether every byte is as `seal` found it. Throws what the file system says when the file cannot be read. */
export function isSealed(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    const checksum = Buffer.alloc(BYTES);
    readSync(file, checksum, 0, BYTES, OFFSET);
    return checksum.readUInt32BE() === checksumOf(file);
  } finally {
    closeSync(file);
  }
}

/** CRC-32 of everything, with zeros where the checksum stands. */
function checksumOf(file: number): number {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  let checksum = 0;
  let position = 0;
  for (;;) {
    const bytes = readSync(file, chunk, 0, CHUNK_BYTES, position);
    if (bytes === 0) return checksum;
    if (position === 0) chunk.fill(0, OFFSET, OFFSET + BYTES);
    checksum = crc32(chunk.subarray(0, bytes), checksum);
    position += bytes;
  }
}
