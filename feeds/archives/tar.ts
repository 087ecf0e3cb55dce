// Reads the regular files of a tar archive (plain, gzip, zstd or xz) one after another, without writing any to disk.
import { stat } from 'node:fs/promises';
import { ArchiveError, asText, Budget, checkName, DEFAULT_LIMITS } from './limits.ts';
import type { ArchiveEntry, ArchiveLimits } from './limits.ts';
import { unpackedBytes } from './unpack.ts';

const BLOCK = 512;
const MAX_HEADER_BYTES = 1024 * 1024;

/**
 * Yields the files of the tar at `path`; folders, links and devices are skipped. Contents are in memory one at a time.
 *
 * Throws `ArchiveError` for a damaged, truncated, oversized or malicious archive. Long names of pax and GNU are read;
 * sparse files are refused. Source: POSIX.1-2024 pax; GNU tar manual, "Basic Tar Format".
 */
export async function* readTar(path: string, limits: ArchiveLimits = DEFAULT_LIMITS): AsyncGenerator<ArchiveEntry> {
  const packed = (await stat(path)).size;
  const source = new Blocks(
    unpackedBytes(path, limits.maxTotalBytes)[Symbol.asyncIterator](),
    packed,
    new Budget(limits),
  );
  try {
    yield* entriesOf(source, new Budget(limits));
    // The packing's own checksum stands behind the last byte.
    await source.drain();
  } finally {
    await source.close();
  }
}

async function* entriesOf(source: Blocks, budget: Budget): AsyncGenerator<ArchiveEntry> {
  let long = NO_LONG;
  for (;;) {
    const header = readHeader(await source.take(BLOCK));
    if (header === undefined) return;
    const { type } = header;
    const size = long.size ?? header.size;
    const padded = Math.ceil(size / BLOCK) * BLOCK;
    if (type === 'x' || type === 'L' || type === 'g' || type === 'K') {
      budget.entry(header.name, size);
      if (size > MAX_HEADER_BYTES) throw new ArchiveError('too-large', `a tar header of ${size} bytes`);
      const content = (await source.take(padded)).subarray(0, size);
      if (type === 'x') long = { ...long, ...paxRecords(content) };
      else if (type === 'L') long = { ...long, name: content.toString('utf8').replace(/\0[^]*$/, '') };
      continue;
    }
    const name = long.name ?? header.name;
    long = NO_LONG;
    checkName(name);
    budget.entry(name, size);
    if (type === 'S')
      throw new ArchiveError('unsupported', `the entry ${JSON.stringify(name.slice(0, 120))} is a sparse file`);
    if (type !== '0' && type !== '7') await source.skip(padded);
    else {
      const bytes = Buffer.from((await source.take(padded)).subarray(0, size));
      yield { name, size, bytes: () => bytes, text: () => asText(bytes) };
    }
  }
}

