// Unpacks a file that holds one stream: xz here, gzip, zstd and plain as every feed's file.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import xz from 'xz-decompress';
import { fileBytes } from '../file-bytes.ts';
import { ArchiveError } from './limits.ts';

const XZ_MAGIC = Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]);

/** Yields the content of the file at `path`, told from its first bytes; throws past `maxBytes` of it. */
export async function* unpackedBytes(path: string, maxBytes: number): AsyncGenerator<Uint8Array> {
  if (await startsWith(path, XZ_MAGIC)) yield* xzBytes(path, maxBytes);
  else yield* fileBytes(path, maxBytes);
}

async function* xzBytes(path: string, maxBytes: number): AsyncGenerator<Uint8Array> {
  const packed = Readable.toWeb(createReadStream(path, { highWaterMark: 256 * 1024 }));
  let total = 0;
  for await (const chunk of new xz.XzReadableStream(packed)) {
    total += chunk.length;
    if (total > maxBytes) throw new ArchiveError('too-large', `unpacks to more than ${maxBytes} bytes`);
    yield chunk;
  }
}

async function startsWith(path: string, magic: Buffer): Promise<boolean> {
  const file = await open(path);
  try {
    const start = Buffer.alloc(magic.length);
    await file.read(start, 0, magic.length, 0);
    return start.equals(magic);
  } finally {
    await file.close();
  }
}
