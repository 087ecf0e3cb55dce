// Reads the entries of a zip file one after another, in the order of its directory, without writing anything to disk.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32, inflateRawSync } from 'node:zlib';
import { ArchiveError, asText, Budget, checkName, DEFAULT_LIMITS } from './limits.ts';
import type { ArchiveEntry, ArchiveLimits } from './limits.ts';

const LOCAL_HEADER = 0x04034b50;
const DIRECTORY_HEADER = 0x02014b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const END_64_LOCATOR = 0x07064b50;
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
const MAX_DIRECTORY_BYTES = 256 * 1024 * 1024;
const ENCRYPTED_FLAGS = 0x1 | 0x40 | 0x2000;
const STORED = 0;
const DEFLATED = 8;

/**
 * Yields the files of the zip at `path`; folders are skipped. An entry is good until the next one is asked for.
 *
 * Every entry's CRC-32 and length are checked when it is unpacked. Throws `ArchiveError` for whatever is not a whole,
 * harmless zip, and file-system errors as they are. Source: PKWARE APPNOTE 6.3.10, with Zip64.
 */
export function* readZip(path: string, limits: ArchiveLimits = DEFAULT_LIMITS): Generator<ArchiveEntry> {
  const fd = openSync(path, 'r');
  try {
    const file = new ReadAhead(fd);
    const { directory, entries } = readDirectory(file);
    const budget = new Budget(limits);
    let at = 0;
    for (let index = 0; index < entries; index += 1) {
      const header = readHeader(directory, at);
      at = header.end;
      checkName(header.name);
      budget.entry(header.name, header.size);
      budget.ratio(header.size, header.packedSize);
      if (header.name.endsWith('/') && header.size === 0) continue;
      yield entryOf(file, header);
    }
    if (at !== directory.length)
      throw new ArchiveError('damaged', 'the zip directory does not have the entries it claims');
  } finally {
    closeSync(fd);
  }
}

interface Header {
  readonly name: string;
  readonly rawName: Buffer;
  readonly method: number;
  readonly crc: number;
  readonly size: number;
  readonly packedSize: number;
  readonly offset: number;
  /** Where the next header of the directory starts. */
  readonly end: number;
}

function entryOf(file: ReadAhead, header: Header): ArchiveEntry {
  const bytes = (): Buffer => unpack(file, header);
  return { name: header.name, size: header.size, bytes, text: () => asText(bytes()) };
}

function unpack(file: ReadAhead, header: Header): Buffer {
  const shown = JSON.stringify(header.name.slice(0, 120));
  const local = file.read(header.offset, 30);
  if (local.readUInt32LE(0) !== LOCAL_HEADER)
    throw new ArchiveError('damaged', `the entry ${shown} is not where the directory says`);
  if ((local.readUInt16LE(6) & ENCRYPTED_FLAGS) !== 0)
    throw new ArchiveError('encrypted', `the entry ${shown} is encrypted`);
  const nameLength = local.readUInt16LE(26);
  const dataOffset = header.offset + 30 + nameLength + local.readUInt16LE(28);
  if (!file.read(header.offset + 30, nameLength).equals(header.rawName)) {
    throw new ArchiveError('damaged', `the entry ${shown} has another name in its own header`);
  }
  const packed = file.read(dataOffset, header.packedSize);
  const bytes = header.method === STORED ? Buffer.from(packed) : inflate(packed, header.size, shown);
  if (bytes.length !== header.size)
    throw new ArchiveError('damaged', `the entry ${shown} has ${bytes.length} bytes, not ${header.size}`);
  if (crc32(bytes) !== header.crc) throw new ArchiveError('damaged', `the entry ${shown} fails its checksum`);
  return bytes;
}

function inflate(packed: Buffer, size: number, shown: string): Buffer {
  try {
    // One byte more than promised is enough to notice a lie without unpacking it.
    return inflateRawSync(packed, { maxOutputLength: size + 1 });
  } catch (cause) {
    throw new ArchiveError('damaged', `the entry ${shown} cannot be unpacked`, { cause });
  }
}

function readHeader(directory: Buffer, at: number): Header {
  if (at + 46 > directory.length || directory.readUInt32LE(at) !== DIRECTORY_HEADER) {
    throw new ArchiveError('damaged', 'the zip directory does not have the entries it claims');
  }
  const nameEnd = at + 46 + directory.readUInt16LE(at + 28);
  const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
  const end = extraEnd + directory.readUInt16LE(at + 32);
  if (end > directory.length) throw new ArchiveError('damaged', 'the zip directory is cut short');
  const rawName = directory.subarray(at + 46, nameEnd);
  const name = rawName.toString('utf8');
  const shown = JSON.stringify(name.slice(0, 120));
  if ((directory.readUInt16LE(at + 8) & ENCRYPTED_FLAGS) !== 0)
    throw new ArchiveError('encrypted', `the entry ${shown} is encrypted`);
  const method = directory.readUInt16LE(at + 10);
  if (method !== STORED && method !== DEFLATED) {
    throw new ArchiveError(
      'unsupported',
      `the entry ${shown} is packed with method ${method}; only stored and deflated are read`,
    );
  }
  const short = {
    size: directory.readUInt32LE(at + 24),
    packedSize: directory.readUInt32LE(at + 20),
    offset: directory.readUInt32LE(at + 42),
  };
  const places = Object.values(short).includes(0xffffffff)
    ? widen(short, directory.subarray(nameEnd, extraEnd), shown)
    : short;
  // What packing adds is a few bytes in a thousand.
  if (places.packedSize > 2 * places.size + 1024)
    throw new ArchiveError('damaged', `the entry ${shown} is larger packed than unpacked`);
  return { ...places, name, rawName, method, crc: directory.readUInt32LE(at + 16), end };
}