interface Header {
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

interface Long {
  readonly name?: string;
  readonly size?: number;
}

const NO_LONG: Long = {};

/** Undefined for the block of zeros that ends an archive. */
function readHeader(block: Buffer): Header | undefined {
  let sum = 8 * 32;
  for (let at = 0; at < BLOCK; at += 1) if (at < 148 || at >= 156) sum += byteAt(block, at);
  if (sum === 8 * 32 && block[148] === 0) return undefined;
  if (sum !== octal(block, 148, 8)) throw new ArchiveError('damaged', 'a tar header fails its checksum');
  const size = (byteAt(block, 124) & 0x80) === 0 ? octal(block, 124, 12) : base256(block);
  const plain = text(block, 0, 100);
  const prefix = block.toString('latin1', 257, 263) === 'ustar\0' ? text(block, 345, 155) : '';
  const type = block[156] === 0 ? '0' : String.fromCharCode(byteAt(block, 156));
  return { name: prefix === '' ? plain : `${prefix}/${plain}`, size, type };
}

/** Inside a block of 512 bytes every place has a byte. */
const byteAt = (block: Buffer, at: number): number => block[at] ?? 0;

function text(block: Buffer, from: number, length: number): string {
  const end = block.indexOf(0, from);
  return block.toString('utf8', from, end === -1 || end > from + length ? from + length : end);
}

function octal(block: Buffer, from: number, length: number): number {
  const digits = text(block, from, length).trim();
  if (!/^[0-7]*$/.test(digits)) throw new ArchiveError('damaged', 'a tar header holds a number that is none');
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

function base256(block: Buffer): number {
  if (block[124] !== 0x80 || block.readUInt32BE(124) !== 0x80000000 || block.readUIntBE(128, 2) !== 0) {
    throw new ArchiveError('too-large', 'a tar entry claims an impossible size');
  }
  return block.readUIntBE(130, 6);
}

/** `<length> <key>=<value>\n`, repeated; only the keys that matter to reading. */
function paxRecords(content: Buffer): Long {
  let long: Long = NO_LONG;
  for (let at = 0; at < content.length;) {
    const space = content.indexOf(0x20, at);
    const length = space === -1 ? Number.NaN : Number(content.toString('latin1', at, space));
    if (!Number.isInteger(length) || length <= space - at || at + length > content.length) {
      throw new ArchiveError('damaged', 'a pax header cannot be read');
    }
    const record = content.toString('utf8', space + 1, at + length - 1);
    if (record.startsWith('path=')) long = { ...long, name: record.slice(5) };
    else if (record.startsWith('size=')) {
      if (!/^\d{1,15}$/.test(record.slice(5)))
        throw new ArchiveError('damaged', 'a pax header holds a size that is none');
      long = { ...long, size: Number(record.slice(5)) };
    } else if (record.startsWith('GNU.sparse.')) throw new ArchiveError('unsupported', 'the tar holds a sparse file');
    at += length;
  }
  return long;
}

function damaged(cause: unknown): never {
  if (cause instanceof ArchiveError) throw cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new ArchiveError('damaged', `the archive cannot be unpacked: ${reason}`, { cause });
}

/** Cuts a stream of chunks into the pieces a tar is made of. */
class Blocks {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #packed: number;
  readonly #budget: Budget;
  #unpacked = 0;
  #chunk: Buffer = Buffer.alloc(0);
  #at = 0;

  constructor(chunks: AsyncIterator<Uint8Array>, packed: number, budget: Budget) {
    this.#chunks = chunks;
    this.#packed = packed;
    this.#budget = budget;
  }

  /** Exactly `length` bytes, which may be a view valid until the next call. */
  async take(length: number): Promise<Buffer> {
    if (length <= this.#chunk.length - this.#at) {
      this.#at += length;
      return this.#chunk.subarray(this.#at - length, this.#at);
    }
    const parts: Buffer[] = [];
    await this.#pass(length, (part) => parts.push(part));
    return Buffer.concat(parts, length);
  }

  async skip(length: number): Promise<void> {
    await this.#pass(length, () => {});
  }

  async drain(): Promise<void> {
    for (let next = await this.#pull(); next !== undefined; next = await this.#pull());
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #pass(length: number, part: (bytes: Buffer) => void): Promise<void> {
    for (let left = length; left > 0;) {
      if (this.#at === this.#chunk.length) await this.#next();
      const count = Math.min(left, this.#chunk.length - this.#at);
      part(this.#chunk.subarray(this.#at, this.#at + count));
      this.#at += count;
      left -= count;
    }
  }

  async #next(): Promise<void> {
    const next = await this.#pull();
    // The zero block that ends an archive comes before the end of the bytes; without it something is missing.
    if (next === undefined) throw new ArchiveError('truncated', 'the tar ends before its closing block');
    this.#chunk = Buffer.from(next.buffer, next.byteOffset, next.length);
    this.#at = 0;
  }

  async #pull(): Promise<Uint8Array | undefined> {
    const next = await this.#chunks.next().catch(damaged);
    if (next.done === true) return undefined;
    this.#unpacked += next.value.length;
    this.#budget.ratio(this.#unpacked, this.#packed);
    return next.value;
  }
}
