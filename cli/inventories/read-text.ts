// Reads an inventory file as text: with a size limit, and also when Windows wrote it in UTF-16.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

export type TextReading =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string };

/** Inventories of the largest machines stay far below this. */
const maxInventoryBytes = 256 * 1024 * 1024;

/** The text of the file at `path` (`-` is standard input), at most `maxBytes` of it. Never throws. */
export async function readText(
  path: string,
  maxBytes: number = maxInventoryBytes,
  stdin: () => AsyncIterable<unknown> = () => process.stdin,
): Promise<TextReading> {
  const shown = path === '-' ? 'standard input' : path;
  try {
    const bytes = path === '-' ? await all(stdin(), maxBytes) : fromFile(path, maxBytes);
    if (bytes === undefined) return refuse(`${shown} is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB`);
    return decode(bytes, shown);
  } catch (error) {
    return refuse(`${shown} ${whyUnread(error)}`);
  }
}

const refuse = (reason: string): TextReading => ({ ok: false, reason });

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a directory, not a file',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
};

/** Why a file was not read, to follow its name: `does not exist`. `error`: what reading it threw. */
export const whyUnread = (error: unknown): string =>
  reasons[(error as NodeJS.ErrnoException).code ?? ''] ?? 'could not be read';

/** Undefined past the limit. Read at once: a stream takes 8 ms to load and set up. */
function fromFile(path: string, maxBytes: number): Buffer | undefined {
  const file = openSync(path, 'r');
  try {
    const chunks: Buffer[] = [];
    // The size a file claims is not trusted (it may be a pipe), but tells how much to read at once.
    const claimed = fstatSync(file).size;
    for (let size = 0; ;) {
      const chunk = Buffer.allocUnsafe(Math.min(Math.max(claimed - size, 0), maxBytes - size) + LEAST_CHUNK_BYTES);
      const bytes = readSync(file, chunk);
      if (bytes === 0) return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, size);
      size += bytes;
      if (size > maxBytes) return undefined;
      chunks.push(chunk.subarray(0, bytes));
    }
  } finally {
    closeSync(file);
  }
}

const LEAST_CHUNK_BYTES = 64 * 1024;

/** Everything the stream gives, or undefined past the limit. */
async function all(stream: AsyncIterable<unknown>, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > maxBytes) return undefined;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks, size);
}

function decode(bytes: Buffer, shown: string): TextReading {
  // PowerShell's redirection writes UTF-16 with a byte order mark.
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return { ok: true, text: new TextDecoder('utf-16le').decode(bytes) };
  if (first === 0xfe && second === 0xff) return { ok: true, text: new TextDecoder('utf-16be').decode(bytes) };
  if (first === 0x1f && second === 0x8b) return refuse(`${shown} is compressed; unpack it first`);
  if (bytes.subarray(0, 4096).includes(0)) return refuse(`${shown} is not a text file`);
  return { ok: true, text: new TextDecoder('utf-8').decode(bytes) };
}