type Places = Pick<Header, 'size' | 'packedSize' | 'offset'>;

/** Replaces each number that did not fit in 32 bits by its 64-bit value from the Zip64 extra field. */
function widen(short: Places, extra: Buffer, shown: string): Places {
  let at = 0;
  while (at + 4 <= extra.length && extra.readUInt16LE(at) !== 1) at += 4 + extra.readUInt16LE(at + 2);
  const end = at + 4 <= extra.length ? Math.min(at + 4 + extra.readUInt16LE(at + 2), extra.length) : 0;
  let next = at + 4;
  const wide = (value: number): number => {
    if (value !== 0xffffffff) return value;
    next += 8;
    if (next > end) throw new ArchiveError('damaged', `the entry ${shown} lacks its 64-bit sizes`);
    return safeNumber(extra.readBigUInt64LE(next - 8));
  };
  // In this order they stand there.
  const size = wide(short.size);
  const packedSize = wide(short.packedSize);
  return { size, packedSize, offset: wide(short.offset) };
}

function readDirectory(file: ReadAhead): { readonly directory: Buffer; readonly entries: number } {
  const tailLength = Math.min(file.size, END_BYTES + MAX_COMMENT_BYTES);
  const tail = Buffer.from(file.read(file.size - tailLength, tailLength));
  const end = findEnd(tail);
  if (end === undefined)
    throw new ArchiveError('truncated', 'no zip directory at the end of the file: cut short, or not a zip');
  let entries = tail.readUInt16LE(end + 10);
  let length = tail.readUInt32LE(end + 12);
  let offset = tail.readUInt32LE(end + 16);
  let diskEntries = tail.readUInt16LE(end + 8);
  let directoryEnd = file.size - tailLength + end;
  if (entries === 0xffff || length === 0xffffffff || offset === 0xffffffff) {
    const locatorAt = directoryEnd - 20;
    const locator = locatorAt < 0 ? undefined : file.read(locatorAt, 20);
    if (locator?.readUInt32LE(0) === END_64_LOCATOR) {
      directoryEnd = safeNumber(locator.readBigUInt64LE(8));
      const wide = file.read(directoryEnd, 56);
      if (wide.readUInt32LE(0) !== END_64)
        throw new ArchiveError('damaged', 'the Zip64 directory is not where it should be');
      diskEntries = safeNumber(wide.readBigUInt64LE(24));
      entries = safeNumber(wide.readBigUInt64LE(32));
      length = safeNumber(wide.readBigUInt64LE(40));
      offset = safeNumber(wide.readBigUInt64LE(48));
    }
  }
  if (diskEntries !== entries) throw new ArchiveError('unsupported', 'the zip is split over several files');
  if (length > MAX_DIRECTORY_BYTES) throw new ArchiveError('too-large', `the zip directory alone has ${length} bytes`);
  if (offset + length > directoryEnd)
    throw new ArchiveError('truncated', 'the zip directory reaches past the end of the file');
  return { directory: Buffer.from(file.read(offset, length)), entries };
}

function findEnd(tail: Buffer): number | undefined {
  for (let at = tail.length - END_BYTES; at >= 0; at -= 1) {
    // The comment must reach exactly to the end, or bytes inside a comment could pose as the directory's end.
    if (tail.readUInt32LE(at) === END && at + END_BYTES + tail.readUInt16LE(at + 20) === tail.length) return at;
  }
  return undefined;
}

function safeNumber(value: bigint): number {
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new ArchiveError('damaged', 'a Zip64 number is impossibly large');
  return Number(value);
}

/** Reads ahead in large pieces: entries mostly follow one another, and 35,000 small reads cost more than unpacking. */
class ReadAhead {
  static readonly #BYTES = 1024 * 1024;
  readonly size: number;
  readonly #fd: number;
  readonly #buffer = Buffer.allocUnsafeSlow(ReadAhead.#BYTES);
  #start = 0;
  #length = 0;

  constructor(fd: number) {
    this.#fd = fd;
    this.size = fstatSync(fd).size;
  }

  /** The bytes asked for, valid only until the next call; throws `truncated` where the file ends before. */
  read(offset: number, length: number): Buffer {
    if (offset < 0 || offset + length > this.size)
      throw new ArchiveError('truncated', 'the zip ends before its content does');
    if (length > ReadAhead.#BYTES) return this.#fill(Buffer.allocUnsafeSlow(length), offset, length);
    if (offset < this.#start || offset + length > this.#start + this.#length) {
      this.#length = 0;
      const wanted = Math.min(ReadAhead.#BYTES, this.size - offset);
      this.#fill(this.#buffer, offset, wanted);
      this.#start = offset;
      this.#length = wanted;
    }
    return this.#buffer.subarray(offset - this.#start, offset - this.#start + length);
  }

  #fill(buffer: Buffer, offset: number, length: number): Buffer {
    for (let got = 0; got < length;) {
      const count = readSync(this.#fd, buffer, got, length - got, offset + got);
      if (count === 0) throw new ArchiveError('truncated', 'the zip became shorter while it was read');
      got += count;
    }
    return buffer;
  }
}
