// Reads a feed's file as bytes, unpacked where it is gzip or zstd, never more of them than allowed.
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';

const CHUNK_BYTES = 256 * 1024;

/**
 * Yields the content of the file at `path`. What it is packed with is told from its first bytes, not from its name.
 *
 * Throws an `Error` when the file cannot be read, is cut short or damaged, or unpacks to more than `maxBytes`.
 */
export async function* fileBytes(path: string, maxBytes: number): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    const magic = Buffer.alloc(4);
    await file.read(magic, 0, 4, 0);
    const packed = file.createReadStream({ start: 0, highWaterMark: CHUNK_BYTES, autoClose: false });
    let total = 0;
    for await (const chunk of unpacked(packed, magic)) {
      total += (chunk as Buffer).length;
      if (total > maxBytes) throw new Error(`unpacks to more than ${Math.round(maxBytes / 1e6)} MB; refused`);
      yield chunk as Buffer;
    }
  } finally {
    await file.close();
  }
}

/** The whole content as text, for files known to be small. A byte order mark is dropped. */
export async function fileText(path: string, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  for await (const chunk of fileBytes(path, maxBytes)) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

function unpacked(packed: Readable, magic: Buffer): Readable {
  const unpacker =
    magic[0] === 0x1f && magic[1] === 0x8b
      ? createGunzip({ chunkSize: CHUNK_BYTES })
      : magic.readUInt32LE() === 0xfd2fb528
        ? createZstdDecompress({ chunkSize: CHUNK_BYTES })
        : undefined;
  if (unpacker === undefined) return packed;
  // The reader of the result sees the error; without a callback it would be thrown a second time.
  return pipeline(packed, unpacker, () => {});
}
