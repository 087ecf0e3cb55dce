// Reads an inventory file as text: with a size limit, and also when Windows wrote it in UTF-16.
import { open } from 'node:fs/promises';

export type TextReading =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string };

/** Inventories of the largest machines stay far below this. */
const maxInventoryBytes = 256 * 1024 * 1024;

/** The text of the file at `path` (`-` is standard input), at most `maxBytes` of it. Never throws. */
export async function readText(
  path: string,
  maxBytes: number = maxInventoryBytes,
  stdin: AsyncIterable<unknown> = process.stdin,
): Promise<TextReading> {
  const shown = path === '-' ? 'standard input' : path;
  try {
    const bytes = path === '-' ? await all(stdin, maxBytes) : await fromFile(path, maxBytes);
    if (bytes === undefined) return refuse(`${shown} is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB`);
    return decode(bytes, shown);
  } catch (error) {
    return refuse(`${shown} ${reasons[(error as NodeJS.ErrnoException).code ?? ''] ?? 'could not be read'}`);
  }
}

const refuse = (reason: string): TextReading => ({ ok: false, reason });

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a directory, not a file',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
};

async function fromFile(path: string, maxBytes: number): Promise<Buffer | undefined> {
  const file = await open(path, 'r');
  try {
    return await all(file.createReadStream({ autoClose: false, highWaterMark: 1024 * 1024 }), maxBytes);
  } finally {
    await file.close();
  }
}

/** Everything the stream gives (the size a file claims is not trusted: it may be a pipe), or undefined past the limit. */
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
